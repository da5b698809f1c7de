/** Recursions along the links of trees, lists and graphs, or along a shared cursor. */
import { type Cost, ONE, isOne, isZero } from '../../cost/cost.ts';
import { lookup } from '../frame.ts';
import { settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find, nonZero } from '../value.ts';
import { limitOf } from './ranges.ts';
import { type ArgChange } from './self-calls.ts';
import { callsOnPath } from './paths.ts';
import { type Query, type Recursion, changesFor, takesBack } from './query.ts';

/** All calls move one cursor on (a nonlocal index, an iterator, a list that is popped): each place is passed once. */
export function sharedCursor(q: Query): Recursion | null {
  const changes = changesIn(q.func.body, { ...q.m.index, resolve: () => null });
  for (const [path, list] of changes) {
    const root = path.split(/[.[]/, 1)[0]!;
    const threaded =
      q.func.params.some((param) => param.name === path) &&
      changesFor(q, path).length > 0 &&
      changesFor(q, path).every((c) => c.kind === 'same' || c.kind === 'step') &&
      list.some((c) => (c.kind === 'set' && c.tuple) || c.kind === 'set');
    const outer =
      root === q.func.receiver ||
      !q.func.locals.includes(root) ||
      changesFor(q, root).every((c) => c.kind === 'same');
    const advances = list.some((c) => c.kind === 'step' || c.kind === 'pop' || c.kind === 'cursor');
    if (!(threaded || (outer && advances && !list.some((c) => c.kind === 'set' && !threaded)))) continue;
    if (!threaded && takesBack(q) && list.some((c) => c.kind === 'push')) continue;
    const count = cursorLimit(q, path);
    if (count === null || isOne(count)) continue;
    return {
      rule: 'shared-cursor',
      reason: `every call moves ${path} on, and no call moves it back`,
      count,
      from: q.here,
      depth: count,
      solve: null,
      distinct: [],
    };
  }
  return null;
}

/** The length of what the cursor runs through; null when nothing in the function limits it. */
function cursorLimit(q: Query, path: string): Cost | null {
  const value =
    path.includes('.') || path.includes('[') ? null : (q.frame.vars.get(path) ?? lookup(q.frame, path));
  if (value?.kind === 'ref') return settle(q.m, nonZero(find(value.object).size));
  return limitOf(q.m, q.frame, q.func, path);
}

/** A tree or list is followed by its links: each node once. */
export function structural(q: Query): Recursion | null {
  for (const param of q.func.params) {
    const value = q.frame.vars.get(param.name);
    if (value?.kind !== 'ref') continue;
    const object = find(value.object);
    if (!['tree', 'linked', 'object', 'graph'].includes(object.type)) continue;
    const moves = q.calls.map((call) => call.changes.get(param.name));
    if (object.type === 'graph' || moves.length === 0) continue;
    if (!moves.every((c) => c?.kind === 'child' || c === undefined || c.kind === 'same' || isLink(c)))
      continue;
    if (moves.every((c) => c === undefined || c.kind === 'same')) continue;
    return overNodes(q, object, param.name);
  }
  return receiverStructure(q);
}

/** `dfs(nxt)` with nxt taken from the node some way. */
function isLink(change: ArgChange): boolean {
  return change.kind === 'other' && change.value.kind === 'call' && change.value.callee.kind === 'field';
}

function overNodes(q: Query, object: HeapObject, name: string): Recursion {
  const nodes = object.type === 'object' ? object.instances : object.size;
  const single = callsOnPath(q.func, q.calls);
  const count =
    single.once <= 1 && !single.inLoop ? (object.type === 'tree' ? (object.height ?? nodes) : nodes) : nodes;
  const depth = object.type === 'tree' ? (object.height ?? nodes) : nodes;
  return {
    rule: 'structural',
    reason: 'each node is visited once',
    count: settle(q.m, isZero(count) ? ONE : count),
    from: q.here,
    depth: settle(q.m, isZero(depth) ? ONE : depth),
    solve: null,
    distinct: [name],
  };
}

/** A method that calls itself on another object of its class: the node's children. */
function receiverStructure(q: Query): Recursion | null {
  const { receiver } = q.func;
  if (receiver === null || q.frame.self?.kind !== 'ref') return null;
  const onOther = q.calls.every(
    ({ call }) => call.callee.kind === 'field' && pathOf(call.callee.object) !== receiver,
  );
  return onOther ? overNodes(q, find(q.frame.self.object), receiver) : null;
}

/**
 * A walk over a tree given by adjacency lists: each call goes on to the neighbours of its node, and either never back to
 * where it came from or down lists of children.
 */
export function treeWalk(q: Query): Recursion | null {
  for (const param of q.func.params) {
    const changes = changesFor(q, param.name);
    if (changes.length === 0 || !changes.every((c) => c.kind === 'child' || c.kind === 'neighbour')) continue;
    if (!changes.some((c) => c.kind === 'neighbour')) continue;
    if (takesBack(q)) return null;
    const nodes = nodesOf(q, changes);
    if (nodes === null) continue;
    q.m.assumptions.set('tree', {
      id: 'tree',
      text: 'the graph that the recursion walks is a tree: each node is reached once',
      span: q.func.headerSpan,
    });
    return {
      rule: 'structural',
      reason: 'each node of the tree is visited once',
      count: nodes,
      from: q.here,
      depth: nodes,
      solve: null,
      distinct: [param.name],
    };
  }
  return null;
}

function nodesOf(q: Query, changes: readonly ArgChange[]): Cost | null {
  for (const change of changes) {
    if (change.kind !== 'neighbour') continue;
    const table = quietly(q.m, q.frame, change.table);
    if (table.kind !== 'ref') continue;
    const size = settle(q.m, find(table.object).size);
    return isZero(size) ? ONE : size;
  }
  return null;
}
