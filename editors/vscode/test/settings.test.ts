import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOptions, readSettings } from '../src/settings';

const from = (values: Record<string, unknown>) => readSettings((key) => values[key]);

test('nothing set means nothing said', () => {
    const settings = from({ lang: 'auto', packs: [], profile: 'auto', level: 'auto', province: ' ', year: null, show: 'auto' });
    assert.deepEqual(Object.values(settings), [null, null, null, null, null, null, null]);
    assert.deepEqual(commandOptions('check', settings), []);
});

test('everything set reaches the command line, one word an option', () => {
    const settings = from({
        lang: 'en', packs: ['sichuan', '/packs/my county'], profile: 'publish', level: '乡', province: '四川', year: 2025, show: 'warning',
    });
    assert.deepEqual(commandOptions('check', settings), [
        '--lang=en', '--pack=sichuan', '--pack=/packs/my county', '--level=乡', '--province=四川', '--year=2025', '--profile=publish', '--show=warning',
    ]);
    assert.deepEqual(commandOptions('explain', settings), ['--lang=en', '--pack=sichuan', '--pack=/packs/my county']);
});

test('values of the wrong kind count as not set', () => {
    const settings = from({ lang: 'fr', packs: 'sichuan', profile: 7, level: null, province: {}, year: '2025', show: 'all' });
    assert.deepEqual(Object.values(settings), [null, null, null, null, null, null, null]);
    assert.deepEqual(from({ packs: ['', ' a ', 3] }).packs, ['a']);
    assert.equal(from({ year: 2025.5 }).year, null);
});
