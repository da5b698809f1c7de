/** Remainders by repeated subtraction: `while value >= MOD: value -= MOD`. */
import { ONE } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { LoopBound } from '../loops/open.ts';
import { assume } from '../machine.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import { knownInt } from '../value.ts';
import type { Query } from './query.ts';

/** A number that is kept below a modulus this large passes it by few times it. */
const LARGE = 1_000_000;

/** The loop does nothing but bring one number back into the range of a large modulus. */
export function byReduction(q: Query): LoopBound | null {
  const { test, body, update } = q.node;
  const [stmt, ...more] = [...body, ...update];
  if (test.kind !== 'compare' || stmt?.kind !== 'assign' || more.length > 0) return null;
  const [target] = stmt.targets;
  if ((stmt.op !== '-' && stmt.op !== '+') || target === undefined) return null;
  const isAsked = [test.left, test.right].some((side) => sameText(target, side));
  if (!isAsked || !isLarge(q, stmt.value)) return null;
  assume(
    q.m,
    `reduction:${q.node.span.start}`,
    'a number is taken to be a few times its modulus at most',
    q.node.headerSpan,
  );
  return {
    count: ONE,
    from: q.m.levels.length,
    rule: 'progress',
    reason: 'every turn takes a large modulus away, of which the number holds few',
  };
}

function isLarge(q: Query, amount: Expr): boolean {
  const known = knownInt(quietly(q.m, q.frame, amount));
  return known !== null && known >= LARGE;
}
