// The real server in conversation. Places are asserted as words of the text, in both ways of counting.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
    CodeAction,
    CodeLens,
    CompletionItem,
    CompletionList,
    Diagnostic,
    DocumentSymbol,
    FoldingRange,
    Hover,
    InlayHint,
    PublishDiagnosticsParams,
    TextEdit,
    WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { run } from '../src/run';
import type { Manners } from './conversation';
import { Conversation } from './conversation';
import { program, repository } from './program';

const fixture = readFileSync(join(repository, 'editors', 'test', 'fixtures', '石桥镇2025.txt'), 'utf8');
const windowsFixture = fixture.replaceAll('\n', '\r\n');
const uri = 'file:///%E6%8A%A5%E5%91%8A/%E7%9F%B3%E6%A1%A5%E9%95%872025.txt';

const open: Conversation[] = [];
async function begin(manners: Manners = {}): Promise<Conversation> {
    const conversation = await Conversation.begin(manners);
    open.push(conversation);
    return conversation;
}
after(() => open.forEach((conversation) => conversation.process.kill()));

function message(found: Diagnostic): string {
    return typeof found.message === 'string' ? found.message : found.message.value;
}

/** Rule and marked words of each finding of the command line. */
async function commandLine(text: string, ...options: string[]): Promise<string[]> {
    const ran = await run(program, ['check', '--format=json', '--lang=zh', '--no-config', ...options, '-'], { stdin: text });
    const answer = JSON.parse(ran.stdout) as { documents: { diagnostics: { rule: string; span: Record<'start' | 'end', { byte: number }> }[] }[] };
    const bytes = Buffer.from(text, 'utf8');
    const found = answer.documents[0]?.diagnostics ?? [];
    return found.map(({ rule, span }) => `${rule} ${bytes.subarray(span.start.byte, span.end.byte).toString('utf8')}`).sort();
}

function editsOf(edit: WorkspaceEdit | undefined, of: string): TextEdit[] {
    assert.ok(edit, 'the action has an edit');
    const inChanges = edit.changes?.[of] ?? [];
    const inDocuments = (edit.documentChanges ?? []).flatMap((change) =>
        'textDocument' in change && change.textDocument.uri === of ? (change.edits as TextEdit[]) : [],
    );
    return [...inChanges, ...inDocuments];
}

async function actions(talk: Conversation, params: PublishDiagnosticsParams, rule: string, only?: string[]): Promise<CodeAction[]> {
    const diagnostic = talk.find(params, rule);
    const context = only === undefined ? { diagnostics: [diagnostic] } : { diagnostics: [diagnostic], only };
    const answered = await talk.ask<CodeAction[] | null>('textDocument/codeAction', {
        textDocument: { uri: params.uri },
        range: diagnostic.range,
        context,
    });
    const resolved: CodeAction[] = [];
    for (const action of answered ?? []) {
        resolved.push(action.edit === undefined && action.data !== undefined ? await talk.ask<CodeAction>('codeAction/resolve', action) : action);
    }
    return resolved;
}

test('the way of counting is the first of the client that the server knows, else UTF-16', async () => {
    for (const [offered, chosen] of [
        [undefined, ['utf-16']],
        [['utf-8', 'utf-16'], ['utf-8']],
        [['utf-16', 'utf-8'], ['utf-16']],
        // Counting in characters is not asked of a server.
        [['utf-32', 'utf-8'], ['utf-32', 'utf-8']],
        [['utf-7'], ['utf-16']],
    ] as const) {
        const talk = await begin({ encodings: offered === undefined ? undefined : [...offered] });
        assert.ok((chosen as readonly string[]).includes(talk.encoding), `offered ${String(offered)}, chosen ${talk.encoding}`);
        assert.equal(await talk.end(), 0);
    }
});

