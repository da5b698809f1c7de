/**
 * What containers hold of what recursive calls returned: whether one element of it stands in them once, or more often.
 */
import {
  type Cost,
  ONE,
  compare,
  isOne,
  max,
  substitute,
  symbol,
  symbolsOf,
  times,
} from '../../cost/cost.ts';
import { type Arm, excludes } from '../containers/balance.ts';
import { type Level, inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { type HeapObject, find } from '../value.ts';

/** What a container holds of what recursive calls returned. */
export interface Taken {
  /** Where something was put in, since the container was last made: the symbol of the call, and the arm of an `if`. */
  readonly places: readonly { readonly name: string; readonly arm: Arm | null }[];
  /** What stands in it for one element that a call returned, at most; null: one. */
  readonly factor: Cost | null;
  /** It holds what several calls returned, together. */
  readonly several: boolean;
}

/** Notes what is put into a container of what a recursive call returned. */
export function noteTaken(m: Machine, object: HeapObject, count: Cost, since: number): void {
  if (m.recursions.size === 0) return;
  const at = m.levels.findLastIndex((level) => level.returned !== null);
  const level = m.levels[at];
  if (level === undefined || at >= since) return;
  const put = settle(m, inAll(m.levels, count, since));
  const names = namesIn(level, put);
  for (const name of names) {
    const inner = level.frame.returning?.inner.get(name);
    if (inner === undefined) continue;
    const factor = names.length > 1 ? TWICE : timesTaken(m, name, inner, count);
    const isSeveral = compare(put, symbol(name)) === 'greater' || isInLoop(m, since, inner);
    add(m, object, name, factor, isSeveral, ownName(level, object));
  }
}

/** Notes that a container is made of two, which may both hold what a recursive call returned. */
export function noteJoined(m: Machine, target: HeapObject, right: Cost): void {
  const level = m.levels.findLast(({ returned }) => returned !== null);
  if (level === undefined) return;
  for (const name of namesIn(level, right)) add(m, target, name, null, false, null);
}

/** A loop of a few turns calls in each of them, `for child in (node.left, node.right)`. */
const isInLoop = ({ levels }: Machine, since: number, { born }: HeapObject): boolean =>
  levels.slice(since, born).some(({ kind }) => kind === 'loop');

/** The symbol of the call that returned the container itself. */
function ownName({ frame }: Level, object: HeapObject): string | null {
  for (const [name, inner] of frame.returning?.inner ?? []) if (find(inner) === object) return name;
  return null;
}

const namesIn = (level: Level, cost: Cost): string[] => [
  ...new Set(symbolsOf(cost).filter((name) => level.returned!.names.has(name))),
];

function add(
  m: Machine,
  object: HeapObject,
  name: string,
  factor: Cost | null,
  several: boolean,
  own: string | null,
): void {
  const places = own === null ? [] : [{ name: own, arm: null }];
  const before = object.taken ?? { places, factor: null, several: false };
  const other = before.places.filter(({ arm }) => !excludes(arm, m.arm));
  const most = other.some((place) => place.name === name) ? TWICE : factor;
  object.taken = {
    places: [...before.places, { name, arm: m.arm }],
    factor: maxFactor(before.factor, most),
    several: before.several || several || other.some((place) => place.name !== name),
  };
}

/** What both hold, where one of them is made the other. */
export function joinTaken(a: Taken | null, b: Taken | null): Taken | null {
  if (a === null || b === null) return a ?? b;
  return { places: [], factor: maxFactor(a.factor, b.factor), several: a.several || b.several };
}

/** What is left of it where a container is made anew. */
export const takenAnew = (taken: Taken | null): Taken | null =>
  taken === null ? null : { ...taken, places: [] };

const maxFactor = (a: Cost | null, b: Cost | null): Cost | null =>
  a === null || b === null ? (a ?? b) : max(a, b);

/** More than once: as factors of a size, constants are no costs. */
export const TWICE = symbol('@twice');

export const isConstantFactor = (factor: Cost): boolean => symbolsOf(factor).includes('@twice');

/** How often one element that the call returned is put in by this place, each time that the call is made; null: once. */
function timesTaken(m: Machine, name: string, inner: HeapObject, count: Cost): Cost | null {
  const base = Math.min(inner.born, m.levels.length);
  const put = settle(m, inAll(m.levels, count, base));
  const factor = substitute(put, new Map([[name, ONE]]));
  if (compare(put, times(factor, symbol(name))) === 'greater') return TWICE;
  if (!isOne(factor)) return factor;
  return m.levels.slice(base).some((level) => level.kind === 'loop' && isOne(level.count)) ? TWICE : null;
}
