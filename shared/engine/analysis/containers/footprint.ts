/** The memory that containers hold. */
import { type Cost, ONE, ZERO, isOne, isZero, min, plus, times } from '../../cost/cost.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import { type HeapObject, type Value, find } from '../value.ts';

/** Memory that an object holds: its elements, and what they hold in turn. */
export function footprint(machine: Machine, ref: HeapObject, seen = new Set<HeapObject>()): Cost {
  const object = find(ref);
  if (seen.has(object)) return ONE;
  seen.add(object);
  const size = sizeOf(machine, object);
  if (object.type === 'iterator') return ONE;
  if (object.type === 'object') return plus(object.instances, ONE);
  if (object.type === 'tree' || object.type === 'linked' || object.type === 'graph')
    return object.origin === 'input' ? ONE : object.instances;
  const weight = elementWeight(machine, object.elem, seen);
  const product = isZero(size) ? ZERO : times(size, weight);
  const keyWeight = object.key === null ? ONE : elementWeight(machine, object.key, seen);
  const total =
    object.total !== null && !isOne(weight)
      ? min(product, plus(size, settle(machine, object.total)))
      : product;
  return plus(total, times(size, keyWeight), ONE);
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
