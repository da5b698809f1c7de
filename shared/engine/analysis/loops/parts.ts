/** Visiting each of the different parts of a container: the parts add up to the whole. */
import { type Cost, ONE, ZERO, compare, isOne, isZero, max, plus, times } from '../../cost/cost.ts';
import { type Level, closeOver, inAll } from '../levels.ts';
import { sizeOf, totalOf } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import { type HeapObject, type Value, find } from '../value.ts';
import type { LoopBound } from './open.ts';

/** Iterating over each of the different parts of a container: the total over all of them, charged once. */
export function partsBound(
  m: Machine,
  container: HeapObject,
  distinct: Level,
  size: Cost,
  here: number,
  total = totalOf(m, container),
): LoopBound | null {
  const from = m.levels.indexOf(distinct);
  if (total === null || isZero(total) || from < 0) return null;
  const plain = inAll(m.levels.slice(from, here), size);
  if (compare(plain, total) === 'less' || compare(plain, total) === 'equal') return null;
  const once = visitedOnce(m, container, distinct, from, size);
  const bound = {
    count: max(total, once.count),
    from: once.from,
    rule: 'sum-of-parts',
    reason: 'each part is visited once: the parts add up to the whole',
    parts: container,
  };
  return inLoopsBetween(m, from, here, bound, size);
}

/**
 * The bound for what the turns of a level add up to, at a place of which the loops between make it again; null where that
 * is no less than `size` each time.
 */
export function inLoopsBetween(
  m: Machine,
  from: number,
  here: number,
  bound: LoopBound,
  size: Cost,
): LoopBound | null {
  const levels = m.levels.slice(0, here);
  return isRepeated(levels, from + 1) ? asOften(m, levels, from, bound, size) : bound;
}

/** Each part is visited as often as the loops between turn, which go on with it; null where that says no less. */
function asOften(
  m: Machine,
  levels: readonly Level[],
  from: number,
  bound: LoopBound,
  size: Cost,
): LoopBound | null {
  const often = settle(m, closeOver(m.levels, inAll(levels, ONE, from + 1), 0, from + 1));
  const count = times(bound.count, often);
  if (compare(count, inAll(levels, size, bound.from)) !== 'less') return null;
  return { ...bound, count, reason: 'the parts add up to the whole, in each turn of the loops between' };
}

/** Some level from the depth on repeats what is innermost, and no way out of it is passed but once. */
function isRepeated(levels: readonly Level[], base: number): boolean {
  return levels.some(({ kind, count }, at) => {
    if (at < base || kind !== 'loop' || isOne(count)) return false;
    return !levels.some((exit, i) => i > at && exit.kind === 'guard' && exit.from <= at && isOne(exit.count));
  });
}

/**
 * Since which depth the turns of the level bring different values, and how many. What it runs over may be made anew in
 * the loops around and hold the same again: so it does if all of it together is more than it ever holds.
 */
function visitedOnce(
  m: Machine,
  container: HeapObject,
  level: Level,
  at: number,
  size: Cost,
): { count: Cost; from: number } {
  if (level.parts !== null && level.from < at && mayRepeat(level.parts, container))
    return { count: size, from: at };
  const { source } = level;
  const born = source === null ? 0 : Math.min(find(source).born, at);
  if (source === null || born <= level.from) return { count: level.count, from: Math.min(level.from, at) };
  const held = sizeOf(m, source);
  // One that is made anew for something that was marked then starts with it.
  const begun = m.marks > 0 ? settle(m, inAll(m.levels.slice(level.from, born), ONE)) : ZERO;
  const again = compare(level.count, plus(held, begun));
  return again === 'equal' || again === 'less'
    ? { count: level.count, from: level.from }
    : { count: held, from: born };
}

/** The level runs over the parts of a container, and what differs within one of them may be in another one too. */
function mayRepeat(parts: HeapObject, container: HeapObject): boolean {
  const { elem } = find(parts);
  if (elem?.kind !== 'ref') return false;
  const part = find(elem.object);
  const once = (part.unique && part.settledUnique) || (part.guarded && !part.unguarded);
  return part !== container && !once;
}

/** The bound for visiting a value that is one of the different parts of a container; null when it is none. */
export function partOf(m: Machine, value: Value, size: Cost): LoopBound | null {
  const here = m.levels.length;
  if (value.kind === 'ref' && value.part !== null)
    return partsBound(m, find(value.part.container), value.part.level, size, here);
  if (value.kind === 'str' && value.drawnFrom !== null && value.place !== null)
    return partsBound(m, find(value.drawnFrom), value.place, size, here);
  return null;
}
