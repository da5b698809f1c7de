/** Taking a cost apart. */
import { ONE, makeCost, type Cost } from './value.ts';

/** The terms of which a cost is the maximum, each as a cost; what is unknown of it comes last, by itself. */
export function splitTerms(c: Cost): readonly Cost[] {
  if (c.terms.length === 1 && c.unknowns.length === 0) return [c];
  const terms = c.terms.map((term) => makeCost([term]));
  return c.unknowns.length === 0 ? terms : [...terms, makeCost(ONE.terms, c.unknowns)];
}
