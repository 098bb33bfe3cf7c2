// Findings of the command line as problems of an editor, which counts lines from 0 and columns in UTF-16 units. Knows nothing of VS Code.
import type { CheckedDocument, Finding, Origin, Place, Severity, Span } from './answer';
import type { Lang } from './words';
import { say } from './words';

export interface Point {
    line: number;
    character: number;
}

export interface Problem {
    rule: string;
    severity: Severity;
    message: string;
    start: Point;
    end: Point;
    related: { start: Point; end: Point; message: string }[];
}

/**
 * The problems of one checked document. `bytes` is the content of a text file; a Word or PDF file has no lines, so that its
 * problems stand at the top of the file and tell the paragraph in words.
 */
export function problems(document: CheckedDocument, bytes: Uint8Array | null, lang: Lang): Problem[] {
    const lines = document.container === undefined && bytes !== null ? decode(bytes, document.encoding).split(/\r\n|\n|\r/) : null;
    const at = (span: Span): { start: Point; end: Point } =>
        lines === null
            ? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
            : { start: point(span.start, lines), end: point(span.end, lines) };
    return document.diagnostics.map((finding) => ({
        rule: finding.rule,
        severity: finding.severity,
        message: text(finding, lines === null, lang),
        ...at(finding.span),
        related: lines === null ? [] : finding.labels.map((label) => ({ ...at(label.span), message: label.message || say(lang, 'alsoHere') })),
    }));
}

function text(finding: Finding, named: boolean, lang: Lang): string {
    const origin = finding.span.start.origin;
    const place = named && origin !== undefined ? say(lang, 'at', placeName(origin, lang)) : '';
    const advice = finding.help === '' ? '' : `\n${say(lang, 'advice', finding.help)}`;
    return place + finding.message + advice;
}

/** 第3段, 第9段（表1第2行第2列）, 第2页第5段. */
export function placeName(origin: Origin, lang: Lang): string {
    const page = origin.page === undefined ? '' : say(lang, 'page', origin.page);
    const cell =
        origin.table === undefined ? '' : say(lang, 'cell', origin.table, origin.row ?? 0, origin.column ?? 0);
    return page + say(lang, 'paragraph', origin.paragraph) + cell;
}

function point(place: Place, lines: readonly string[]): Point {
    const line = lines[place.line - 1] ?? '';
    return { line: place.line - 1, character: utf16Column(line, place.column) };
}

/** The UTF-16 units before `column` (from 1, in Unicode scalars) of `line`. */
export function utf16Column(line: string, column: number): number {
    let units = 0;
    let left = column - 1;
    for (const scalar of line) {
        if (left <= 0) break;
        units += scalar.length;
        left -= 1;
    }
    return units;
}

/** The text of a file in the encoding that `fazhi` has named; without a BOM, as the columns count. */
export function decode(bytes: Uint8Array, encoding: string): string {
    const label = encoding === 'UTF-8-BOM' ? 'utf-8' : encoding.toLowerCase();
    return new TextDecoder(label).decode(bytes);
}
