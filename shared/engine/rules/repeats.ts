/** Places that are reached more than once, and the words for what that costs. */
import { compare, divide, isOne, isUnknown, symbolsOf, times, type Cost } from '../cost/cost.ts';
import type { Place } from './rule.ts';

/** Whether a place costs more in all than the one time, by a factor that grows. */
export function isRepeated({ site }: Place): boolean {
  return !isOne(site.each) && compare(site.total, site.each) === 'greater';
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
