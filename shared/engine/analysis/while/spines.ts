/**
 * Paths down a tree that have no node in common.
 *
 * A spine goes on along one link, say `left`, for as long as there is one. A node lies on one spine only: upwards along
 * that link it leads to one top. So a loop that walks a spine in every turn of another loop, and each time from the top
 * of another spine, meets every node once over all the turns: inorder by a stack, Morris's threads.
 */
import type { Assign, Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import type { LoopBound } from '../loops/open.ts';
import { settle } from '../machine.ts';
import { type Change, type Changes, changesIn, pathOf } from '../progress.ts';
import type { HeapObject } from '../value.ts';
import type { Query } from './query.ts';

/** The turns of a walk of `path` along `field`, if each one in the loop around starts at the top of a spine. */
export function bySpines(q: Query, path: string, field: string, tree: HeapObject): LoopBound | null {
  const { levels, index } = q.m;
  const at = levels.findLastIndex((level) => level.kind !== 'guard');
  const around = levels[at];
  const loop = around?.frame === q.frame ? around.node : null;
  if (loop?.kind !== 'while' && loop?.kind !== 'forEach') return null;
  const walk: Walk = { q, path, field, outer: changesIn(around!.body, index) };
  const first = turn(walk, loop.body, true);
  const atTop = first.end ? first.walked : turn(walk, loop.body, false).walked;
  return atTop
    ? {
        count: settle(q.m, tree.size),
        from: at,
        rule: 'amortised',
        reason: `each walk along ${field} starts below another node: the walks have no node in common`,
      }
    : null;
}

interface Walk {
  readonly q: Query;
  readonly path: string;
  readonly field: string;
  /** How the loop around changes its variables. */
  readonly outer: Changes;
}

/** Whether the path stands at the top of a spine not walked before, or at the end of one. */
interface Turn {
  /** Wherever the walk begins. */
  walked: boolean;
  /** Wherever the turn ends. */
  end: boolean;
}

function turn(walk: Walk, body: readonly Stmt[], known: boolean): Turn {
  const seen: Turn = { walked: true, end: true };
  const end = through(walk, body, known, seen);
  if (end !== null) seen.end &&= end;
  return seen;
}

/** What is known after the statements; null when their end is not reached. */
function through(walk: Walk, stmts: readonly Stmt[], known: boolean, seen: Turn): boolean | null {
  let now: boolean | null = known;
  for (const stmt of stmts) {
    now = after(walk, stmt, now, seen);
    if (now === null) return null;
  }
  return now;
}

function after(walk: Walk, stmt: Stmt, known: boolean, seen: Turn): boolean | null {
  if (stmt === walk.q.node) {
    seen.walked &&= known;
    return true;
  }
  switch (stmt.kind) {
    case 'assign':
      return assigned(walk, stmt, known);
    case 'if': {
      const then = through(walk, stmt.then, known, seen);
      const otherwise = through(walk, stmt.otherwise, known, seen);
      return then === null ? otherwise : otherwise === null ? then : then && otherwise;
    }
    case 'continue':
      seen.end &&= known;
      return null;
    case 'break':
    case 'return':
    case 'throw':
      return null;
    default:
      return known && !changesIn([stmt], walk.q.m.index).has(walk.path);
  }
}

function assigned(walk: Walk, stmt: Assign, known: boolean): boolean {
  const { targets, value } = stmt;
  for (const target of targets) {
    if (pathOf(target) === walk.path) return stmt.op === null && isTop(walk, value, known);
    if (target.kind !== 'collection') continue;
    const i = target.elements.findIndex((element) => pathOf(element) === walk.path);
    if (i < 0) continue;
    const part = value.kind === 'collection' ? value.elements[i] : undefined;
    return part !== undefined && isTop(walk, part, known);
  }
  return known;
}

/** `node.right` is the top of a spine along `left`; where there is no node, there is nothing to walk. */
function isTop(walk: Walk, value: Expr, known: boolean): boolean {
  if (value.kind === 'constant') return true;
  if (value.kind === 'conditional')
    return isTop(walk, value.then, known) && isTop(walk, value.otherwise, known);
  if (value.kind !== 'field') return known && pathOf(value) === walk.path;
  if (value.name === walk.field) return false;
  const owner = pathOf(value.object);
  const list = owner === null ? undefined : walk.outer.get(owner);
  return list?.every((change) => takesAnother(change, walk.q.m.index.roles)) === true;
}

/** The change makes the variable another node: a step along a link, the next of a loop, one taken off a stack. */
function takesAnother(change: Change, roles: RoleIndex): boolean {
  if (change.kind === 'cursor' || change.kind === 'copy') return true;
  if (change.kind !== 'set') return false;
  const { value } = change;
  return (
    value === null ||
    value.kind === 'constant' ||
    (value.kind === 'index' && pathOf(value.object) !== null) ||
    (value.kind === 'call' && (roles.is(value, 'pop') || roles.is(value, 'popFirst')))
  );
}
