/** Blocks that run only where a number is beaten, and keep the better one: `if length > best: best = length`. */
import { compare, isOne } from '../cost/cost.ts';
import type { Assign, Expr, Stmt } from '../ir/ir.ts';
import { type RoleIndex, subjectOf } from '../ir/roles.ts';
import { someCode } from '../ir/walk.ts';
import { type Frame, ownerOf } from './frame.ts';
import { type Level, newLevel, turns } from './levels.ts';
import { type Machine, outermost, pushLevel, settle } from './machine.ts';
import { changesIn, pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { sameText } from './unmark.ts';
import { pathsIn } from './while/query.ts';

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
  for (const improvement of improvementsOf(m.index.roles, test, block)) {
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
function improvementsOf(roles: RoleIndex, test: Expr, block: readonly Stmt[]): Improvement[] {
  if (test.kind === 'logical')
    return test.op === 'and'
      ? [...improvementsOf(roles, test.left, block), ...improvementsOf(roles, test.right, block)]
      : [];
  if (test.kind !== 'compare' || (test.op !== '<' && test.op !== '>')) return [];
  const { left, right, op } = test;
  const forms = [
    [left, right, op === '>'],
    [right, left, op === '<'],
  ] as const;
  return forms.flatMap(([better, best, upwards]) =>
    best.kind === 'call' && roles.is(best, 'size')
      ? longer(roles, better, subjectOf(best), upwards, block)
      : improvement(better, best, upwards, block),
  );
}

function improvement(better: Expr, best: Expr, upwards: boolean, block: readonly Stmt[]): Improvement[] {
  if (best.kind !== 'name') return [];
  const kept = block.find((stmt): stmt is Assign => stmt.kind === 'assign' && keeps(stmt, best.name, better));
  return kept === undefined ? [] : [{ better, best: best.name, upwards, kept }];
}

/** `if high - low > len(best): best = text[low:high]`, or `best = other` behind a test of its length. */
function longer(
  roles: RoleIndex,
  better: Expr,
  best: Expr | null,
  upwards: boolean,
  block: readonly Stmt[],
): Improvement[] {
  if (best?.kind !== 'name') return [];
  const subject = better.kind === 'call' && roles.is(better, 'size') ? subjectOf(better) : null;
  const isAsLong = (value: Expr): boolean =>
    subject === null ? isSpan(value, better) : sameText(value, subject);
  const kept = block.find(
    (stmt): stmt is Assign =>
      stmt.kind === 'assign' &&
      stmt.op === null &&
      stmt.targets.length === 1 &&
      pathOf(stmt.targets[0]!) === best.name &&
      isAsLong(stmt.value),
  );
  return kept === undefined ? [] : [{ better, best: best.name, upwards, kept }];
}

/** A piece of a text whose ends the length was told by. */
function isSpan(value: Expr, length: Expr): boolean {
  if (value.kind !== 'slice') return false;
  const ends = [value.start, value.end].flatMap((end) => (end === null ? [] : pathsIn(end)));
  const told = pathsIn(length);
  return told.length > 0 && told.every((path) => ends.includes(path));
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
    const improving = improvingIn(m.index.roles, level.body, best, upwards);
    if (changes.some(({ node }) => !improving.has(node))) return at + 1;
  }
  return Math.min(base, m.levels.length);
}

/** Every assignment in a body that keeps what is better than the best so far, and does not change what it is compared by before. */
function improvingIn(
  roles: RoleIndex,
  body: readonly (Stmt | Expr)[],
  best: string,
  upwards: boolean,
): Set<Stmt | Expr> {
  const found = new Set<Stmt | Expr>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'if') return false;
    for (const one of improvementsOf(roles, node.test, node.then))
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
