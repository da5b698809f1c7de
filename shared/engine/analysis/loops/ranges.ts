/** Loops over ranges and containers: how often they turn, and over which levels that is charged. */
import { farEnd } from '../join.ts';
import { type Affine, affine, affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, compare, isOne, isZero, log, max, times } from '../../cost/cost.ts';
import { rangeCount } from '../containers/read.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { contains } from '../../ir/standing.ts';
import type { Frame } from '../frame.ts';
import { closeOver, inAll, innermost, type Level } from '../levels.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, isLoose, outermost, settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, type Num, type Value, find, knownInt } from '../value.ts';
import { lengthensTo } from './lengthened.ts';
import { type LoopBound, type LoopPlace } from './open.ts';
import { measuredInAll } from './measured.ts';
import { mergedBySize } from './merged.ts';
import { inLoopsBetween, partsBound } from './parts.ts';
import { onlyView, reached, valueOfPath } from './paths.ts';
import { consumedInAll, freshEachTurn, rebuiltMeasured, rebuiltPerTurn, wrappedPath } from './rebuilt.ts';
import { spentBuffer } from './spent-buffers.ts';
import { isTestCases, testCases } from './test-cases.ts';
import { shareOf } from '../moved-from.ts';

export function rangeBound(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  range: Value & { kind: 'range' },
  here: number,
): LoopBound {
  const { start, end, step } = range;
  const count = rangeCount(m, start, end, step);
  const far = farEnd(range);
  const queue = far.lengthOf ?? leastLength(m, frame, limitExpr(place, range));
  const popped = queue === null ? null : poppedPerTurn(m, place, queue, here);
  if (popped !== null) return popped;
  const source = measured(m, frame, place, range);
  const limit = limitExpr(place, range);
  const whole =
    measuredInAll(m, far, count, here, source) ??
    (limit === null ? null : rebuiltMeasured(m, frame, limit, here));
  if (whole !== null) return whole;
  const summed =
    countedParts(m, far, here) ??
    multiples(m, step, count, here) ??
    withinStride(m, range, here) ??
    besideStrides(m, range, count) ??
    lengthensTo(m, place, range, here);
  if (summed !== null) return summed;
  if (isOne(count) || isZero(count) || isAround(m, place.iterableExpr))
    return { count: ONE, from: here, rule: 'constant-loop', reason: 'a constant number of turns' };
  if (far.exact !== null && isTestCases(m, far.exact, place.body)) return testCases(here);
  const discarded = discardedPerTurn(m, place, count, here);
  if (discarded !== null) return discarded;
  const upper = outermost(m, countsUp(range) ? end.max : max(start.max, end.max));
  const variable = { name: `@${String(m.nextId++)}`, upper };
  return {
    count,
    from: here,
    rule: 'counted-loop',
    reason: '',
    variable,
    source,
    stride: strideOf(range, count),
  };
}

/** `range(k - 1, k + 2)`, `range(max(0, k - 1), min(n, k + 2))`: a few numbers around one of which nothing need be known. */
function isAround({ index }: Machine, range: Expr | null): boolean {
  if (range?.kind !== 'range' || range.start === null) return false;
  const ends = plainly(range.end, 'min', index.roles);
  return plainly(range.start, 'max', index.roles).some((start) => ends.includes(start));
}

/** What an expression names, plus or minus numbers; of a choice that `role` makes any of them. */
function plainly(expr: Expr, role: 'min' | 'max', roles: RoleIndex): string[] {
  const path = pathOf(expr);
  if (path !== null) return [path];
  if (expr.kind === 'call')
    return roles.is(expr, role) ? expr.args.flatMap(({ value }) => plainly(value, role, roles)) : [];
  if (expr.kind !== 'binary' || (expr.op !== '+' && expr.op !== '-')) return [];
  return expr.right.kind === 'number' ? plainly(expr.left, role, roles) : [];
}

/** The container whose length the range goes up to or down from, give or take a constant. */
function measured(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  range: Value & { kind: 'range' },
): HeapObject | null {
  const far = farEnd(range);
  if (far.lengthOf !== null) return find(far.lengthOf);
  const expr = limitExpr(place, range);
  if (expr?.kind !== 'binary' || expr.right.kind !== 'number' || !['+', '-'].includes(expr.op)) return null;
  const length = quietly(m, frame, expr.left);
  return length.kind === 'num' && length.lengthOf !== null ? find(length.lengthOf) : null;
}

const isDown = ({ step }: Value & { kind: 'range' }): boolean => (knownInt(step) ?? 1) < 0;

/** What says where the range is furthest from zero. */
const limitExpr = ({ iterableExpr }: LoopPlace, range: Value & { kind: 'range' }): Expr | null =>
  iterableExpr?.kind !== 'range' ? null : isDown(range) ? iterableExpr.start : iterableExpr.end;

