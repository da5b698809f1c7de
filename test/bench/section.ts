/** A part of the bench's report: for the terminal, and for docs/benchmarks.md. */
import { type Cell, table } from './table.ts';

export interface Section {
  readonly title: string;
  /** Sentences before the table. */
  readonly notes: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What makes the bench fail: a crash, a hang. */
  readonly failures?: readonly string[];
}

export function sectionText({ title, notes, head, rows, failures = [] }: Section): string {
  const body = rows.length === 0 ? [] : [table(head, rows)];
  return [title.toUpperCase(), ...notes, ...body, ...failures.map((text) => `FAILED: ${text}`)].join('\n');
}

export function sectionMarkdown({ title, notes, head, rows }: Section): string {
  const body = rows.length === 0 ? [] : [markdownTable(head, rows)];
  return [`## ${title}`, ...notes, ...body].join('\n\n');
}

/** Aligned as the project's formatter wants it; the first column to the left, all others to the right. */
function markdownTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows].map((line) => head.map((_, column) => escaped(line[column] ?? null)));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((line) => line[column]!.length)));
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
  const [first, ...rest] = lines.map(text);
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [first, `| ${rule.join(' | ')} |`, ...rest].join('\n');
}

function escaped(cell: Cell): string {
  return cell === null ? '' : String(cell).replaceAll('|', String.raw`\|`);
}

/** A figure next to its bar: "1.2 ms", "at most 2 ms", "met". */
export function barred(what: string, value: number, bar: number, show: (value: number) => string): Cell[] {
  return [what, show(value), `at most ${show(bar)}`, value <= bar ? 'met' : 'missed'];
}

export const BAR_HEAD = ['', 'measured', 'bar', ''];