for (const encoding of ['utf-8', 'utf-16', 'utf-32'] as const) {
    for (const [ends, text] of [['LF', fixture], ['CRLF', windowsFixture]] as const) {
        test(`the findings are those of the command line, at the same words (${encoding}, ${ends})`, async () => {
            const talk = await begin({ encodings: [encoding, 'utf-16'] });
            const published = await talk.open(uri, text);
            assert.equal(published.version, 1);
            assert.ok(published.diagnostics.every((found) => found.source === 'fazhi'));
            const expected = await commandLine(text);
            assert.ok(expected.includes('res-placeholder XX次'), 'behind 𠮷');
            assert.deepEqual(talk.findings(published), expected);
            assert.equal(await talk.end(), 0);
        });

        test(`a quick fix and the repair of everything change the right words (${encoding}, ${ends})`, async () => {
            const talk = await begin({ encodings: [encoding, 'utf-16'] });
            const published = await talk.open(uri, text);
            const [doubled] = await actions(talk, published, 'lang-punct-malformed', ['quickfix']);
            assert.ok(doubled);
            assert.equal(talk.edited(uri, editsOf(doubled.edit, uri)), text.replace('XX次，，作出', 'XX次，作出'));
            const [year] = await actions(talk, published, 'plan-year-wrong', ['quickfix']);
            assert.equal(talk.edited(uri, editsOf(year?.edit, uri)), text.replace('四、2025年', '四、2026年'));
            const fixed = await run(program, ['check', '--fix', '--no-config', '-'], { stdin: text });
            const all = await actions(talk, published, 'lang-punct-malformed', ['source.fixAll']);
            const fixAll = all.find((action) => action.kind?.startsWith('source.fixAll'));
            assert.equal(fixAll?.kind, 'source.fixAll.fazhi');
            assert.equal(talk.edited(uri, editsOf(fixAll.edit, uri)), fixed.stdout);
            assert.equal(await talk.end(), 0);
        });

        test(`changes keep the words right (${encoding}, ${ends})`, async () => {
            const talk = await begin({ encodings: [encoding, 'utf-16'] });
            await talk.open(uri, text);
            // Two characters outside the BMP come before the finding, then the finding goes, then it comes back elsewhere.
            let now = await talk.change(uri, 2, '与𠮷祥社区', '与𠮷祥社区、𠮷庆社区');
            assert.equal(talk.words(uri, talk.find(now, 'res-placeholder').range), 'XX次');
            assert.deepEqual(talk.findings(now), await commandLine(talk.text(uri)));
            now = await talk.change(uri, 3, '巡查XX次', '巡查12次');
            assert.ok(!now.diagnostics.some((found) => found.code === 'res-placeholder'));
            now = await talk.change(uri, 4, '听取执法工作汇报2次', '听取执法工作汇报XX次');
            assert.equal(talk.words(uri, talk.find(now, 'res-placeholder').range), 'XX次');
            assert.deepEqual(talk.findings(now), await commandLine(talk.text(uri)));
            assert.equal(await talk.end(), 0);
        });
    }
}

test('the findings of every example are those of the command line', async () => {
    const talk = await begin();
    const folders = ['examples', join('examples', 'clean'), join('examples', 'county')].map((folder) => join(repository, folder));
    let seen = 0;
    for (const path of folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.txt')).map((name) => join(folder, name)))) {
        const text = readFileSync(path, 'utf8');
        const here = pathToFileURL(path).href;
        const ran = await run(program, ['check', '--format=json', '--lang=zh', path]);
        const document = (JSON.parse(ran.stdout) as { documents: { diagnostics: { rule: string; span: Record<'start' | 'end', { byte: number }> }[] }[] }).documents[0];
        const bytes = Buffer.from(text, 'utf8');
        const expected = (document?.diagnostics ?? []).map(({ rule, span }) => `${rule} ${bytes.subarray(span.start.byte, span.end.byte).toString()}`).sort();
        assert.deepEqual(talk.findings(await talk.open(here, text)), expected, path);
        seen += 1;
    }
    assert.ok(seen >= 4);
    assert.equal(await talk.end(), 0);
});

test('a finding says what to do, and related places have their words', async () => {
    const talk = await begin();
    const published = await talk.open(uri, readFileSync(join(repository, 'examples', '青石镇2025.txt'), 'utf8'));
    const placeholder = talk.find(published, 'res-placeholder');
    assert.equal(placeholder.severity, 1);
    assert.match(message(placeholder), /占位符/);
    assert.match(message(placeholder), /填上实际的单位/);
    const vague = talk.find(published, 'prob-vague-only');
    assert.equal(vague.severity, 3);
    for (const related of vague.relatedInformation ?? []) {
        assert.equal(related.location.uri, uri);
        assert.notEqual(talk.words(uri, related.location.range), '');
        assert.notEqual(related.message, '');
    }
    assert.ok((vague.relatedInformation ?? []).length > 0);
    assert.equal(await talk.end(), 0);
});