/** By how much the variable moves on each turn, where `rangeCount` could not divide by it and gives the whole range. */
function strideOf({ step }: Value & { kind: 'range' }, span: Cost): Level['stride'] {
  const by = step.exact;
  return by !== null && [...by.terms.keys()].some(isLoose) ? { by, span } : null;
}

/** `for j in range(i, i + width // 2)` in `for i in range(0, n, width)`: as long as a part of the step, they add up to the range. */
function withinStride(m: Machine, { start, end }: Value & { kind: 'range' }, here: number): LoopBound | null {
  const from = innermost(m.levels);
  const level = m.levels[from];
  if (level?.stride == null || level.from < from || start.exact === null) return null;
  const { by, span } = level.stride;
  // `min(i + width, n)` ends no later than its first limit.
  const ends = end.exact === null ? end.below : [end.exact];
  const lengths = ends.map((limit) => affine.plus(limit, affine.scale(start.exact!, -1)));
  if (!lengths.some((length) => isMultiple(length, by))) return null;
  return {
    count: settle(m, span),
    from: Math.min(from, here),
    rule: 'sum-of-parts',
    reason: 'it is as long as a step of the outer loop at most, and the steps add up to its range',
  };
}

/** `for i in range(start, n, gap)` in `for start in range(gap)`: the ranges have no number in common. */
function besideStrides(m: Machine, { step }: Value & { kind: 'range' }, count: Cost): LoopBound | null {
  const from = innermost(m.levels);
  const level = m.levels[from];
  const by = step.exact;
  if (by === null || level?.variable == null || level.from < from || ![...by.terms.keys()].some(isLoose))
    return null;
  if (compare(level.count, affineToCost(by)) !== 'equal') return null;
  return {
    count: settle(m, count),
    from,
    rule: 'sum-of-parts',
    reason: 'the ranges that begin one behind the other, with as many numbers between, have none in common',
  };
}

/** The same symbols in the same proportion. */
function isMultiple(a: Affine, of: Affine): boolean {
  const ratios = [...of.terms].map(([name, times]) => (a.terms.get(name) ?? 0) / times);
  return (
    a.terms.size === of.terms.size &&
    a.constant <= 0 &&
    ratios.every((ratio) => ratio > 0 && ratio === ratios[0])
  );
}

/** From a number that is not negative up to one that is larger. */
function countsUp({ start, step }: Value & { kind: 'range' }): boolean {
  const by = knownInt(step);
  const isPositive = ({ terms }: Affine): boolean => [...terms.values()].every((sign) => sign > 0);
  const least = start.exact === null ? start.above : [start.exact];
  return by !== null && by > 0 && least.some(isPositive);
}

/** The container that `min(len(queue), k)` is no longer than. */
function leastLength(m: Machine, frame: Frame, limit: Expr | null): HeapObject | null {
  if (limit?.kind !== 'call' || !m.index.roles.is(limit, 'min')) return null;
  const lengths = limit.args.map(({ value }) => quietly(m, frame, value));
  const length = lengths.find((value) => value.kind === 'num' && value.lengthOf !== null);
  return length?.kind === 'num' ? length.lengthOf : null;
}

/** `for _ in range(len(queue))` with a pop a turn: all its turns together are the pops, which the pushes bound. */
function poppedPerTurn(m: Machine, place: LoopPlace, queue: HeapObject, here: number): LoopBound | null {
  const object = find(queue);
  if (object.born >= here || object.refilled) return null;
  const changes = changesIn(place.body, m.index);
  for (const [path, list] of changes) {
    if (!list.some((change) => change.kind === 'pop')) continue;
    const value = valueOfPath(m, path);
    if (value !== null && find(value) === object) {
      return {
        count: reached(m, object),
        from: object.born,
        rule: 'amortised',
        reason: 'every turn takes one element out, and each was put in once',
        source: object,
      };
    }
  }
  return null;
}

/**
 * `for _ in range(k): stack.pop()`: as many turns as were pushed, over the loops around. What is put elsewhere could come
 * back and be taken out again.
 */
function discardedPerTurn(m: Machine, { body }: LoopPlace, count: Cost, here: number): LoopBound | null {
  const kinds = new Set(
    [...changesIn(body, m.index).values()].flatMap((list) => list.map(({ kind }) => kind)),
  );
  if (kinds.has('push') || !kinds.has('pop')) return null;
  const plain = body.filter(({ kind }) => kind === 'assign' || kind === 'expr' || kind === 'delete');
  for (const path of plain.flatMap((code) => popped(m, code))) {
    const object = valueOfPath(m, path);
    if (object === null || object.born >= here || object.refilled) continue;
    const all = reached(m, object);
    if (compare(all, inAll(m.levels.slice(0, here), count, object.born)) !== 'less') continue;
    return {
      count: isZero(all) ? ONE : all,
      from: object.born,
      rule: 'amortised',
      reason: 'every turn takes one element out, and each was put in once',
      source: object,
    };
  }
  return null;
}

