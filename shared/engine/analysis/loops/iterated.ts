/** What a loop runs over. `for i, x in enumerate(xs)` runs over xs, and counts its turns. */
import type { Expr, ForEach } from '../../ir/ir.ts';
import { countedBy } from '../../ir/roles.ts';
import { valueSize } from '../containers/read.ts';
import { evaluate } from '../evaluate.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { type Value, nonZero, num, tuple } from '../value.ts';
import type { OpenLoop } from './open.ts';

export interface Iterated {
  /** What holds the elements, and its value. */
  readonly expr: Expr;
  readonly value: Value;
  /** What a turn of the loop gives to its target. */
  readonly given: (open: OpenLoop) => Value;
}

/** Evaluates what a loop runs over. */
export function iterated(
  m: Machine,
  frame: Frame,
  { target, iterable }: Pick<ForEach, 'target' | 'iterable'>,
): Iterated {
  const counted = countedIn(m, target, iterable);
  const expr = counted ?? iterable;
  const value = evaluate(m, frame, expr);
  return {
    expr,
    value,
    given: ({ elem, level }) =>
      counted === null ? elem : tuple([num(nonZero(valueSize(m, value)), { distinct: level }), elem]),
  };
}

/** What holds the elements where a loop takes them and their places apart; null for any other loop. */
function countedIn({ index }: Machine, target: Expr, iterable: Expr): Expr | null {
  if (iterable.kind !== 'call' || iterable.args.length !== 1 || iterable.args[0]!.spread) return null;
  if (target.kind !== 'collection' || target.elements.length !== 2) return null;
  const source = countedBy(index.roles, iterable);
  return source !== null && index.resolve(iterable) === null ? source : null;
}
