// Finds the program on this machine and asks whether it can serve. Knows nothing of VS Code.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { run } from './run';

/** The environment that decides where programs are looked for. */
export interface Places {
    PATH?: string | undefined;
    PATHEXT?: string | undefined;
}

/**
 * The absolute path of the program, or `null`. `setting` is empty (then `fazhi` is looked for on PATH), a name, or an absolute path
 * (`~/` stands for the home folder). Relative paths and relative entries of PATH are refused: a folder that somebody sent
 * must not bring the program that reads it.
 */
export function locate(setting: string, places: Places, windows: boolean): string | null {
    const wanted = setting.trim() === '' ? 'fazhi' : setting.trim();
    const endings = windows ? ['', ...(places.PATHEXT ?? '.EXE').split(';').filter((ending) => ending !== '')] : [''];
    const home = /^~[/\\]/.test(wanted) ? join(homedir(), wanted.slice(2)) : wanted;
    const folders = /[/\\]/.test(home) ? [null] : (places.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
    for (const folder of folders) {
        for (const ending of endings) {
            const path = (folder === null ? home : join(folder, home)) + ending;
            if (isAbsolute(path) && isProgram(path, windows)) return path;
        }
    }
    return null;
}

function isProgram(path: string, windows: boolean): boolean {
    try {
        if (!statSync(path).isFile()) return false;
        accessSync(path, windows ? constants.F_OK : constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

/** Whether the program at `path` answers, and knows the language server: `old` versions have no `lsp`. */
export async function probe(path: string): Promise<'ready' | 'old' | 'broken'> {
    try {
        const version = await run(path, ['--version'], { timeout: 10_000 });
        if (version.code !== 0 || !/^fazhi\b/.test(version.stdout)) return 'broken';
        const help = await run(path, ['lsp', '--help'], { timeout: 10_000 });
        // An old version takes `lsp` for the name of a report and prints the help of `check`.
        return help.code === 0 && /\bfazhi lsp\b/.test(help.stdout) ? 'ready' : 'old';
    } catch {
        return 'broken';
    }
}
