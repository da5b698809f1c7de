/** Whether a time bound suits the problem's constraints; without them, how far the input can grow. */
import type { Bound, ProblemInfo, Verdict } from '../../protocol/analysis.ts';
import { type Cost, evaluate, log2Of, parse, symbolsOf } from '../cost/cost.ts';
import { parseConstraint, type Constraint } from './constraints.ts';

/**
 * Simple steps in a second. Judges run about 10⁸ simple operations a second in compiled languages; CPython needs some
 * 50 ns for one. Both are on the careful side, and constant factors are left out of the bound.
 */
export const STEPS_PER_SECOND = { compiled: 1e8, python: 2e7 } as const;

/** Time limits are a few seconds: up to a second fits, up to ten may fit. */
const TIGHT_SECONDS = 10;

/** Inputs beyond this do not fit into memory, so a bound that allows them allows any. */
const LARGEST_INPUT = 1e9;

/** The verdict on a time bound. `info` holds the constraints, `language` is the language's identifier. */
export function verdictOf(time: Bound, info: ProblemInfo | null, language: string): Verdict {
  const cost = costOf(time);
  if (cost === null) return { fits: 'unknown', text: 'The time is not known.' };
  const rate = language === 'python' ? STEPS_PER_SECOND.python : STEPS_PER_SECOND.compiled;
  const values = valuesOf(cost, time, info);
  return values === null ? reach(cost, rate) : judge(cost, values, rate);
}

/** The cost that a bound's text states. */
function costOf(time: Bound): Cost | null {
  if (time.unknown !== undefined) return null;
  const known = costs.get(time.text);
  if (known !== undefined) return known;
  const cost = read(time.text);
  if (costs.size >= MOST_TEXTS) costs.clear();
  costs.set(time.text, cost);
  return cost;
}

/** Costs by their texts, each read once: nearly all bounds are one of a few. */
const costs = new Map<string, Cost | null>();
const MOST_TEXTS = 500;

function read(text: string): Cost | null {
  try {
    return parse(text.replace(/^O\((.*)\)$/s, '$1'));
  } catch {
    return null;
  }
}

// ---------------------------------------------------------------- with constraints

function judge(cost: Cost, values: ReadonlyMap<string, number>, rate: number): Verdict {
  const steps = evaluate(cost, values);
  if (values.size === 0) return { fits: 'yes', text: 'Fits: a constant number of steps.' };
  const seconds = steps / rate;
  const sizes = [...values].map(([name, value]) => `${name} = ${grouped(value)}`).join(', ');
  const amount = `${amountOf(steps)} at ${sizes}`;
  if (seconds <= 1) return { fits: 'yes', text: `Fits: ${amount}, under a second.` };
  if (seconds <= TIGHT_SECONDS) return { fits: 'tight', text: `Tight: ${amount}, ${durationOf(seconds)}.` };
  return { fits: 'no', text: `Too slow: ${amount}, ${durationOf(seconds)}.` };
}

/** The largest value of each symbol, or null when some symbol has none. */
function valuesOf(cost: Cost, time: Bound, info: ProblemInfo | null): ReadonlyMap<string, number> | null {
  const constraints = (info?.constraints ?? []).flatMap((text) => parseConstraint(text) ?? []);
  const values = new Map<string, number>();
  if (constraints.length === 0) return null;
  for (const name of symbolsOf(cost)) {
    const meaning = time.symbols[name] ?? '';
    const value =
      rangeOf(meaning) ??
      subjectsOf(meaning)
        .map((subject) => limitOf(subject, constraints))
        .find((limit) => limit !== null);
    if (value == null) return null;
    values.set(name, Math.max(1, value));
  }
  return values;
}

/** A range between two constants needs no constraint. */
function rangeOf(meaning: string): number | undefined {
  const width = /^a range of (\d+) numbers$/.exec(meaning);
  return width === null ? undefined : Number(width[1]);
}

