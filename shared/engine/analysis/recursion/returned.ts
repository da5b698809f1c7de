/**
 * The containers that a recursion returns. How large one is hangs on how large those are that the calls below return:
 * while the body runs, these sizes are symbols. What the result is made of then tells the recurrence.
 *
 * Where every call puts in what the calls below returned, and something of its own, each call's own part is in the
 * result once: they add up. Where an element that was returned is put in twice, or for each of several things, the
 * size is multiplied with each call.
 */
import { type Cost, ONE, compare, divide, factorial, isOne, isZero, key, max } from '../../cost/cost.ts';
import { min, symbol, symbolsOf, times, without } from '../../cost/cost.ts';
import type { Context, Frame } from '../frame.ts';
import { newObject } from '../heap.ts';
import { unify } from '../join.ts';
import type { Level } from '../levels.ts';
import { type Machine, exponential, newSymbol, settle } from '../machine.ts';
import { type HeapObject, type ObjectType, type Value, find, ref } from '../value.ts';
import { powerOf } from './branching.ts';
import type { Recursion } from './query.ts';
import type { SelfCall } from './self-calls.ts';
import { TWICE, type Taken, isConstantFactor } from './taken.ts';

/** The sizes of what an open recursion returns. */
export interface Returning {
  /** The symbol of what the call at a site returns. */
  readonly names: ReadonlyMap<object, string>;
  /** What the calls at the sites returned. */
  readonly inner: Map<string, HeapObject>;
  /** Something that a call returned was returned again as it was. */
  passedOn: HeapObject | null;
}

/** What a pass found out about the sizes, for the next one. */
export interface ReturnedSize {
  readonly mean: Cost;
  readonly most: Cost;
}

const GROWING: ReadonlySet<ObjectType> = new Set(['list', 'array', 'deque', 'set', 'iterator']);

/** What calls itself once only exchanges its arguments. */
const isOpen = ({ count }: Recursion): boolean => !isOne(count);

/** Symbols for the sizes of what the calls return, from the second pass on; null where no container is returned. */
export function openReturned(
  m: Machine,
  { returnedSize }: Context,
  recursion: Recursion,
  calls: readonly SelfCall[],
): Returning | null {
  if (returnedSize === null || !isOpen(recursion)) return null;
  const names = new Map<object, string>();
  for (const { call } of calls) names.set(call, newSymbol(m));
  return { names, inner: new Map(), passedOn: null };
}

/** What the recursive call at a site returns: a container of its own, of an open size. */
export function innerResult(m: Machine, active: Frame, result: Value, site: object): Value {
  const name = active.returning?.names.get(site);
  if (active.returning === null || name === undefined || result.kind !== 'ref') return result;
  const whole = find(result.object);
  if (!GROWING.has(whole.type)) return result;
  const { elem, key } = whole;
  if (elem?.kind === 'ref') growToSettled(find(elem.object));
  const known = active.returning.inner.get(name);
  // What the open calls hold of it is all in the result in the end.
  const given = { elem, key, total: null, growth: null, frames: null };
  const made = known ?? newObject(m, whole.type, symbol(name), given);
  active.returning.inner.set(name, made);
  return ref(made);
}

/** What stands in the place of an element that a call below returned is as large as the pass before found it. */
function growToSettled(object: HeapObject): void {
  if (object.origin !== 'local' || object.settled === null || !GROWING.has(object.type)) return;
  object.size = max(object.size, object.settled);
  if (!isOne(object.size) && !isZero(object.size)) object.exact = null;
}

/** Whether a value is what a recursive call returned, with nothing but additions: it is passed on. */
export function isPassedOn({ returning }: Frame, value: Value): boolean {
  if (returning === null || value.kind !== 'ref') return false;
  const object = find(value.object);
  for (const inner of returning.inner.values()) {
    if (find(inner) !== object) continue;
    returning.passedOn = object;
    return true;
  }
  return false;
}