test('texts of another kind are left alone', async () => {
    const talk = await begin();
    const letter = await talk.open('file:///letter.txt', '亲爱的读者：\n\n这是一封信，全年XX次。\n');
    assert.deepEqual(letter.diagnostics, []);
    const readme = await talk.open('file:///readme.md', '# A tool\n\nXX次\n', 'markdown');
    assert.deepEqual(readme.diagnostics, []);
    // Nothing may be published for such YAML at all; that the server still answers shows that it has seen it.
    await talk.tell('textDocument/didOpen', {
        textDocument: { uri: 'file:///other/ci.yaml', languageId: 'yaml', version: 1, text: 'jobs: [build]\nname: x\n' },
    });
    const probe = await talk.open(uri, fixture);
    assert.ok(probe.diagnostics.length > 0);
    assert.deepEqual(talk.published('file:///other/ci.yaml')?.diagnostics ?? [], []);
    assert.equal(await talk.end(), 0);
});

test('documents do not mix, and a closed one is cleared', async () => {
    const talk = await begin();
    await talk.open(uri, fixture);
    const other = 'file:///other.txt';
    const clean = await talk.open(other, readFileSync(join(repository, 'examples', 'clean', '松坪镇2025.txt'), 'utf8'));
    assert.ok(!clean.diagnostics.some((found) => found.code === 'res-placeholder'));
    talk.forget(uri);
    await talk.tell('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual((await talk.diagnosed(uri)).diagnostics, []);
    const again = await talk.change(other, 2, '专题学法4次', '专题学法XX次');
    assert.equal(talk.words(other, talk.find(again, 'res-placeholder').range), 'XX次');
    assert.equal(await talk.end(), 0);
});

test('settings come at the beginning, by notice and by question', async () => {
    const talk = await begin({ options: { lang: 'en', show: 'error', answers: true } });
    const english = await talk.open(uri, fixture);
    assert.ok(english.diagnostics.length > 0 && english.diagnostics.every((found) => found.severity === 1));
    assert.match(message(talk.find(english, 'res-placeholder')), /placeholder/i);
    talk.forget(uri);
    await talk.tell('workspace/didChangeConfiguration', { settings: { fazhi: { lang: 'zh', show: null, ignore: ['res-placeholder'] } } });
    const chinese = await talk.diagnosed(uri);
    assert.ok(!chinese.diagnostics.some((found) => found.code === 'res-placeholder'));
    assert.match(message(talk.find(chinese, 'plan-year-wrong')), /下一年度/);
    assert.ok(chinese.diagnostics.some((found) => found.severity === 3));
    assert.equal(await talk.end(), 0);

    const asked = await begin({ configuration: { lang: 'en', show: 'error' } });
    const published = await asked.open(uri, fixture);
    const settled = published.diagnostics.every((found) => found.severity === 1) ? published : await new Promise<PublishDiagnosticsParams>((resolve) => {
        const look = (): void => {
            const now = asked.published(uri);
            if (now?.diagnostics.every((found) => found.severity === 1)) resolve(now);
            else setTimeout(look, 50);
        };
        look();
    });
    assert.match(message(asked.find(settled, 'res-placeholder')), /placeholder/i);
    assert.equal(await asked.end(), 0);
});

test('hovering over a finding tells rule and authority', async () => {
    const talk = await begin();
    const published = await talk.open(uri, fixture);
    const range = talk.find(published, 'plan-year-wrong').range;
    const hover = await talk.ask<Hover | null>('textDocument/hover', { textDocument: { uri }, position: range.start });
    assert.ok(hover);
    const said = JSON.stringify(hover.contents);
    assert.match(said, /plan-year-wrong/);
    assert.match(said, /厅字〔2019〕28号/);
    const nowhere = await talk.ask<Hover | null>('textDocument/hover', { textDocument: { uri }, position: talk.position(fixture, fixture.indexOf('按照')) });
    assert.ok(nowhere === null || !JSON.stringify(nowhere).includes('plan-year-wrong'));
    assert.equal(await talk.end(), 0);
});

test('the outline is a tree whose names are headings, and it folds', async () => {
    const talk = await begin();
    await talk.open(uri, windowsFixture);
    const symbols = await talk.ask<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    const flat = (nodes: DocumentSymbol[]): DocumentSymbol[] => nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
    const all = flat(symbols);
    const measures = all.find((node) => node.name.includes('主要举措和成效'));
    assert.ok(measures);
    assert.ok((measures.children ?? []).some((child) => child.name.includes('行政执法')), 'the second level is below the first');
    for (const node of all) {
        const whole = talk.words(uri, node.range);
        assert.ok(whole.includes(talk.words(uri, node.selectionRange)), node.name);
        assert.notEqual(node.name.trim(), '');
    }
    const folds = await talk.ask<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri } });
    const lines = windowsFixture.split('\r\n');
    const section = folds.find((fold) => lines[fold.startLine]?.startsWith('三、存在的不足'));
    assert.ok(section);
    assert.match(lines.slice(section.startLine, section.endLine + 1).join('\n'), /宣传形式单一/);
    assert.doesNotMatch(lines.slice(section.startLine, section.endLine + 1).join('\n'), /2025年工作安排/);
    assert.equal(await talk.end(), 0);
});

