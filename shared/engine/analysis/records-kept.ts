/** Blocks that run only where a number is beaten, and keep the better one: `if length > best: best = length`. */
import { compare, isOne } from '../cost/cost.ts';
import type { Assign, Expr, Stmt } from '../ir/ir.ts';
import { someCode } from '../ir/walk.ts';
import { type Frame, ownerOf } from './frame.ts';
import { type Level, newLevel, turns } from './levels.ts';
import { type Machine, outermost, pushLevel, settle } from './machine.ts';
import { changesIn, pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
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
  for (const improvement of improvementsOf(test, block)) {
    const value = quietly(m, frame, improvement.better);
    if (value.kind !== 'num' || value.float || isOne(value.max)) continue;
    const from = keptSince(m, frame, improvement);
    const count = outermost(m, settle(m, value.max));
    if (compare(turns(m.levels, from), count) !== 'greater') continue;
    const level = newLevel({ kind: 'guard', count, from, node, frame });
    pushLevel(m, level);
    return level;
  }
  return null;
}

/** Where all parts of a test hold, each of them does. */
function improvementsOf(test: Expr, block: readonly Stmt[]): Improvement[] {
  if (test.kind === 'logical')
    return test.op === 'and'
      ? [...improvementsOf(test.left, block), ...improvementsOf(test.right, block)]
      : [];
  if (test.kind !== 'compare' || (test.op !== '<' && test.op !== '>')) return [];
  const { left, right, op } = test;
  return [...improvement(left, right, op === '>', block), ...improvement(right, left, op === '<', block)];
}

function improvement(better: Expr, best: Expr, upwards: boolean, block: readonly Stmt[]): Improvement[] {
  if (best.kind !== 'name') return [];
  const kept = block.find((stmt): stmt is Assign => stmt.kind === 'assign' && keeps(stmt, best.name, better));
  return kept === undefined ? [] : [{ better, best: best.name, upwards, kept }];
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

/** The outermost level over which the best so far only ever becomes better. */
function keptSince(m: Machine, frame: Frame, { best, upwards }: Improvement): number {
  const { base } = ownerOf(frame, best);
  for (let at = m.levels.length - 1; at >= base; at--) {
    const level = m.levels[at]!;
    if (level.kind === 'guard') continue;
    const changes = changesIn(level.body, m.index).get(best) ?? [];
    const improving = improvingIn(level.body, best, upwards);
    if (changes.some(({ node }) => !improving.has(node))) return at + 1;
  }
  return Math.min(base, m.levels.length);
}

/** Every assignment in a body that keeps what is better than the best so far, and does not change what it is compared by before. */
function improvingIn(body: readonly (Stmt | Expr)[], best: string, upwards: boolean): Set<Stmt | Expr> {
  const found = new Set<Stmt | Expr>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'if') return false;
    for (const one of improvementsOf(node.test, node.then))
      if (one.best === best && one.upwards === upwards && isFirst(one, node.then)) found.add(one.kept);
    return false;
  };
  body.forEach((node) => someCode(node, visit));
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
