/** What the test of a loop says about a number that its turns make larger. */
import type { Cost } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { negated } from '../../ir/negation.ts';
import { endsEarly } from '../../ir/normal-forms.ts';
import { contains } from '../../ir/standing.ts';
import { type Code, childStmts, operandsOf } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { pathsIn, whileBody } from '../while/query.ts';
import { innermost } from '../levels.ts';

/** The limit below which a number still is when the innermost loop, a `while`, takes another turn; null without one. */
export function testedLimit(m: Machine, frame: Frame, target: Expr): Cost | null {
  const level = m.levels[innermost(m.levels)];
  const path = pathOf(target);
  if (path === null || level?.frame !== frame || level.node?.kind !== 'while') return null;
  const changes = changesIn(whileBody(level.node), m.index);
  for (const [small, large] of below(level.node.test)) {
    if (pathOf(small) !== path || pathsIn(large).some((other) => changes.has(other))) continue;
    const limit = quietly(m, frame, large);
    if (limit.kind === 'num') return settle(m, limit.max);
  }
  return null;
}

/** What is below what, wherever the test holds. */
export function below(test: Expr): (readonly [Expr, Expr])[] {
  return operandsOf(test, 'and').flatMap((part): (readonly [Expr, Expr])[] => {
    if (part.kind !== 'compare') return [];
    if (part.op === '<' || part.op === '<=') return [[part.left, part.right]];
    return part.op === '>' || part.op === '>=' ? [[part.right, part.left]] : [];
  });
}

/** The tests that hold where a block comes to a node in it: those around it, and those that others leave the block by. */
export function testsBefore(block: readonly Stmt[], node: Code): Expr[] {
  const at = block.findIndex((stmt) => contains(stmt, node));
  if (at < 0) return [];
  const passed = block
    .slice(0, at)
    .flatMap((stmt) => (stmt.kind === 'if' && endsEarly(stmt.then) ? [negated(stmt.test)] : []));
  const stmt = block[at]!;
  if (stmt.kind === 'while') return [...passed, stmt.test, ...testsBefore(stmt.body, node)];
  if (stmt.kind !== 'if') return [...passed, ...testsBefore(childStmts(stmt), node)];
  const isThen = stmt.then.some((inner) => contains(inner, node));
  if (!isThen && contains(stmt.test, node)) return passed;
  const own = isThen ? stmt.test : negated(stmt.test);
  return [...passed, own, ...testsBefore(isThen ? stmt.then : stmt.otherwise, node)];
}
