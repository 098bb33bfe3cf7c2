// Runs inside VS Code, in its extension host: what a user does, through the editor's own commands. Writes what it saw beside the folder that is open.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Api } from '../src/extension';

/** What was seen so far, also on disk: a scene that hangs must not take the others' words with it. */
const lines = {
    all: [] as string[],
    push(...more: string[]): void {
        this.all.push(...more);
        writeFileSync(join(folder(), '..', 'seen'), `${this.all.join('\n')}\n`);
    },
};

function folder(): string {
    return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
}

async function eventually<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
    const end = Date.now() + 60_000;
    for (;;) {
        const seen = await look();
        if (seen !== undefined && seen !== false) return seen;
        if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

function code(found: vscode.Diagnostic): string {
    return typeof found.code === 'object' ? String(found.code.value) : String(found.code);
}

function of(uri: vscode.Uri, rule: string): vscode.Diagnostic | undefined {
    return vscode.languages.getDiagnostics(uri).find((found) => code(found) === rule);
}

async function quickFix(document: vscode.TextDocument, rule: string): Promise<void> {
    const found = of(document.uri, rule);
    assert.ok(found, rule);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider', document.uri, found.range, vscode.CodeActionKind.QuickFix.value,
    );
    const action = actions.find((one) => one.edit?.get(document.uri).every((edit) => found.range.contains(edit.range)));
    assert.ok(action?.edit, `a quick fix for ${rule} among ${actions.map((one) => one.title).join('; ')}`);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    await eventually(`${rule} to go`, () => of(document.uri, rule) === undefined);
    lines.push(`quick fix: ${action.title}`);
}

