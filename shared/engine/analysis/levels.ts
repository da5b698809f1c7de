/**
 * The stack of enclosing repetitions: loops, recursions and guards.
 *
 * A cost that arises under levels l0 .. lk is multiplied outwards, from lk to l0. A level may be charged once over
 * several enclosing levels (`from` below its own index): the amortised pointer, stack or queue, the visited mark. The
 * multiplication then skips what it covers. This one mechanism serves loops, library scans, helper calls and recursion,
 * since the stack is carried through calls.
 */
import type { Affine } from '../cost/affine.ts';
import { type Cost, ONE, ZERO, compare, divide, isOne, isZero, min, plus } from '../cost/cost.ts';
import { substitute, sumOver, symbol, symbolsOf, termsWith, times, without } from '../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import type { Frame } from './frame.ts';
import type { HeapObject } from './value.ts';

export interface Level {
  readonly kind: 'loop' | 'recursion' | 'guard';
  /** Turns over all that it covers. */
  readonly count: Cost;
  /** Index of the outermost level that `count` already includes; its own index when it covers nothing. */
  readonly from: number;
  /** The symbol (`@k`) of its loop variable, when costs inside may depend on it; they are then summed over it. */
  readonly variable: {
    readonly name: string;
    readonly upper: Cost;
  } | null;
  /** How a cost of one invocation becomes the cost of the whole recursion, where it is not a product. */
  readonly solve: ((cost: Cost) => Cost) | null;
  readonly node: Stmt | Expr | FunctionNode | null;
  /** What repeats: searched for resets of progress variables. */
  readonly body: readonly (Stmt | Expr)[];
  readonly frame: Frame;
  /** Of a recursion of one call after the other: the blocks that only the last call runs, as no other call was made. */
  readonly lastBlocks: ReadonlySet<readonly Stmt[]> | null;
  /** Of a recursion whose calls return containers: their sizes, which are symbols while the body runs. */
  readonly returned: {
    readonly names: ReadonlySet<string>;
    /** In the mean over all calls, and at most. */
    readonly mean: Cost;
    readonly most: Cost;
  } | null;
  /** Distances by their symbols: over all turns of the levels from `from` to this one they add up to `total`. */
  spans: ReadonlyMap<string, Span>;
  /** Every turn makes a recursive call: as many turns at most as there are calls, over all levels from `from` on. */
  readonly calling: { readonly count: Cost; readonly from: number } | null;
  /** Of a guard: the table whose cells are marked. */
  readonly marked: HeapObject | null;
  /** Of a guard: what is marked, where no variable holds it. */
  readonly key: Expr | null;
  /** The container whose size is the count. */
  readonly source: HeapObject | null;
  /** The container whose parts it runs over, one after the other. */
  readonly parts: HeapObject | null;
  /** Of a counted loop: by how much its variable moves on each turn, and how far in all. */
  readonly stride: { readonly by: Affine; readonly span: Cost } | null;
  /** What each push under it adds to `source` in all, where something other than a mark bounds that. */
  readonly fed: Cost | null;
}

/** What the distances of a level add up to, over all turns of the levels from `from` on. */
interface Span {
  readonly total: Cost;
  readonly from: number;
}

const NO_SPANS: ReadonlyMap<string, Span> = new Map();

/** Gives a level a distance, by its symbol. */
export function addSpan(level: Level, name: string, span: Span): void {
  level.spans = new Map(level.spans).set(name, span);
}

/** The index of the innermost loop or recursion, which guards may stand in; -1 where none is open. */
export function innermost(levels: readonly Level[]): number {
  let at = levels.length - 1;
  while (at >= 0 && levels[at]!.kind === 'guard') at--;
  return at;
}

/** A level with nothing special but what is given. */
export function newLevel(
  level: Pick<Level, 'kind' | 'count' | 'from' | 'node' | 'frame'> & Partial<Level>,
): Level {
  const { kind, count, from, node, frame } = level;
  const { variable = null, solve = null, body = NO_BODY, lastBlocks = null, returned = null } = level;
  const { marked = null, key = null, source = null, parts = null, stride = null } = level;
  const { fed = null, calling = null } = level;
  // Field by field, as levels are opened all the time: spreading takes several times as long.
  return {
    kind,
    count,
    from,
    variable,
    solve,
    node,
    body,
    frame,
    lastBlocks,
    returned,
    spans: NO_SPANS,
    calling,
    marked,
    key,
    source,
    parts,
    stride,
    fed,
  };
}

const NO_BODY: Level['body'] = [];

