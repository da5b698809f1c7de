/** Places at the end of the receiver: `stack.pop(len(stack) - 1)`, and `n = text.length()` before `text.deleteCharAt(n - 1)`. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { someChildStmt } from '../../ir/walk.ts';
import type { Arg } from '../calls.ts';
import type { Frame } from '../frame.ts';
import { type Machine, scopeOf } from '../machine.ts';
import { definitionsOf } from '../recursion/self-calls.ts';
import { sameText } from '../unmark.ts';
import { isExpr } from './query.ts';

/** The argument of a call is the place of the last element, or one a few before it. */
export function isLastPlace(m: Machine, frame: Frame, site: object, { expr }: Arg): boolean {
  if (expr === null || (expr.kind !== 'name' && expr.kind !== 'binary')) return false;
  const receiver = receiverOf(site);
  const place = receiver === null ? null : readInTurn(m, frame, expr);
  if (place?.kind !== 'binary' || place.op !== '-' || place.right.kind !== 'number' || place.right.value < 1)
    return false;
  const measured = measuredBy(m.index.roles, readInTurn(m, frame, place.left));
  return measured !== null && sameText(measured, receiver!);
}

/** The list of `list.pop(i)` and of `del list[i]`. */
function receiverOf(site: object): Expr | null {
  if (!isExpr(site)) return null;
  if (site.kind === 'index') return site.object;
  return site.kind === 'call' && site.callee.kind === 'field' ? site.callee.object : null;
}

/** What a name was set to in the same turn of the innermost loop, and in no loop inside of it; or the expression itself. */
function readInTurn(m: Machine, frame: Frame, expr: Expr): Expr {
  const scope = scopeOf(m, frame);
  const value = expr.kind === 'name' ? (definitionsOf(scope).get(expr.name) ?? null) : null;
  if (value === null) return expr;
  const around = m.levels.findLast(({ kind }, at) => kind === 'loop' && at >= frame.base);
  const reads = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' && node.value === value) || (node.kind === 'if' && someChildStmt(node, reads));
  return (around?.body ?? scope.body).some(reads) ? value : expr;
}
