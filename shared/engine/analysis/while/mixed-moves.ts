/** Variables that some turns move by steps and others by a factor. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { someCode } from '../../ir/walk.ts';
import { type Change, isByOne, isDivision, pathOf } from '../progress.ts';
import { everyTurn } from './motion.ts';
import type { Query } from './query.ts';

/**
 * One more or one less until it can be divided, `if n % 2 == 0: n //= 2`, whichever the turn chooses: of two turns that
 * follow each other one divides.
 */
export function evensOut(q: Query, path: string, list: readonly Change[]): boolean {
  const asksParity = (node: Stmt | Expr): boolean =>
    node.kind === 'binary' &&
    pathOf(node.left) === path &&
    node.right.kind === 'number' &&
    ((node.op === '%' && node.right.value === 2) || (node.op === '&' && node.right.value === 1));
  const tests = (stmt: Stmt | Expr): boolean => stmt.kind === 'if' && someCode(stmt.test, asksParity);
  return (
    list.some(({ kind }) => kind === 'scale') &&
    list.every((change) => isByOne(change) || isDivision(change)) &&
    q.body.some((stmt) => someCode(stmt, tests))
  );
}

/**
 * Every turn scales the variable, or it is divided as soon as it can be, which a few steps on it can. Where anything else
 * decides, all turns may be steps.
 */
export function scalesOften(q: Query, path: string, factors: readonly Change[]): boolean {
  const scales = (stmt: Stmt): boolean =>
    stmt.kind !== 'if' &&
    stmt.kind !== 'forEach' &&
    stmt.kind !== 'while' &&
    factors.some(({ node }) => contains(stmt, node));
  if (everyTurn([...q.node.body, ...q.node.update], scales)) return true;
  const asks = (node: Stmt | Expr): boolean =>
    (node.kind === 'if' || node.kind === 'while' || node.kind === 'conditional') &&
    isDivisibility(q, path, node.test);
  return q.body.some((stmt) => someCode(stmt, asks));
}

/** `n % 2 == 0`, `n & 1`, also by a name that is set to it, and nothing beside. */
function isDivisibility(q: Query, path: string, test: Expr): boolean {
  if (test.kind === 'unary' && test.op === 'not') return isDivisibility(q, path, test.operand);
  if (test.kind === 'compare' && test.right.kind === 'number') return isDivisibility(q, path, test.left);
  if (test.kind === 'binary') return (test.op === '%' || test.op === '&') && pathOf(test.left) === path;
  const name = pathOf(test);
  return (q.changes.get(name ?? '') ?? []).some(
    (change) =>
      change.kind === 'set' && change.value?.kind === 'binary' && isDivisibility(q, path, change.value),
  );
}