/** The size of what the whole recursion returns, which its object then has; for the next pass, that of one call. */
export function closeReturned(
  m: Machine,
  frame: Frame,
  recursion: Recursion,
  level: Level,
  result: Value,
): Value {
  if (!isOpen(recursion)) return result;
  const whole = wholeResult(frame, result);
  // A container that was there before the first call, and to which the calls only add, is not meant.
  const isMade = whole !== null && whole.within === level && GROWING.has(whole.type);
  const size = isMade ? bound(m, frame, recursion, whole) : null;
  if (isMade && mentions(whole.size, level)) releaseParts(m, level);
  for (const name of level.returned?.names ?? []) m.closed.set(name, size?.most ?? level.returned!.most);
  if (size === null || whole === null) return result;
  noteSize(m, frame.context, size);
  whole.size = size.most;
  whole.frames = null;
  whole.growth = null;
  return result.kind === 'ref' ? result : ref(whole);
}

/** What open calls hold of what calls below returned are all parts of the result: together no more than it. */
function releaseParts(m: Machine, level: Level): void {
  for (const object of m.objects)
    if (object.within === level && mentions(object.size, level)) object.frames = null;
}

const mentions = (size: Cost, { returned }: Level): boolean =>
  returned !== null && symbolsOf(size).some((name) => returned.names.has(name));

/** What is returned, be it made by a call or passed on by it: one object stands for both. */
function wholeResult({ returning }: Frame, result: Value): HeapObject | null {
  const passed = returning?.passedOn ?? null;
  if (result.kind !== 'ref') return passed;
  return passed === null ? find(result.object) : unify(result.object, passed);
}

/** Keeps the size for the next pass, which there has to be if it is news. */
function noteSize(m: Machine, context: Context, size: ReturnedSize): void {
  const before = context.returnedSize;
  m.grew ||= before === null || key(before.most) !== key(size.most) || key(before.mean) !== key(size.mean);
  context.returnedSize = size;
}

/** The recurrence, solved: what one call puts in of its own, and how often it takes what the calls below returned. */
function bound(m: Machine, frame: Frame, recursion: Recursion, whole: HeapObject): ReturnedSize {
  const names = new Set(frame.returning?.names.values() ?? []);
  const size = settle(m, whole.size);
  const own = without(size, names);
  const share = isZero(own) ? ONE : own;
  if (!symbolsOf(size).some((name) => names.has(name))) return { mean: share, most: share };
  const { taken } = whole;
  if (recursion.solve !== null) return halved(m, recursion.solve, share, taken);
  const depth = settle(m, recursion.depth);
  const calls = settle(m, recursion.count);
  const all = min(times(share, calls), ownInAll(m, whole, names) ?? times(share, calls));
  const chain = min(times(share, depth), all);
  const mean = min(times(share, depth), divide(times(all, depth), calls));
  if (taken === null) return { mean, most: chain };
  // What is kept in a table is taken from it by several calls.
  const factor = taken.factor ?? (recursion.rule === 'memo' && taken.several ? TWICE : null);
  if (factor === null) return { mean, most: taken.several ? all : chain };
  const most = times(multiplied(factor, depth), share);
  // Of one call after the other the first is as long as all the others together.
  const isChain = compare(calls, depth) === 'equal';
  return { mean: isChain ? divide(most, depth) : most, most };
}

/** What all calls put in of their own; null where that is not known. */
function ownInAll(m: Machine, { growth }: HeapObject, names: ReadonlySet<string>): Cost | null {
  const put = growth?.[m.levels.length];
  return put === undefined ? null : without(settle(m, put), names);
}

/**
 * Of halves the size follows the recurrence of the costs: what is merged of both is as long as both. What a call puts in
 * of its own is taken for a part of what it was given, as the elements that equal a pivot are.
 */
function halved(m: Machine, solve: (own: Cost) => Cost, own: Cost, taken: Taken | null): ReturnedSize {
  const isMerged = taken?.factor == null || isConstantFactor(taken.factor);
  const most = isMerged ? settle(m, max(own, solve(ONE))) : own;
  return { mean: most, most };
}

/** The size after so many calls, each of which multiplies it by a factor. */
function multiplied(factor: Cost, depth: Cost): Cost {
  if (isConstantFactor(factor)) return exponential(depth);
  return compare(factor, depth) === 'greater' ? powerOf(factor, depth) : factorial(depth);
}
