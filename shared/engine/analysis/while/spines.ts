/**
 * Paths down a tree that have no node in common.
 *
 * A spine goes on along one link, say `left`, for as long as there is one. A node lies on one spine only: upwards along
 * that link it leads to one top. So a loop that walks a spine in every turn of another loop, and each time from the top
 * of another spine, meets every node once over all the turns: inorder by a stack, Morris's threads.
 */
import { ONE, isOne } from '../../cost/cost.ts';
import type { Assign, Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { type Frame, lookup } from '../frame.ts';
import { inAll, innermost } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { valueOfPath } from '../loops/paths.ts';
import { assume, scopeOf, settle } from '../machine.ts';
import { type Change, type Changes, changesIn, pathOf } from '../progress.ts';
import { callerOf } from '../threads.ts';
import type { HeapObject } from '../value.ts';
import { type Query, progressFrom } from './query.ts';

/** The turns of a walk of `path` along `field`, if each one in the loop around starts at the top of a spine. */
export function bySpines(q: Query, path: string, field: string, tree: HeapObject): LoopBound | null {
  const { levels, index } = q.m;
  const at = innermost(levels);
  const around = levels[at];
  const loop = around?.frame === q.frame ? around.node : null;
  if (around?.frame !== q.frame || at < q.frame.base)
    return belowNodes(q, at, field, tree, startsFrom(q, path, field)) ?? byCalls(q, path, field, tree);
  if (around.kind === 'recursion') return belowNodes(q, at, field, tree, startsIn(q, path, field));
  if (loop?.kind !== 'while' && loop?.kind !== 'forEach') return null;
  const walk: Walk = { q, path, field, outer: changesIn(around.body, index) };
  const first = turn(walk, loop.body, true);
  const atTop = first.end ? first.walked : turn(walk, loop.body, false).walked;
  return atTop ? disjoint(q, Math.min(at, onwardsFrom(walk)), field, tree) : null;
}

/** Since when the nodes only go on below which walks start, `pred = self.cur.left`: over the operations of a class, too. */
function onwardsFrom({ q, path, outer }: Walk): number {
  const starts = (outer.get(path) ?? []).flatMap((change) => (change.kind === 'copy' ? [change.from] : []));
  const owners = starts.map((start) => start.slice(0, start.lastIndexOf('.')));
  const froms = owners.map((owner) => (owner.includes('.') ? progressFrom(q, owner) : q.m.levels.length));
  return froms.length === 0 ? q.m.levels.length : Math.max(...froms);
}

/** Where a walk starts: below what in which frame, by which link; null where it may start elsewhere. */
type Starts = readonly { readonly frame: Frame; readonly node: string; readonly link: string }[] | null;

/** `cur = root.right` before a walk along `left`. */
function startsIn({ m, frame }: Query, path: string, field: string): Starts {
  const changes = changesIn(scopeOf(m, frame).body, m.index).get(path) ?? [];
  const starts = changes.filter((change) => !isStep(change, field));
  const found = starts.map((change) => (change.kind === 'copy' ? /^(\w+)\.(\w+)$/.exec(change.from) : null));
  return found.every((match) => match !== null)
    ? found.map((match) => ({ frame, node: match[1]!, link: match[2]! }))
    : null;
}

/** `cur = cur.left`, and not `cur = cur.left or cur.right`. */
const isStep = (change: Change, field: string): boolean =>
  change.kind === 'cursor' &&
  change.field === field &&
  change.node.kind === 'assign' &&
  change.node.value.kind === 'field';

/** `least(root.right)` of a function that walks along `left`. */
function startsFrom(q: Query, path: string, field: string): Starts {
  const { m, frame } = q;
  const at = frame.func?.params.findIndex((param) => param.name === path) ?? -1;
  const site = at < 0 ? null : callerOf(m, frame);
  const walk: Walk = { q, path, field, outer: changesIn(scopeOf(m, frame).body, m.index) };
  const isWalk = onlyWalks(walk) && walk.outer.get(path)!.every((change) => isStep(change, field));
  const start = site !== null && isWalk ? site.call.args[at]?.value : undefined;
  if (site === null || start?.kind !== 'field' || start.object.kind !== 'name') return null;
  return [{ frame: site.caller, node: start.object.name, link: start.name }];
}

/** Each call of a recursion has another node, and the walks start below it. */
function belowNodes(q: Query, at: number, field: string, tree: HeapObject, starts: Starts): LoopBound | null {
  const around = q.m.levels[at];
  if (around?.kind !== 'recursion' || starts === null || starts.length === 0) return null;
  // What only the last call runs is one walk.
  if (isOne(inAll(q.m.levels, ONE, at))) return null;
  const isBelow = ({ frame, node, link }: NonNullable<Starts>[number]): boolean => {
    const value = around.frame === frame && link !== field ? lookup(frame, node) : undefined;
    return value?.kind === 'ref' && value.distinct === around;
  };
  return starts.every(isBelow) ? disjoint(q, at, field, tree) : null;
}

const disjoint = (q: Query, from: number, field: string, tree: HeapObject): LoopBound => ({
  count: settle(q.m, tree.size),
  from,
  rule: 'amortised',
  reason: `each walk along ${field} starts below another node: the walks have no node in common`,
});

/**
 * The walk is all that a function does about it, which is called again and again: each call starts below another node
 * that it, or its caller, has taken off a stack.
 */
function byCalls(q: Query, path: string, field: string, tree: HeapObject): LoopBound | null {
  const { m, frame } = q;
  const { func } = frame;
  if (func === null) return null;
  const outer = changesIn(func.body, m.index);
  const walk: Walk = { q, path, field, outer };
  const at = func.params.findIndex((param) => param.name === path);
  const start = at < 0 ? startInside(walk, func.body) : startOutside(walk, at);
  if (start === null) return null;
  const stack = valueOfPath(m, start);
  if (stack === null || stack.origin === 'input' || stack.born >= m.levels.length) return null;
  assume(m, `spines:${q.node.span.start}`, 'each node is put on the stack once', q.node.headerSpan);
  return disjoint(q, stack.born, field, tree);
}

/** The stack from which the function takes what the walk starts below. */
function startInside(walk: Walk, body: readonly Stmt[]): string | null {
  const first = turn(walk, body, true);
  const atTop = first.end && walk.path.includes('.') ? first.walked : turn(walk, body, false).walked;
  return atTop ? stackOf(walk) : null;
}

/** The stack from which the caller takes the node below which is what it calls the function with. */
function startOutside(walk: Walk, at: number): string | null {
  const { m, frame } = walk.q;
  const caller = m.calls.at(-2);
  const site = [...(caller?.context.children ?? [])].find(([, context]) => context === frame.context)?.[0];
  if (site?.kind !== 'call' || !onlyWalks(walk)) return null;
  const start = site.args[at]?.value;
  const outside: Walk = {
    ...walk,
    path: '',
    outer: changesIn((caller === undefined ? m.program : scopeOf(m, caller)).body, m.index),
  };
  return start?.kind === 'field' && isTop(outside, start, false) ? stackOf(outside, start) : null;
}

/** Nothing but the walk changes the parameter. */
const onlyWalks = ({ outer, path, field }: Walk): boolean =>
  outer.get(path)?.every((change) => change.kind === 'cursor' && change.field === field) === true;

/** The one container that the nodes are taken off below which walks start. */
function stackOf({ outer, path, field }: Walk, start: Expr | null = null): string | null {
  const starts = start === null ? (outer.get(path) ?? []).flatMap(({ node }) => belowIn(node)) : [start];
  const stacks = new Set<string | null>();
  for (const below of starts) {
    if (below.kind !== 'field' || below.name === field) continue;
    for (const change of outer.get(pathOf(below.object) ?? '') ?? []) {
      const value = change.kind === 'set' ? change.value : null;
      const isPop = value?.kind === 'call' && value.callee.kind === 'field' && value.args.length === 0;
      stacks.add(isPop ? pathOf(value.callee.object) : null);
    }
  }
  const [only] = stacks;
  return stacks.size === 1 ? only! : null;
}

const belowIn = (node: Stmt | Expr): readonly Expr[] => (node.kind === 'assign' ? [node.value] : []);

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

const TAKES = ['pop', 'popFirst', 'peek'] as const;

/** The change makes the variable another node: a step along a link, the next of a loop, one taken off a stack. */
function takesAnother(change: Change, roles: RoleIndex): boolean {
  if (change.kind === 'cursor' || change.kind === 'copy') return true;
  if (change.kind !== 'set') return false;
  const { value } = change;
  return (
    value === null ||
    value.kind === 'constant' ||
    (value.kind === 'index' && pathOf(value.object) !== null) ||
    (value.kind === 'call' && TAKES.some((role) => roles.is(value, role)))
  );
}
