// The built program that the tests run: from the variable FAZHI, else from PATH. There is no test without it.
import { locate } from '../src/binary';
import { join, resolve } from 'node:path';

const found = locate(process.env['FAZHI'] ?? '', process.env, process.platform === 'win32');
if (found === null) throw new Error('set FAZHI to the full path of the built program, or put fazhi on PATH');

/** The path of the program. */
export const program: string = found;

/** The folder of the repository: tests are run from the folder of the extension. */
export const repository: string = resolve('../..');

/** A report with planted defects. */
export const example: string = join(repository, 'examples', '青石镇2025.txt');
