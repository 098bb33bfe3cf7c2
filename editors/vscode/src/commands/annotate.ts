// 批注 Word 副本: a copy of a Word file with the findings as comments at the words.
import * as vscode from 'vscode';
import { basename, dirname, join } from 'node:path';
import { commandOptions } from '../settings';
import type { Tool } from '../tool';

/** Asks where the copy goes and writes it. Answers the copy, or `null` if nothing was written. */
export async function annotate(tool: Tool, uri: vscode.Uri | undefined): Promise<vscode.Uri | null> {
    const original = uri ?? (await pickWord(tool));
    if (original === undefined) return null;
    const stem = basename(original.fsPath).replace(/\.docx$/i, '');
    const copy = await vscode.window.showSaveDialog({
        title: tool.say('saveCopy'),
        defaultUri: vscode.Uri.file(join(dirname(original.fsPath), tool.say('copyName', stem))),
        filters: { Word: ['docx'] },
    });
    return copy === undefined ? null : write(tool, original, copy);
}

/** Writes the copy of `original` to `copy`. */
export async function write(tool: Tool, original: vscode.Uri, copy: vscode.Uri): Promise<vscode.Uri | null> {
    const args = ['check', '--format=short', ...commandOptions('check', tool.settings()), `--annotate=${copy.fsPath}`, '--', original.fsPath];
    const ran = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: tool.say('annotating', basename(original.fsPath)) },
        () => tool.run(args, { beside: original }),
    );
    if (ran === null) return null;
    // 0 and 1 are the verdict; everything else means that no copy was written.
    if (ran.code !== 0 && ran.code !== 1) {
        void vscode.window.showErrorMessage(tool.say('failed', ran.stderr.trim()));
        return null;
    }
    void offer(tool, copy);
    return copy;
}

async function offer(tool: Tool, copy: vscode.Uri): Promise<void> {
    const open = tool.say('open');
    const reveal = tool.say('reveal');
    const choice = await vscode.window.showInformationMessage(tool.say('annotated', basename(copy.fsPath)), open, reveal);
    if (choice === open) await vscode.env.openExternal(copy);
    if (choice === reveal) await vscode.commands.executeCommand('revealFileInOS', copy);
}

async function pickWord(tool: Tool): Promise<vscode.Uri | undefined> {
    const chosen = await vscode.window.showOpenDialog({ title: tool.say('pickWord'), filters: { Word: ['docx'] }, canSelectMany: false });
    return chosen?.[0];
}
