/** Containers made anew in every turn of a loop that take over what the one before held, element by element. */
import { type Cost, ONE, ZERO, isOne, isZero, log, plus } from '../../cost/cost.ts';
import { inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { type Moved, isWear } from '../moved-from.ts';
import { type HeapObject, type Value, find, nonZero } from '../value.ts';
import { fedInAll, selfLevel, structureIn } from './feed.ts';
import type { Pushing } from './grow.ts';

/** What is pushed, how often, and how many levels are open where the container was made first and was made last. */
export interface Push {
  readonly elem: Value;
  readonly count: Cost;
  readonly base: number;
  readonly since: number;
  readonly how: Pushing;
}

/** How a push goes on with what the container held before: the level that feeds it, or how many keys are left of a chain. */
export function takeOver(
  machine: Machine,
  object: HeapObject,
  push: Push,
): { feeding: number | null; worn: Cost | null } {
  const worn = wornDown(machine, object, push);
  const feeding = worn === null ? feedingLevel(machine, object, push) : null;
  if (feeding === null) noteTakenOver(machine, object, push.elem, push.base);
  return { feeding, worn };
}

/**
 * The level over the object itself under which it grows; null when it is only copied once, element by element. With what
 * is put in beside them, each copy is longer by that than the one before.
 */
function feedingLevel(machine: Machine, object: HeapObject, push: Push): number | null {
  const { base, since, how } = push;
  const at = selfLevel(machine, object, base, how !== 'read');
  if (at === null) noteBeside(machine, object, push);
  if (at === null || object.remade === null || object.remade > at) return at;
  if (runsMore(machine, at, since) || object.selfPushes++ > 0 || object.ofItself || isFilledByKey(object))
    return at;
  const beside = object.beside ?? ZERO;
  if (object.filled)
    object.size = plus(object.size, settle(machine, inAll(machine.levels.slice(0, at), ONE, base)));
  else object.size = plus(object.size, beside);
  if (!isZero(beside) && machine.frameDepth === null) machine.grew = true;
  return null;
}

const runsMore = ({ levels }: Machine, at: number, since: number): boolean =>
  levels.some((level, i) => i >= since && i !== at && level.kind === 'loop');

const isKeyed = ({ type }: HeapObject): boolean => type === 'set' || type === 'map';

const isFilledByKey = (object: HeapObject): boolean => isKeyed(object) && object.filled;

/** What is put in beside the elements of the one before makes each copy longer than that. */
function noteBeside(machine: Machine, object: HeapObject, { count, base, since }: Push): void {
  if (object.remade === null || object.beside === null) return;
  if (object.worn !== null && isOne(inAll(machine.levels, count, since))) return;
  const all = settle(machine, inAll(machine.levels, count, base));
  object.beside = plus(object.beside, all);
  if (object.selfPushes === 0) return;
  object.size = plus(object.size, all);
  if (machine.frameDepth === null) machine.grew = true;
}

/**
 * How many are in a set or map whose keys are those of the one before, each worn down by one and the same number: of a
 * chain of numbers of which each has bits or factors less, as many as the largest has. Each turn begins no more than a few
 * chains. Null for anything else.
 */
function wornDown(machine: Machine, object: HeapObject, { elem: key, base, since }: Push): Cost | null {
  const at = key.kind === 'num' && isKeyed(object) ? selfLevel(machine, object, base) : null;
  if (at === null || object.remade === null || object.remade > at || key.kind !== 'num') return null;
  const worn = key.moved.find(({ from, how }) => isWear(how) && find(from) === object);
  const isFirst = object.selfPushes === 0 && !object.ofItself && isOne(nonZero(object.size));
  if (worn === undefined || runsMore(machine, at, since) || !(isFirst || isSame(object.worn, worn)))
    return null;
  object.selfPushes++;
  object.worn = worn;
  return nonZero(log(key.max));
}

/** Notes that a container made anew in every turn gets elements of the one before it, as long as there are turns. */
function noteTakenOver(machine: Machine, object: HeapObject, elem: Value, base: number): void {
  if (object.takesOver || object.remade === null || machine.marks > 0) return;
  if (selfLevel(machine, object, base) === null || fedInAll(machine, object) !== null) return;
  if (structureIn(elem, 3) !== null) return;
  object.takesOver = true;
  if (machine.frameDepth === null) machine.grew = true;
}

const isSame = (a: Moved | null, b: Moved): boolean => a?.by === b.by && a.how === b.how;
