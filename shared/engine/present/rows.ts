/** Derivations as lines of text: which line, what stands there, how often it runs, what it costs in all. */
import type { Step } from '../../protocol/analysis.ts';
import { shortened, turnsText } from './words.ts';

export interface Row {
  /** As an editor counts: the first line is 1. Null for a step that belongs to no place. */
  readonly line: number | null;
  readonly depth: number;
  readonly code: string;
  /** "n turns, n² in all"; "O(log n) each, n log n in all". */
  readonly count: string;
  readonly reason: string;
  /** On a hot path. */
  readonly hot: boolean;
  /** The innermost of a hot path: what makes the bound. */
  readonly hottest: boolean;
}

const LONGEST_CODE = 46;

/** All steps, outermost first. Of steps that read the same, such as two equal calls in a line, one is enough. */
export function rowsOf(steps: readonly Step[]): Row[] {
  const rows = nested(steps, 0);
  return rows.filter((row, i) => i === 0 || !looksLike(row, rows[i - 1]!));
}

function nested(steps: readonly Step[], depth: number): Row[] {
  return steps.flatMap((step) => [rowOf(step, depth), ...nested(step.children, depth + 1)]);
}

function looksLike(a: Row, b: Row): boolean {
  return a.line === b.line && a.depth === b.depth && a.code === b.code && a.count === b.count;
}

/** Code to the left, counts to the right, one line a step, aligned. */
export function rowLines(rows: readonly Row[]): string[] {
  const hottest = rows.filter((row) => row.hottest).length;
  const places = rows.map(({ line }) => (line === null ? '' : `line ${line}`));
  const codes = rows.map(({ depth, code }) => '  '.repeat(depth) + code);
  const [placeWidth, codeWidth, countWidth] = [places, codes, rows.map(({ count }) => count)].map(widest);
  return rows.map((row, i) => {
    const place = places[i]!.padEnd(placeWidth!);
    const mark = row.hottest ? (hottest === 1 ? '  ← hot: all of the time' : '  ← hot') : '';
    const count = mark === '' ? row.count : row.count.padEnd(countWidth!);
    return `${place}  ${codes[i]!.padEnd(codeWidth!)}  ${count}${mark}`.trimEnd();
  });
}

function rowOf(step: Step, depth: number): Row {
  const { span, text, reason, hot } = step;
  return {
    line: span === null ? null : span.line + 1,
    depth,
    code: shortened(text, Math.max(16, LONGEST_CODE - 2 * depth)),
    count: countText(step),
    reason,
    hot,
    hottest: hot && !step.children.some(hasHot),
  };
}

function countText({ turns, each, total }: Step): string {
  if (turns !== null) return turns === total ? turnsText(turns) : `${turnsText(turns)}, ${total} in all`;
  return each === null || each === total ? `O(${total})` : `O(${each}) each, ${total} in all`;
}

function hasHot(step: Step): boolean {
  return step.hot || step.children.some(hasHot);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
