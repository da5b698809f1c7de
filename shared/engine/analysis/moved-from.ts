/** Where numbers came from that were added to or multiplied: put back there, they may move on with every turn. */
import { ZERO, isOne, plus } from '../cost/cost.ts';
import type { BinaryOp } from '../ir/ir.ts';
import { type HeapObject, NOT_MOVED, type Num, num } from './value.ts';

/** A number of a container, and what was done to it since with another one. */
export interface Moved {
  readonly from: HeapObject;
  readonly by: Num;
  /** It was multiplied, or added to; or worn down: its bits were masked or filled, or it is a common divisor. */
  readonly how: 'added' | 'scaled' | Wear;
}

export type Wear = 'masked' | 'filled' | 'divided';

const UNMOVED: Num = num(ZERO);

/** Where the result of an operator came from, and what was done to it since. */
export const movedOf = (op: BinaryOp, a: Num, b: Num): readonly Moved[] =>
  op === '+' || op === '-'
    ? movedByEach(a, b)
    : op === '*'
      ? scaledByEach(a, b)
      : op === '&'
        ? wornByEach(a, b, 'masked')
        : op === '|'
          ? wornByEach(a, b, 'filled')
          : NOT_MOVED;

/** Where either of two numbers came from that are added. */
export const movedByEach = (a: Num, b: Num): readonly Moved[] => {
  const first = movedBy(a, b);
  const second = movedBy(b, a);
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
};

/** Where a number came from to which another one is added. */
function movedBy(value: Num, by: Num): readonly Moved[] {
  const origins = cameFrom(value);
  return origins.length === 0 ? NOT_MOVED : origins.map((one) => further(movedOnly(one), by));
}

function further(one: Moved, by: Num): Moved {
  if (isUnmoved(one)) return { ...one, by };
  return isOne(by.max) ? one : { ...one, by: num(plus(one.by.max, by.max)) };
}

/** Where a number came from, moved or as it was there. */
export const cameFrom = ({ drawnFrom, moved }: Num): readonly Moved[] =>
  moved.length > 0 || drawnFrom === null ? moved : [{ from: drawnFrom, by: UNMOVED, how: 'added' }];

/** Nothing was added to it yet. */
export const isUnmoved = ({ by }: Moved): boolean => by === UNMOVED;

/** What two numbers came from of which it is one. */
export const eitherMoved = (a: Num, b: Num): readonly Moved[] =>
  a.drawnFrom === b.drawnFrom && a.moved.length + b.moved.length === 0
    ? NOT_MOVED
    : firstOf(cameFrom(a), cameFrom(b));

const firstOf = (a: readonly Moved[], b: readonly Moved[]): readonly Moved[] => (a.length > 0 ? a : b);

const movedOnly = (one: Moved): Moved => (isWear(one.how) ? { ...one, how: 'added' } : one);

/** It was worn down, to fewer bits or factors or to more bits. */
export const isWear = (how: Moved['how']): boolean => how !== 'added' && how !== 'scaled';

/** Where a number came from that is multiplied. */
export function scaledByEach(a: Num, b: Num): readonly Moved[] {
  if (a.drawnFrom === null && b.drawnFrom === null && a.moved.length + b.moved.length === 0) return NOT_MOVED;
  return movedByEach(a, b).map((one) => (one.how === 'scaled' ? one : { ...one, how: 'scaled' }));
}

/**
 * Where a number came from of which bits are masked or filled, or a common divisor is taken: one number does that to all of
 * a chain, in which each has the bits or the factors of the one before, and they stay a chain.
 */
export function wornByEach(a: Num, b: Num, how: Wear): readonly Moved[] {
  if (a.drawnFrom === null && b.drawnFrom === null) return NOT_MOVED;
  return [wornBy(a, b, how), wornBy(b, a, how)].filter((one) => one !== null);
}

function wornBy({ drawnFrom }: Num, by: Num, how: Wear): Moved | null {
  return drawnFrom === null || by.drawnFrom === drawnFrom || by.moved.length > 0
    ? null
    : { from: drawnFrom, by, how };
}

/** What each turn of a level draws that is as much as the number, or more. */
export const shareOf = ({ share, drawnFrom, place }: Num): Num['share'] =>
  drawnFrom === null || place === null ? share : { container: drawnFrom, level: place };
