/** The names of the symbols in all that is shown of one function, and costs as texts with them. */
import { isUnknown, print, type Cost } from '../cost/cost.ts';
import type { SiteRecord } from '../analysis/machine.ts';
import type { Outcome } from '../analysis/run.ts';
import { nameSymbols, type Naming } from './symbols.ts';

/** The same names in its bounds, its places and its findings. */
export function namingOf({ time, space, output, sites, spaceParts, names, legends }: Outcome): Naming {
  const parts = spaceParts.map(({ cost }) => cost);
  return nameSymbols([time, space, output, ...parts, ...sites.flatMap(costsOf)], names, legends);
}

/** The costs that are shown of a place. */
export const costsOf = ({ turns, each, total }: SiteRecord): readonly Cost[] =>
  turns === null ? [each, total] : [turns, each, total];

/** Prints costs with these names; what is unknown as "?". */
export function showWith({ names }: Naming): (cost: Cost) => string {
  return (cost) => (isUnknown(cost) ? '?' : print(cost, { names }));
}
