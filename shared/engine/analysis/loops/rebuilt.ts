/** Running over what an outer loop makes anew in every turn. */
import { type Cost, ONE, classify, compare, isOne, isZero, max } from '../../cost/cost.ts';
import type { BinaryOp, Expr } from '../../ir/ir.ts';
import type { Frame } from '../frame.ts';
import { inAll } from '../levels.ts';
import { structureIn } from '../containers/feed.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import { type Change, type Changes, changesIn, empties, measuredPath, pathOf } from '../progress.ts';
import { type HeapObject, find } from '../value.ts';
import { disjointLayers } from './disjoint-layers.ts';
import { takesOutLayer } from './layers.ts';
import type { LoopBound } from './open.ts';
import { putInAll, reached, valueOfPath } from './paths.ts';

/** What every turn of an outer loop makes anew and fills: all turns together run over all that was ever put in. */
export function freshEachTurn(m: Machine, object: HeapObject, here: number): LoopBound | null {
  for (const made of sourcesOf(m, object)) {
    const bound = filledAnew(m, made, here);
    if (bound !== null) return bound;
  }
  return null;
}

/** The container, or what an iterator runs over, which has as many elements. */
function sourcesOf(m: Machine, object: HeapObject): HeapObject[] {
  if (object.views === null) return [object];
  const views = object.views.flatMap((view) => (view === null ? [] : [find(view)]));
  const size = sizeOf(m, object);
  const alike = views.filter((view) => /^(?:equal|less)$/.test(compare(size, sizeOf(m, view))));
  return alike.length === 0 ? [object] : alike;
}

function filledAnew(m: Machine, made: HeapObject, here: number): LoopBound | null {
  const { growth, born } = made;
  if (growth === null || born === 0 || born > here || !isOne(inAll(m.levels, ONE, born))) return null;
  const all = growth[0];
  if (all === undefined || isZero(all)) return null;
  const plain = inAll(m.levels, sizeOf(m, made));
  return compare(all, plain) === 'less'
    ? {
        count: max(all, inAll(m.levels, ONE)),
        from: 0,
        rule: 'amortised',
        reason: 'it is made anew in every turn, and all that is ever put in is run over once',
        source: made,
      }
    : null;
}

/** `level = next_level` each turn of the outer loop: all turns together are the elements ever put into a level. */
export function rebuiltPerTurn(
  m: Machine,
  frame: Frame,
  iterable: Expr,
  object: HeapObject,
  here: number,
): LoopBound | null {
  const path = pathOf(iterable) ?? wrappedPath(iterable);
  const whole = path === null ? null : (valueOfPath(m, path) ?? object);
  return path === null || whole === null ? null : rebuiltAt(m, frame, path, find(whole), here);
}

function rebuiltAt(
  m: Machine,
  frame: Frame,
  path: string,
  object: HeapObject,
  here: number,
): LoopBound | null {
  if (object.born >= here || object.origin === 'input' || object.selfGrowth) return null;
  const disjoint = disjointLayers(m, frame, path, object, here);
  if (disjoint !== null || keepsFew(object) || object.takesOver) return disjoint;
  return rebuiltObject(m, frame, path, object, here);
}

/**
 * `for i in range(len(level))`, and `level = next_level` later: as often as elements are ever put into a level. The
 * length is read in the same turn, there or in an assignment.
 */
export function rebuiltMeasured(m: Machine, frame: Frame, limit: Expr, here: number): LoopBound | null {
  const around = m.levels.findLast(({ kind }) => kind === 'loop');
  if (around?.frame !== frame) return null;
  const path = measuredInTurn(m, limit, changesIn(around.body, m.index));
  const held = path === null ? null : valueOfPath(m, path);
  if (path === null || held === null) return null;
  const object = find(held);
  return rebuiltAt(m, frame, path, object, here) ?? freshEachTurn(m, object, here);
}

/** What a number is the length of, or a part of that, or less by a constant, as a turn with these changes reads it. */
function measuredInTurn(m: Machine, limit: Expr, changes: Changes): string | null {
  if (limit.kind === 'binary' && limit.right.kind === 'number' && LESS.has(limit.op))
    return measuredInTurn(m, limit.left, changes);
  if (limit.kind === 'call') return measuredPath(m.index.roles, limit);
  // From there on it may only fall, as the end of an interval that is closed in does.
  const list = limit.kind === 'name' ? (changes.get(limit.name) ?? []) : [];
  const [change, more] = list.filter((one) => one.kind !== 'step' || one.sign > 0);
  const value = change?.kind === 'set' && more === undefined ? change.value : null;
  return value?.kind === 'call' || value?.kind === 'binary' ? measuredInTurn(m, value, changes) : null;
}

