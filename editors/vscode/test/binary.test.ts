import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { locate, probe } from '../src/binary';
import { program } from './program';

const windows = process.platform === 'win32';

function script(body: string): string {
    const path = join(mkdtempSync(join(tmpdir(), 'fazhi-')), 'fazhi');
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
}

test('the program is found on PATH and by a full path', () => {
    const path = script('exit 0');
    assert.equal(locate('', { PATH: ['/nowhere', dirname(path)].join(delimiter) }, windows), path);
    assert.equal(locate(path, {}, windows), path);
    assert.equal(locate(basename(path), { PATH: dirname(path) }, windows), path);
});

test('relative paths are refused, in the setting and on PATH', () => {
    const path = script('exit 0');
    assert.equal(locate(relative(process.cwd(), path), {}, windows), null);
    assert.equal(locate('', { PATH: relative(process.cwd(), dirname(path)) }, windows), null);
    assert.equal(locate('', { PATH: '' }, windows), null);
});

test('what is no program is not taken', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fazhi-'));
    mkdirSync(join(folder, 'fazhi'));
    assert.equal(locate('', { PATH: folder }, windows), null);
    const plain = join(folder, 'plain');
    writeFileSync(plain, 'text');
    assert.equal(locate(plain, {}, false), null);
    assert.equal(locate('~/no-such-program-fazhi', {}, windows), null);
    assert.ok(homedir() !== '');
});

test('on Windows the endings of PATHEXT are tried', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fazhi-'));
    writeFileSync(join(folder, 'fazhi.EXE'), '');
    assert.equal(locate('', { PATH: folder, PATHEXT: '.COM;.EXE' }, true), join(folder, 'fazhi.EXE'));
});

test('the built program can serve; others are told apart', async () => {
    assert.equal(await probe(program), 'ready');
    assert.equal(await probe(script('[ "$1" = --version ] && echo fazhi 0.0.1; exit 0')), 'old');
    assert.equal(await probe(script('echo something else')), 'broken');
    assert.equal(await probe('/nowhere/fazhi'), 'broken');
});
