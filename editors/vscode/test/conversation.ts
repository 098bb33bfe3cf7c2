// A client that speaks with the real server over its standard streams, as an editor would.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type {
    ApplyWorkspaceEditParams,
    Diagnostic,
    InitializeResult,
    MessageConnection,
    Position,
    PublishDiagnosticsParams,
    Range,
    TextEdit,
} from 'vscode-languageserver-protocol/node';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-languageserver-protocol/node';
import { program } from './program';

export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** What the client says of itself at the beginning. */
export interface Manners {
    encodings?: string[] | undefined;
    options?: Record<string, unknown>;
    folder?: string;
    /** Answers of `workspace/configuration`; without it the client has no such capability. */
    configuration?: unknown;
    args?: string[];
}

/** How long an answer may take on a busy machine, in milliseconds. */
const PATIENCE = 30_000;

export class Conversation {
    readonly connection: MessageConnection;
    readonly process: ChildProcess;
    readonly texts = new Map<string, string>();
    readonly applied: ApplyWorkspaceEditParams[] = [];
    readonly shown: string[] = [];
    result!: InitializeResult;
    readonly #published = new Map<string, PublishDiagnosticsParams>();
    readonly #ended: Promise<number | null>;
    #wake: () => void = () => undefined;

    private constructor(args: string[], configuration: unknown) {
        this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, FAZHI_LANG: undefined } });
        this.#ended = new Promise((resolve) => this.process.on('exit', (code) => resolve(code)));
        assert.ok(this.process.stdout && this.process.stdin);
        this.connection = createMessageConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
        this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
            this.#published.set(params.uri, params);
            this.#wake();
        });
        this.connection.onNotification('window/showMessage', (params: { message: string }) => void this.shown.push(params.message));
        this.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
            this.applied.push(params);
            return { applied: true };
        });
        this.connection.onRequest('workspace/configuration', (params: { items: unknown[] }) => params.items.map(() => configuration ?? null));
        this.connection.onRequest('client/registerCapability', () => null);
        this.connection.onRequest('window/workDoneProgress/create', () => null);
        for (const refresh of ['codeLens', 'inlayHint', 'diagnostics', 'semanticTokens', 'foldingRange']) {
            this.connection.onRequest(`workspace/${refresh}/refresh`, () => null);
        }
        this.connection.listen();
    }

    /** Starts the server and greets it. */
    static async begin(manners: Manners = {}): Promise<Conversation> {
        const conversation = new Conversation(manners.args ?? ['lsp'], manners.configuration);
        conversation.result = await conversation.ask<InitializeResult>('initialize', {
            processId: process.pid,
            rootUri: manners.folder === undefined ? null : pathToFileURL(manners.folder).href,
            workspaceFolders: manners.folder === undefined ? null : [{ uri: pathToFileURL(manners.folder).href, name: 'folder' }],
            initializationOptions: manners.options,
            capabilities: {
                general: manners.encodings === undefined ? {} : { positionEncodings: manners.encodings },
                workspace: {
                    applyEdit: true,
                    configuration: manners.configuration !== undefined,
                    workspaceEdit: { documentChanges: true },
                    workspaceFolders: true,
                },
                textDocument: {
                    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
                    codeAction: {
                        codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source', 'source.fixAll'] } },
                        resolveSupport: { properties: ['edit'] },
                    },
                    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
                    hover: { contentFormat: ['markdown', 'plaintext'] },
                    completion: { completionItem: { snippetSupport: false } },
                    foldingRange: {},
                    inlayHint: {},
                    codeLens: {},
                },
                window: { workDoneProgress: true },
            },
        });
        await conversation.tell('initialized', {});
        return conversation;
    }

    get encoding(): Encoding {
        return (this.result.capabilities.positionEncoding ?? 'utf-16') as Encoding;
    }

    async ask<T>(method: string, params: unknown): Promise<T> {
        return within(`an answer to ${method}`, this.connection.sendRequest<T>(method, params));
    }

    async tell(method: string, params: unknown): Promise<void> {
        await this.connection.sendNotification(method, params);
    }

    async open(uri: string, text: string, languageId = 'plaintext', version = 1): Promise<PublishDiagnosticsParams> {
        this.texts.set(uri, text);
        this.#published.delete(uri);
        await this.tell('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
        return this.diagnosed(uri, version);
    }

    /** Replaces `old` (which must occur once) by `fresh`, as an incremental change. */
    async change(uri: string, version: number, old: string, fresh: string): Promise<PublishDiagnosticsParams> {
        const text = this.text(uri);
        const at = text.indexOf(old);
        assert.ok(at >= 0 && text.indexOf(old, at + 1) < 0, `“${old}” must occur once`);
        const range = { start: this.position(text, at), end: this.position(text, at + old.length) };
        this.texts.set(uri, text.slice(0, at) + fresh + text.slice(at + old.length));
        await this.tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text: fresh }] });
        return this.diagnosed(uri, version);
    }

    /** Waits for the diagnostics of `version` of the document. */
    async diagnosed(uri: string, version?: number): Promise<PublishDiagnosticsParams> {
        const ready = async (): Promise<PublishDiagnosticsParams> => {
            for (;;) {
                const published = this.#published.get(uri);
                if (published !== undefined && (version === undefined || published.version === version)) return published;
                await new Promise<void>((resolve) => (this.#wake = resolve));
            }
        };
        return within(`diagnostics of ${uri}`, ready());
    }

    /** What was published last, without waiting. */
    published(uri: string): PublishDiagnosticsParams | undefined {
        return this.#published.get(uri);
    }

    /** Forgets what was published, so that the next diagnostics are new ones. */
    forget(uri: string): void {
        this.#published.delete(uri);
    }

    text(uri: string): string {
        const text = this.texts.get(uri);
        assert.ok(text !== undefined, uri);
        return text;
    }

    /** The words in `range`, counted as negotiated. */
    words(uri: string, range: Range): string {
        const text = this.text(uri);
        return text.slice(this.offset(text, range.start), this.offset(text, range.end));
    }

    /** Rule and words of each diagnostic. */
    findings(params: PublishDiagnosticsParams): string[] {
        return params.diagnostics.map((found) => `${String(found.code)} ${this.words(params.uri, found.range)}`).sort();
    }

    find(params: PublishDiagnosticsParams, rule: string): Diagnostic {
        const found = params.diagnostics.find((diagnostic) => diagnostic.code === rule);
        assert.ok(found, `${rule} among ${params.diagnostics.map((diagnostic) => String(diagnostic.code)).join(', ')}`);
        return found;
    }

    /** The text after `edits`, which may not overlap. */
    edited(uri: string, edits: readonly TextEdit[]): string {
        let text = this.text(uri);
        const original = text;
        const placed = edits.map((edit) => ({ edit, start: this.offset(original, edit.range.start), end: this.offset(original, edit.range.end) }));
        placed.sort((a, b) => b.start - a.start);
        for (const { edit, start, end } of placed) text = text.slice(0, start) + edit.newText + text.slice(end);
        return text;
    }

    /** The position of UTF-16 offset `at`. */
    position(text: string, at: number): Position {
        const before = text.slice(0, at);
        const lines = before.split(/\r\n|\n|\r/);
        const last = lines.at(-1) ?? '';
        return { line: lines.length - 1, character: this.#units(last) };
    }

    /** The UTF-16 offset of `position`, which must be a place between two characters of the text. */
    offset(text: string, position: Position): number {
        let start = 0;
        for (let line = 0; line < position.line; line++) {
            const next = /\r\n|\n|\r/.exec(text.slice(start));
            assert.ok(next, `line ${position.line} is behind the end`);
            start += next.index + next[0].length;
        }
        const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
        // The shortest beginning of the line that counts as many units; there is none in the middle of a character.
        let before = '';
        for (const scalar of line) {
            if (this.#units(before) >= position.character) break;
            before += scalar;
        }
        assert.equal(this.#units(before), position.character, `character ${position.character} of “${line}” is a place between two characters`);
        return start + before.length;
    }

    /** The length of `words`, counted as negotiated. */
    #units(words: string): number {
        switch (this.encoding) {
            case 'utf-8':
                return Buffer.byteLength(words, 'utf8');
            case 'utf-16':
                return words.length;
            case 'utf-32':
                return [...words].length;
        }
    }

    /** Says goodbye; answers the exit code. */
    async end(): Promise<number | null> {
        await this.ask('shutdown', null);
        await this.tell('exit', null);
        const code = await within('the end of the server', this.#ended);
        this.connection.dispose();
        return code;
    }
}

async function within<T>(what: string, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE);
    });
    try {
        return await Promise.race([answer, late]);
    } finally {
        clearTimeout(timer);
    }
}
