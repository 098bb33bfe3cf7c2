// Read-only pages that show what the program said: explanations, outlines, results.
import * as vscode from 'vscode';

/** The scheme of the addresses of pages. */
export const SCHEME = 'fazhi';

/** Pages stand to the right of the text, one in the place of the other. */
const BESIDE: vscode.TextDocumentShowOptions = { preview: true, viewColumn: vscode.ViewColumn.Two, preserveFocus: true };

/** Holds the pages that were shown, and makes the explanation of a rule when one is opened by its address. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
    readonly #texts = new Map<string, string>();
    readonly #changed = new vscode.EventEmitter<vscode.Uri>();
    readonly #registration: vscode.Disposable;
    readonly #explain: (rule: string) => Promise<string>;
    readonly onDidChange = this.#changed.event;

    constructor(explain: (rule: string) => Promise<string>) {
        this.#explain = explain;
        this.#registration = vscode.Disposable.from(
            vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
            vscode.workspace.onDidCloseTextDocument((document) => this.#texts.delete(document.uri.toString())),
        );
    }

    /** The address under which a rule explains itself. */
    static explanation(rule: string): vscode.Uri {
        return vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.txt`, query: 'explain' });
    }

    provideTextDocumentContent(uri: vscode.Uri): string | Promise<string> {
        if (uri.query === 'explain') return this.#explain(uri.path.slice(1).replace(/\.txt$/, ''));
        return this.#texts.get(uri.toString()) ?? '';
    }

    /** Shows `text` as plain text under `name`; a page of the same name is replaced. */
    async showPlain(name: string, text: string): Promise<void> {
        await this.open(this.#keep(`${name}.txt`, text));
    }

    /** Shows `text` as rendered Markdown, or as its source where Markdown is switched off. */
    async showMarkdown(name: string, text: string): Promise<void> {
        const uri = this.#keep(`${name}.md`, text);
        try {
            await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', BESIDE);
        } catch {
            await this.open(uri);
        }
    }

    /** Opens the page at `uri` beside the text. */
    async open(uri: vscode.Uri): Promise<void> {
        const document = await vscode.workspace.openTextDocument(uri);
        await vscode.window.showTextDocument(document, BESIDE);
    }

    #keep(name: string, text: string): vscode.Uri {
        const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name.replaceAll('/', '∕')}` });
        this.#texts.set(uri.toString(), text);
        this.#changed.fire(uri);
        return uri;
    }

    dispose(): void {
        this.#registration.dispose();
        this.#changed.dispose();
    }
}
