/** Loops over a list that the same turn of the loop around empties behind them: `for x in run: ...` and then `run = []`. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { type Change, changesIn, empties, pathOf } from '../progress.ts';
import type { HeapObject } from '../value.ts';
import type { LoopBound } from './open.ts';
import { reached } from './paths.ts';
import { scopeOf } from './resumed.ts';

const isSet = (change: Change): boolean => change.kind === 'set' || empties(change);

/** Every element is met once, before the list is emptied; null for other loops. */
export function spentBuffer(
  m: Machine,
  frame: Frame,
  { node, iterableExpr }: { readonly node: Stmt | Expr; readonly iterableExpr: Expr | null },
  object: HeapObject,
): LoopBound | null {
  const path = iterableExpr === null || node.kind !== 'forEach' ? null : pathOf(iterableExpr);
  if (path === null || object.origin === 'input' || object.born >= m.levels.length) return null;
  const scope = scopeOf(m, frame, node);
  // Set to another list first, that one is emptied.
  const sets = scope?.following
    .filter(({ kind }) => kind === 'assign' || kind === 'expr')
    .map((stmt) => (changesIn([stmt], m.index).get(path) ?? []).filter(isSet))
    .find((changes) => changes.length > 0);
  if (scope === null || sets?.some(empties) !== true) return null;
  return {
    count: reached(m, object),
    from: Math.max(object.born, m.levels.indexOf(scope.around)),
    rule: 'amortised',
    reason: `${path} is emptied after it: every element is met once`,
    source: object,
  };
}
