/** The names of the symbols in all that is shown of one function, and costs as texts with them. */
import { isUnknown, print, type Cost } from '../cost/cost.ts';
import type { Outcome } from '../analysis/run.ts';
import { nameSymbols, type Naming } from './symbols.ts';

/** The same names in its bounds, its places and its findings. */
export function namingOf({ time, space, output, sites, names, legends }: Outcome): Naming {
  const shown = sites.flatMap((site) => (site.turns === null ? [site.total] : [site.turns, site.total]));
  return nameSymbols([time, space, output, ...shown], names, legends);
}

/** Prints costs with these names; what is unknown as "?". */
export function showWith({ names }: Naming): (cost: Cost) => string {
  return (cost) => (isUnknown(cost) ? '?' : print(cost, { names }));
}