/** The containers out of which a statement takes an element itself, no function that it calls. */
const popped = (m: Machine, code: Stmt | Expr): string[] =>
  [...changesIn([code], m.index)].flatMap(([path, list]) =>
    list.every(({ kind, node }) => kind === 'pop' && contains(code, node)) ? [path] : [],
  );

/** `for _ in range(count[x])`, `[x] * count[x]` over different x: all together the sum of the counts. */
export function countedParts(m: Machine, count: Num, here: number): LoopBound | null {
  const share = shareOf(count);
  const sum = share === null ? null : find(share.container).sum;
  if (share === null || sum === null) return null;
  const from = m.levels.indexOf(share.level);
  if (from < 0 || from > here) return null;
  const bound = {
    count: settle(m, sum),
    from: Math.min(from, share.level.from),
    rule: 'sum-of-parts',
    reason: 'the counts of all the elements add up to their sum',
  };
  return inLoopsBetween(m, from, here, bound, count.max);
}

/** `range(x, limit, x)`, `cells[x::x]` over different x. */
export const multiples = (m: Machine, step: Num, count: Cost, here: number): LoopBound | null =>
  isCounted(m, step) ? null : harmonic(m, step, count, here);

/** It hangs on the variable of a loop around, over which its turns are summed up. */
const isCounted = (m: Machine, { exact }: Num): boolean =>
  exact !== null && m.levels.some(({ variable }) => variable !== null && exact.terms.has(variable.name));

/** Steps up to a limit, as long as numbers that differ: limit / 1 + limit / 2 + ... at most, a harmonic sum. */
export function harmonic(m: Machine, { distinct }: Num, count: Cost, here: number): LoopBound | null {
  const from = distinct === null ? -1 : m.levels.indexOf(distinct);
  if (from < 0 || m.levels.slice(from + 1, here).some(({ kind }) => kind !== 'guard')) return null;
  // As few steps as there are, they say less than their number.
  if (isOne(m.levels[from]!.count)) return null;
  const limit = closeOver(m.levels, settle(m, count), from, here);
  return isOne(limit)
    ? null
    : {
        count: times(limit, log(limit)),
        from,
        rule: 'harmonic',
        reason: 'the steps differ: at most limit / 1 + limit / 2 + ..., a harmonic sum',
      };
}

export function stringBound(
  m: Machine,
  size: Cost,
  from: HeapObject | null,
  distinct: Level | null,
  here: number,
): LoopBound {
  const parts =
    from !== null && distinct !== null ? partsBound(m, find(from), distinct, settle(m, size), here) : null;
  return parts ?? { count: settle(m, size), from: here, rule: 'for-each', reason: '' };
}

export function containerBound(
  m: Machine,
  frame: Frame,
  place: LoopPlace,
  iterable: Value & { kind: 'ref' },
  here: number,
): LoopBound {
  const object = find(iterable.object);
  const merged = mergedBySize(m, iterable, place.iterableExpr);
  if (merged !== null) return merged;
  const isFed = feedsItself(m, place);
  const size = isFed ? reached(m, onlyView(object) ?? object) : sizeOf(m, object);
  if (iterable.part !== null) {
    const parts = partsBound(m, find(iterable.part.container), iterable.part.level, size, here);
    if (parts !== null) return parts;
  }
  const fresh = freshEachTurn(m, object, here);
  if (fresh !== null) return fresh;
  const { iterableExpr } = place;
  const rebuilt = iterableExpr === null ? null : rebuiltPerTurn(m, frame, iterableExpr, object, here);
  const spent = rebuilt ?? spentBuffer(m, frame, place, object);
  if (spent !== null) return spent;
  const all = isFed ? consumedInAll(m, object) : null;
  if (all !== null && !isZero(all))
    return {
      count: all,
      from: 0,
      rule: 'worklist',
      reason: 'each turn goes on with an element, and every element was put in once',
      source: object,
    };
  const reason = object.type === 'iterator' ? 'one turn for each element produced' : '';
  return { count: isZero(size) ? ONE : size, from: here, rule: 'for-each', reason, source: object };
}

/** The body adds to what the loop runs over: it sees all that is ever put in. */
function feedsItself(m: Machine, place: LoopPlace): boolean {
  const path =
    place.iterableExpr === null ? null : (pathOf(place.iterableExpr) ?? wrappedPath(place.iterableExpr));
  return (
    path !== null && (changesIn(place.body, m.index).get(path) ?? []).some((change) => change.kind === 'push')
  );
}
