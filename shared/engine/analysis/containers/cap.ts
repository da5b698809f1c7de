/** Tests of a container's size that keep it small. */
import { type Cost, min } from '../../cost/cost.ts';
import type { Expr, If, Stmt, While } from '../../ir/ir.ts';
import { measuredBy, subjectOf } from '../../ir/roles.ts';
import { someCode, someStmtIn, walk } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { type Machine, scopeOf, settle } from '../machine.ts';
import { type Change, changesIn, pathOf, takesOut } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find } from '../value.ts';
import { isChecked } from './checked-pushes.ts';

/** `if len(heap) > k: heappop(heap)` keeps the size at k. */
export function capSize(m: Machine, frame: Frame, test: Expr, block: readonly Stmt[]): void {
  const tested = sizeTest(m, frame, test);
  if (tested === null || !changesOf(m, block, tested.path).some(takesOut)) return;
  if (!isChecked(m, tested.path)) return;
  lower(tested.object, tested.cap);
}

/**
 * `if len(found) > k: return`, behind what puts in one at a time: no more than that is ever in it. Only where nothing
 * else in the function puts in. So does `break`, where the loop that it leaves began with what was made for it.
 */
export function capByExit(m: Machine, frame: Frame, { test, then }: If, before: readonly Stmt[]): void {
  const way = then.at(-1)?.kind;
  if (test.kind !== 'compare' || before.length === 0 || (way !== 'return' && way !== 'break')) return;
  const tested = sizeTest(m, frame, test);
  if (tested === null || (way === 'break' && !isMadeForLoop(m, tested.object))) return;
  const { object, path, cap } = tested;
  const { body } = scopeOf(m, frame);
  const puts = changesOf(m, before, path).filter(({ kind }) => kind === 'push');
  const all = changesOf(m, body, path).filter(({ kind }) => kind === 'push');
  const isOne = ({ node }: Change): boolean => node.kind === 'call' && m.index.roles.is(node, 'mark');
  if (puts.length === 0 || puts.length < all.length || !puts.every(isOne)) return;
  if (cellsSet(body, path) > 0 || before.some((stmt) => repeatsPush(m, stmt, path))) return;
  lower(object, cap);
}

/** No other loop or recursion comes back to the innermost loop with what was put in before. */
function isMadeForLoop({ levels }: Machine, { born }: HeapObject): boolean {
  const loop = levels.findLastIndex(({ kind }) => kind === 'loop');
  return born <= loop && levels.slice(born, loop).every(({ kind }) => kind === 'guard');
}

function repeatsPush(m: Machine, stmt: Stmt, path: string): boolean {
  return someCode(
    stmt,
    (at) =>
      (at.kind === 'forEach' || at.kind === 'while') &&
      changesOf(m, at.body, path).some(({ kind }) => kind === 'push'),
  );
}

/**
 * `while len(window) > k: ...` that takes out until at most k are left: so many are in it, and what one turn of the loop
 * around puts in beforehand. Only where nothing else puts in, and that turn no more than a constant number.
 */
export function capWindow(m: Machine, frame: Frame, loop: While): void {
  const tested = sizeTest(m, frame, loop.test);
  const around = m.levels.findLast((level) => level.kind === 'loop');
  if (tested === null || around === undefined || tested.object.growth === null) return;
  const { object, path, cap } = tested;
  const isOutside = m.levels.indexOf(around) >= object.born && around.frame === frame;
  const here = changesOf(m, loop.body, path);
  const isTakenOut = here.some(takesOut) || (here.length === 0 && endsByTaking(m, loop, tested.limit));
  if (!isOutside || !isTakenOut || around.body.length === 0) return;
  const putsIn = (nodes: readonly (Stmt | Expr)[]): number =>
    changesOf(m, nodes, path).filter((change) => change.kind === 'push').length + cellsSet(nodes, path);
  const all = putsIn(scopeOf(m, frame).body);
  if (all === 0 || all !== putsIn(around.body) || around.body.some((node) => bulk(node, loop, putsIn)))
    return;
  lower(object, cap);
}

/** Nothing else ends the loop: what takes out is no change of the path, but a function that is handed on. */
function endsByTaking(m: Machine, { body }: While, limit: Expr): boolean {
  const changes = changesIn(body, m.index);
  const isMoved = someCode(limit, (at) => changes.has(pathOf(at as Expr) ?? ''));
  return !isMoved && !body.some(leaves);
}

const leaves = (stmt: Stmt): boolean =>
  someStmtIn(stmt, ({ kind }) => kind === 'break' || kind === 'return' || kind === 'throw');

/** A loop inside of the turn that puts in, other than the one that takes out. */
function bulk(node: Stmt | Expr, loop: While, putsIn: (nodes: readonly (Stmt | Expr)[]) => number): boolean {
  return someCode(
    node,
    (at) => (at.kind === 'forEach' || (at.kind === 'while' && at !== loop)) && putsIn(at.body) > 0,
  );
}

/** How often `path[key]` is assigned to, which may put in a key. */
function cellsSet(nodes: readonly (Stmt | Expr)[], path: string): number {
  let count = 0;
  walk(nodes, {
    stmt: (stmt) => {
      if (stmt.kind !== 'assign') return;
      count += stmt.targets.filter((at) => at.kind === 'index' && pathOf(at.object) === path).length;
    },
  });
  return count;
}

const changesOf = (m: Machine, nodes: readonly (Stmt | Expr)[], path: string): readonly Change[] =>
  changesIn(nodes, m.index).get(path) ?? [];

/** `len(xs) > k`: the container, its path, and k. */
function sizeTest(
  m: Machine,
  frame: Frame,
  test: Expr,
): { object: HeapObject; path: string; cap: Cost; limit: Expr } | null {
  if (test.kind !== 'compare' || !['>', '>=', '==', '<'].includes(test.op)) return null;
  const [large, small] = test.op === '<' ? [test.right, test.left] : [test.left, test.right];
  const length = quietly(m, frame, large);
  if (length.kind !== 'num' || length.lengthOf === null) return null;
  const object = find(length.lengthOf);
  const target = large.kind === 'call' ? subjectOf(large) : null;
  const path = target === null ? null : pathOf(target);
  if (object.origin === 'input' || path === null) return null;
  const limit = quietly(m, frame, small);
  if (limit.kind !== 'num' || limit.lengthOf === object || isGrowing(m, frame, small)) return null;
  return { object, path, cap: settle(m, limit.max), limit: small };
}

/** A limit with the length of what the program fills, `len(other) + 1`, goes up with it: two that are kept equal both grow. */
function isGrowing(m: Machine, frame: Frame, limit: Expr): boolean {
  return someCode(limit, (at) => {
    const subject = measuredBy(m.index.roles, at as Expr);
    const value = subject === null ? null : quietly(m, frame, subject);
    return value?.kind === 'ref' && find(value.object).origin === 'local' && find(value.object).grows;
  });
}

function lower(object: HeapObject, cap: Cost): void {
  object.cap = object.cap === null ? cap : min(object.cap, cap);
}
