/** Charging a place and remembering what it costs. */
import { type Cost, ONE } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import type { Level } from './levels.ts';
import { type Machine, type SiteRecord, charge, outermost, pushLevel } from './machine.ts';

/** Charges a library cost and remembers the place. */
export function recordCall(
  m: Machine,
  node: Expr,
  label: string,
  cost: Cost,
  reason: string,
  allocates: Cost | null = null,
): void {
  const total = charge(m, cost);
  m.sites.push({
    node,
    span: node.span,
    kind: 'call',
    label,
    turns: null,
    each: outermost(m, cost),
    total,
    reason,
    rule: 'library',
    allocates,
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
  m.sites.push({ ...place, turns: outermost(m, level.count), each: ONE, total, depth, parent });
  return site;
}
