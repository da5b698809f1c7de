/** The places of an analysis that rules look at: every one once, where the program calls it from. */
import type { ProgramAnalysis } from '../analysis/program.ts';
import type { SiteRecord } from '../analysis/machine.ts';
import { compare, type Cost } from '../cost/cost.ts';
import type { Outcome } from '../analysis/run.ts';
import type { Place } from './rule.ts';

/** Prints the costs of one outcome. */
export type ShowOf = (outcome: Outcome) => (cost: Cost) => string;

/**
 * The places of the entry at their dearest, then those of functions that the entry never reaches. Within the entry the
 * sizes of what helpers receive are known, so that its view of a place goes first.
 */
export function placesOf(analysis: ProgramAnalysis, showOf: ShowOf): Place[] {
  const seen = new Set<object>();
  return analysis.covering().flatMap((outcome) => {
    const show = showOf(outcome);
    const found = dearest(outcome.sites).filter(({ node }) => !seen.has(node));
    for (const { node } of found) seen.add(node);
    return found.map((site) => ({ site, around: around(site, outcome.sites), show }));
  });
}

function dearest(sites: readonly SiteRecord[]): SiteRecord[] {
  const best = new Map<object, SiteRecord>();
  for (const site of sites) {
    const known = best.get(site.node);
    if (known === undefined || compare(site.total, known.total) === 'greater') best.set(site.node, site);
  }
  return [...best.values()];
}

function around(site: SiteRecord, sites: readonly SiteRecord[]): SiteRecord[] {
  const out: SiteRecord[] = [];
  let at = sites[site.parent];
  while (at !== undefined && out.length < 100) {
    out.push(at);
    at = sites[at.parent];
  }
  return out;
}
