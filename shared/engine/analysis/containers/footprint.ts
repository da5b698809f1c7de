/** The memory that containers hold. */
import { type Cost, ONE, ZERO, isOne, isZero, max, min, plus, times } from '../../cost/cost.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import { type HeapObject, type Value, find, nonZero } from '../value.ts';

/** Memory that an object holds: its elements, and what they hold in turn. */
export function footprint(machine: Machine, ref: HeapObject, seen = new Set<HeapObject>()): Cost {
  const object = find(ref);
  if (seen.has(object)) return ONE;
  seen.add(object);
  const size = max(sizeOf(machine, object), object.heldBefore);
  if (object.type === 'iterator') return ONE;
  if (object.type === 'object') return plus(object.instances, ONE);
  if (object.type === 'tree' || object.type === 'linked' || object.type === 'graph')
    return object.origin === 'input' ? ONE : object.instances;
  if (isNested(object)) return plus(settle(machine, object.pushed), ONE);
  const flat = partsInAll(machine, object, seen);
  const weight = elementWeight(machine, object.elem, seen);
  const keyWeight = object.key === null ? ONE : elementWeight(machine, object.key, seen);
  const inner = innerTotal(object);
  const known = [flat, inner, nodesIn(object.elem)].reduce((a, b) =>
    a === null || b === null ? (a ?? b) : min(a, b),
  );
  return plus(summed(machine, size, weight, known), summed(machine, size, keyWeight, object.keyTotal), ONE);
}

/** A container of its own kind, as the nodes of a trie are: what was ever put in is in some node of it. */
function isNested(object: HeapObject): boolean {
  return object.elem?.kind === 'ref' && find(object.elem.object) === object && object.origin === 'local';
}

/** All nodes that there are of the structure whose nodes the elements are; null for other elements. */
function nodesIn(elem: Value | null): Cost | null {
  const object = elem?.kind === 'ref' ? find(elem.object) : null;
  const isNode = object?.type === 'tree' || object?.type === 'linked' || object?.type === 'graph';
  return isNode ? object.instances : null;
}

/** What its elements add up to, with what their elements hold in turn. */
function partsInAll(machine: Machine, object: HeapObject, seen: ReadonlySet<HeapObject>): Cost | null {
  const { total, elem, fields } = object;
  const part = elem?.kind === 'ref' ? find(elem.object) : null;
  // Parts that came to be parts of the input are no longer told apart from those that were there.
  if (part?.origin === 'local' && part.given !== null) return null;
  if (total === null || part?.elem?.kind !== 'ref') return total;
  const weight = elementWeight(machine, part.elem, new Set(seen));
  // What a default dictionary makes lives as long as it: what was put into one part was added up over all of them.
  if (isOne(weight)) return total;
  if (fields?.has('<factory>') === true && part.total !== null) return plus(total, part.total);
  const rows = min(total, settle(machine, nonZero(find(part.elem.object).allocated)));
  return plus(total, times(rows, weight));
}

/** So many elements of a weight, or what they are known to add up to. */
function summed(machine: Machine, size: Cost, weight: Cost, total: Cost | null): Cost {
  const product = isZero(size) ? ZERO : times(size, weight);
  return total === null || isOne(weight) ? product : min(product, plus(size, settle(machine, total)));
}

/** What was put into all the containers that an object holds, and into those inside them. */
function innerTotal(object: HeapObject): Cost | null {
  if (object.elem?.kind !== 'ref') return null;
  let total: Cost | null = null;
  let at = object;
  const seen = new Set([object]);
  while (at.elem?.kind === 'ref') {
    at = find(at.elem.object);
    const put = at.growth?.[Math.min(object.born, at.growth.length - 1)];
    if (seen.has(at) || at.origin === 'input' || put === undefined) return null;
    seen.add(at);
    total = total === null ? put : plus(total, put);
  }
  return total === null || at.elem?.kind === 'str' || at.elem?.kind === 'tuple' ? null : total;
}

function elementWeight(machine: Machine, elem: Value | null, seen: Set<HeapObject>): Cost {
  if (elem === null) return ONE;
  if (elem.kind === 'str') return elem.input ? ONE : settle(machine, elem.size);
  if (elem.kind === 'tuple')
    return elem.parts.reduce<Cost>((sum, part) => plus(sum, elementWeight(machine, part, seen)), ONE);
  if (elem.kind !== 'ref') return ONE;
  const object = find(elem.object);
  return object.origin === 'input' || object.holder === null ? ONE : footprint(machine, object, seen);
}
