/** What is left after a quotient was taken away: `a -= a // b * b`, also with the quotient under a name. */
import type { Expr } from '../../ir/ir.ts';
import { type Change, pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import type { Query } from './query.ts';

/** The step leaves the remainder of the variable by something. */
export function leavesRemainder(q: Query, path: string, change: Change): boolean {
  if (change.kind !== 'step' || change.sign > 0) return false;
  const { amount } = change;
  if (amount.kind !== 'binary' || amount.op !== '*') return false;
  return isQuotient(q, path, amount.left, amount.right) || isQuotient(q, path, amount.right, amount.left);
}

/** `path // by`, or a name that the loop sets to that and to nothing else. */
function isQuotient(q: Query, path: string, expr: Expr, by: Expr): boolean {
  const name = pathOf(expr);
  if (name === null)
    return (
      expr.kind === 'binary' && expr.op === '//' && pathOf(expr.left) === path && sameText(expr.right, by)
    );
  const values = (q.changes.get(name) ?? []).flatMap((change) =>
    change.kind === 'set' ? [change.value] : [],
  );
  return (
    values.length > 0 &&
    values.length === q.changes.get(name)!.length &&
    values.some((value) => value !== null && pathOf(value) === null && isQuotient(q, path, value, by))
  );
}
