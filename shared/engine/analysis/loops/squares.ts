/** `for i in range(1, n + 1): if i * i > n: break`: the loop is left where the square of its variable passes a limit. */
import { compare, min, power } from '../../cost/cost.ts';
import type { Compare, Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import { operandsOf } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { degreeIn } from '../while/degree.ts';
import { leaves } from '../while/exits.ts';
import { pathsIn } from '../while/query.ts';
import type { LoopBound } from './open.ts';

/** The turns of a counted loop until the square of its variable passes what every turn compares it with. */
export function untilSquare(m: Machine, frame: Frame, node: ForEach, plain: LoopBound): LoopBound | null {
  const { target, body } = node;
  if (target.kind !== 'name' || plain.variable == null) return null;
  const squares: string[] = [];
  for (const stmt of body) {
    const limit = stmt.kind === 'if' ? limitPassed(m, node, stmt, squares) : null;
    const most = limit === null ? null : quietly(m, frame, limit);
    if (most?.kind === 'num') {
      const turns = power(settle(m, most.max), 0.5);
      if (compare(turns, plain.count) !== 'less') return null;
      const upper = min(plain.variable.upper, turns);
      const reason = `it is left when the square of ${target.name} passes a limit`;
      return { ...plain, count: turns, variable: { ...plain.variable, upper }, reason };
    }
    if (continues(stmt)) return null;
    if (stmt.kind === 'assign' && stmt.op === null && isSquare(stmt.value, target.name, squares))
      squares.push(...stmt.targets.flatMap((to) => pathOf(to) ?? []));
  }
  return null;
}

/** What the square is compared with by a test that leaves the loop once the square is larger. */
function limitPassed(
  m: Machine,
  { target, body }: ForEach,
  stmt: Stmt & { kind: 'if' },
  squares: readonly string[],
): Expr | null {
  if (target.kind !== 'name' || !leaves(stmt.then)) return null;
  const changes = changesIn(body, m.index);
  const once = squares.filter((path) => changes.get(path)?.length === 1);
  for (const test of anyOf(stmt.test)) {
    if (!['>', '>=', '<', '<='].includes(test.op)) continue;
    const [large, small] = test.op.startsWith('>') ? [test.left, test.right] : [test.right, test.left];
    if (!isSquare(large, target.name, once)) continue;
    const paths = pathsIn(small);
    if (!paths.includes(target.name) && paths.every((path) => !changes.has(path))) return small;
  }
  return null;
}

/** The comparisons of which each makes the test hold. */
function anyOf(test: Expr): Compare[] {
  return operandsOf(test, 'or').filter((part) => part.kind === 'compare');
}

/** `i * i`, `i ** 2`, `i * (i + 1) // 2`, or a name that was set to one of them. */
function isSquare(expr: Expr, name: string, squares: readonly string[]): boolean {
  const path = pathOf(expr);
  if (path !== null) return squares.includes(path);
  return degreeIn(expr, name) === 2;
}
