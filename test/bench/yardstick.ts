/**
 * A fixed piece of work, of the kind that the engine does: maps, strings and short-lived objects. How long it takes tells
 * figures of one machine, or of one hour on a shared one, from those of another.
 */
import { quantile } from './statistics.ts';

const WORDS = 20_000;
const ROUNDS = 25;

/** Does the work once; the number that comes out is always the same. */
export function work(): number {
  const counts = new Map<string, { readonly word: string; times: number }>();
  for (let i = 0; i < WORDS; i++) {
    const word = `word ${(i * i) % 7919}`;
    const seen = counts.get(word);
    if (seen === undefined) counts.set(word, { word, times: 1 });
    else seen.times++;
  }
  const sorted = [...counts.values()].sort((a, b) => b.times - a.times || (a.word < b.word ? -1 : 1));
  return sorted.reduce((sum, { word, times }, place) => sum + word.length * times * (place % 7), 0);
}

/** How long the work takes in the median, in milliseconds. */
export function yardstickMs(): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return quantile(times, 0.5);
}
