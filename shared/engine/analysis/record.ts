/** Charging a place and remembering what it costs. */
import type { Cost } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import { type Machine, charge, outermost } from './machine.ts';

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
