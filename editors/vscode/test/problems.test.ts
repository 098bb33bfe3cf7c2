// The command line's JSON as problems, with the real program: what is marked are the words it speaks of.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readAnswer } from '../src/answer';
import type { Problem } from '../src/problems';
import { placeName, problems, utf16Column } from '../src/problems';
import { run } from '../src/run';
import { example, program, repository } from './program';

async function check(text: Buffer): Promise<Problem[]> {
    const ran = await run(program, ['check', '--format=json', '--lang=zh', '--no-config', '--', '-'], { stdin: text });
    assert.ok(ran.stderr === '', ran.stderr);
    const [document] = readAnswer(ran.stdout).documents;
    assert.ok(document);
    return problems(document, text, 'zh');
}

function marked(text: string, problem: Problem): string {
    const line = text.split(/\r\n|\n|\r/)[problem.start.line] ?? '';
    return line.slice(problem.start.character, problem.end.character);
}

async function checkFile(path: string): Promise<Problem[]> {
    const ran = await run(program, ['check', '--format=json', '--lang=zh', '--no-config', '--', path]);
    const [document] = readAnswer(ran.stdout).documents;
    assert.ok(document);
    return problems(document, document.container === undefined ? readFileSync(path) : null, 'zh');
}

test('columns count UTF-16 units where the program counts characters', () => {
    assert.equal(utf16Column('巡查XX次', 3), 2);
    assert.equal(utf16Column('𠮷祥XX次', 3), 3);
    assert.equal(utf16Column('𠮷𠮷', 3), 4);
    assert.equal(utf16Column('', 9), 0);
});

test('the guilty words are marked, also behind 𠮷 and with CRLF', async () => {
    const text = readFileSync(example, 'utf8').replace('夜间巡查XX次', '𠮷祥社区夜间巡查XX次').replaceAll('\n', '\r\n');
    const found = await check(Buffer.from(text, 'utf8'));
    const placeholder = found.find((problem) => problem.rule === 'res-placeholder');
    assert.ok(placeholder);
    assert.equal(marked(text, placeholder), 'XX次');
    assert.equal(placeholder.severity, 'error');
    assert.match(placeholder.message, /占位符[^]*\n建议：填上实际的单位/);
});

test('a file in GB18030 is decoded as the program decoded it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fazhi-'));
    const path = join(folder, '报告.txt');
    copyFileSync(join(repository, 'editors', 'test', 'fixtures', '石桥镇2025.gb18030.txt'), path);
    const found = await checkFile(path);
    const placeholder = found.find((problem) => problem.rule === 'res-placeholder');
    assert.ok(placeholder);
    assert.equal(marked(new TextDecoder('gb18030').decode(readFileSync(path)), placeholder), 'XX次');
});

test('in a Word file the paragraph is told in words', async () => {
    const found = await checkFile(join(repository, 'tests', 'docx', 'messy.docx'));
    const inTable = found.find((problem) => problem.message.includes('XX件'));
    assert.ok(inTable);
    assert.match(inTable.message, /^第\d+段（表1第2行第2列）：/);
    assert.deepEqual(inTable.start, { line: 0, character: 0 });
});

test('places have names in both languages', () => {
    assert.equal(placeName({ paragraph: 5, character: 1, page: 2 }, 'zh'), '第2页第5段');
    assert.equal(placeName({ paragraph: 9, character: 1, table: 1, row: 2, column: 2 }, 'en'), 'paragraph 9 (table 1, row 2, column 2)');
});

test('another version of the contract is refused', () => {
    assert.throws(() => readAnswer('{"schema_version":2,"documents":[]}'), /schema_version 2/);
    assert.throws(() => readAnswer('not JSON'));
});