/** The cost of all turns of one level. */
export function repeat(level: Level, cost: Cost): Cost {
  if (level.solve !== null)
    return level.solve(level.returned === null ? cost : inTheMean(cost, level.returned));
  if (level.returned !== null) return times(inTheMean(cost, level.returned), level.count);
  const variable = level.variable;
  if (variable !== null && symbolsOf(cost).includes(variable.name)) {
    const summed = sumOver(cost, variable.name, variable.upper);
    // A step leaves out values. A sum can't be divided by; without the step it is a bound still.
    return variable.upper.terms.length === 1 ? times(summed, divide(level.count, variable.upper)) : summed;
  }
  return isOne(cost) ? level.count : times(cost, level.count);
}

/** The sizes of what the calls return, as large as the largest. */
function atMost(cost: Cost, { names, most }: NonNullable<Level['returned']>): Cost {
  return symbolsOf(cost).some((name) => names.has(name))
    ? substitute(cost, new Map([...names].map((name) => [name, most])))
    : cost;
}

/** The sizes of what the calls return, of which the mean says enough where they only add up. */
function inTheMean(cost: Cost, { names, mean, most }: NonNullable<Level['returned']>): Cost {
  const mentioned = symbolsOf(cost).filter((name) => names.has(name));
  if (mentioned.length === 0) return cost;
  const all = (by: Cost): Cost => substitute(cost, new Map(mentioned.map((name) => [name, by])));
  // Of a sum of products in each of which they occur once, the mean is that of the sum.
  const probe = all(symbol('@'));
  const isLinear = compare(probe, times(all(ONE), symbol('@'))) !== 'greater';
  return all(isLinear ? mean : most);
}

/** What `cost` under all levels makes in all, seen from depth `base`. */
export function inAll(levels: readonly Level[], cost: Cost, base = 0): Cost {
  let total = cost;
  let spanned = ZERO;
  let at = levels.length - 1;
  while (at >= base) {
    const level = levels[at]!;
    if (level.spans.size > 0 && symbolsOf(total).some((name) => level.spans.has(name))) {
      const names = new Set(level.spans.keys());
      for (const term of termsWith(total, names)) spanned = plus(spanned, addedUp(levels, term, at, base));
      total = without(total, names);
      if (isZero(total)) return spanned;
    }
    if (level.calling !== null && level.calling.from >= base) {
      const { count, from } = level.calling;
      total = times(closeOver(levels, total, from, at + 1, inTheMean), count);
      at = from - 1;
      continue;
    }
    total = repeat(level, total);
    if (level.from < at) total = closeOver(levels, total, Math.max(level.from, base), at, inTheMean);
    at = Math.min(level.from, at) - 1;
  }
  return plus(total, spanned);
}

/** A term with a distance of the level at `at`, over all turns: the distances add up, and so do their powers. */
function addedUp(levels: readonly Level[], term: Cost, at: number, base: number): Cost {
  const { spans } = levels[at]!;
  const names = symbolsOf(term).filter((name) => spans.has(name));
  const [name] = names;
  const { total, from } = spans.get(name!)!;
  const others = new Map(names.slice(1).map((other) => [other, spans.get(other)!.total]));
  const one = substitute(term, others);
  const plain = substitute(one, new Map([[name!, total]]));
  const each = substitute(one, new Map([[name!, ONE]]));
  // What grows more slowly than the distance is at most as large as it.
  const isSlower = compare(one, times(each, symbol(name!))) === 'less';
  const sum = isSlower ? times(each, total) : plain;
  const closed = closeOver(levels, sum, from, at);
  const all = from <= base ? closed : inAll(levels.slice(0, from), closed, base);
  return isSlower ? min(all, inAll([...levels.slice(0, at), withoutSpans(levels[at]!)], plain, base)) : all;
}

const withoutSpans = (level: Level): Level => ({ ...level, spans: NO_SPANS });

/** What a count covers from depth `from` on, inside of a guard passed once from further out: that says more than the cover. */
export function insideExits(levels: readonly Level[], from: number): number {
  const exit = levels.findLastIndex(
    (level, at) => at >= from && level.kind === 'guard' && level.from < from && isOne(level.count),
  );
  return Math.max(from, exit + 1);
}

/** Replaces the loop variables of the levels from `from` up to (not including) `to` by their upper bounds. */
export function closeOver(
  levels: readonly Level[],
  cost: Cost,
  from: number,
  to: number,
  returnedSize = atMost,
): Cost {
  let closed = cost;
  for (let at = to - 1; at >= from; at--) {
    const { variable, returned, spans } = levels[at]!;
    if (variable !== null && symbolsOf(closed).includes(variable.name)) {
      closed = substitute(closed, new Map([[variable.name, variable.upper]]));
    }
    if (spans.size > 0 && symbolsOf(closed).some((name) => spans.has(name))) {
      closed = substitute(closed, new Map([...spans].map(([name, { total }]) => [name, total])));
    }
    if (returned !== null) closed = returnedSize(closed, returned);
  }
  return closed;
}

/** How often the innermost point is reached, from depth `base` on. */
export function turns(levels: readonly Level[], base: number): Cost {
  return inAll(levels, ONE, base);
}
