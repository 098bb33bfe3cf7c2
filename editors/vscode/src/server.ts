// The language server and the client that speaks with it.
import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient/node';
import { LanguageClient, RevealOutputChannelOn } from 'vscode-languageclient/node';
import { Pages } from './pages';
import type { Settings } from './settings';
import type { Tool } from './tool';

/** The languages the server is asked about. It is silent on texts that are no annual report and on YAML that is no rule pack. */
export const LANGUAGES: readonly string[] = ['plaintext', 'markdown', 'yaml'];

export class Server implements vscode.Disposable {
    readonly #tool: Tool;
    readonly #pages: Pages;
    readonly #log = vscode.window.createOutputChannel('fazhi', { log: true });
    #client: LanguageClient | null = null;

    constructor(tool: Tool, pages: Pages) {
        this.#tool = tool;
        this.#pages = pages;
    }

    get running(): boolean {
        return this.#client !== null;
    }

    /** Starts the server, if the program is there. `quietly`: nobody asked for it just now. */
    async start(quietly: boolean): Promise<void> {
        await this.stop();
        const path = await this.#tool.find('server', quietly);
        if (path === null) return;
        const client = new LanguageClient('fazhi', 'fazhi', { command: path, args: ['lsp'] }, this.#options());
        try {
            await client.start();
            this.#client = client;
            await vscode.commands.executeCommand('setContext', 'fazhi.running', true);
        } catch (error) {
            await client.dispose().catch(() => undefined);
            void vscode.window.showErrorMessage(this.#tool.say('serverFailed', error instanceof Error ? error.message : String(error)));
        }
    }

    async stop(): Promise<void> {
        const client = this.#client;
        this.#client = null;
        await vscode.commands.executeCommand('setContext', 'fazhi.running', false);
        await client?.dispose();
    }

    /** Tells the server the settings of this window. */
    async configure(): Promise<void> {
        await this.#client?.sendNotification('workspace/didChangeConfiguration', { settings: { fazhi: this.#tool.settings() } });
    }

    #options(): LanguageClientOptions {
        return {
            documentSelector: LANGUAGES.flatMap((language) => [
                { scheme: 'file', language },
                { scheme: 'untitled', language },
            ]),
            outputChannel: this.#log,
            revealOutputChannelOn: RevealOutputChannelOn.Never,
            // The pages of this extension show what the commands answer.
            initializationOptions: { ...this.#tool.settings(), answers: true },
            middleware: {
                workspace: {
                    // The server knows no “auto” and has no use for the path: it gets the settings as the contract has them.
                    configuration: (params): (Settings | null)[] =>
                        params.items.map((item) => (item.section === 'fazhi' ? this.#tool.settings() : null)),
                },
                handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(linked)),
                executeCommand: async (command, args: unknown[], next) => {
                    const uri = vscode.window.activeTextEditor?.document.uri.toString();
                    const given = args.length === 0 && (command === 'fazhi.fixAll' || command === 'fazhi.matrix') ? [uri] : args;
                    const answer: unknown = await next(command, given);
                    if (typeof answer === 'string' && answer !== '') await this.#show(command, given[0], answer);
                    if (typeof answer === 'number') vscode.window.setStatusBarMessage(this.#told(command, answer), 5000);
                    return answer;
                },
            },
        };
    }

    async #show(command: string, subject: unknown, answer: string): Promise<void> {
        const name = typeof subject === 'string' ? decodeURIComponent(subject.split('/').at(-1) ?? '') : '';
        switch (command) {
            case 'fazhi.matrix':
                return this.#pages.showMarkdown(`${name} ${this.#tool.say('matrix')}`, answer);
            case 'fazhi.testRule':
                return this.#pages.showPlain(`${name} ${this.#tool.say('tests')}`, answer);
            default:
                return this.#pages.showMarkdown(name === '' ? 'fazhi' : name, answer);
        }
    }

    #told(command: string, count: number): string {
        if (command === 'fazhi.fixAll') return this.#tool.say(count === 0 ? 'nothingToFix' : 'fixed', count);
        return this.#tool.say('reports', count);
    }

    dispose(): void {
        void this.stop();
        this.#log.dispose();
    }
}

/** The rule's id as a link to its explanation. */
function linked(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
    if (diagnostic.source === 'fazhi' && typeof diagnostic.code === 'string') {
        diagnostic.code = { value: diagnostic.code, target: Pages.explanation(diagnostic.code) };
    }
    return diagnostic;
}
