/**
 * What takes at least half of a number away, or all but a remainder: `a -= a // b * b`, also with the quotient under a name,
 * and division by doubled divisors.
 */
import type { Expr, While } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { below } from '../loops/tested.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import { type Query, whileBody } from './query.ts';

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

/**
 * `while a >= t << 1: t <<= 1` before `a -= t`, or `while a >= t: a -= t; t <<= 1`: what is left is no more than what was
 * taken, or hardly.
 */
export function takesHalf(q: Query, path: string, change: Change & { kind: 'step' }): boolean {
  if (change.sign > 0) return false;
  return q.node.body.some((inner) => {
    if (inner.kind !== 'while') return false;
    const limited = below(inner.test).flatMap(([small, large]) => (pathOf(large) === path ? [small] : []));
    if (limited.length === 0) return false;
    const own = contains(inner, change.node);
    return limited.some((small) =>
      own ? sameText(small, change.amount) && isDoubled(q, inner, small) : isTwice(small, change.amount),
    );
  });
}

/** The number that the loop asks for grows by a factor in it. */
function isDoubled(q: Query, inner: While, small: Expr): boolean {
  const path = pathOf(small);
  const list = path === null ? [] : (changesIn(whileBody(inner), q.m.index).get(path) ?? []);
  return list.some(
    (change) =>
      (change.kind === 'scale' && (change.op === '*' || change.op === '<<')) ||
      (change.kind === 'step' && change.sign > 0 && pathOf(change.amount) === path),
  );
}

/** `t << 1`, `t * 2` and `t + t` of `t`; `b << i + 1` of `b << i`. */
function isTwice(expr: Expr, of: Expr): boolean {
  if (expr.kind !== 'binary') return false;
  const { op, left, right } = expr;
  if (op === '+') return sameText(left, of) && sameText(right, of);
  const isNumber = (side: Expr, value: number): boolean => side.kind === 'number' && side.value === value;
  if (op === '*')
    return (sameText(left, of) && isNumber(right, 2)) || (sameText(right, of) && isNumber(left, 2));
  if (op !== '<<') return false;
  if (sameText(left, of)) return isNumber(right, 1);
  return (
    of.kind === 'binary' &&
    of.op === '<<' &&
    sameText(left, of.left) &&
    right.kind === 'binary' &&
    right.op === '+' &&
    sameText(right.left, of.right) &&
    isNumber(right.right, 1)
  );
}