/** What, with a number, leaves less; what is one more may be put in every time, and then adds up to more than all there was. */
const LESS: ReadonlySet<BinaryOp> = new Set(['-', '//', '/', '>>']);

/** A set or map made of itself: that its different elements are few bounds it in each turn, not over all of them. */
const keepsFew = (object: HeapObject): boolean =>
  object.unguarded && (object.type === 'set' || object.type === 'map') && !holdsNodes(object);

/** Whether its elements, or the keys of a map, are nodes of the input or hold some. */
const holdsNodes = ({ elem, key }: HeapObject): boolean =>
  [elem, key].some((value) => value !== null && structureIn(value, 3) !== null);

/** `q` of `enumerate(q)`, `q.items()` and `list(q.items())`. */
export function wrappedPath(expr: Expr): string | null {
  if (expr.kind !== 'call') return null;
  const { callee, args } = expr;
  const isView = callee.kind === 'field' && args.length === 0;
  const wrapped = isView ? callee.object : callee.kind === 'name' ? args[0]?.value : undefined;
  return wrapped === undefined ? null : (pathOf(wrapped) ?? wrappedPath(wrapped));
}

function rebuiltObject(
  m: Machine,
  frame: Frame,
  path: string,
  object: HeapObject,
  here: number,
): LoopBound | null {
  let from = here;
  const isLayered = !object.refilled;
  const addsUp = holdsNodes(object) || classify(reached(m, object)) === 'exponential';
  for (let at = here - 1; at >= object.born; at--) {
    const level = m.levels[at]!;
    if (level.kind !== 'loop' || level.frame !== frame) break;
    const changes = changesIn(level.body, m.index);
    const isRebuilt = rebuiltFrom(changes, path, addsUp) || isNextLayer(changes, path);
    if (!isRebuilt && !(isLayered && takesOutLayer(m, level.body, path))) break;
    from = at;
  }
  if (from === here) return null;
  return {
    ...overAllMade(m, object, { count: reached(m, object), from: Math.max(object.born, 0) }),
    rule: 'amortised',
    reason: 'it is rebuilt in every turn of the outer loop, and each element is put in once',
    source: object,
  };
}

/** All that is ever put into a container that the loops around make anew, and that no loop inside of them goes through again. */
export function consumedInAll(m: Machine, object: HeapObject): Cost | null {
  if (object.born === 0 || object.origin === 'input' || object.unguarded) return null;
  const now = object.growth?.[0];
  const before = object.settledGrowth?.[0];
  if (now === undefined || !isOne(inAll(m.levels, ONE, object.born))) return null;
  return settle(m, before === undefined ? now : max(now, before));
}

/** A count of what is put in while a loop makes it anew, or of all that is ever put in where that is less over the loops around. */
export function overAllMade(
  m: Machine,
  object: HeapObject,
  one: Pick<LoopBound, 'count' | 'from'>,
): Pick<LoopBound, 'count' | 'from'> {
  const all = one.from === 0 ? null : putInAll(m, object);
  if (all === null || isZero(all)) return one;
  return compare(all, inAll(m.levels.slice(0, one.from), one.count)) === 'less'
    ? { count: all, from: 0 }
    : one;
}

/** `following = []` and, once it is filled, `layer = following`. */
function isNextLayer(changes: Changes, path: string): boolean {
  const list = changes.get(path) ?? [];
  if (!list.some(beginsEmpty) || !list.every((change) => change.kind === 'push' || beginsEmpty(change)))
    return false;
  return [...changes].some(
    ([other, moves]) =>
      other !== path && moves.some((change) => change.kind === 'copy' && change.from === path),
  );
}

/** `[]`, `set()`, `new ArrayList<>()` */
const beginsEmpty = (change: Change): boolean =>
  empties(change) ||
  (change.kind === 'set' &&
    ((change.value?.kind === 'map' && change.value.entries.length === 0) ||
      (change.value?.kind === 'call' && change.value.args.length === 0)));

/** What a comprehension takes from turn to turn adds up only where it goes down a tree, or where the last turn outweighs all. */
function rebuiltFrom(changes: Changes, path: string, addsUp: boolean): boolean {
  const list = changes.get(path) ?? [];
  return list.some(
    (change) =>
      (change.kind === 'copy' && !change.from.startsWith(path)) ||
      (change.kind === 'set' &&
        change.value !== null &&
        ((change.value.kind === 'comprehension' && addsUp) ||
          (change.tuple && pathOf(change.value) !== null))),
  );
}
