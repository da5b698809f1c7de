/** Costs of fixtures and costs of the engine, compared up to the names of their symbols. */
import {
  key,
  parse,
  print,
  substitute,
  symbol,
  symbolsOf,
  type Cost,
} from '../../shared/engine/cost/cost.ts';
import type { Bound } from '../../shared/protocol/analysis.ts';

/** The engine's name of a symbol -> the fixture's. */
export type Renaming = ReadonlyMap<string, string>;

export const UNKNOWN = '?';

/** "O(n log n)" -> "n log n". */
export function insideO(text: string): string {
  return /^O\((.*)\)$/su.exec(text)?.[1] ?? text;
}

/** What a legend says, in the short form of the fixtures. */
function meaning(legend: string): string {
  const forms: readonly (readonly [RegExp, string])[] = [
    [/^the value of (\S+)$/, '$1'],
    [/^the largest value in (\S+)$/, 'max($1)'],
    [/^the sum of (\S+)$/, 'sum($1)'],
    [/^the number of nodes of (\S+)$/, 'nodes($1)'],
    [/^the number of edges (?:of|in) (\S+)$/, 'edges($1)'],
    [/^the number (\S+) that is read$/, '$1'],
    [/^the height of (\S+)$/, 'height($1)'],
    [/^the length of the list (\S+)$/, 'length($1)'],
    [/^the length of an element of (\S+)$/, 'len($1[i])'],
    [/^the number of operations.*$/, 'operations'],
  ];
  const form = forms.find(([pattern]) => pattern.test(legend));
  return form === undefined ? legend : legend.replace(form[0], form[1]);
}

/** The renaming that the legends of the bounds and the fixture's own legend agree on. */
export function renamingByLegend(
  bounds: readonly Bound[],
  symbols: ReadonlyMap<string, string>,
): Map<string, string> {
  const byMeaning = new Map([...symbols].map(([name, text]) => [text, name]));
  const out = new Map<string, string>();
  for (const [name, legend] of bounds.flatMap((bound) => Object.entries(bound.symbols))) {
    const text = meaning(legend);
    const wanted = byMeaning.get(text) ?? (/^\w+$/.test(text) && !symbols.has(text) ? text : undefined);
    if (wanted !== undefined) out.set(name, wanted);
  }
  return out;
}

/**
 * A renaming under which every pair of costs is equal, made from `known` and any bijection of the symbols that nobody
 * gave a meaning; null if there is none.
 */
export function renamingThatFits(
  pairs: readonly (readonly [actual: string, expected: string])[],
  known: Renaming,
  meant: ReadonlySet<string>,
): Renaming | null {
  const free = namesIn(pairs.map(([actual]) => actual)).filter((name) => !known.has(name));
  const taken = new Set(known.values());
  const open = namesIn(pairs.map(([, expected]) => expected)).filter(
    (name) => !taken.has(name) && !meant.has(name),
  );
  if (free.length !== open.length || free.length > 6) {
    return free.length === 0 && pairs.every(([a, e]) => isSame(a, e, known)) ? known : null;
  }
  for (const choice of permutations(open)) {
    const renaming = new Map([...known, ...free.map((name, i) => [name, choice[i]!] as const)]);
    if (pairs.every(([actual, expected]) => isSame(actual, expected, renaming))) return renaming;
  }
  return null;
}

/** The symbols in texts of costs, sorted. */
export function namesIn(texts: readonly string[]): string[] {
  return [
    ...new Set(texts.filter((text) => text !== UNKNOWN).flatMap((text) => symbolsOf(parse(text)))),
  ].sort();
}

/** Whether the actual cost, renamed, is the expected one. */
export function isSame(actual: string, expected: string, renaming: Renaming): boolean {
  if (actual === UNKNOWN || expected === UNKNOWN) return actual === expected;
  return key(rename(parse(actual), renaming)) === key(parse(expected));
}

/** The text of an actual cost under the names of the fixture. A name that would mean two things gets a tick. */
export function shownAs(actual: string, renaming: Renaming, meant: ReadonlySet<string>): string {
  if (actual === UNKNOWN) return UNKNOWN;
  const all = new Map(renaming);
  const taken = new Set([...renaming.values(), ...meant]);
  for (const name of namesIn([actual])) if (!all.has(name) && taken.has(name)) all.set(name, `${name}_`);
  return print(rename(parse(actual), all), { style: 'ascii' });
}

function rename(cost: Cost, renaming: Renaming): Cost {
  return substitute(cost, new Map([...renaming].map(([from, to]) => [from, symbol(to)])));
}

function* permutations(items: readonly string[]): Generator<readonly string[]> {
  if (items.length === 0) yield [];
  for (const [i, first] of items.entries()) {
    for (const rest of permutations(items.toSpliced(i, 1))) yield [first, ...rest];
  }
}
