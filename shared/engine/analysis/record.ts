/** Charging a place and remembering what it costs. */
import { type Cost, ONE } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import { type Level, inAll } from './levels.ts';
import { type Machine, type SiteRecord, charge, outermost, pushLevel, settle } from './machine.ts';

/** Charges a library cost and remembers the place. */
export function recordCall(
  m: Machine,
  node: Expr,
  label: string,
  cost: Cost,
  reason: string,
  allocates: Cost | null = null,
): void {
  recordSite(m, { node, label, reason, allocates }, cost, null);
}

/** What a place costs that is charged for less, where that is not sure. */
export const otherwiseCosts = (m: Machine, cost: Cost): SiteRecord['otherwise'] => ({
  each: outermost(m, cost),
  total: inAll(m.levels, settle(m, cost)),
});

/** Charges what a place costs in the language at hand; `otherwise` is what it costs where that is not sure. */
export function recordSite(
  m: Machine,
  place: Pick<SiteRecord, 'label' | 'reason' | 'allocates'> & { readonly node: Expr },
  cost: Cost,
  otherwise: SiteRecord['otherwise'],
): void {
  const { node } = place;
  const total = charge(m, cost);
  m.sites.push({
    ...place,
    span: node.span,
    kind: 'call',
    turns: null,
    each: outermost(m, cost),
    total,
    rule: 'library',
    allocates: place.allocates === null ? null : outermost(m, place.allocates),
    otherwise,
    depth: m.levels.length,
    func: m.calls[m.calls.length - 1]?.func ?? null,
    parent: m.open[m.open.length - 1] ?? -1,
  });
}

/** Opens a level at a place of its own in the derivation, and charges its turns; returns the index of the place. */
export function openSite(
  m: Machine,
  level: Level,
  place: Pick<SiteRecord, 'node' | 'span' | 'kind' | 'label' | 'reason' | 'rule' | 'allocates' | 'func'>,
): number {
  const site = m.sites.length;
  const parent = m.open[m.open.length - 1] ?? -1;
  const depth = m.levels.length;
  pushLevel(m, level, site);
  const total = charge(m, ONE);
  const turns = outermost(m, level.count);
  m.sites.push({ ...place, turns, each: ONE, total, otherwise: null, depth, parent });
  return site;
}
