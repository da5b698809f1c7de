/** Reading and changing containers: elements, pushes, copies, slices. */
import { affine, affineToCost } from '../cost/affine.ts';
import {
  type Cost,
  ONE,
  ZERO,
  compare,
  divide as divideCost,
  isOne,
  isZero,
  max,
  min,
  plus,
  times,
} from '../cost/cost.ts';
import { join, joinMaybe } from './join.ts';
import { inAll, type Level } from './levels.ts';
import { valueOfPath } from './loops.ts';
import { changesIn } from './progress.ts';
import { allocate, chargeSpace, exponential, settle, sizeOf, type Machine } from './machine.ts';
import type { Context } from './frame.ts';
import {
  CHAR,
  UNKNOWN,
  domainOf,
  find,
  num,
  ref,
  str,
  withDistinct,
  type HeapObject,
  type Num,
  type ObjectType,
  type Ref,
  type Str,
  type Value,
} from './value.ts';

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
  let span = difference(low, high) ?? high.max;
  if (stepValue === null && step.exact !== null) {
    const by = settle(machine, affineToCost(step.exact));
    span = dividePositive(span, by);
  }
  return settle(machine, span);
}

/** The least that the linear bounds of both ends give for `high - low`; null when there are none. */
function difference(low: Num, high: Num): Cost | null {
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
export function elementOf(machine: Machine, value: Value): Value {
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
      void machine;
      return object.elem ?? UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** What `container[index]` is; `index.distinct` lets totals over the container be used. */
export function readIndex(machine: Machine, container: Value, index: Value): Value {
  if (container.kind === 'str') return CHAR;
  if (container.kind === 'tuple') {
    const at =
      index.kind === 'num' && index.exact !== null && affine.isConstant(index.exact)
        ? index.exact.constant
        : null;
    if (at !== null) return container.parts[at < 0 ? container.parts.length + at : at] ?? UNKNOWN;
    return elementOf(machine, container);
  }
  if (container.kind !== 'ref') return UNKNOWN;
  const object = find(container.object);
  const elem = object.type === 'map' ? object.elem : object.elem;
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
    default:
      return elem;
  }
}

// ---------------------------------------------------------------- growth

/** Adds `count` elements, once each time this place is reached. */
export function push(
  machine: Machine,
  container: HeapObject,
  elem: Value,
  count: Cost = ONE,
  key: Value | null = null,
): void {
  const object = find(container);
  object.exact = null;
  const known = elem.kind === 'ref' && find(elem.object).holder === object;
  const weighed = valueSize(machine, elem);
  const growth = elem.kind === 'ref' ? find(elem.object).growth : null;
  adopt(machine, object, elem);
  object.elem = joinMaybe(object.elem, stripPlace(elem));
  if (key !== null) object.key = joinMaybe(object.key, stripPlace(key));
  const base = object.origin === 'input' ? 0 : object.born;
  const since =
    object.remade === null ? base : Math.max(base, Math.min(object.remade, machine.levels.length));
  const balanced = takenBack(machine, object, since);
  let grown = balanced ?? settle(machine, inAll(machine.levels, count, since));
  const feeding = feedingLevel(machine, object, base, since);
  if (
    machine.marks === 0 &&
    machine.levels.some((level) => level.source !== null && find(level.source) === object)
  )
    object.unguarded = true;
  if (feeding !== null) grown = selfGrowth(machine, object, elem, feeding, base, grown);
  object.size = plus(object.size, grown);
  object.pushed = plus(
    object.pushed,
    feeding !== null || balanced !== null ? grown : settle(machine, inAll(machine.levels, count, base)),
  );
  noteGrowth(machine, object, count, feeding !== null);
  object.unique &&= machine.marks > 0 || isDistinctPush(machine, elem, count, base);
  if (object.total !== null && !known && (elem.kind === 'ref' || elem.kind === 'str')) {
    const weight = storedWeight(machine, weighed, growth?.[base] ?? null, count, base);
    object.total = plus(object.total, feeding !== null ? times(grown, weighed) : weight);
  }
  if (object.holder !== null) {
    const holder = find(object.holder);
    if (holder !== object && holder.total !== null)
      holder.total = plus(
        holder.total,
        settle(machine, inAll(machine.levels, count, Math.min(holder.born, machine.levels.length))),
      );
  }
}

/** Every turn under which the value is pushed gives it another value. */
function isDistinctPush(machine: Machine, elem: Value, count: Cost, base: number): boolean {
  if (!('distinct' in elem) || elem.distinct === null) return false;
  const order = compare(inAll(machine.levels, count, base), elem.distinct.count);
  return order === 'equal' || order === 'less';
}

/** Remembers what the pushes make in all, seen from each depth: an object that is made anew each turn sums up over the turns. */
function noteGrowth(machine: Machine, object: HeapObject, count: Cost, feeding: boolean): void {
  if (object.growth === null) return;
  if (feeding) {
    object.growth = null;
    return;
  }
  for (let depth = 0; depth <= object.born && depth <= machine.levels.length; depth++) {
    const all = settle(machine, inAll(machine.levels, count, depth));
    object.growth[depth] = plus(object.growth[depth] ?? ZERO, all);
  }
}

/** What storing elements of a size adds to the total of a container made at depth `base`; `grown`: all that was pushed into them. */
function storedWeight(machine: Machine, weight: Cost, grown: Cost | null, count: Cost, base: number): Cost {
  const plain = settle(machine, inAll(machine.levels, times(count, weight), base));
  return grown === null || isZero(grown)
    ? plain
    : min(plain, plus(grown, settle(machine, inAll(machine.levels, count, base))));
}

/** The place where a value was read is no property of the stored value. */
function stripPlace(value: Value): Value {
  switch (value.kind) {
    case 'ref':
      return value.part === null && value.distinct === null
        ? value
        : { ...value, part: null, distinct: null };
    case 'num':
      return {
        ...value,
        distinct: null,
        lengthOf: null,
        exact: value.exact !== null && affine.isConstant(value.exact) ? value.exact : null,
      };
    case 'str':
      return value.distinct === null ? value : { ...value, distinct: null };
    case 'tuple':
      return { kind: 'tuple', parts: value.parts.map(stripPlace), distinct: null };
    default:
      return value;
  }
}

/** A stored object lives as long as its container. */
export function adopt(machine: Machine, container: HeapObject, elem: Value): void {
  if (elem.kind === 'tuple') for (const part of elem.parts) adopt(machine, container, part);
  if (elem.kind !== 'ref') return;
  const object = find(elem.object);
  if (object === container || object.origin === 'input') return;
  object.instances = max(
    object.instances,
    settle(machine, inAll(machine.levels, ONE, Math.min(container.born, machine.levels.length))),
  );
  object.holder = container;
  object.born = Math.min(object.born, container.born);
}

/** What a recursive function pushes and takes back holds one element for each open call. */
function takenBack(machine: Machine, object: HeapObject, since: number): Cost | null {
  const at = machine.levels.findLastIndex((level) => level.kind === 'recursion');
  const level = machine.levels[at];
  const func = machine.calls[machine.calls.length - 1]?.func;
  if (level === undefined || at < since || func === null || func === undefined) return null;
  const depth = machine.recursions.get(level.frame.func ?? func)?.depth;
  if (depth === undefined) return null;
  for (const [path, list] of changesIn(func.body, machine.index.resolve)) {
    if (!list.some((c) => c.kind === 'push') || !list.some((c) => c.kind === 'pop') || list.some((c) => c.kind === 'set')) continue;
    const value = valueOfPath(machine, path);
    if (value !== null && find(value) === object) return settle(machine, inAll(machine.levels.slice(0, at), depth, since));
  }
  return null;
}

/** The level over the object itself under which it grows; null when it is only copied once, element by element. */
function feedingLevel(machine: Machine, object: HeapObject, base: number, since: number): number | null {
  const at = selfLevel(machine, object, base);
  if (at === null || object.remade === null || object.remade > at) return at;
  const others = machine.levels.filter(
    (level, i) => i >= since && i !== at && !isOne(level.count) && level.kind === 'loop',
  );
  return others.length === 0 && object.selfPushes++ === 0 ? null : at;
}

/** The innermost open level whose count is the size of this object, so that pushing feeds it. */
function selfLevel(machine: Machine, object: HeapObject, base: number): number | null {
  for (let at = machine.levels.length - 1; at >= base;) {
    const level = machine.levels[at]!;
    if (level.source !== null && find(level.source) === object && level.kind === 'loop') return at;
    at = Math.min(level.from, at) - 1;
  }
  return null;
}

/** A container that grows under a loop over itself doubles each turn of what encloses that loop, unless its elements are few. */
function selfGrowth(
  machine: Machine,
  object: HeapObject,
  elem: Value,
  at: number,
  base: number,
  grown: Cost,
): Cost {
  const nodes = structureIn(elem, 3);
  if (nodes !== null) return settle(machine, nodes);
  const domain = domainOf(elem);
  const structural =
    elem.kind === 'ref' && ['tree', 'linked', 'graph', 'object'].includes(find(elem.object).type);
  if (domain !== null && (structural || object.type === 'set' || object.type === 'map'))
    return settle(machine, domain);
  const level = machine.levels[at]!;
  const outer = at === 0 ? ONE : inAll(machine.levels.slice(0, at), ONE, base);
  if (level.node !== null && level.node.kind === 'while') {
    if (domain !== null && !isOne(domain)) return settle(machine, domain);
    object.selfGrowth = true;
    return exponential(object.settled !== null && !isOne(outer) ? outer : machine.inputSize);
  }
  object.selfGrowth = true;
  return isOne(outer) ? grown : exponential(settle(machine, outer));
}

/** The number of nodes of the input's tree or list that a value holds one of: each is reached once by its links. */
export function structureIn(value: Value, depth: number): Cost | null {
  if (depth === 0) return null;
  if (value.kind === 'tuple') {
    for (const part of value.parts) {
      const nodes = structureIn(part, depth - 1);
      if (nodes !== null) return nodes;
    }
    return null;
  }
  if (value.kind !== 'ref') return null;
  const object = find(value.object);
  if (object.type === 'tree' || object.type === 'linked') return object.size;
  return object.elem === null || object.type === 'graph' ? null : structureIn(object.elem, depth - 1);
}

// ---------------------------------------------------------------- making

/** A fresh container with the elements of another value. */
export function copyInto(
  machine: Machine,
  context: Context,
  site: object,
  source: Value,
  type: ObjectType,
): Ref {
  const size = valueSize(machine, source);
  const object = allocate(machine, context, site, type, size);
  object.elem = joinMaybe(object.elem, stripPlace(elementOf(machine, source)));
  if (source.kind === 'ref') {
    const from = find(source.object);
    object.total = isZero(object.size) ? from.total : maxTotal(object.total, from.total);
    object.sum = from.sum;
    object.unique = from.unique || from.type === 'set' || from.type === 'map';
    if (type === 'map') {
      object.key = joinMaybe(object.key, from.key);
      object.elem = from.elem;
    }
    object.exact = from.exact;
  } else if (source.kind === 'str') object.exact = source.exact;
  else if (source.kind === 'tuple') object.exact = affine.constant(source.parts.length);
  return ref(object);
}

function maxTotal(a: Cost | null, b: Cost | null): Cost | null {
  return a === null || b === null ? null : max(a, b);
}

/** The part `[start:end]` of a sequence: a copy, except for strings, which are values. */
export function sliceOf(
  machine: Machine,
  context: Context,
  site: object,
  source: Value,
  start: Num | null,
  end: Num | null,
): { value: Value; size: Cost } {
  const whole = valueSize(machine, source);
  const size = min(whole, sliceSize(machine, start, end, whole));
  if (source.kind === 'str') {
    const cut: Str = str(size, { domain: source.domain === null ? null : source.domain, drawnFrom: null });
    return { value: cut, size };
  }
  if (source.kind === 'tuple') return { value: { ...source, distinct: null }, size: ONE };
  const object = allocate(machine, context, site, 'list', size);
  object.elem = joinMaybe(object.elem, stripPlace(elementOf(machine, source)));
  if (source.kind === 'ref') object.total = find(source.object).total;
  return { value: ref(object), size };
}

function sliceSize(machine: Machine, start: Num | null, end: Num | null, whole: Cost): Cost {
  const span = start !== null && end !== null ? difference(start, end) : null;
  if (span !== null) return settle(machine, span);
  // `[-k:]` is k long.
  if (start?.exact !== undefined && start.exact !== null && end === null && isNegative(start))
    return settle(machine, affineToCost(affine.scale(start.exact, -1)));
  if (end !== null && !isNegative(end)) return settle(machine, end.max);
  return whole;
}

function isNegative(value: Num): boolean {
  if (value.exact === null) return false;
  let negative = value.exact.constant < 0;
  for (const coefficient of value.exact.terms.values()) {
    if (coefficient > 0) return false;
    if (coefficient < 0) negative = true;
  }
  return negative;
}

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

export { chargeSpace, withDistinct };
