/** Reading containers: sizes and elements. */
import { affine, affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, divide as divideCost, isOne, max, min } from '../../cost/cost.ts';
import { join } from '../join.ts';
import type { Level } from '../levels.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, isLoose, settle } from '../machine.ts';
import { CHAR, type HeapObject, type Num, UNKNOWN, type Value, find, knownInt, num, ref } from '../value.ts';
import { withDistinct } from '../distinct.ts';

/** The size of a value as an operand: elements, characters, digits count as nothing. */
export function valueSize(machine: Machine, value: Value): Cost {
  switch (value.kind) {
    case 'str':
      return settle(machine, value.size);
    case 'ref':
      return sizeOf(machine, value.object);
    case 'range':
      return rangeCount(machine, value.start, value.end, value.step);
    default:
      return ONE;
  }
}

/** How many numbers a range has: the exact difference where it is linear, else the bound of the larger end. */
export function rangeCount(machine: Machine, start: Num, end: Num, step: Num): Cost {
  const stepValue = step.exact !== null && affine.isConstant(step.exact) ? step.exact.constant : null;
  const [low, high] = stepValue !== null && stepValue < 0 ? [end, start] : [start, end];
  return settle(machine, inSteps(machine, spanOf(low, high), step));
}

function spanOf(low: Num, high: Num): Cost {
  const apart = difference(low, high);
  if (apart === null || isOne(high.max)) return high.max;
  // Of `min(i, log k)` only `i` is linear.
  const isLimited = high.exact === null && (knownInt(low) ?? -1) >= 0;
  return isLimited ? min(apart, high.max) : apart;
}

/** How many steps there are to a span, where it is known how long they are. */
export function inSteps(machine: Machine, span: Cost, { exact }: Num): Cost {
  if (exact === null || affine.isConstant(exact) || [...exact.terms.keys()].some(isLoose)) return span;
  return dividePositive(span, settle(machine, affineToCost(exact)));
}

/** The least that the linear bounds of both ends give for `high - low`; null when there are none. */
export function difference(low: Num, high: Num): Cost | null {
  let least: Cost | null = null;
  for (const top of limits(high.exact, high.below)) {
    for (const bottom of limits(low.exact, low.above)) {
      const span = affineToCost(affine.plus(top, affine.scale(bottom, -1)));
      least = least === null ? span : min(least, span);
    }
  }
  return least;
}

const limits = (exact: Num['exact'], others: Num['below']): Num['below'] =>
  exact === null ? others : [exact, ...others];

function dividePositive(a: Cost, by: Cost): Cost {
  return isOne(by) ? a : divideCost(a, by);
}

/** An element as iteration or indexing finds it. */
export function elementOf(value: Value): Value {
  switch (value.kind) {
    case 'str':
      return CHAR;
    case 'tuple':
      return value.parts.length === 0 ? UNKNOWN : value.parts.reduce((a, b) => join(a, b));
    case 'range':
      return num(max(value.start.max, value.end.max));
    case 'ref': {
      const object = find(value.object);
      if (object.type === 'map') return object.key ?? UNKNOWN;
      if (object.type === 'tree' || object.type === 'linked') return ref(object);
      return object.elem ?? UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** What `container[index]` is; `index.distinct` lets totals over the container be used. */
export function readIndex(container: Value, index: Value): Value {
  if (container.kind === 'str') return CHAR;
  if (container.kind === 'tuple') {
    const at =
      index.kind === 'num' && index.exact !== null && affine.isConstant(index.exact)
        ? index.exact.constant
        : null;
    if (at !== null) {
      const part = container.parts[at < 0 ? container.parts.length + at : at] ?? UNKNOWN;
      return at === 0 && container.distinct !== null ? withDistinct(part, container.distinct) : part;
    }
    return elementOf(container);
  }
  if (container.kind !== 'ref') return UNKNOWN;
  const object = find(container.object);
  const { elem } = object;
  if (elem === null) return UNKNOWN;
  const level = 'distinct' in index ? index.distinct : null;
  return drawn(elem, object, level);
}

/** Remembers where an element came from. */
export function drawn(elem: Value, container: HeapObject, level: Level | null): Value {
  switch (elem.kind) {
    case 'ref':
      return { ...elem, part: level === null ? null : { container, level } };
    case 'num':
      return {
        ...elem,
        exact: null,
        read: false,
        drawnFrom: container,
        distinct: null,
        place: level,
        lengthOf: null,
      };
    case 'str':
      return { ...elem, drawnFrom: container, distinct: null, place: level };
    case 'tuple':
      return comesFrom(elem, container);
    default:
      return elem;
  }
}

/** Numbers and texts whose bound says little remember where they came from, in tuples too. */
export function comesFrom(value: Value, from: HeapObject): Value {
  if (value.kind === 'tuple') return { ...value, parts: value.parts.map((part) => comesFrom(part, from)) };
  if (value.kind === 'str' && isOne(value.size)) return { ...value, drawnFrom: from };
  if (value.kind !== 'num') return value;
  return isOne(value.max) ? { ...value, exact: null, drawnFrom: from } : { ...value, drawnFrom: from };
}
