/** `for i, x in enumerate(xs)` runs over xs, and counts its turns. */
import type { Expr } from '../../ir/ir.ts';
import { countedBy } from '../../ir/roles.ts';
import { valueSize } from '../containers/read.ts';
import type { Level } from '../levels.ts';
import type { Machine } from '../machine.ts';
import { type Value, nonZero, num, tuple } from '../value.ts';

/** What a loop runs over that takes the elements and their places apart; null for any other loop. */
export function countedIn({ index }: Machine, target: Expr, iterable: Expr): Expr | null {
  if (iterable.kind !== 'call' || iterable.args.length !== 1 || iterable.args[0]!.spread) return null;
  if (target.kind !== 'collection' || target.elements.length !== 2) return null;
  const source = countedBy(index.roles, iterable);
  return source !== null && index.resolve(iterable) === null ? source : null;
}

/** The place and the element of a turn. */
export const withPlace = (m: Machine, source: Value, element: Value, level: Level): Value =>
  tuple([num(nonZero(valueSize(m, source)), { distinct: level }), element]);
