// 说明规则: what a rule demands, on what it rests, what to do.
import * as vscode from 'vscode';
import { Pages } from '../pages';
import { commandOptions } from '../settings';
import type { Tool } from '../tool';

/** Opens the page of `rule`; without one, of the problem at the cursor, else of a rule the user chooses. */
export async function explain(tool: Tool, pages: Pages, rule: unknown): Promise<void> {
    const wanted = typeof rule === 'string' ? rule : (ruleAtCursor() ?? (await pickRule(tool)));
    if (wanted !== undefined) await pages.open(Pages.explanation(wanted));
}

/** The explanation as the program tells it, or its reason for having none. */
export async function explanation(tool: Tool, rule: string): Promise<string> {
    const beside = vscode.window.activeTextEditor?.document.uri;
    const args = ['explain', '--color=never', ...commandOptions('explain', tool.settings()), '--', rule];
    const ran = await tool.run(args, { beside });
    return ran === null ? '' : ran.code === 0 ? ran.stdout : ran.stderr;
}

function ruleAtCursor(): string | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return undefined;
    const here = vscode.languages
        .getDiagnostics(editor.document.uri)
        .filter((found) => found.source === 'fazhi' && found.range.contains(editor.selection.active));
    const code = here[0]?.code;
    return typeof code === 'object' ? String(code.value) : code === undefined ? undefined : String(code);
}

interface RuleLine {
    id: string;
    title: string;
}

async function pickRule(tool: Tool): Promise<string | undefined> {
    const ran = await tool.run(['rules', '--format=json', ...commandOptions('rules', tool.settings())], {
        beside: vscode.window.activeTextEditor?.document.uri,
    });
    if (ran === null) return undefined;
    if (ran.code !== 0) {
        void vscode.window.showErrorMessage(tool.say('failed', ran.stderr.trim()));
        return undefined;
    }
    const rules = (JSON.parse(ran.stdout) as { rules: RuleLine[] }).rules;
    const chosen = await vscode.window.showQuickPick(
        rules.map((rule) => ({ label: rule.id, description: rule.title })),
        { placeHolder: tool.say('pickRule'), matchOnDescription: true },
    );
    return chosen?.label;
}
