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
  const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => escaped(cell)).join(' | ')} |`;
  const alignment = head.map((_, column) => (column === 0 ? '---' : '---:'));
  const body = rows.length === 0 ? [] : [[line(head), line(alignment), ...rows.map(line)].join('\n')];
  return [`## ${title}`, ...notes, ...body].join('\n\n');
}

function escaped(cell: Cell): string {
  return cell === null ? '' : String(cell).replaceAll('|', String.raw`\|`);
}

/** A figure next to its bar: "1.2 ms", "at most 2 ms", "met". */
export function barred(what: string, value: number, bar: number, show: (value: number) => string): Cell[] {
  return [what, show(value), `at most ${show(bar)}`, value <= bar ? 'met' : 'missed'];
}

export const BAR_HEAD = ['', 'measured', 'bar', ''];
