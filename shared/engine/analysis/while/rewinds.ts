/**
 * Variables that are set to another one: forwards, where the other has run on from them in the same turn, or back, where
 * it was noted in an earlier turn: `star = i` and, when the match fails, `star += 1; i = star`.
 */
import { power } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { childStmts } from '../../ir/walk.ts';
import type { LoopBound } from '../loops/open.ts';
import { type Change, pathOf } from '../progress.ts';
import { type Query, limitOf } from './query.ts';

type Copy = Change & { readonly kind: 'copy' };

/** Whether what `copy` sets the path to may have been noted in an earlier turn, before steps of the path itself. */
export function mayGoBack(q: Query, path: string, copy: Copy): boolean {
  const list = q.changes.get(path) ?? [];
  if (!list.some(({ kind }) => kind === 'step')) return false;
  const starts = (q.changes.get(copy.from) ?? []).filter((c) => c.kind === 'copy' && c.from === path);
  return !starts.some((start) => runsBefore([...q.node.body, ...q.node.update], start, copy));
}

/** Every way to the second change leads over the first, in the same turn. */
function runsBefore(block: readonly Stmt[], first: Change, second: Change): boolean {
  const at = block.findIndex((stmt) => holdsChange(stmt, second));
  const stmt = block[at];
  if (stmt === undefined) return false;
  if (block.slice(0, at).some((before) => holdsChange(before, first))) return true;
  const inner = stmt.kind === 'if' ? [stmt.then, stmt.otherwise] : [childStmts(stmt)];
  return inner.some((part) => runsBefore(part, first, second));
}

const holdsChange = (stmt: Stmt, { node }: Change): boolean => contains(stmt, node);

/**
 * The smaller side runs up and is set back to a mark that was set to it before and that moves on each time: it starts
 * again at most as often as the mark can move.
 */
export function byRewinds(q: Query, small: Expr, large: Expr): LoopBound | null {
  const path = pathOf(small);
  const list = path === null ? [] : (q.changes.get(path) ?? []);
  const back = list.filter((change) => change.kind === 'copy');
  const mark = back[0]?.from;
  if (path === null || mark === undefined || !back.every((copy) => copy.from === mark)) return null;
  if (!list.every((change) => change.kind === 'copy' || isStepUp(change))) return null;
  if (back.length === list.length) return null;
  const moves = q.changes.get(mark) ?? [];
  const onwards = moves.every(
    (move) => isStepUp(move) || (move.kind === 'copy' && move.from === path && move.offset === 0),
  );
  if (!onwards || !back.every((copy) => movesMark(q, moves, copy))) return null;
  return {
    count: power(limitOf(q, large), 2),
    from: q.m.levels.length,
    rule: 'progress',
    reason: `${path} goes back to ${mark}, which is further on each time`,
  };
}

const isStepUp = (change: Change): boolean =>
  change.kind === 'step' && change.sign > 0 && change.amount.kind === 'number' && change.amount.value > 0;

/** The mark moves whenever the variable is set to it: `star += 1; i = star`, or `i = star + 1; star = i`. */
function movesMark(q: Query, moves: readonly Change[], copy: Copy): boolean {
  const body = [...q.node.body, ...q.node.update];
  return moves.some((move) =>
    move.kind === 'step'
      ? copy.offset >= 0 && runsBefore(body, move, copy)
      : copy.offset > 0 && runsBefore(body, copy, move),
  );
}
