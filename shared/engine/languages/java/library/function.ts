/** Functional interfaces: what calls a function that is a value, and what makes comparators of functions. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, byName, calls, on, returned, same } from '../../shared/rows.ts';

const fn = on('function');
const comparator = on('module:Comparator');
const entry = on('module:Map.Entry');

const CALLERS = [
  'accept',
  'apply',
  'applyAsDouble',
  'applyAsInt',
  'applyAsLong',
  'call',
  'compare',
  'get',
  'getAsBoolean',
  'getAsInt',
  'getAsLong',
  'run',
  'test',
];

const FUNCTION: readonly LibraryRow[] = byName([
  ...CALLERS.map((name) =>
    fn(name, '1', returned('self'), {
      ...args(0, 3),
      ...calls('self', '1', same('a'), same('b'), same('c')),
    }),
  ),
  ...['andThen', 'compose', 'negate', 'reversed', 'thenComparing', 'thenComparingDouble'].map((name) =>
    fn(name, '1', same('self'), args(0, 2)),
  ),
  ...['thenComparingInt', 'thenComparingLong'].map((name) => fn(name, '1', same('self'), args(1))),
]);

/** A comparator made of a key function costs what the key function costs. */
const COMPARATORS: readonly LibraryRow[] = [
  ...['comparing', 'comparingDouble', 'comparingInt', 'comparingLong'].map((name) =>
    comparator(name, '1', same('a'), args(1, 2)),
  ),
  comparator('naturalOrder', '1', 'order', args(0)),
  comparator('nullsFirst', '1', same('a'), args(1)),
  comparator('nullsLast', '1', same('a'), args(1)),
  comparator('reverseOrder', '1', 'order', args(0)),
  entry('comparingByKey', '1', 'order', args(0, 1)),
  entry('comparingByValue', '1', 'order', args(0, 1)),
];

export const functions: readonly LibraryRow[] = [
  ...FUNCTION,
  ...COMPARATORS,
  on('module:Function')('identity', '1', 'unknown', args(0)),
];
