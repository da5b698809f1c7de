/** What the elements of containers hold together: totals over texts and containers that are put in. */
import { type Cost, ONE, compare, isOne, isZero, max, min, plus, times } from '../../cost/cost.ts';
import { sizeOf, totalOf } from '../heap.ts';
import { inAll } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { type HeapObject, type Tuple, type Value, find } from '../value.ts';
import { valueSize } from './read.ts';

/** It is one of its elements already, and was not made anew since. */
function isHeldBy(container: HeapObject, elem: Value): boolean {
  const object = elem.kind === 'ref' ? find(elem.object) : null;
  return object?.holder === container && !object.isNew;
}

/** A text or container that is put into a container, as large as it is before that; `growth`: what was ever pushed into it. */
interface Weight {
  readonly value: Value;
  readonly size: Cost;
  readonly growth: Cost[] | null;
}

/** What an element adds to the total of a container that does not hold it yet: a text or container, or those in a tuple. */
export function weightsOf(machine: Machine, container: HeapObject, elem: Value): Weight[] {
  if (elem.kind === 'tuple') return heavyParts(elem).flatMap((part) => weightsOf(machine, container, part));
  if (elem.kind !== 'ref' && elem.kind !== 'str') return [];
  if (isHeldBy(container, elem)) {
    container.putBack ||= !isOne(valueSize(machine, elem));
    return [];
  }
  const growth = elem.kind === 'ref' ? growthOf(find(elem.object)) : null;
  return [{ value: elem, size: valueSize(machine, elem), growth }];
}

/** The nodes of structures are counted one by one, and iterators hold nothing. */
function heavyParts({ parts }: Tuple): Value[] {
  return parts.filter((part) => {
    if (part.kind !== 'ref') return true;
    const object = find(part.object);
    return object.origin === 'local' && object.type !== 'iterator' && !isNode(object);
  });
}

/** `fed`: how many times a container that grows by its own elements gets this one. */
export function addWeight(
  machine: Machine,
  object: HeapObject,
  { value, size, growth }: Weight,
  fed: Cost | null,
  count: Cost,
): void {
  if (object.total === null) return;
  const base = object.origin === 'input' ? 0 : object.born;
  // What is made of the container's own elements adds up to no more than these only where it is not put back.
  const isOwn = value.kind === 'str' && value.longerThan !== null && find(value.longerThan) === object;
  const weight =
    (isOwn ? null : (piecesInAll(machine, value, base) ?? madeInAll(machine, value, base))) ??
    storedWeight(machine, size, growth?.[base] ?? null, count, base);
  object.total = plus(object.total, fed === null ? weight : times(fed, size));
}

/** What was pushed in all: in a loop, later turns push too, as the pass before has seen. What was copied was not pushed. */
function growthOf({ growth, settledGrowth, remade, ofItself }: HeapObject): HeapObject['growth'] {
  if (ofItself) return null;
  const isEmpty = growth?.every(isZero) === true;
  return isEmpty && remade === null && settledGrowth !== null ? settledGrowth : growth;
}

/** What all the spans that are pushed here hold together, seen from depth `base`. */
function madeInAll(machine: Machine, elem: Value, base: number): Cost | null {
  const made = elem.kind === 'str' ? elem.made : elem.kind === 'ref' ? madeOf(find(elem.object)) : null;
  return made?.within === (machine.levels.at(-1) ?? null) && made.from >= base
    ? settle(machine, inAll(machine.levels.slice(0, made.from), made.count, base))
    : null;
}

/** Copies of what a container holds add up to that only where they are not put into it as well. */
const madeOf = ({ made, ofItself }: HeapObject): HeapObject['made'] => (ofItself ? null : made);

/** Keys that are pieces of another container add up to it; what others add up to is not known. */
export function addKey(machine: Machine, object: HeapObject, key: Value, base: number | null): void {
  if (object.keyTotal === null || key.kind === 'num') return;
  const pieces = base === null ? null : (piecesInAll(machine, key, base) ?? madeInAll(machine, key, base));
  object.keyTotal = pieces === null ? null : plus(object.keyTotal, pieces);
}

/** What is replaced is no longer there: all are together no larger than as many of the largest. */
export function capTotal(machine: Machine, object: HeapObject, weights: readonly Weight[]): void {
  const [weight] = weights;
  if (object.total === null || weight === undefined) return;
  const held = object.elem === null ? ONE : valueSize(machine, object.elem);
  const most = times(sizeOf(machine, object), max(weight.size, held));
  if (compare(most, object.total) === 'less') object.total = most;
}

/** What is pushed into a part of a container adds to the container's total. */
export function addToHolder(machine: Machine, object: HeapObject, count: Cost): void {
  if (object.holder === null) return;
  const holder = find(object.holder);
  if (holder === object || holder.total === null) return;
  const added = inAll(machine.levels, count, Math.min(holder.born, machine.levels.length));
  holder.total = plus(holder.total, settle(machine, added));
}

/** What storing elements of a size adds to the total of a container made at depth `base`; `grown`: all that was pushed into them. */
function storedWeight(machine: Machine, weight: Cost, grown: Cost | null, count: Cost, base: number): Cost {
  const plain = settle(machine, inAll(machine.levels, times(count, weight), base));
  return grown === null || isZero(grown)
    ? plain
    : min(plain, plus(grown, settle(machine, inAll(machine.levels, count, base))));
}

/** What strings that are drawn from a different place of a container in every turn add up to: what it holds. */
export function piecesInAll(machine: Machine, elem: Value, base: number): Cost | null {
  if (elem.kind !== 'str' || elem.drawnFrom === null || elem.place === null) return null;
  const total = totalOf(machine, elem.drawnFrom);
  const at = machine.levels.indexOf(elem.place);
  if (total === null || isZero(total) || at < base) return null;
  if (machine.levels.slice(at + 1).some((level) => level.kind === 'loop' && !isOne(level.count))) return null;
  return settle(machine, inAll(machine.levels.slice(0, at), max(total, elem.place.count), base));
}

export const isNode = ({ type }: HeapObject): boolean =>
  type === 'object' || type === 'tree' || type === 'linked' || type === 'graph';
