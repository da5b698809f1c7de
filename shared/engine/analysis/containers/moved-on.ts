/** What is drawn from a container, changed, and put back: with every turn it can move on. */
import { type Cost, ONE, compare, isOne } from '../../cost/cost.ts';
import { inAll } from '../levels.ts';
import { type Machine, exponential, settle } from '../machine.ts';
import { type HeapObject, type Num, type Ref, type Str, type Value, find, num } from '../value.ts';
import { isUnmoved, isWear } from '../moved-from.ts';
import { putsBehind, selfLevel } from './feed.ts';

/**
 * What was drawn from the container and is put back further on: by constants, after all turns it can be anywhere; the
 * sums that a set or map holds are as large as all that was added.
 */
export function movedOn(machine: Machine, object: HeapObject, value: Value): Value {
  if (value.kind === 'tuple') {
    const parts = value.parts.map((part) => movedOn(machine, object, part));
    return parts.some((part, i) => part !== value.parts[i]) ? { ...value, parts } : value;
  }
  if (value.kind === 'str') return longerText(machine, object, value);
  if (value.kind === 'ref') return longerList(machine, object, value);
  const move =
    value.kind === 'num'
      ? value.moved.find((one) => isOrUnites(one.from, object) && !isUnmoved(one) && !isWear(one.how))
      : undefined;
  if (move === undefined || value.kind !== 'num') return value;
  const { by, how } = move;
  if (how === 'scaled' && isOne(value.max)) return timesOn(machine, object, value);
  const isStep = isOne(by.max);
  if (isStep && !isOne(value.max)) return value;
  const outside = object.type === 'set' || object.type === 'map' ? addedOutside(machine, object, by) : null;
  const added = isStep && (outside === null || isOne(outside)) ? machine.inputSize : outside;
  if (added === null) return value;
  if (!reaches(object.elem, added)) machine.grew = true;
  return num(added, { float: value.float, stepped: isStep });
}

/** The container is known to hold numbers as large as that. */
const reaches = (held: Value | null, bound: Cost): boolean =>
  held?.kind === 'num' && compare(held.max, bound) === 'equal';

/** A text that is longer than the one it was made of, which the container held too: after all turns it can be of any length. */
function longerText(machine: Machine, object: HeapObject, value: Str): Str {
  if (value.longerThan === null || !isOne(value.size)) return value;
  const drawn = find(value.longerThan);
  const depth = depthOfCalls(machine, (returned) => returned === drawn);
  if (depth !== null && !isOne(depth)) {
    machine.grew = true;
    return { ...value, size: depth, domain: null, exact: null };
  }
  if (drawn !== object) return value;
  machine.grew = true;
  return { ...value, size: machine.inputSize, domain: null, exact: null };
}

/** The same of a list that was put together from one of those in the container. */
function longerList(machine: Machine, object: HeapObject, value: Ref): Ref {
  const made = find(value.object);
  if (made.longerThan === null || made === object || lengthenByCalls(machine, made)) return value;
  const from = find(made.longerThan);
  if (object.elem !== null && holds(object.elem, from)) lengthen(machine, made, object);
  return value;
}

/** What is in the container that a recursive call returned, and is made longer by each call above it, is as long as they are deep. */
function depthOfCalls(machine: Machine, isOf: (returned: HeapObject) => boolean): Cost | null {
  if (machine.frameDepth === null) return null;
  const frame = machine.levels.findLast(({ kind }) => kind === 'recursion')?.frame;
  if (frame?.func == null) return null;
  const { returning, returned } = frame;
  // The first pass takes what the ends of the recursion return for what all calls do.
  const inner =
    returning === null ? (returned?.kind === 'ref' ? [returned.object] : []) : returning.inner.values();
  if (![...inner].some((object) => isOf(find(object)))) return null;
  return machine.recursions.get(frame.func)?.depth ?? null;
}

/** The list is put together of an element of what a recursive call returned: notes how long it can be. */
function lengthenByCalls(machine: Machine, made: HeapObject): boolean {
  const depth = depthOfCalls(machine, ({ elem }) => elem !== null && isMadeOf(made, elem, CHAIN));
  if (depth === null) return false;
  if (compare(made.size, depth) !== 'less') return true;
  made.size = depth;
  made.growth = null;
  made.exact = null;
  made.grows = true;
  machine.grew = true;
  return true;
}

/** So many lists may be put together one after the other, of slices too. */
const CHAIN = 4;

function isMadeOf({ longerThan, derived }: HeapObject, elem: Value, chain: number): boolean {
  const from = longerThan ?? derived;
  if (from === null || chain === 0) return false;
  return holds(elem, find(from)) || isMadeOf(find(from), elem, chain - 1);
}

/** A copy of a part took the place of another part, and is put into: each is longer than the one it was made of. */
export function lengthenCopiedPart(machine: Machine, part: HeapObject): void {
  if (part.ofItself && part.holder !== null) lengthen(machine, part, find(part.holder));
}

/** In the turns of a loop one part after the other becomes longer: after all of them it can have any length. */
function lengthen(machine: Machine, part: HeapObject, holder: HeapObject): void {
  // What recursive calls return is as long as their depth tells.
  if (machine.frameDepth !== null || machine.levels.some(({ returned }) => returned !== null)) return;
  if (!machine.levels.slice(holder.born).some(({ kind }) => kind === 'loop')) return;
  part.growth = null;
  if (compare(part.size, machine.inputSize) !== 'less') return;
  part.size = machine.inputSize;
  part.exact = null;
  part.grows = true;
  machine.grew = true;
}

/** The value is the container, or a tuple that has it. */
function holds(value: Value, object: HeapObject): boolean {
  if (value.kind === 'tuple') return value.parts.some((part) => holds(part, object));
  return value.kind === 'ref' && find(value.object) === object;
}

const isOrUnites = (from: HeapObject, object: HeapObject): boolean =>
  find(from) === object || find(from).united.some((part) => find(part) === object);

/** What is multiplied in every turn grows with the power of the turns: it can be a different number each time. */
function timesOn(machine: Machine, object: HeapObject, value: Num): Num {
  const held = object.elem;
  if (held?.kind !== 'num' || !held.wide) machine.grew = true;
  const around = machine.levels.slice(object.born);
  // The turns of a search take out what others have put in: they are no line of factors.
  const turns = around.every(({ node }) => node?.kind === 'forEach' && !putsBehind(machine, node))
    ? settle(machine, inAll(machine.levels, ONE, Math.min(object.born, machine.levels.length)))
    : ONE;
  return {
    ...value,
    max: isOne(turns) ? value.max : exponential(turns),
    exact: null,
    domain: null,
    wide: true,
  };
}

/** What adding a number makes over the turns around the loop over the container; null outside of such a loop. */
function addedOutside(machine: Machine, object: HeapObject, by: Num): Cost | null {
  const base = Math.min(object.born, machine.levels.length);
  const at = selfLevel(machine, object, base);
  if (at === null) return null;
  const sum = by.drawnFrom === null ? null : find(by.drawnFrom).sum;
  const place = by.place === null ? -1 : machine.levels.indexOf(by.place);
  return sum !== null && place >= 0 && place < at
    ? settle(machine, inAll(machine.levels.slice(0, place), sum, base))
    : settle(machine, inAll(machine.levels.slice(0, at), by.max, base));
}
