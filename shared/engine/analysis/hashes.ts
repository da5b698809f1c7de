/**
 * Places behind a comparison of hashes: `if window == target and s[i:i + k] == pattern: return i`. Remainders by a large
 * number that are equal are taken to be of equal things, so what follows holds and leaves.
 */
import { ONE } from '../cost/cost.ts';
import type { Expr, If, Logical, Stmt } from '../ir/ir.ts';
import { operandsOf, someStmtIn } from '../ir/walk.ts';
import { type Frame, lookup } from './frame.ts';
import { type Level, newLevel } from './levels.ts';
import { type Machine, assume, pushLevel } from './machine.ts';

/** The outermost level that is left once the hashes of a test are equal; null where nothing is compared by its hash. */
export function leftByHash(m: Machine, frame: Frame, stmt: If): number | null {
  if (m.levels.length <= frame.base || !holdsByHash(frame, stmt.test) || !stmt.then.some(returns))
    return null;
  let from = frame.base;
  while (m.levels[from]?.kind === 'recursion') from++;
  if (from >= m.levels.length) return null;
  assume(m, 'residue', 'what has the same hash is taken to be the same', stmt.test.span);
  return from;
}

const returns = (stmt: Stmt): boolean => someStmtIn(stmt, ({ kind }) => kind === 'return');

/** Both sides are remainders, or one is looked up among others. */
function comparesHashes(frame: Frame, test: Expr): boolean {
  if (test.kind !== 'compare' || !isHash(frame, test.left)) return false;
  return test.op === 'in' || (test.op === '==' && isHash(frame, test.right));
}

function isHash(frame: Frame, expr: Expr): boolean {
  const value = expr.kind === 'name' ? lookup(frame, expr.name) : undefined;
  return value?.kind === 'num' && value.residue;
}

/** A test that holds says that hashes are equal. */
const holdsByHash = (frame: Frame, test: Expr): boolean =>
  operandsOf(test, 'and').some((part) => comparesHashes(frame, part));

/** Opens what is passed once because the left side of a test says that hashes are equal; null where it does not. */
export function openVerified(m: Machine, frame: Frame, test: Logical, from: number | null): Level | null {
  if (from === null || !holdsByHash(frame, test.left)) return null;
  const guard = newLevel({ kind: 'guard', count: ONE, from, node: test, frame });
  pushLevel(m, guard);
  return guard;
}
