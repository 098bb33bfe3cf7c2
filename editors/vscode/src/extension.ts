// The extension: it starts the server and offers the commands. Everything it knows about reports the program tells it.
import * as vscode from 'vscode';
import type { Answer } from './answer';
import { annotate, write } from './commands/annotate';
import { Check } from './commands/check';
import { explain, explanation } from './commands/explain';
import { outline } from './commands/outline';
import { Pages } from './pages';
import { Server } from './server';
import { Tool } from './tool';

/** What other extensions, and the tests inside the editor, may use. */
export interface Api {
    check(uri: vscode.Uri): Promise<Answer | null>;
    annotate(original: vscode.Uri, copy: vscode.Uri): Promise<vscode.Uri | null>;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
    const tool = new Tool(context.globalState);
    const pages = new Pages((rule) => explanation(tool, rule));
    const server = new Server(tool, pages);
    const check = new Check(tool, server, pages);
    const command = (name: string, action: (argument: vscode.Uri | undefined) => unknown): vscode.Disposable =>
        vscode.commands.registerCommand(name, action);
    context.subscriptions.push(
        pages,
        server,
        check,
        command('fazhi.check', (uri) => check.run(uri)),
        command('fazhi.annotate', (uri) => annotate(tool, uri)),
        command('fazhi.outline', (uri) => outline(tool, pages, uri)),
        command('fazhi.explainRule', (rule) => explain(tool, pages, rule)),
        command('fazhi.clear', () => check.clear()),
        command('fazhi.restart', async () => {
            await server.start(false);
            if (server.running) vscode.window.setStatusBarMessage(tool.say('restarted'), 3000);
        }),
        vscode.workspace.onDidChangeConfiguration(async (change) => {
            if (change.affectsConfiguration('fazhi.path')) await server.start(false);
            else if (change.affectsConfiguration('fazhi')) await server.configure();
        }),
    );
    await server.start(true);
    return { check: (uri) => check.run(uri), annotate: (original, copy) => write(tool, original, copy) };
}
