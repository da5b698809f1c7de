/** Where numbers came from that were added to or multiplied: put back there, they may move on with every turn. */
import { isOne, plus } from '../cost/cost.ts';
import type { BinaryOp } from '../ir/ir.ts';
import { type Moved, type Num, num } from './value.ts';

/** Where the result of an operator came from, and what was done to it since. */
export const movedOf = (op: BinaryOp, a: Num, b: Num): readonly Moved[] =>
  op === '+' || op === '-' ? movedByEach(a, b) : op === '*' ? scaledByEach(a, b) : [];

/** Where either of two numbers came from that are added. */
export const movedByEach = (a: Num, b: Num): readonly Moved[] => [...movedBy(a, b), ...movedBy(b, a)];

/** Where a number came from to which another one is added. */
function movedBy({ drawnFrom, moved }: Num, by: Num): readonly Moved[] {
  if (moved.length === 0) return drawnFrom === null ? [] : [{ from: drawnFrom, by, scaled: false }];
  return isOne(by.max) ? moved : moved.map((one) => ({ ...one, by: num(plus(one.by.max, by.max)) }));
}

/** Where a number came from that is multiplied. */
export function scaledByEach(a: Num, b: Num): readonly Moved[] {
  if (a.drawnFrom === null && b.drawnFrom === null && a.moved.length + b.moved.length === 0) return [];
  return movedByEach(a, b).map((one) => (one.scaled ? one : { ...one, scaled: true }));
}
