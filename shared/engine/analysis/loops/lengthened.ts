/** Ranges that begin where a container ends, and whose turns lengthen it: each begins where the one before ended. */
import { ONE, max } from '../../cost/cost.ts';
import type { Expr, Range, Stmt } from '../../ir/ir.ts';
import { farEnd } from '../join.ts';
import { inAll } from '../levels.ts';
import { type Machine, outermost, settle } from '../machine.ts';
import { changesIn, measuredPath } from '../progress.ts';
import { type HeapObject, type Value, find, knownInt } from '../value.ts';
import { everyTurn } from '../while/motion.ts';
import type { LoopBound, LoopPlace } from './open.ts';
import { valueOfPath } from './paths.ts';

/**
 * `for x in range(len(made), i + 1): made.append(x)`: afterwards it is as long as the range reaches, so that the turns of
 * all rounds together are as many as the furthest one reaches, whatever the order.
 */
export function lengthensTo(
  m: Machine,
  place: LoopPlace,
  range: Value & { kind: 'range' },
  here: number,
): LoopBound | null {
  const path = endOfContainer(m, place.iterableExpr, range);
  const object = path === null ? null : valueOfPath(m, path);
  if (path === null || object === null || !pushesEachTurn(m, place.node, path)) return null;
  const from = onlyPushedSince(m, find(object), path, here);
  if (from === here) return null;
  return {
    count: max(settle(m, outermost(m, farEnd(range).max)), inAll(m.levels.slice(from), ONE)),
    from,
    rule: 'amortised',
    reason: `each round begins where ${path} ends and makes it as long as the range reaches`,
  };
}

/** The container behind whose end the range begins, or down to which it runs. */
function endOfContainer(
  { index }: Machine,
  expr: Expr | null,
  { step }: Value & { kind: 'range' },
): string | null {
  const range = rangeIn(expr);
  const near = range === null ? null : (knownInt(step) ?? 1) < 0 ? range.end : range.start;
  if (near === null) return null;
  const isMoved = near.kind === 'binary' && /^[+-]$/.test(near.op) && near.right.kind === 'number';
  const length = isMoved ? near.left : near;
  return length.kind === 'call' ? measuredPath(index.roles, length) : null;
}

/** The range of `reversed(range(a, b))`. */
function rangeIn(expr: Expr | null): Range | null {
  if (expr?.kind === 'range') return expr;
  return expr?.kind === 'call' && expr.callee.kind === 'name' ? rangeIn(expr.args[0]?.value ?? null) : null;
}

function pushesEachTurn({ index }: Machine, loop: Stmt | Expr, path: string): boolean {
  if (loop.kind !== 'forEach') return false;
  const pushes = (stmt: Stmt): boolean =>
    stmt.kind === 'expr' &&
    changesIn([stmt], index)
      .get(path)
      ?.some(({ kind }) => kind === 'push') === true;
  return everyTurn(loop.body, pushes);
}

/** The outermost of the loops around that do nothing to the container but put in. */
function onlyPushedSince(m: Machine, object: HeapObject, path: string, here: number): number {
  let from = here;
  for (let at = here - 1; at >= object.born; at--) {
    const level = m.levels[at]!;
    if (level.kind === 'guard') continue;
    const list = changesIn(level.body, m.index).get(path) ?? [];
    if (level.kind !== 'loop' || !list.every(({ kind }) => kind === 'push')) break;
    from = at;
  }
  return from;
}
