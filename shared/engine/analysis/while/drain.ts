/** Counts that a loop takes down one by one: `while count[c] > 0: count[c] -= 1`. */
import { leaves } from './exits.ts';
import { ONE, isOne, plus } from '../../cost/cost.ts';
import type { Expr, If, Index, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { childStmts, someAct } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { inAll } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { type Machine, settle } from '../machine.ts';
import { quietly } from '../quiet.ts';
import { continues, endsEarly } from '../../ir/normal-forms.ts';
import { sameText } from '../unmark.ts';
import { type HeapObject, find } from '../value.ts';
import { type Query, pathsIn } from './query.ts';

/** All the turns together are as many as the counts add up to, whatever loops are around. */
export function byDrain(q: Query): LoopBound | null {
  const cell = drained(q);
  if (cell === null) return null;
  const container = summed(q.m, q.frame, cell);
  if (container === null) return byLargest(q, cell);
  return {
    count: settle(q.m, container.sum!),
    from: Math.min(container.born, q.m.levels.length),
    rule: 'sum-of-parts',
    reason: 'every turn takes one from a count, and the counts add up to their sum',
  };
}

/** No count is above the largest one. */
function byLargest(q: Query, cell: Index): LoopBound | null {
  const value = quietly(q.m, q.frame, cell);
  if (value.kind !== 'num' || isOne(value.max)) return null;
  return {
    count: settle(q.m, value.max),
    from: q.m.levels.length,
    rule: 'progress',
    reason: 'every turn takes one from a count',
  };
}

/** The container that an element is in, where what its elements add up to is known. */
function summed(m: Machine, frame: Frame, cell: Expr): HeapObject | null {
  const value = quietly(m, frame, cell);
  if (value.kind !== 'num' || value.drawnFrom === null) return null;
  const container = find(value.drawnFrom);
  return container.sum === null ? null : container;
}

/** The element that the loop asks for, always the same one, and that every turn lowers by a number. */
export function drained(q: Query): Index | null {
  const cell = askedCell(q.node.test);
  if (cell === null || pathsIn(cell.index).some((path) => q.changes.has(path))) return null;
  return q.node.body.some((stmt) => sameLowered(q.m.index.roles, stmt, cell)) ? cell : null;
}

function sameLowered(roles: RoleIndex, stmt: Stmt, cell: Index): boolean {
  const lowered = lowers(roles, stmt);
  return (
    lowered !== null && lowered.by.kind === 'number' && lowered.by.value > 0 && sameText(lowered.cell, cell)
  );
}

/** `count[c]`, `count[c] > 0`, `count[c] != 0` */
function askedCell(test: Expr): Index | null {
  if (test.kind === 'index') return test;
  const isCount = test.kind === 'compare' && test.left.kind === 'index' && test.right.kind === 'number';
  return isCount && /^(?:>=?|!=)$/.test(test.op) ? test.left : null;
}

interface Lowered {
  readonly cell: Index;
  readonly by: Expr;
}

/** `count[c] -= e`, also written as `count[c] = count.get(c) - e`. */
function lowers(roles: RoleIndex, stmt: Stmt): Lowered | null {
  return lowering(roles, stmt.kind === 'expr' ? stmt.expr : stmt);
}

function lowering(roles: RoleIndex, node: Stmt | Expr): Lowered | null {
  if (node.kind !== 'assign' && node.kind !== 'assignExpr') return null;
  const cell = node.kind === 'assign' ? node.targets[0] : node.target;
  if (cell?.kind !== 'index') return null;
  if (node.op === '-') return { cell, by: node.value };
  const { value } = node;
  const isLess = node.op === null && value.kind === 'binary' && value.op === '-';
  return isLess && isCell(roles, value.left, cell) ? { cell, by: value.right } : null;
}

/** The element, or a look-up of it. */
function isCell(roles: RoleIndex, expr: Expr, cell: Index): boolean {
  if (sameText(expr, cell)) return true;
  if (expr.kind !== 'call' || expr.callee.kind !== 'field' || !roles.is(expr, 'lookup')) return false;
  const key = expr.args[0]?.value;
  return key !== undefined && sameText(key, cell.index) && sameText(expr.callee.object, cell.object);
}

/**
 * `for i in range(x, x + k): if not count[i]: return` and then `count[i] -= 1`, whichever elements the turns lower: all
 * turns that go on take something from what the counts add up to.
 */
export function byLowering(m: Machine, frame: Frame, body: readonly Stmt[]): LoopBound | null {
  const { roles } = m.index;
  for (const [at, stmt] of body.entries()) {
    const lowered = lowers(roles, stmt);
    if (lowered !== null && isSome(m, lowered.by) && staysPositive(roles, body, at, lowered)) {
      const container = summed(m, frame, lowered.cell);
      if (container === null || isStoredTo(m, container, lowered.cell)) return null;
      const from = Math.min(container.born, m.levels.length);
      return {
        count: plus(settle(m, container.sum!), inAll(m.levels, ONE, from)),
        from,
        rule: 'sum-of-parts',
        reason: 'every turn takes something from a count, and the counts add up to their sum',
      };
    }
    if (continues(stmt)) return null;
  }
  return null;
}

/** The loops around store other counts in it, which do not come from adding. */
function isStoredTo(m: Machine, { born }: HeapObject, cell: Index): boolean {
  const stores = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'assign' && node.kind !== 'assignExpr') return false;
    const target = node.kind === 'assign' ? node.targets[0] : node.target;
    const isOther = target?.kind === 'index' && sameText(target.object, cell.object);
    return isOther && node.op === null && lowering(m.index.roles, node) === null;
  };
  return m.levels.slice(born).some(({ body }) => body.some((code) => someAct(code, stores)));
}

