// 检查: a file or a folder through the command line, also Word and PDF. Texts that are open belong to the server.
import * as vscode from 'vscode';
import { dirname, resolve } from 'node:path';
import type { Answer, CheckedDocument, Severity } from '../answer';
import { readAnswer } from '../answer';
import { Pages } from '../pages';
import type { Problem } from '../problems';
import { problems } from '../problems';
import type { Server } from '../server';
import { LANGUAGES } from '../server';
import { commandOptions } from '../settings';
import type { Tool } from '../tool';
import { verdictName } from '../words';
import { annotate } from './annotate';
import type { Target } from './target';
import { choose } from './target';

const SEVERITY: Record<Severity, vscode.DiagnosticSeverity> = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    info: vscode.DiagnosticSeverity.Information,
};

/** Checks on demand, and keeps the problems found so. */
export class Check implements vscode.Disposable {
    readonly #tool: Tool;
    readonly #server: Server;
    readonly #pages: Pages;
    readonly #found = vscode.languages.createDiagnosticCollection('fazhi-check');
    readonly #opened: vscode.Disposable;

    constructor(tool: Tool, server: Server, pages: Pages) {
        this.#tool = tool;
        this.#server = server;
        this.#pages = pages;
        // Once a text is open the server tells its problems, and the same ones must not stand there twice.
        this.#opened = vscode.workspace.onDidOpenTextDocument((document) => {
            if (this.#serves(document)) this.#found.delete(document.uri);
        });
    }

    async run(uri: vscode.Uri | undefined): Promise<Answer | null> {
        const target = await choose(uri, this.#tool.say('pickReport'));
        if (target === null) return null;
        const args = ['check', '--format=json', ...commandOptions('check', this.#tool.settings()), ...target.args];
        const ran = await vscode.window.withProgress(
            { location: vscode.ProgressLocation.Notification, title: this.#tool.say('checking', target.name), cancellable: true },
            (_, token) => this.#tool.run(args, { beside: target.uri, stdin: target.stdin, token }),
        );
        if (ran === null) return null;
        let answer: Answer;
        try {
            answer = readAnswer(ran.stdout);
        } catch (error) {
            void vscode.window.showErrorMessage(this.#tool.say('failed', ran.stderr.trim() || String(error)));
            return null;
        }
        await this.#publish(target, answer);
        void this.#summarise(target, answer);
        return answer;
    }

    clear(): void {
        this.#found.clear();
    }

    async #publish(target: Target, answer: Answer): Promise<void> {
        if (target.folder) {
            // What was found below this folder before is out of date, also where a file is gone.
            const above = target.uri.path.endsWith('/') ? target.uri.path : `${target.uri.path}/`;
            const stale: vscode.Uri[] = [];
            this.#found.forEach((uri) => {
                if (uri.path.startsWith(above)) stale.push(uri);
            });
            stale.forEach((uri) => this.#found.delete(uri));
        }
        // The program was run beside the target and names the files from there.
        const file = (path: string): vscode.Uri => vscode.Uri.file(resolve(dirname(target.uri.fsPath), path));
        for (const document of answer.documents) {
            const uri = target.stdin === undefined ? file(document.path) : target.uri;
            this.#found.set(uri, await this.#diagnostics(uri, document, target.stdin));
        }
        for (const refused of answer.unreadable) {
            const place = new vscode.Range(0, 0, 0, 0);
            const diagnostic = new vscode.Diagnostic(place, refused.message, vscode.DiagnosticSeverity.Error);
            diagnostic.source = 'fazhi';
            this.#found.set(file(refused.path), [diagnostic]);
        }
    }

    async #diagnostics(uri: vscode.Uri, document: CheckedDocument, stdin: string | undefined): Promise<vscode.Diagnostic[]> {
        const open = vscode.workspace.textDocuments.find((text) => text.uri.toString() === uri.toString());
        if (document.diagnostics.length === 0 || (open !== undefined && this.#serves(open))) return [];
        let bytes: Uint8Array | null = null;
        if (stdin !== undefined) bytes = Buffer.from(stdin, 'utf8');
        else if (document.container === undefined) bytes = await vscode.workspace.fs.readFile(uri);
        // The places are told in the language of the findings, which is Chinese unless somebody has said otherwise.
        return problems(document, bytes, this.#tool.settings().lang ?? 'zh').map((problem) => toDiagnostic(uri, problem));
    }

    #serves(document: vscode.TextDocument): boolean {
        return this.#server.running && LANGUAGES.includes(document.languageId);
    }

    async #summarise(target: Target, answer: Answer): Promise<void> {
        const details = this.#tool.say('details');
        const annotated = this.#tool.say('annotate');
        const word = /\.docx$/i.test(target.name) && answer.documents.length === 1;
        const choice = await vscode.window.showInformationMessage(
            this.#summary(target, answer),
            ...(answer.documents.length > 0 ? [details] : []),
            ...(word ? [annotated] : []),
        );
        if (choice === annotated) await annotate(this.#tool, target.uri);
        if (choice === details) {
            const args = ['check', '--format=markdown', ...commandOptions('check', this.#tool.settings()), ...target.args];
            const ran = await this.#tool.run(args, { beside: target.uri, stdin: target.stdin });
            if (ran !== null) await this.#pages.showMarkdown(`${target.name} ${this.#tool.say('result')}`, ran.stdout);
        }
    }

    #summary(target: Target, answer: Answer): string {
        const sums = answer.summary;
        const [only] = answer.documents;
        if (only !== undefined && !target.folder) {
            const counts = this.#tool.say('counts', only.counts.error, only.counts.warning, only.counts.info);
            return this.#tool.say('checked', target.name, verdictName(this.#tool.lang(), only.verdict), counts);
        }
        const [refused] = answer.unreadable;
        if (refused !== undefined && !target.folder) return `${target.name}: ${refused.message}`;
        if (answer.documents.length + answer.unreadable.length === 0) return this.#tool.say('nothing', target.name);
        const parts = ['ready', 'revise', 'return', 'not_this_genre']
            .filter((verdict) => (sums[verdict] ?? 0) > 0)
            .map((verdict) => this.#tool.say('share', verdictName(this.#tool.lang(), verdict), sums[verdict] ?? 0));
        if (answer.unreadable.length > 0) parts.push(this.#tool.say('share', this.#tool.say('unreadable'), answer.unreadable.length));
        const separator = this.#tool.lang() === 'zh' ? '、' : ', ';
        return this.#tool.say('checked', this.#tool.say('folder', target.name, sums['checked'] ?? 0), parts.join(separator), '').trim();
    }

    dispose(): void {
        this.#found.dispose();
        this.#opened.dispose();
    }
}

function toDiagnostic(uri: vscode.Uri, problem: Problem): vscode.Diagnostic {
    const range = (at: Pick<Problem, 'start' | 'end'>): vscode.Range =>
        new vscode.Range(at.start.line, at.start.character, at.end.line, at.end.character);
    const diagnostic = new vscode.Diagnostic(range(problem), problem.message, SEVERITY[problem.severity]);
    diagnostic.source = 'fazhi';
    diagnostic.code = { value: problem.rule, target: Pages.explanation(problem.rule) };
    diagnostic.relatedInformation = problem.related.map(
        (other) => new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range(other)), other.message),
    );
    return diagnostic;
}
