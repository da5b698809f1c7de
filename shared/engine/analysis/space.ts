/** The peak of memory that a run holds. */
import { type Cost, ONE, classify, compare, isOne, isZero, min, plus, times } from '../cost/cost.ts';
import { footprint } from './containers/footprint.ts';
import { sizeOf } from './heap.ts';
import { type Machine, settle } from './machine.ts';
import { type HeapObject, type Value, find, ref } from './value.ts';

export interface SpaceResult {
  readonly space: Cost;
  /** The size of the result; asked for once, of the last pass. */
  readonly output: () => Cost;
  readonly parts: readonly SpacePart[];
}

/** Something that holds memory at the peak: the frames of recursions with temporary values, or an object. */
export interface SpacePart {
  readonly kind: 'frames' | HeapObject['type'];
  readonly text: string;
  readonly cost: Cost;
}

/** The peak of what is held: every local object that is not part of the result, and the frames of recursions. */
export function measureSpace(m: Machine, result: Value): SpaceResult {
  const output = reachable(result);
  const parts: SpacePart[] = [];
  let space = plus(ONE, settle(m, m.space));
  if (!isOne(space)) parts.push({ kind: 'frames', text: 'recursion and temporary values', cost: space });
  for (const object of m.objects) {
    if (object.forward !== null || object.origin === 'input' || isOutput(object, output)) continue;
    if (object.holder !== null && output.has(find(object.holder))) continue;
    let cost = footprint(m, object);
    if (object.frames !== null && !isOne(cost) && object.holder === null)
      cost = isOne(object.frames)
        ? cost
        : atMostMade(m, object, heldByFrames(m, object, cost, object.frames));
    if (isOne(cost) || isZero(cost)) continue;
    parts.push({ kind: object.type, text: object.className ?? object.type, cost });
    space = plus(space, cost);
  }
  return { space, output: () => outputSize(m, result), parts };
}

/** The result holds it; what is taken out of it on the way, or made anew in each turn, is working memory all the same. */
function isOutput(object: HeapObject, output: ReadonlySet<HeapObject>): boolean {
  return output.has(object) && !object.shrinks && !isGeneration(object);
}

/** A loop makes one after the other: while the next is filled, the one before is still held; only the last is the result. */
function isGeneration({ frames, holder, remade, type }: HeapObject): boolean {
  return frames === null && holder === null && remade !== null && remade > 0 && CONTAINERS.has(type);
}

const CONTAINERS: ReadonlySet<HeapObject['type']> = new Set(['list', 'array', 'set', 'map', 'deque']);

/**
 * One in every open call of a recursion. Where halves are handed on, what grows with them adds up to twice the first:
 * n + n/2 + n/4 ... Together they hold no more than what all calls ever put in.
 */
function heldByFrames(m: Machine, object: HeapObject, cost: Cost, depth: Cost): Cost {
  if (classify(depth) === 'logn' && classify(cost) !== 'logn') return cost;
  const each = times(cost, depth);
  const put = object.growth?.[0] ?? (object.made?.from === 0 ? object.made.count : undefined);
  const isFlat = object.elem?.kind !== 'str' && compare(cost, plus(sizeOf(m, object), ONE)) !== 'greater';
  return put === undefined || !isFlat ? each : min(each, plus(settle(m, put), depth));
}

/** Of nodes there are no more than the whole run makes. */
const atMostMade = (m: Machine, { type, allocated }: HeapObject, cost: Cost): Cost =>
  CONTAINERS.has(type) ? cost : min(cost, plus(settle(m, allocated), ONE));

function outputSize(m: Machine, value: Value): Cost {
  if (value.kind === 'str') return settle(m, value.size);
  if (value.kind === 'ref') return footprint(m, value.object);
  return ONE;
}

/** The objects that a value gives access to, and the buffers that a string was joined from: they are the string in pieces. */
export function reachable(value: Value, seen = new Set<HeapObject>()): Set<HeapObject> {
  if (value.kind === 'tuple') for (const part of value.parts) reachable(part, seen);
  if (value.kind === 'str') for (const buffer of value.joined) reachable(ref(buffer), seen);
  if (value.kind !== 'ref') return seen;
  const object = find(value.object);
  if (seen.has(object)) return seen;
  seen.add(object);
  if (object.elem !== null) reachable(object.elem, seen);
  if (object.key !== null) reachable(object.key, seen);
  for (const part of object.parts) if (find(part) !== object) seen.add(find(part));
  for (const field of object.fields?.values() ?? []) reachable(field, seen);
  return seen;
}
