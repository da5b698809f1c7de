/** Copies and slices of containers. */
import { affine, affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, isOne, isZero, min, symbolsOf, times } from '../../cost/cost.ts';
import type { Context } from '../frame.ts';
import { joinMaybe } from '../join.ts';
import { allocate } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import {
  type Num,
  type ObjectType,
  type Ref,
  type Str,
  type Value,
  find,
  knownInt,
  ref,
  str,
  maxBound,
} from '../value.ts';
import { stored } from './grow.ts';
import { difference, elementOf, inSteps, valueSize } from './read.ts';

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
  // Equal elements come together: it may hold fewer.
  const isKeyed = type === 'set' || type === 'map';
  object.elem = joinMaybe(object.elem, stored(machine, elementOf(source)));
  if (source.kind === 'ref') {
    const from = find(source.object);
    object.spread = from.spread;
    object.spreadText = from.spreadText;
    object.total = isZero(object.size) ? from.total : maxBound(object.total, from.total);
    object.sum = from.sum;
    object.pieces = from.pieces;
    object.derived = from.type === 'iterator' ? from.derived : from;
    object.ofItself = from === object;
    object.unique = (from.unique && from.settledUnique) || from.type === 'set' || from.type === 'map';
    if (type === 'map') {
      object.keyTotal = from.keyTotal;
      object.key = joinMaybe(object.key, from.key);
      object.elem = from.elem;
    }
    if (!isKeyed || from.type === 'set' || from.type === 'map') object.exact = from.exact;
    if (type === 'iterator') object.views = from.views ?? [from];
  } else if (source.kind === 'str') object.exact = isKeyed ? null : source.exact;
  else if (source.kind === 'range') object.unique = isZero(object.size) || object.remade === null;
  else if (source.kind === 'tuple') object.exact = affine.constant(source.parts.length);
  return ref(object);
}

/** The part `[start:end:step]` of a sequence: a copy, except for strings, which are values. */
export function sliceOf(
  machine: Machine,
  context: Context,
  site: object,
  source: Value,
  [start, end, step]: readonly [Num | null, Num | null, Num | null],
): { value: Value; size: Cost } {
  const whole = valueSize(machine, source);
  const cut = sliceSize(machine, start, end, whole);
  // Between two loop variables: their own bounds already keep within the sequence.
  const all = isOverLoops(cut) ? cut : min(whole, cut);
  const size = step === null ? all : settle(machine, inSteps(machine, all, step));
  if (source.kind === 'str') {
    const cut: Str = str(size, {
      domain: isOne(size) && source.domain !== null ? times(source.domain, whole) : null,
      joined: source.joined,
      drawnFrom: source.drawnFrom,
      place: source.place,
    });
    return { value: cut, size };
  }
  if (source.kind === 'tuple') return { value: { ...source, distinct: null }, size: ONE };
  const object = allocate(machine, context, site, 'list', size);
  object.elem = joinMaybe(object.elem, stored(machine, elementOf(source)));
  if (source.kind === 'ref') {
    object.total = find(source.object).total;
    if (isRest(start, end)) object.derived = find(source.object);
    object.ofItself = find(source.object) === object;
    if (start === null && end === null && find(source.object).type === 'list')
      object.copyOf = find(source.object);
  }
  return { value: ref(object), size };
}

/** All but so many at the front: the other parts may be short. */
const isRest = (start: Num | null, end: Num | null): boolean =>
  end === null && (start === null || (knownInt(start) ?? -1) >= 0);

function sliceSize(machine: Machine, start: Num | null, end: Num | null, whole: Cost): Cost {
  // `[1:-1]` ends before the end: what is between these numbers says nothing.
  const span = start !== null && end !== null && !isNegative(end) ? difference(start, end) : null;
  if (span !== null) return settle(machine, span);
  // `[-k:]` is k long.
  if (start?.exact !== undefined && start.exact !== null && end === null && isNegative(start))
    return min(whole, settle(machine, affineToCost(affine.scale(start.exact, -1))));
  if (end !== null && !isNegative(end)) return min(whole, settle(machine, end.max));
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

function isOverLoops(size: Cost): boolean {
  const names = symbolsOf(size);
  return names.length > 0 && names.every((name) => name.startsWith('@') && !name.startsWith('@@'));
}
