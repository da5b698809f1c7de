/**
 * The numbers that a recursion returns. What each call adds to what the calls below gave adds up along the calls: once
 * for each level of the depth, or for all of the calls where what several gave is summed.
 */
import { maxKnown } from '../join.ts';
import { type Cost, ONE, max, times } from '../../cost/cost.ts';
import type { FunctionNode } from '../../ir/ir.ts';
import { settle, type Machine } from '../machine.ts';
import type { Num, Value } from '../value.ts';
import type { Recursion } from './query.ts';

/** A number that a recursive function gave. */
export interface GivenNumber {
  readonly by: FunctionNode;
  /** What was added to it; null: it is as it was given. */
  readonly added: Cost | null;
  /** It is the sum of what several calls gave. */
  readonly summed: boolean;
}

/** What a recursive call gives: its numbers are known to come from it. */
export function givenBy(func: FunctionNode, value: Value): Value {
  if (value.kind === 'num') return { ...value, given: { by: func, added: null, summed: false } };
  return value.kind === 'tuple' ? { ...value, parts: value.parts.map((part) => givenBy(func, part)) } : value;
}

/** Of either of two numbers. */
export function joinGiven(a: GivenNumber | null, b: GivenNumber | null): GivenNumber | null {
  if (a === null || b === null || a === b) return a ?? b;
  return { by: a.by, added: maxKnown(a.added, b.added), summed: a.summed || b.summed };
}

/** Of the sum of two numbers. */
export function sumGiven({ given: a, max: x }: Num, { given: b, max: y }: Num): GivenNumber | null {
  if (a !== null && b !== null) return { by: a.by, added: maxKnown(a.added, b.added) ?? ONE, summed: true };
  if (a !== null) return { ...a, added: maxKnown(a.added, y) };
  return b === null ? null : { ...b, added: maxKnown(b.added, x) };
}

/** What the first call gives, from what one call does. */
export function wholeNumbers(m: Machine, func: FunctionNode, recursion: Recursion, value: Value): Value {
  if (value.kind === 'num') return wholeNumber(m, func, recursion, value);
  return value.kind === 'tuple'
    ? { ...value, parts: value.parts.map((part) => wholeNumbers(m, func, recursion, part)) }
    : value;
}

/** Sums over the paths through a table stay as they are: nothing is known of how many there are. */
function wholeNumber(m: Machine, func: FunctionNode, recursion: Recursion, value: Num): Num {
  const { given } = value;
  if (given?.by !== func) return value;
  const own = { ...value, given: null };
  if (given.added === null || (given.summed && recursion.rule === 'memo')) return own;
  const calls = given.summed ? recursion.count : recursion.depth;
  return { ...own, max: settle(m, max(value.max, times(given.added, calls))) };
}
