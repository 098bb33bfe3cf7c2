// The program `fazhi` with the settings of this window: found, probed, run, and missed with a kind word.
import * as vscode from 'vscode';
import { dirname } from 'node:path';
import { locate, probe } from './binary';
import type { Ran } from './run';
import { run } from './run';
import type { Settings } from './settings';
import { readSettings } from './settings';
import type { Lang, Word } from './words';
import { say } from './words';

/** Where a command is run and what it is given; `stdin` is the text of an editor that is not saved. */
export interface Job {
    beside?: vscode.Uri | undefined;
    stdin?: string | undefined;
    token?: vscode.CancellationToken | undefined;
}

export class Tool {
    readonly #memory: vscode.Memento;

    constructor(memory: vscode.Memento) {
        this.#memory = memory;
    }

    /** The settings as they are now. */
    settings(): Settings {
        const section = vscode.workspace.getConfiguration('fazhi');
        return readSettings((key) => section.get(key));
    }

    /** The language of the extension's own words: as set, else English in an English window and Chinese in every other. */
    lang(): Lang {
        return this.settings().lang ?? (vscode.env.language.startsWith('en') ? 'en' : 'zh');
    }

    say(key: Word, ...values: (string | number)[]): string {
        return say(this.lang(), key, ...values);
    }

    /** The path of the program, or `null` after having said what is the matter. `quietly` respects “don't show again”. */
    async find(need: 'server' | 'commands', quietly = false): Promise<string | null> {
        const setting = vscode.workspace.getConfiguration('fazhi').get<string>('path') ?? '';
        const path = locate(setting, process.env, process.platform === 'win32');
        if (path === null) {
            await this.#complain(setting.trim() === '' ? this.say('missing') : this.say('missingAt', setting), quietly);
            return null;
        }
        const state = await probe(path);
        if (state === 'ready' || (state === 'old' && need === 'commands')) return path;
        await this.#complain(this.say(state, path), quietly);
        return null;
    }

    /** Runs the program; `null` if it is missing, was cancelled, or says itself that it could not (it has then been shown). */
    async run(args: readonly string[], job: Job = {}): Promise<Ran | null> {
        const path = await this.find('commands');
        if (path === null) return null;
        const stop = new AbortController();
        const cancelled = job.token?.onCancellationRequested(() => stop.abort());
        try {
            return await run(path, args, { cwd: this.#folder(job.beside), stdin: job.stdin, signal: stop.signal });
        } catch (error) {
            if (!stop.signal.aborted) void vscode.window.showErrorMessage(this.say('failed', String(error)));
            return null;
        } finally {
            cancelled?.dispose();
        }
    }

    #folder(uri: vscode.Uri | undefined): string | undefined {
        if (uri?.scheme === 'file') return dirname(uri.fsPath);
        return vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath;
    }

    async #complain(message: string, quietly: boolean): Promise<void> {
        if (quietly && this.#memory.get<boolean>('silent') === true) return;
        const setting = this.say('openSetting');
        const again = this.say('tryAgain');
        const never = this.say('notAgain');
        const show = async (): Promise<void> => {
            const choice = await vscode.window.showWarningMessage(message, setting, again, ...(quietly ? [never] : []));
            if (choice === setting) await vscode.commands.executeCommand('workbench.action.openSettings', 'fazhi.path');
            if (choice === again) await vscode.commands.executeCommand('fazhi.restart');
            if (choice === never) await this.#memory.update('silent', true);
        };
        // Nobody waits for the answer: the command that asked is over.
        void show();
        await Promise.resolve();
    }
}
