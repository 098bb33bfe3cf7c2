// Starts a program once and collects what it says. Knows nothing of VS Code.
import { spawn } from 'node:child_process';

/** What a program answered. `code` is `null` if it was ended from outside. */
export interface Ran {
    code: number | null;
    stdout: string;
    stderr: string;
}

/** How a program is started; `timeout` in milliseconds. */
export interface RunOptions {
    cwd?: string | undefined;
    stdin?: string | Uint8Array | undefined;
    signal?: AbortSignal | undefined;
    timeout?: number;
}

/** Runs `path` with `args`, without a shell. Rejects if it cannot be started or was cancelled. */
export function run(path: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return new Promise((resolve, reject) => {
        const child = spawn(path, args, {
            cwd: options.cwd,
            signal: options.signal,
            timeout: options.timeout,
            windowsHide: true,
            stdio: ['pipe', 'pipe', 'pipe'],
        });
        const stdout: Buffer[] = [];
        const stderr: Buffer[] = [];
        child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
        child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
        // A program that ends before it has read everything closes the pipe; its exit code says what happened.
        child.stdin.on('error', () => undefined);
        child.on('error', reject);
        child.on('close', (code) => {
            resolve({ code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') });
        });
        child.stdin.end(options.stdin ?? '');
    });
}
