/** Tables that the top level makes before anything is asked, for all values that an input may have. */
import { affine } from '../cost/affine.ts';
import { isOne, symbol } from '../cost/cost.ts';
import type { Machine } from './machine.ts';
import type { HeapObject } from './value.ts';

/** So many cells stand for the values of an input, and are no alphabet. */
const WIDE = 1000;

/** The symbol for the length of such a table. */
const RANGE = 'range0';

/** Gives the tables that were made so far, and are long, a symbol for their length instead of the constant. */
export function measureTables(m: Machine): void {
  const isLong = ({ exact }: HeapObject): boolean =>
    exact !== null && affine.isConstant(exact) && exact.constant >= WIDE;
  const hasTable = m.objects.some(isLong);
  // What is filled beside a table, as the primes are beside the sieve, is taken to be as long as the table.
  for (const object of m.objects) if (isLong(object) || (hasTable && isFilled(object))) measure(m, object);
}

const isFilled = ({ exact, type, grows, size, holder }: HeapObject): boolean =>
  exact === null && type === 'list' && grows && isOne(size) && holder === null;

function measure(m: Machine, object: HeapObject): void {
  m.legends.set(RANGE, 'the number of values that the tables of the program are made for');
  object.size = symbol(RANGE);
  object.exact = null;
  object.total = null;
  object.growth = null;
}