const scenes: Record<string, (folder: string) => Promise<void>> = {
    'the extension is there, its commands speak the language of the window': async () => {
        const extension = vscode.extensions.getExtension<Api>('fazhi.fazhi');
        assert.ok(extension);
        const manifest = extension.packageJSON as { contributes: { commands: { command: string; title: string | { value: string } }[] } };
        const first = manifest.contributes.commands.find((one) => one.command === 'fazhi.check')?.title;
        const title = typeof first === 'object' ? first.value : first;
        assert.equal(title, vscode.env.language.startsWith('en') ? 'Check This File or Folder' : '检查当前文件/文件夹');
        await extension.activate();
    },
    'findings stand at the words, also behind 𠮷': async (folder) => {
        const document = await vscode.workspace.openTextDocument(join(folder, '石桥镇2025.txt'));
        await vscode.window.showTextDocument(document);
        await eventually('findings', () => of(document.uri, 'res-placeholder'));
        const expected = readFileSync(join(folder, 'expected'), 'utf8').trim().split('\n');
        const seen = vscode.languages
            .getDiagnostics(document.uri)
            .map((found) => `${found.range.start.line + 1} ${code(found)} ${document.getText(found.range)}`.trimEnd())
            .sort();
        // Each once: a server that pushes and is asked as well must not tell everything twice.
        assert.deepEqual(seen, expected);
        lines.push(...seen);
    },
    'quick fixes and the repair of everything change the right words': async (folder) => {
        const document = await vscode.workspace.openTextDocument(join(folder, '石桥镇2025.txt'));
        await vscode.window.showTextDocument(document);
        await quickFix(document, 'plan-year-wrong');
        await vscode.commands.executeCommand('fazhi.fixAll');
        await eventually('the doubled comma to go', () => of(document.uri, 'lang-punct-malformed') === undefined);
        const original = readFileSync(join(folder, '石桥镇2025.txt'), 'utf8');
        assert.equal(document.getText(), original.replace('XX次，，作出', 'XX次，作出').replace('四、2025年', '四、2026年'));
    },
    'hover, outline and lens answer': async (folder) => {
        const document = await vscode.workspace.openTextDocument(join(folder, '石桥镇2025.txt'));
        const found = of(document.uri, 'res-placeholder');
        assert.ok(found);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, found.range.start);
        const said = hovers.flatMap((hover) => hover.contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
        assert.match(said, /res-placeholder/);
        const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
        assert.ok(symbols.length > 0);
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
        const lens = lenses.find((one) => one.command?.command === 'fazhi.matrix');
        assert.ok(lens?.command);
        const matrix = await vscode.commands.executeCommand<string>(lens.command.command, ...(lens.command.arguments ?? []));
        assert.match(matrix, /主要举措和成效/);
        lines.push(`lens: ${lens.command.title}`);
    },
    'a Word file is checked and annotated through the command line': async (folder) => {
        const extension = vscode.extensions.getExtension<Api>('fazhi.fazhi');
        const word = vscode.Uri.file(join(folder, 'messy.docx'));
        const answer = await extension?.exports.check(word);
        assert.equal(answer?.documents[0]?.container, 'docx');
        const problem = vscode.languages.getDiagnostics(word).find((found) => found.message.includes('XX件'));
        assert.ok(problem);
        assert.match(problem.message, /第\d+段（表1第2行第2列）|paragraph \d+ \(table 1, row 2, column 2\)/);
        const copy = vscode.Uri.file(join(folder, 'copy.docx'));
        assert.ok(await extension?.exports.annotate(word, copy));
        assert.ok(statSync(copy.fsPath).size > 0);
        lines.push(`Word: ${problem.message.split('\n')[0] ?? ''}`);
    },
    'a folder is checked; what the server shows is not told twice': async (folder) => {
        const extension = vscode.extensions.getExtension<Api>('fazhi.fazhi');
        const answer = await extension?.exports.check(vscode.Uri.file(folder));
        assert.ok((answer?.documents.length ?? 0) >= 3);
        const closed = vscode.Uri.file(join(folder, '青石镇2025.txt'));
        assert.ok(of(closed, 'res-placeholder'));
        const open = vscode.Uri.file(join(folder, '石桥镇2025.txt'));
        const placeholders = vscode.languages.getDiagnostics(open).filter((found) => code(found) === 'res-placeholder');
        assert.equal(placeholders.length, 1);
        const document = await vscode.workspace.openTextDocument(closed);
        await vscode.window.showTextDocument(document);
        await eventually('findings of the server', () => of(closed, 'res-placeholder'));
        await new Promise((resolve) => setTimeout(resolve, 2000));
        const after = vscode.languages.getDiagnostics(closed).filter((found) => code(found) === 'res-placeholder');
        assert.equal(after.length, 1);
        assert.equal(document.getText(after[0]!.range), 'XX次');
        await vscode.commands.executeCommand('fazhi.clear');
    },
    'outline and explanation open as pages': async (folder) => {
        const text = vscode.Uri.file(join(folder, '石桥镇2025.txt'));
        await vscode.commands.executeCommand('fazhi.outline', text);
        const outline = await eventually('the outline', () => 
            vscode.workspace.textDocuments.find((page) => page.uri.scheme === 'fazhi' && page.uri.path.endsWith('.txt')),
        );
        assert.match(outline.getText(), /一、主要举措和成效/);
        await vscode.commands.executeCommand('fazhi.explainRule', 'plan-year-wrong');
        const page = await eventually('the explanation', () =>
            vscode.workspace.textDocuments.find((one) => one.uri.scheme === 'fazhi' && one.uri.path.includes('plan-year-wrong')),
        );
        assert.match(page.getText(), /plan-year-wrong/);
        assert.match(page.getText(), /厅字〔2019〕28号/);
    },
    'a faulty rule is marked at the word': async (folder) => {
        const document = await vscode.workspace.openTextDocument(join(folder, 'county', 'pack', 'rules', 'yunling-hotline-figures.yaml'));
        await vscode.window.showTextDocument(document);
        const at = document.getText().indexOf('severity: warning') + 'severity: '.length;
        const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 'warning'.length));
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, range, 'warnung');
        assert.ok(await vscode.workspace.applyEdit(edit));
        const found = await eventually('the fault', () => vscode.languages.getDiagnostics(document.uri)[0]);
        assert.equal(document.getText(found.range), 'warnung');
        lines.push(`pack: ${found.message.split('\n')[0] ?? ''}`);
    },
    'settings reach the server, and it starts again on demand': async (folder) => {
        const uri = vscode.Uri.file(join(folder, '青石镇2025.txt'));
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
        const section = vscode.workspace.getConfiguration('fazhi');
        await section.update('lang', 'en', vscode.ConfigurationTarget.Workspace);
        await section.update('show', 'error', vscode.ConfigurationTarget.Workspace);
        await eventually('English findings', () => of(uri, 'res-placeholder')?.message.includes('placeholder'));
        await eventually('errors only', () =>
            vscode.languages.getDiagnostics(uri).every((found) => found.severity === vscode.DiagnosticSeverity.Error));
        await section.update('lang', undefined, vscode.ConfigurationTarget.Workspace);
        await section.update('show', undefined, vscode.ConfigurationTarget.Workspace);
        await eventually('Chinese findings', () => of(uri, 'res-placeholder')?.message.includes('占位符'));
        await vscode.commands.executeCommand('fazhi.restart');
        await eventually('findings after the restart', () => of(uri, 'res-placeholder'));
    },
};

async function play(): Promise<void> {
    lines.push(`VS Code ${vscode.version} (${vscode.env.appName}), display language ${vscode.env.language}`);
    let failed = false;
    for (const [name, scene] of Object.entries(scenes)) {
        try {
            await scene(folder());
            lines.push(`ok: ${name}`);
        } catch (error) {
            failed = true;
            lines.push(`FAILED: ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        }
    }
    lines.push(failed ? 'FAILED' : 'PASSED');
}

/** Called by VS Code, for which this file is an extension beside the one it tries. */
export function activate(): void {
    void play();
}
