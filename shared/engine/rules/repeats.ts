/** Places that are reached more than once, and the words for what that costs. */
import {
  classify,
  compare,
  divide,
  isOne,
  isUnknown,
  log2Of,
  symbolsOf,
  times,
  type Cost,
} from '../cost/cost.ts';
import type { Place } from './rule.ts';

/**
 * Whether a place costs more in all than the one time, by a factor that grows, and more than some logarithms. Where it
 * is reached exponentially often it does not make the class, and is left alone.
 */
export function isRepeated({ site: { each, total } }: Place): boolean {
  if (isOne(each) || compare(total, each) !== 'greater') return false;
  return isPolynomial(total) && classify(total) !== 'exponential';
}

/** 2^40 of every symbol tells powers, down to the square root, from logs of the third power. */
const LARGE = 2 ** 40;

/** Whether a cost has a power, so that it counts for large inputs. */
export function isPolynomial(cost: Cost): boolean {
  return log2Of(cost, new Map(symbolsOf(cost).map((name) => [name, LARGE]))) >= 20;
}

/** The parts of "n items, m times: O(m·n)". */
export interface Repetition {
  readonly each: string;
  readonly times: string;
  readonly total: string;
  readonly count: Cost;
}

/** How often a place is reached and what that makes, where it is a product that can be said in a few words. */
export function repetitionOf({ site, show }: Place): Repetition | null {
  const { each, total } = site;
  if (!isPlain(each) || !isPlain(total)) return null;
  const count = divide(total, each);
  if (isOne(count) || compare(times(count, each), total) !== 'equal' || compare(count, total) === 'equal')
    return null;
  return { each: show(each), times: show(count), total: show(total), count };
}

/** Whether a cost can be shown: known, and free of the variables of loops. */
export function isPlain(cost: Cost): boolean {
  return !isUnknown(cost) && symbolsOf(cost).every((name) => !name.startsWith('@'));
}
