// The part of `fazhi check --format json` that the extension reads. Knows nothing of VS Code.

/** Where a place is in a Word or PDF file; all numbers from 1. */
export interface Origin {
    paragraph: number;
    character: number;
    page?: number;
    table?: number;
    row?: number;
    column?: number;
    story?: string;
}

/** A place in the decoded text: line and column from 1, columns in Unicode scalars. */
export interface Place {
    line: number;
    column: number;
    origin?: Origin;
}

/** From `start` up to, and without, `end`. */
export interface Span {
    start: Place;
    end: Place;
}

export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
    rule: string;
    severity: Severity;
    message: string;
    help: string;
    span: Span;
    labels: { span: Span; message: string }[];
}

export interface CheckedDocument {
    path: string;
    encoding: string;
    /** `docx`, `pdf`, …; text files have none. */
    container?: string;
    diagnostics: Finding[];
    verdict: string;
    counts: Record<Severity, number>;
}

export interface Answer {
    schema_version: number;
    documents: CheckedDocument[];
    unreadable: { path: string; message: string }[];
    summary: Record<string, number>;
}

/** Reads what `fazhi check --format json` printed; throws if it is not version 1 of that contract. */
export function readAnswer(printed: string): Answer {
    const answer = JSON.parse(printed) as Answer;
    if (answer.schema_version !== 1) throw new Error(`schema_version ${String(answer.schema_version)}`);
    return answer;
}
