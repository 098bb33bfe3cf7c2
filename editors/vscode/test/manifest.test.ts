// The manifest against the code and against itself.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings } from '../src/settings';

const read = (path: string): string => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json')) as {
    contributes: {
        commands: { command: string; title: string }[];
        submenus: { id: string }[];
        menus: Record<string, { command?: string; submenu?: string }[]>;
        configuration: { properties: Record<string, { scope?: string; default: unknown }> };
    };
};

function sources(folder: string): string[] {
    return readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? sources(path) : [path];
    });
}

test('every text of the manifest exists in both languages, and none is left over', () => {
    const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]).sort();
    const unique = [...new Set(used)];
    for (const name of ['package.nls.json', 'package.nls.en.json']) {
        const texts = JSON.parse(read(name)) as Record<string, string>;
        assert.deepEqual(Object.keys(texts).sort(), unique, name);
        assert.ok(Object.values(texts).every((text) => text.trim() !== ''), name);
    }
    const english = JSON.parse(read('package.nls.en.json')) as Record<string, string>;
    const chinese = JSON.parse(read('package.nls.json')) as Record<string, string>;
    for (const key of unique.filter((key): key is string => key?.startsWith('command.') ?? false)) {
        assert.match(chinese[key] ?? '', /\p{Script=Han}/u, key);
        assert.doesNotMatch(english[key] ?? '', /\p{Script=Han}/u, key);
    }
});

test('every command is registered by the extension or served by the server', () => {
    const code = sources('src').map(read).join('\n');
    const served = ['fazhi.fixAll', 'fazhi.matrix', 'fazhi.checkWorkspace'];
    const commands = manifest.contributes.commands.map((entry) => entry.command);
    for (const command of commands) {
        assert.equal(code.includes(`command('${command}'`), !served.includes(command), command);
    }
    const submenus = manifest.contributes.submenus.map((entry) => entry.id);
    for (const entry of Object.values(manifest.contributes.menus).flat()) {
        assert.ok(entry.command === undefined ? submenus.includes(entry.submenu ?? '') : commands.includes(entry.command), JSON.stringify(entry));
    }
    for (const submenu of submenus) assert.ok(submenu in manifest.contributes.menus, submenu);
});

test('the path is never taken from a workspace, and the settings are the ones that are read', () => {
    const properties = manifest.contributes.configuration.properties;
    assert.equal(properties['fazhi.path']?.scope, 'machine');
    const known = Object.keys(readSettings(() => undefined)).concat('path', 'trace.server');
    assert.deepEqual(Object.keys(properties).sort(), known.map((key) => `fazhi.${key}`).sort());
    const defaults = readSettings((key) => properties[`fazhi.${key}`]?.default);
    assert.ok(Object.values(defaults).every((value) => value === null), 'as delivered nothing is set');
});
