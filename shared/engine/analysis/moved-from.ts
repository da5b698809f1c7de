/** Where numbers came from that were added to or multiplied: put back there, they may move on with every turn. */
import { ZERO, isOne, plus } from '../cost/cost.ts';
import type { BinaryOp } from '../ir/ir.ts';
import { type Moved, type Num, num } from './value.ts';

const UNMOVED: Num = num(ZERO);

/** Where the result of an operator came from, and what was done to it since. */
export const movedOf = (op: BinaryOp, a: Num, b: Num): readonly Moved[] =>
  op === '+' || op === '-' ? movedByEach(a, b) : op === '*' ? scaledByEach(a, b) : [];

/** Where either of two numbers came from that are added. */
export const movedByEach = (a: Num, b: Num): readonly Moved[] => [...movedBy(a, b), ...movedBy(b, a)];

/** Where a number came from to which another one is added. */
const movedBy = (value: Num, by: Num): readonly Moved[] => cameFrom(value).map((one) => further(one, by));

function further(one: Moved, by: Num): Moved {
  if (isUnmoved(one)) return { ...one, by };
  return isOne(by.max) ? one : { ...one, by: num(plus(one.by.max, by.max)) };
}

/** Where a number came from, moved or as it was there. */
export const cameFrom = ({ drawnFrom, moved }: Num): readonly Moved[] =>
  moved.length > 0 || drawnFrom === null ? moved : [{ from: drawnFrom, by: UNMOVED, scaled: false }];

/** Nothing was added to it yet. */
export const isUnmoved = ({ by }: Moved): boolean => by === UNMOVED;

/** What two numbers came from of which it is one. */
export const eitherMoved = (a: Num, b: Num): readonly Moved[] =>
  a.drawnFrom === b.drawnFrom && a.moved.length + b.moved.length === 0
    ? []
    : firstOf(cameFrom(a), cameFrom(b));

const firstOf = (a: readonly Moved[], b: readonly Moved[]): readonly Moved[] => (a.length > 0 ? a : b);

/** Where a number came from that is multiplied. */
export function scaledByEach(a: Num, b: Num): readonly Moved[] {
  if (a.drawnFrom === null && b.drawnFrom === null && a.moved.length + b.moved.length === 0) return [];
  return movedByEach(a, b).map((one) => (one.scaled ? one : { ...one, scaled: true }));
}