test('the lens at the title shows the table, and rules explain themselves', async () => {
    const talk = await begin({ options: { answers: true } });
    await talk.open(uri, fixture);
    const lenses = await talk.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const lens = lenses.find((one) => one.command?.command === 'fazhi.matrix');
    assert.ok(lens?.command);
    assert.equal(lens.range.start.line, 0);
    const matrix = await talk.ask<string>('workspace/executeCommand', { command: 'fazhi.matrix', arguments: lens.command.arguments ?? [] });
    assert.match(matrix, /主要举措和成效/);
    assert.match(matrix, /\|/);
    const explained = await talk.ask<string>('workspace/executeCommand', { command: 'fazhi.explain', arguments: ['plan-year-wrong'] });
    assert.match(explained, /下一年度/);
    assert.deepEqual(talk.shown, [], 'the client shows the answers itself');
    assert.equal(await talk.end(), 0);
});

test('everything safe is repaired by the command', async () => {
    const talk = await begin({ options: { answers: true } });
    await talk.open(uri, fixture);
    await talk.ask('workspace/executeCommand', { command: 'fazhi.fixAll', arguments: [uri] });
    assert.equal(talk.applied.length, 1);
    const fixed = await run(program, ['check', '--fix', '--no-config', '-'], { stdin: fixture });
    assert.equal(talk.edited(uri, editsOf(talk.applied[0]?.edit, uri)), fixed.stdout);
    assert.notEqual(fixed.stdout, fixture);
    assert.equal(await talk.end(), 0);
});

test('sums are recalculated beside the text', async () => {
    const talk = await begin();
    await talk.open(uri, fixture);
    const lines = fixture.split('\n');
    const hints = await talk.ask<InlayHint[] | null>('textDocument/inlayHint', {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: 0 } },
    });
    assert.ok(hints && hints.length > 0);
    for (const hint of hints) assert.ok(talk.offset(fixture, hint.position) > 0);
    assert.equal(await talk.end(), 0);
});

test('headings and instruments are completed', async () => {
    const talk = await begin();
    const without = fixture.replace(/二、党政主要负责人[^]*?(?=三、)/, '二\n\n').replace('工作中。现将', '工作中，落实《法治政府建设\n\n现将');
    await talk.open(uri, without);
    const completed = async (behind: string): Promise<string[]> => {
        const at = without.indexOf(behind);
        assert.ok(at >= 0, behind);
        const answer = await talk.ask<CompletionItem[] | CompletionList | null>('textDocument/completion', {
            textDocument: { uri },
            position: talk.position(without, at + behind.length),
        });
        const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
        for (const item of items) {
            assert.ok(item.textEdit && 'range' in item.textEdit);
            const edited = talk.edited(uri, [item.textEdit]);
            assert.ok(edited.startsWith(without.slice(0, at)), 'what stands before is kept');
        }
        return items.map((item) => (item.textEdit && 'range' in item.textEdit ? talk.edited(uri, [item.textEdit]) : ''));
    };
    const instrument = without.replace('落实《法治政府建设', '落实《法治政府建设与责任落实督察工作规定》');
    assert.ok((await completed('落实《法治政府建设')).includes(instrument));
    const headings = await completed('全部办结。\n\n二');
    assert.ok(headings.some((text) => /\n二、.*第一责任人/.test(text)), headings.map((text) => text.slice(-80)).join('|'));
    assert.deepEqual(await completed('与𠮷祥社区'), []);
    assert.equal(await talk.end(), 0);
});

