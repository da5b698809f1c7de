/** Tables that the top level makes before anything is asked, for all values that an input may have. */
import { affine } from '../cost/affine.ts';
import { symbol } from '../cost/cost.ts';
import type { Machine } from './machine.ts';

/** So many cells stand for the values of an input, and are no alphabet. */
const WIDE = 1000;

/** The symbol for the length of such a table. */
const RANGE = 'range0';

/** Gives the tables that were made so far, and are long, a symbol for their length instead of the constant. */
export function measureTables(m: Machine): void {
  for (const object of m.objects) {
    const { exact } = object;
    if (exact === null || !affine.isConstant(exact) || exact.constant < WIDE) continue;
    m.legends.set(RANGE, 'the number of values that the tables of the program are made for');
    object.size = symbol(RANGE);
    object.exact = null;
    object.total = null;
    object.growth = null;
  }
}
