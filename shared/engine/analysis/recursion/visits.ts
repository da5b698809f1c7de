/** How often a call of a recursion along links comes to the same child. */
import type { Expr } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { leafNames } from '../../ir/targets.ts';
import { someCode } from '../../ir/walk.ts';
import { changesIn, pathOf } from '../progress.ts';
import { loopTargets } from './arguments.ts';
import { choicesOf } from './choices.ts';
import { callsOnPath } from './paths.ts';
import type { Query } from './query.ts';
import { type LoopNode, type SelfCall, argumentOf, definitionsOf } from './self-calls.ts';

/** Itself, by way of what is above it, or in the turns of a loop that does not choose the child. */
export function visitsOfChild(q: Query, name: string): number {
  const at = q.func.params.findIndex((param) => param.name === name);
  const paths = new Map(q.calls.map((call) => [call, at < 0 ? null : childPath(q, call, at)]));
  let most = at < 0 ? 1 : visitsInLoops(q, at);
  for (const path of new Set(paths.values())) {
    if (path === null) continue;
    const same = q.calls.filter((call) => paths.get(call) === path);
    const below = q.calls.filter((call) => paths.get(call)?.startsWith(`${path}.`) === true);
    most = Math.max(most, callsOnPath(q.func, same).once);
    if (below.length > 0 && callsOnPath(q.func, [...same, ...below]).once > callsOnPath(q.func, below).once)
      most = Math.max(most, 2);
  }
  return most;
}

/** How often a walk comes from a node to one of its neighbours: by the most calls on one path that go through the same lists. */
export function visitsOfNeighbour(q: Query, name: string): number {
  const lists = new Map<string, SelfCall[]>();
  for (const call of q.calls) {
    const change = call.target === q.func ? call.changes.get(name) : undefined;
    if (change?.kind !== 'neighbour') continue;
    const table = printExpr(change.table);
    lists.set(table, [...(lists.get(table) ?? []), call]);
  }
  return Math.max(1, ...[...lists.values()].map((calls) => callsOnPath(q.func, calls).once));
}

/** The links that lead to the argument: `node.left`, also by a name for it; `node.children`, where a loop takes it from there. */
function childPath(q: Query, call: SelfCall, at: number): string | null {
  const arg = call.target === q.func ? argumentOf(call, q.func.params[at]!.name) : null;
  if (arg === null) return null;
  if (arg.kind === 'index') return printExpr(arg);
  const loop = call.around.flatMap(loopTargets).findLast(({ target }) => pathOf(target) === pathOf(arg));
  if (loop !== undefined) return printExpr(loop.iterable);
  const defined = arg.kind === 'name' ? definitionsOf(q.func).get(arg.name) : null;
  return pathOf(arg.kind === 'name' && defined?.kind === 'field' ? defined : arg);
}

/** The turns of the loops around the calls, where all of them go to one child: `for di, dj in steps: walk(child, i + di)`. */
function visitsInLoops(q: Query, at: number): number {
  const fixed = q.calls.filter(
    (call) => call.target === q.func && call.around.length > 0 && isChosenOutside(q, call, at),
  );
  if (fixed.length === 0) return 1;
  const choices = choicesOf({ ...q, calls: fixed }, 2);
  return typeof choices === 'number' ? choices : 2;
}

/** No loop around the call changes anything in the argument. */
function isChosenOutside(q: Query, call: SelfCall, at: number): boolean {
  const param = q.func.params[at]!.name;
  const arg = argumentOf(call, param);
  // The walk itself may stay where it is.
  if (arg === null || call.changes.get(param)?.kind === 'same') return false;
  return !call.around.some((loop) => movedBy(q, loop).some((name) => mentions(arg, name)));
}

function movedBy(q: Query, loop: LoopNode): string[] {
  const targets = loopTargets(loop).flatMap(({ target }) => leafNames(target));
  const body = loop.kind === 'comprehension' ? [loop.element] : loop.body;
  return [...targets, ...changesIn(body, { ...q.m.index, resolve: () => null }).keys()];
}

const mentions = (expr: Expr, path: string): boolean =>
  someCode(expr, (node) => node.kind !== 'function' && pathOf(node as Expr) === path);
