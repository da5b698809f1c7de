/** Answers in the classes that a set of labels knows, as somebody who has to choose among these would give them. */
import { log2Of, parse, symbolsOf } from '../../../shared/engine/cost/cost.ts';
import type { BoundClass } from '../../../shared/protocol/analysis.ts';

/** A bound of each class, in the order of growth. */
const BOUNDS: readonly (readonly [BoundClass, string])[] = [
  ['constant', '1'],
  ['logn', 'log n'],
  ['sqrt', 'n^(1/2)'],
  ['linear', 'n'],
  ['nlogn', 'n log n'],
  ['quadratic', 'n^2'],
  ['cubic', 'n^3'],
  ['polynomial', 'n^4'],
  ['exponential', '2^n'],
];

/** So large that logarithms weigh less than powers, with all symbols the same: 2 to this. */
const LOG2_OF_N = 40;

/**
 * The class of an answer if the labels know it, else the largest of theirs that does not grow faster: log² n is a
 * logarithm where there is no class for it, n⁴ cubic. Null for an answer that is unknown.
 *
 * @param text "O(n log² n)"
 */
export function nearestClass(
  {
    class: own,
    text,
    unknown,
  }: { readonly class: BoundClass; readonly text: string; readonly unknown: string | null },
  classes: ReadonlySet<BoundClass>,
): BoundClass | null {
  if (classes.has(own)) return own;
  if (unknown !== null) return null;
  const growth = growthOf(text.replace(/^O\((.*)\)$/s, '$1'));
  const below = BOUNDS.filter(([name, bound]) => classes.has(name) && growthOf(bound) <= growth);
  return below.at(-1)?.[0] ?? null;
}

function growthOf(bound: string): number {
  const cost = parse(bound);
  return log2Of(cost, new Map(symbolsOf(cost).map((name) => [name, 2 ** LOG2_OF_N])));
}