test('a rule pack is served too: faults at the word, completion, its tests', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fazhi-'));
    cpSync(join(repository, 'examples', 'county'), folder, { recursive: true });
    const path = join(folder, 'pack', 'rules', 'yunling-hotline-figures.yaml');
    const here = pathToFileURL(path).href;
    const rule = readFileSync(path, 'utf8');
    const talk = await begin({ folder, options: { answers: true } });
    const good = await talk.open(here, rule, 'yaml');
    assert.deepEqual(good.diagnostics, []);

    const bad = await talk.change(here, 2, 'severity: warning', 'severity: warnung');
    assert.equal(bad.diagnostics.length, 1);
    assert.equal(talk.words(here, bad.diagnostics[0]!.range), 'warnung');
    await talk.change(here, 3, 'severity: warnung', 'severity: warning');
    const key = await talk.change(here, 4, 'confidence: medium', 'confidense: medium');
    assert.ok(key.diagnostics.some((found) => talk.words(here, found.range).includes('confidense')), JSON.stringify(key.diagnostics));
    const well = await talk.change(here, 5, 'confidense: medium', 'confidence: medium');
    assert.deepEqual(well.diagnostics, []);

    const text = talk.text(here);
    const source = text.indexOf('yunling-notice');
    const answer = await talk.ask<CompletionItem[] | CompletionList | null>('textDocument/completion', {
        textDocument: { uri: here },
        position: talk.position(text, source + 'yun'.length),
    });
    const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
    assert.ok(items.some((item) => item.label === 'yunling-notice'), items.map((item) => item.label).join(' '));

    const lenses = await talk.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: here } });
    const lens = lenses.find((one) => one.command?.command === 'fazhi.testRule');
    assert.ok(lens?.command);
    const tested = await talk.ask<string>('workspace/executeCommand', { command: 'fazhi.testRule', arguments: lens.command.arguments ?? [] });
    assert.match(tested, /yunling-hotline-figures/);

    // The tests run on the text of the editor, not on the file.
    await talk.change(here, 6, '办理12345热线工单214件，全部办结。\n      level: 乡', '办理工单214件，全部办结。\n      level: 乡');
    const failed = await talk.ask<string>('workspace/executeCommand', { command: 'fazhi.testRule', arguments: [here] });
    assert.notEqual(failed, tested);

    const config = pathToFileURL(join(folder, 'fazhi.yaml')).href;
    const settings = await talk.open(config, readFileSync(join(folder, 'fazhi.yaml'), 'utf8').replace('profile: publish', 'profile: publich'), 'yaml');
    assert.ok(settings.diagnostics.some((found) => talk.words(config, found.range) === 'publich'), JSON.stringify(settings.diagnostics));
    assert.equal(await talk.end(), 0);
});

test('all reports of the workspace are checked on demand', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fazhi-'));
    writeFileSync(join(folder, '石桥镇2025.txt'), fixture);
    writeFileSync(join(folder, '信.txt'), '亲爱的读者：\n');
    const talk = await begin({ folder, options: { answers: true } });
    await talk.ask('workspace/executeCommand', { command: 'fazhi.checkWorkspace', arguments: [] });
    const here = pathToFileURL(join(folder, '石桥镇2025.txt')).href;
    talk.texts.set(here, fixture);
    assert.deepEqual(talk.findings(await talk.diagnosed(here)), await commandLine(fixture));
    assert.equal(await talk.end(), 0);
});

test('--stdio is understood', async () => {
    const talk = await begin({ args: ['lsp', '--stdio'] });
    assert.ok((await talk.open(uri, fixture)).diagnostics.length > 0);
    assert.equal(await talk.end(), 0);
});
