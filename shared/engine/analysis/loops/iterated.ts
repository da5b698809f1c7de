/** What a loop runs over. `for i, x in enumerate(xs)` runs over xs, and counts its turns. */
import { affine } from '../../cost/affine.ts';
import type { Call, Expr, ForEach } from '../../ir/ir.ts';
import { countedBy } from '../../ir/roles.ts';
import { valueSize } from '../containers/read.ts';
import { evaluate } from '../evaluate.ts';
import type { Frame } from '../frame.ts';
import type { Level } from '../levels.ts';
import { boundedSymbol, type Machine } from '../machine.ts';
import { type Num, type Value, nonZero, num, tuple } from '../value.ts';
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
  const expr = counted?.source ?? iterable;
  const value = evaluate(m, frame, expr);
  return {
    expr,
    value,
    given: ({ elem, level }) => (counted === null ? elem : tuple([numberIn(m, value, counted, level), elem])),
  };
}

/** The number of a turn's element: the same for all that the turn does with it. */
function numberIn(m: Machine, container: Value, { first }: Counted, level: Level): Num {
  const size = nonZero(valueSize(m, container));
  const place = affine.symbol(boundedSymbol(m, size, 'index'));
  return num(size, { exact: affine.plus(place, affine.constant(first)), distinct: level });
}

/** Elements with their numbers. */
interface Counted {
  readonly source: Expr;
  /** The number of the first. */
  readonly first: number;
}

/** Of a loop that takes the elements and their numbers apart; null for any other one. */
function countedIn({ index }: Machine, target: Expr, iterable: Expr): Counted | null {
  if (target.kind !== 'collection' || target.elements.length !== 2 || iterable.kind !== 'call') return null;
  const source = countedBy(index.roles, iterable);
  const first = firstNumber(iterable);
  return source !== null && first !== null && index.resolve(iterable) === null ? { source, first } : null;
}

/** The number that counting begins with; null where it is not written out. */
function firstNumber({ args: [source, first, ...others] }: Call): number | null {
  if (source === undefined || source.spread || others.length > 0) return null;
  if (first === undefined) return 0;
  return first.value.kind === 'number' && !first.value.float ? first.value.value : null;
}
