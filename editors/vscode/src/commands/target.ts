// What a command is about: a file of the explorer, the text of the editor, or a file the user chooses.
import * as vscode from 'vscode';
import { basename } from 'node:path';

export interface Target {
    uri: vscode.Uri;
    /** The name for people. */
    name: string;
    folder: boolean;
    /** How the program is told: the name in its folder, or `-` with the text of an editor that is not saved. */
    args: string[];
    stdin?: string;
}

/** What `uri` stands for; without one the text of the active editor, else a file the user picks. `null`: nothing chosen. */
export async function choose(uri: vscode.Uri | undefined, title: string): Promise<Target | null> {
    const asked = uri ?? vscode.window.activeTextEditor?.document.uri ?? (await pick(title));
    if (asked === undefined) return null;
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === asked.toString());
    const name = basename(asked.scheme === 'file' ? asked.fsPath : asked.path);
    if (document !== undefined && (document.isDirty || asked.scheme !== 'file')) {
        const called = asked.scheme === 'file' ? name : `${name}.txt`;
        return { uri: asked, name, folder: false, args: [`--stdin-filename=${called}`, '-'], stdin: document.getText() };
    }
    const stat = await vscode.workspace.fs.stat(asked);
    return { uri: asked, name, folder: (stat.type & vscode.FileType.Directory) !== 0, args: ['--', name] };
}

async function pick(title: string): Promise<vscode.Uri | undefined> {
    const chosen = await vscode.window.showOpenDialog({ title, canSelectMany: false, canSelectFiles: true });
    return chosen?.[0];
}
