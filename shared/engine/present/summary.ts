/** What is said of a function, before it is set as Markdown or as plain text. */
import type {
  Bound,
  Finding,
  FunctionAnalysis,
  SolutionAnalysis,
  SourceSpan,
  Step,
} from '../../protocol/analysis.ts';
import { type Legend, legendOf } from '../../protocol/legend.ts';
import { type Row, rowsOf } from './rows.ts';
import { SURE, confidenceText, listed, verdictText } from './words.ts';

export interface Summary {
  /** Of the symbols of the bounds, then of the rows. */
  readonly legend: Legend;
  readonly rows: readonly Row[];
  /** How many rows of the derivation were left out. */
  readonly folded: number;
  /** Why the hot lines cost what they cost: "line 12: each turn takes an element out". */
  readonly reasons: readonly string[];
  /** Whole sentences, a paragraph each. */
  readonly sentences: readonly string[];
  /** "line 12: list.pop(0) shifts all n items". */
  readonly findings: readonly string[];
  readonly gaps: readonly string[];
}

/** At most so many of each; null for all. */
export interface Limits {
  readonly rows: number | null;
  readonly reasons: number | null;
  readonly findings: number | null;
}

const NO_OUTPUT = new Set(['', 'O(1)', 'O(?)']);
const SPACE_PARTS = 4;

export function summaryOf(fn: FunctionAnalysis, analysis: SolutionAnalysis, limits: Limits): Summary {
  const all = rowsOf(fn.time.derivation);
  const rows = limits.rows === null ? all : mostTelling(all, limits.rows);
  const isEntry = fn.role === 'entry';
  const inside = ({ span }: { readonly span: SourceSpan }) => isInside(span, fn.span);
  return {
    legend: legendOf({ ...fn.time.symbols, ...fn.space.symbols }, costsIn(fn, rows)),
    rows,
    folded: all.length - rows.length,
    reasons: first(reasonsOf(rows), limits.reasons),
    sentences: [
      `${worstCase(fn)} ${spaceText(fn.space)}`.trim(),
      NO_OUTPUT.has(fn.output) ? '' : `The output, ${fn.output}, is not counted as space.`,
      confidence(fn),
      isEntry ? verdictText(analysis) : '',
    ].filter((text) => text !== ''),
    findings: first(analysis.findings.filter(inside).map(findingText), limits.findings),
    gaps: analysis.notUnderstood
      .filter(inside)
      .map(({ span, reason }) => `line ${span.line + 1} not understood: ${reason}`),
  };
}

/** All costs that are said. */
function costsIn({ time, space, output }: FunctionAnalysis, rows: readonly Row[]): string[] {
  const parts = space.derivation.map(({ total }) => total);
  return [time.text, space.text, output, ...rows.map(({ count }) => count), ...parts];
}

/** "line 12: list.pop(0) shifts all n items, n times: O(n²)." */
function findingText({ span, message }: Finding): string {
  return `line ${span.line + 1}: ${message}`;
}

/** Hot rows and what they stand in go first; the order stays that of the source. */
function mostTelling(rows: readonly Row[], most: number): Row[] {
  if (rows.length <= most) return [...rows];
  const needed = rows.map((row, i) => leadsToHot(rows, i) || row.hot);
  const byNeed = [...rows.keys()].sort(
    (a, b) => Number(needed[b]) - Number(needed[a]) || rows[a]!.depth - rows[b]!.depth || a - b,
  );
  const kept = new Set(byNeed.slice(0, most));
  return rows.filter((_, i) => kept.has(i));
}

function leadsToHot(rows: readonly Row[], at: number): boolean {
  for (let i = at + 1; i < rows.length && rows[i]!.depth > rows[at]!.depth; i++)
    if (rows[i]!.hot) return true;
  return false;
}

/** The reasons of the hot rows, each said once with all its lines. */
function reasonsOf(rows: readonly Row[]): string[] {
  const linesOf = new Map<string, string[]>();
  for (const { hot, reason, line } of rows) {
    if (!hot || reason === '') continue;
    const lines = linesOf.get(reason) ?? [];
    if (line !== null && !lines.includes(String(line))) lines.push(String(line));
    linesOf.set(reason, lines);
  }
  return [...linesOf].map(([reason, lines]) => {
    if (lines.length === 0) return reason;
    return `${lines.length === 1 ? 'line' : 'lines'} ${listed(lines)}: ${reason}`;
  });
}

function worstCase({ time, space }: FunctionAnalysis): string {
  const assumed = [...new Set([...time.assumptions, ...space.assumptions])];
  return assumed.length === 0 ? 'Worst case.' : `Worst case. Assumes: ${assumed.join('; ')}.`;
}

/** "Space: set O(n), recursion O(log n)." */
function spaceText({ derivation, class: name, unknown }: Bound): string {
  if (unknown !== undefined) return '';
  const parts = [...new Set(derivation.map(partText))];
  if (parts.length === 0) return name === 'constant' ? 'Space: a fixed number of variables.' : '';
  const more = parts.length - SPACE_PARTS;
  return `Space: ${listed([...parts.slice(0, SPACE_PARTS), ...(more > 0 ? [`${more} more`] : [])])}.`;
}

function partText({ text, total }: Step): string {
  return `${text} O(${total})`;
}

/** Only where there is a doubt: that most answers are sure needs no saying. */
function confidence({ time, space }: FunctionAnalysis): string {
  const doubtful = [time, space].filter((bound) => bound.unknown === undefined && bound.confidence < SURE);
  const [least] = doubtful.sort((a, b) => a.confidence - b.confidence);
  return least === undefined ? '' : `${confidenceText(least)}.`;
}

function isInside(inner: SourceSpan, outer: SourceSpan): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function first<T>(items: readonly T[], most: number | null): readonly T[] {
  return most === null ? items : items.slice(0, most);
}