/** The names under which a statement may speak of what a symbol means. */
function subjectsOf(meaning: string): string[] {
  const length = /^len\((\w+)((?:\[0\])*)\)$/.exec(meaning);
  if (length !== null) return [`${length[1]!}${'[]'.repeat(length[2]!.length / 3)}.length`];
  const element = /^the length of an element of (\w+)$/.exec(meaning);
  if (element !== null) return [`${element[1]!}[].length`];
  const value = /^the value of (\w+)$/.exec(meaning);
  if (value !== null) return [value[1]!];
  const largest = /^the largest value in (\w+)$/.exec(meaning);
  if (largest !== null) return [`${largest[1]!}[]`, `${largest[1]!}[][]`];
  return /^the (?:number of nodes|height|length of the list)\b/.test(meaning) ? ['nodes', 'n'] : [];
}

/** Follows `m == grid.length` and `k <= nums.length` to a number. */
function limitOf(subject: string, constraints: readonly Constraint[], hops = 4): number | null {
  let least: number | null = null;
  for (const { subjects, limit } of constraints) {
    const other = subjects.includes(subject) ? limit : limit === subject ? (subjects[0] ?? null) : null;
    if (other === null || (other !== limit && hops < 4)) continue;
    const value =
      typeof other === 'number' ? other : hops === 0 ? null : limitOf(other, constraints, hops - 1);
    if (value !== null && (least === null || value < least)) least = value;
  }
  return least;
}

// ---------------------------------------------------------------- without constraints

const reaches = new WeakMap<Cost, Map<number, Verdict>>();

/** How large the symbols can get, all of them the same, within a second. Found once for each cost and rate. */
function reach(cost: Cost, rate: number): Verdict {
  const known = reaches.get(cost) ?? new Map<number, Verdict>();
  reaches.set(cost, known);
  const verdict = known.get(rate) ?? findReach(cost, rate);
  known.set(rate, verdict);
  return verdict;
}

function findReach(cost: Cost, rate: number): Verdict {
  const names = symbolsOf(cost);
  const at = (size: number): number => log2Of(cost, new Map(names.map((name) => [name, size])));
  const budget = Math.log2(rate);
  if (names.length === 0 || at(LARGEST_INPUT) <= budget) {
    return { fits: 'yes', text: 'Fits: any input that fits in memory takes less than a second.' };
  }
  let low = 1;
  let high = LARGEST_INPUT;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle) <= budget) low = middle;
    else high = middle;
  }
  const each = names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!} each`;
  return { fits: 'unknown', text: `${each} up to about ${grouped(rounded(low))} in a second.` };
}

// ---------------------------------------------------------------- numbers in words

/** One significant digit, rounded down; all of them below 100. */
function rounded(value: number): number {
  if (value < 100) return value;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.floor(value / unit) * unit;
}

/** 12,345 and 1.7 */
function grouped(value: number, digits = 0): string {
  return String(Number(value.toFixed(digits))).replaceAll(/\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/g, ',');
}

const SCALES = [
  [1e12, ' trillion'],
  [1e9, ' billion'],
  [1e6, ' million'],
] as const;

function amountOf(steps: number): string {
  if (steps >= 1e100) return 'more steps than there are atoms';
  if (steps >= 1e15) return `about 10^${Math.round(Math.log10(steps))} steps`;
  const [scale, name] = SCALES.find(([least]) => steps >= least) ?? [1, ''];
  const count = Number((steps / scale).toPrecision(2));
  return `about ${grouped(count, 1)}${name} steps`;
}

const UNITS = [
  [31_557_600, 'year'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

function durationOf(seconds: number): string {
  if (seconds > 1e12) return 'longer than anybody waits';
  const [length, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, 'second'];
  const count = Math.max(1, Math.round(seconds / length));
  return `about ${grouped(count)} ${unit}${count === 1 ? '' : 's'}`;
}
