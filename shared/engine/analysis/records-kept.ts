/**
 * Blocks that run only where a number is beaten, and keep the better one: `if length > best: best = length`, or what is so
 * long, `if j - i > len(best): best = s[i:j]`.
 */
import { compare, isOne } from '../cost/cost.ts';
import type { Assign, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { measuredBy, type RoleIndex } from '../ir/roles.ts';
import { someCode, someStmtIn } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import { keptSince } from './kept-since.ts';
import { type Level, newLevel, turns } from './levels.ts';
import { type Machine, outermost, pushLevel, settle } from './machine.ts';
import { isAsLongAs } from './measured-slices.ts';
import { pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { definitionsOf } from './recursion/self-calls.ts';
import { sameText } from './unmark.ts';

/** What a test says to be better than the best so far, where the block keeps it. */
interface Improvement {
  readonly better: Expr;
  readonly best: string;
  readonly upwards: boolean;
  readonly kept: Assign;
}

/** Opens a guard over a block that runs once at most for each value that a whole number can have; null for any other. */
export function enterImprovement(
  m: Machine,
  frame: Frame,
  test: Expr,
  block: readonly Stmt[],
  node: Stmt,
): Level | null {
  if (!m.levels.some(({ kind }) => kind === 'loop')) return null;
  for (const { better, best, upwards } of improvementsOf(scopeOf(m, frame), test, block)) {
    const value = quietly(m, frame, better);
    if (value.kind !== 'num' || value.float || isOne(value.max)) continue;
    const from = keptSince(m, frame, best, m.levels.length, (body) =>
      improvingIn(scopeOf(m, frame), body, best, upwards),
    );
    const count = outermost(m, settle(m, value.max));
    if (compare(turns(m.levels, from), count) !== 'greater') continue;
    const level = newLevel({ kind: 'guard', count, from, node, frame });
    pushLevel(m, level);
    return level;
  }
  return null;
}

/** What reading code needs: what the library's names do, and the function whose names it has. */
interface Scope {
  readonly roles: RoleIndex;
  readonly func: FunctionNode | null;
}

const scopeOf = ({ index }: Machine, { func }: Frame): Scope => ({ roles: index.roles, func });

/** Where all parts of a test hold, each of them does. */
function improvementsOf(scope: Scope, test: Expr, block: readonly Stmt[]): Improvement[] {
  if (test.kind === 'logical')
    return test.op === 'and'
      ? [...improvementsOf(scope, test.left, block), ...improvementsOf(scope, test.right, block)]
      : [];
  if (test.kind !== 'compare' || (test.op !== '<' && test.op !== '>')) return [];
  const { left, right, op } = test;
  return [
    ...improvement(scope, left, right, op === '>', block),
    ...improvement(scope, right, left, op === '<', block),
  ];
}

function improvement(
  scope: Scope,
  better: Expr,
  best: Expr,
  upwards: boolean,
  block: readonly Stmt[],
): Improvement[] {
  const measured = measuredBy(scope.roles, best);
  const holder = measured ?? best;
  if (holder.kind !== 'name') return [];
  const { name } = holder;
  const isKept = (stmt: Assign): boolean =>
    measured === null ? keeps(stmt, name, better) : keepsLonger(scope, stmt, name, better);
  const kept = block.find((stmt): stmt is Assign => stmt.kind === 'assign' && isKept(stmt));
  return kept === undefined ? [] : [{ better, best: name, upwards, kept }];
}

/** `best = s[i:j]`, as long as the test says, or `best = other` behind a test of its length. */
function keepsLonger({ roles, func }: Scope, stmt: Assign, name: string, length: Expr): boolean {
  const { targets, value, op } = stmt;
  if (op !== null || targets.length !== 1 || pathOf(targets[0]!) !== name) return false;
  const subject = measuredBy(roles, length);
  if (subject !== null) return sameText(value, subject);
  return value.kind === 'slice' && isAsLongAs(value, length, definitionsOf(func));
}

/** `best = length`, `best, start = length, i`. */
function keeps({ targets, value, op }: Assign, name: string, better: Expr): boolean {
  if (op !== null || targets.length !== 1) return false;
  const [target] = targets;
  if (target?.kind !== 'collection') return pathOf(target!) === name && sameText(value, better);
  if (value.kind !== 'collection') return false;
  return target.elements.some((part, i) => {
    const source = value.elements[i];
    return pathOf(part) === name && source !== undefined && sameText(source, better);
  });
}

/** Every assignment in a body that keeps what is better than the best so far, and does not change what it is compared by before. */
function improvingIn(
  scope: Scope,
  body: readonly (Stmt | Expr)[],
  best: string,
  upwards: boolean,
): Set<Stmt | Expr> {
  const found = new Set<Stmt | Expr>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'if') return false;
    for (const one of improvementsOf(scope, node.test, node.then))
      if (one.best === best && one.upwards === upwards && isFirst(one, node.then)) found.add(one.kept);
    return false;
  };
  body.forEach((node) => someStmtIn(node, visit));
  return found;
}

/** Nothing that stands before the assignment changes what the better number is made of. */
function isFirst({ better, kept }: Improvement, block: readonly Stmt[]): boolean {
  const before = block.slice(0, block.indexOf(kept));
  return !before.some((stmt) =>
    someCode(
      stmt,
      (at) =>
        (at.kind === 'assign' || at.kind === 'assignExpr') &&
        someCode(better, (part) => part.kind === 'name' && sets(at, part.name)),
    ),
  );
}

const sets = (node: Stmt | Expr, name: string): boolean =>
  node.kind === 'assign'
    ? node.targets.some((target) => someCode(target, (at) => at.kind === 'name' && at.name === name))
    : node.kind === 'assignExpr' && pathOf(node.target) === name;
