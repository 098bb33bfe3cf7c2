// Bundles the extension into dist/extension.js and each test into dist/test. `--minify` is the shape that is packaged.
import { build } from 'esbuild';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';

const minify = process.argv.includes('--minify');
const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning', external: ['vscode'] };

rmSync('dist', { recursive: true, force: true });
const bundled = await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    minify,
    sourcemap: !minify,
    legalComments: 'none',
    metafile: true,
});
writeFileSync('dist/LICENSES.txt', licences(Object.keys(bundled.metafile.inputs)));
if (!minify) {
    const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts') || name === 'inside.ts');
    await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: 'dist/test', sourcemap: 'inline' });
}

// The licences of the packages whose code is in the bundle; they ask for being passed on with it.
function licences(inputs) {
    const names = inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[0]).filter(Boolean);
    return [...new Set(names)].sort().map((folder) => {
        const { name, version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        if (file === undefined) throw new Error(`${name} has no licence file`);
        return `${name} ${version}\n\n${readFileSync(folder + file, 'utf8').trim()}\n`;
    }).join('\n---\n\n');
}
