// Bundles the extension into dist/extension.js and each test into dist/test. `--minify` is the shape that is packaged.
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';

const minify = process.argv.includes('--minify');
const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' };

rmSync('dist', { recursive: true, force: true });
await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    minify,
    sourcemap: !minify,
    legalComments: 'linked',
});
if (!minify) {
    // What runs inside VS Code is bundled as well, with `vscode` left to it; the others run in plain Node.
    const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts') || name === 'inside.ts');
    await build({
        ...common,
        entryPoints: tests.map((name) => `test/${name}`),
        outdir: 'dist/test',
        external: ['vscode'],
        sourcemap: 'inline',
    });
}