/** A turn that finds less than it takes leaves the loop, before or after it has taken it. */
function staysPositive(roles: RoleIndex, body: readonly Stmt[], at: number, { cell, by }: Lowered): boolean {
  return body.some((stmt, i) => {
    if (stmt.kind !== 'if' || !leaves(stmt.then)) return false;
    return asksForLess(roles, stmt.test, cell, i < at ? by : null);
  });
}

/** The element is none, or less than `by`; where that is null, it has become negative. */
function asksForLess(roles: RoleIndex, test: Expr, cell: Index, by: Expr | null): boolean {
  if (test.kind === 'logical' && test.op === 'or')
    return [test.left, test.right].some((part) => asksForLess(roles, part, cell, by));
  if (by !== null && test.kind === 'unary' && test.op === 'not')
    return isOneOf(by) && isCell(roles, test.operand, cell);
  if (test.kind !== 'compare' || !isCell(roles, test.left, cell)) return false;
  const { op, right } = test;
  if (by === null) return op === '<' && right.kind === 'number' && right.value === 0;
  const isNone = right.kind === 'number' && right.value === 0 && (op === '==' || op === '<=');
  return (isNone && isOneOf(by)) || (op === '<' && sameText(right, by));
}

const isOneOf = (expr: Expr): boolean => expr.kind === 'number' && expr.value === 1;

/** A number above zero, or one for which an `if` around or before makes sure that it is not zero. */
function isSome(m: Machine, by: Expr): boolean {
  if (by.kind === 'number') return by.value > 0;
  if (by.kind !== 'name') return false;
  const level = m.levels.findLast(({ kind }) => kind === 'loop');
  const skips = ({ test, then }: If): boolean => endsEarly(then) && asksForSome(test, by, false);
  const holds = (node: Stmt | Expr): boolean =>
    node.kind === 'if' && (skips(node) || asksForSome(node.test, by, true) || childStmts(node).some(holds));
  return level?.body.some(holds) === true;
}

/** `taken`, `taken > 0`, `taken != 0`; where the test is to fail, `not taken`, `taken == 0`. */
function asksForSome(test: Expr, by: Expr, holds: boolean): boolean {
  if (test.kind === 'unary' && test.op === 'not') return asksForSome(test.operand, by, !holds);
  if (test.kind !== 'compare') return holds && sameText(test, by);
  const { op, left, right } = test;
  if (!sameText(left, by) || right.kind !== 'number' || right.value !== 0) return false;
  return holds ? op === '>' || op === '!=' : op === '<=' || op === '==';
}
