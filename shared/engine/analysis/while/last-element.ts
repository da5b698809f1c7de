/** Lists that every turn makes longer by a larger element: `while f[-1] < n: f.append(f[-1] + f[-2])`. */
import type { Call, Expr } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { measuredPath, pathOf } from '../progress.ts';
import { type Query, limitOf, logarithmic, progressFrom } from './query.ts';

/** `list[-1] < large`, where all that is put into the list is a multiple of its last element, or a sum of its last two. */
export function byLastElement(q: Query, small: Expr, large: Expr): LoopBound | null {
  const list = small.kind === 'index' ? pathOf(small.object) : null;
  if (list === null || placeFromEnd(q, small, list) !== 1) return null;
  const appended = q.node.body.flatMap((stmt) =>
    stmt.kind === 'expr' && stmt.expr.kind === 'call' ? putBehind(q, stmt.expr, list) : [],
  );
  const others = (q.changes.get(list) ?? []).length - appended.length;
  if (appended.length === 0 || others > 0 || !appended.every((value) => grows(q, value, list))) return null;
  return logarithmic(q, limitOf(q, large), progressFrom(q, list), `the last element of ${list}`, REASON);
}

const REASON = 'grows by a factor each turn, or every other one';

function putBehind(q: Query, call: Call, list: string): Expr[] {
  const { callee, args } = call;
  const isOwn = callee.kind === 'field' && pathOf(callee.object) === list && args.length === 1;
  return isOwn && q.m.index.roles.is(call, 'append') ? [args[0]!.value] : [];
}

/** `last * 2`, `last + last`, `last + the one before`. */
function grows(q: Query, value: Expr, list: string): boolean {
  if (value.kind !== 'binary') return false;
  const [left, right] = [value.left, value.right];
  if (value.op === '+') {
    const places = [left, right].map((side) => placeFromEnd(q, side, list));
    return places.includes(1) && places.every((place) => place === 1 || place === 2);
  }
  if (value.op !== '*') return false;
  const isFactor = (expr: Expr): boolean => expr.kind === 'number' && expr.value >= 2;
  return (
    (placeFromEnd(q, left, list) === 1 && isFactor(right)) ||
    (placeFromEnd(q, right, list) === 1 && isFactor(left))
  );
}

/** 1 for the last element of the list, `list[-1]` or `list[len(list) - 1]`, 2 for the one before it. */
function placeFromEnd({ m }: Query, expr: Expr, list: string): number | null {
  if (expr.kind !== 'index' || pathOf(expr.object) !== list) return null;
  const at = expr.index;
  if (at.kind === 'unary' && at.op === '-' && at.operand.kind === 'number') return at.operand.value;
  if (at.kind !== 'binary' || at.op !== '-' || at.right.kind !== 'number') return null;
  return measuredPath(m.index.roles, at.left) === list ? at.right.value : null;
}
