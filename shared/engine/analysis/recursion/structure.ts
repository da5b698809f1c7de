/** Recursions along the links of trees, lists and graphs, or along a shared cursor. */
import { type Cost, ONE, isOne, log, times } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { lookup } from '../frame.ts';
import { isNestedMap, nodesIn, parentOf, totalOf } from '../heap.ts';
import { settle } from '../machine.ts';
import { marks } from '../marks.ts';
import { type Change, type Changes, changesIn, pathOf, rootOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find, nonZero } from '../value.ts';
import { limitOf } from './limits.ts';
import { type ArgChange } from './self-calls.ts';
import { runsWithCalls } from './advance.ts';
import { factsOf } from './facts.ts';
import { callsAtStep } from './paths.ts';
import { goesBack } from './both-ways.ts';
import { powerOf, takesMarksBack } from './branching.ts';
import { visitsOfChild, visitsOfNeighbour } from './visits.ts';
import { type Query, type Recursion, changesFor, takesBack } from './query.ts';
import { asksForParts } from './range-query.ts';

/** All calls move one cursor on (a nonlocal index, an iterator, a list that is popped): each place is passed once. */
export function sharedCursor(q: Query): Recursion | null {
  // A list of its own, as what its calls change is left out.
  const changes = changesIn([...q.func.body], { ...q.m.index, resolve: () => null });
  for (const [path, list] of changes) {
    const threaded =
      q.func.params.some((param) => param.name === path) &&
      changesFor(q, path).length > 0 &&
      changesFor(q, path).every((c) => c.kind === 'same' || c.kind === 'step') &&
      list.some((c) => c.kind === 'set' && !isLiteral(c.value) && !isPartOf(c.value, path));
    const outer = isSeenByAll(q, path, list);
    const moves = list.flatMap((c) => (isMove(c) || isCaughtUp(changes, path, c) ? [c.node] : []));
    const advances = moves.length > 0 && (isMutual(q) || runsWithCalls(q.func, moves, q.calls));
    if (!(threaded || (outer && advances && !list.some((c) => c.kind === 'set' && !threaded)))) continue;
    if (!threaded && takesBack(q) && list.some((c) => c.kind === 'push')) continue;
    const count = cursorLimit(q, path) ?? scoutLimit(q, list);
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

/** What one call does to it, the others see. */
function isSeenByAll(q: Query, path: string, list: readonly Change[]): boolean {
  const root = rootOf(path);
  if (root === q.func.receiver || !q.func.locals.includes(root)) return true;
  // A number is handed on by its value.
  const isNumber = root === path && list.some((c) => c.kind === 'step');
  return !isNumber && isHandedOn(q, root);
}

/** Every call is given the same. */
function isHandedOn(q: Query, root: string): boolean {
  const changes = changesFor(q, root);
  return changes.length > 0 && changes.every((c) => c.kind === 'same');
}

/** It hands nothing on. */
const isLiteral = (expr: Expr | null): boolean =>
  expr !== null && ['collection', 'map', 'number', 'string', 'constant'].includes(expr.kind);

/** `text[1:]` of text: no other call has given it. */
const isPartOf = (value: Expr | null, path: string): boolean =>
  value?.kind === 'slice' && pathOf(value.object) === path;

const isMove = ({ kind }: Change): boolean => kind === 'step' || kind === 'pop' || kind === 'cursor';

/** `j = i[0]`, j runs ahead, `i[0] = j`: the cursor is where the scout has come to. */
function isCaughtUp(changes: Changes, path: string, change: Change): boolean {
  if (change.kind !== 'copy' || change.from === path) return false;
  const scout = changes.get(change.from) ?? [];
  return (
    scout.some(({ kind }) => kind === 'step') &&
    scout.every((c) => (c.kind === 'step' ? c.sign === 1 : c.kind === 'copy' && c.from === path))
  );
}

const isMutual = ({ m, func }: Query): boolean => (m.index.cycles.get(func)?.size ?? 1) > 1;

/** Where the cursor only follows another variable: how far that one runs. */
function scoutLimit(q: Query, changes: readonly Change[]): Cost | null {
  const scout = changes.find((c) => c.kind === 'copy');
  return scout?.kind === 'copy' ? cursorLimit(q, scout.from) : null;
}

/** The length of what the cursor runs through; null when nothing in the function limits it. */
function cursorLimit(q: Query, path: string): Cost | null {
  const value =
    path.includes('.') || path.includes('[') ? null : (q.frame.vars.get(path) ?? lookup(q.frame, path));
  if (value?.kind === 'ref') return settle(q.m, nonZero(find(value.object).size));
  return limitOf(q.m, q.frame, q.func, path);
}

const LINKED: ReadonlySet<HeapObject['type']> = new Set(['tree', 'linked', 'object']);

/** A tree, a list or a map of maps is followed by its links: each node once. */
export function structural(q: Query): Recursion | null {
  const found = q.func.params.flatMap((param) => {
    const value = q.frame.vars.get(param.name);
    const held = value?.kind === 'ref' ? find(value.object) : null;
    const object = held === null ? null : (parentOf(held) ?? held);
    if (object === null || !(LINKED.has(object.type) || isNestedMap(object))) return [];
    const moves = q.calls.map((call) => call.changes.get(param.name));
    const stays = moves.every((c) => c === undefined || c.kind === 'same');
    return !stays && moves.every((c) => c === undefined || isLink(c))
      ? [{ object, name: param.name, visits: visitsOfChild(q, param.name) }]
      : [];
  });
  // Where several structures are walked at once, the one whose nodes are met least often bounds the calls.
  const best = found.sort((a, b) => a.visits - b.visits)[0];
  return best === undefined ? receiverStructure(q) : overNodes(q, best.object, best.name);
}

/** `dfs(node.left)`, `dfs(nxt)` with nxt taken from the node some way. */
function isLink(change: ArgChange): boolean {
  return (
    change.kind === 'child' ||
    change.kind === 'same' ||
    (change.kind === 'other' && change.value.kind === 'call' && change.value.callee.kind === 'field')
  );
}

function overNodes(q: Query, object: HeapObject, name: string): Recursion {
  const nodes = nodesIn(q.m, object);
  const single = callsAtStep(q);
  const isPath = single.once <= 1 && !single.inLoop;
  const count = isPath ? heightOf(object, nodes) : nodes;
  if (single.once === 2 && asksForParts(q)) return alongTheEnds(q, nodes, name);
  const depth = settle(q.m, nonZero(heightOf(object, nodes)));
  const visits = visitsOfChild(q, name);
  const once = settle(q.m, nonZero(count));
  return {
    rule: 'structural',
    reason: visits > 1 ? `every call walks a child ${String(visits)} times` : 'each node is visited once',
    count: visits > 1 ? times(once, powerOf(visits, depth)) : once,
    from: isPath || visits > 1 ? q.here : siblingsFrom(q, object, name),
    depth,
    solve: null,
    distinct: visits > 1 ? [] : [name],
  };
}

/** `for child in node.children: walk(child)`: what is below one child is not below another. */
function siblingsFrom({ m, frame, here }: Query, tree: HeapObject, name: string): number {
  const value = frame.vars.get(name);
  const level = value?.kind === 'ref' ? value.distinct : null;
  const at = level === null ? -1 : m.levels.indexOf(level);
  const list = tree.elem?.kind === 'ref' ? find(tree.elem.object) : null;
  if (at < 0 || list === null || m.levels.slice(at + 1).some(({ kind }) => kind !== 'guard')) return here;
  const { source, parts } = level!;
  return (source !== null && find(source) === list) || (parts !== null && find(parts) === tree) ? at : here;
}

/** Every call goes on along the links of something that nothing else is known of: it can only end where they do. */
export function links(q: Query): Recursion | null {
  const walked = q.func.params.find(({ name }) => {
    const changes = changesFor(q, name);
    return changes.length > 0 && changes.every((change) => isStepAlong(change, name));
  });
  if (walked === undefined) return null;
  const value = q.frame.vars.get(walked.name);
  const nodes = value?.kind === 'ref' ? settle(q.m, nonZero(find(value.object).size)) : q.m.inputSize;
  q.m.assumptions.set('links', {
    id: 'links',
    text: `the links from ${walked.name} never come back: each node is reached once`,
    span: q.func.headerSpan,
  });
  return {
    rule: 'structural',
    reason: 'each node is visited once',
    count: nodes,
    from: q.here,
    depth: nodes,
    solve: null,
    distinct: [walked.name],
  };
}

/** `node.first`, `node.getNext()`. */
function isStepAlong(change: ArgChange, name: string): boolean {
  if (change.kind === 'child') return change.field !== '[]';
  if (change.kind !== 'other' || change.value.kind !== 'call') return false;
  const { callee, args } = change.value;
  return callee.kind === 'field' && args.length === 0 && pathOf(callee.object) === name;
}

/** Objects that a recursion made are linked as its calls are. */
function heightOf(object: HeapObject, nodes: Cost): Cost {
  return (object.type === 'tree' ? object.height : object.type === 'object' ? object.frames : null) ?? nodes;
}

function alongTheEnds(q: Query, nodes: Cost, name: string): Recursion {
  const height = log(settle(q.m, nonZero(nodes)));
  return {
    rule: 'structural',
    reason: 'the nodes hold halves, of which only those at the ends of the range go on',
    count: height,
    from: q.here,
    depth: height,
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
    const lists = tablesOf(q, changes);
    const isForest = lists.length > 0 && lists.every(holdsEachOnce);
    const isTree = isForest || leavesOutParent(q, param.name);
    if (!isTree && meetsAgain(q, param.name, lists)) return null;
    const nodes = lists.length === 0 ? null : nodesOf(q, lists[0]!);
    // A walk of so many steps around a fixed graph is none over a tree, nor is one along every path.
    if (nodes === null || isOne(nodes) || growsAlong(q)) continue;
    if (!isForest)
      q.m.assumptions.set('tree', {
        id: 'tree',
        text: 'the graph that the recursion walks is a tree: each node is reached once',
        span: q.func.headerSpan,
      });
    const visits = visitsOfNeighbour(q, param.name);
    return {
      rule: 'structural',
      reason:
        visits > 1
          ? `every call walks a neighbour ${String(visits)} times`
          : 'each node of the tree is visited once',
      count: visits > 1 ? powerOf(visits, nodes) : nodes,
      from: q.here,
      depth: nodes,
      solve: null,
      distinct: visits > 1 ? [] : [param.name],
    };
  }
  return null;
}

/** The walk takes every way, some of which meet. */
const meetsAgain = (q: Query, walked: string, lists: readonly HeapObject[]): boolean =>
  takesBack(q) || takesMarksBack(q) || hasBudget(q, walked) || areGiven(q, lists) || goesBack(q, walked);

/** Lists of neighbours that are themselves the input: of no tree, so that a walk without marks takes every way. */
const areGiven = (q: Query, lists: readonly HeapObject[]): boolean =>
  lists.length > 0 &&
  lists.every(({ origin }) => origin === 'input') &&
  !factsOf(q.m.index.roles, q.func.body).some((fact) => marks(q.m.index.roles, q.func.body, fact));

/** `for v in graph[u]: walk(v)` along such lists. */
export const goesEveryWay = (q: Query): boolean =>
  q.calls.some(({ loops }) => loops.length > 0) &&
  q.func.params.some(({ name }) => {
    const changes = changesFor(q, name);
    return areGiven(q, tablesOf(q, changes)) || (changes.length > 0 && goesBack(q, name));
  });

/** As many as there are lists; of a table of fixed size, made for the largest input, as many as the lists have in all. */
function nodesOf({ m }: Query, lists: HeapObject): Cost {
  const size = settle(m, nonZero(lists.size));
  return isOne(size) ? settle(m, nonZero(m.linked.get(lists) ?? totalOf(m, lists) ?? ONE)) : size;
}

/** `walk(next, node)` compares the neighbours with where it came from: what lies on a path of them is met once. */
function leavesOutParent(q: Query, walked: string): boolean {
  const from = q.func.params.filter(({ name }) => {
    const changes = name === walked ? [] : changesFor(q, name);
    return changes.length > 0 && changes.every((c) => c.kind === 'other' && pathOf(c.value) === walked);
  });
  const isFrom = (expr: Expr): boolean => from.some(({ name }) => pathOf(expr) === name);
  const asks = (node: Stmt | Expr): boolean =>
    node.kind === 'compare' && (isFrom(node.left) || isFrom(node.right));
  return from.length > 0 && q.func.body.some((stmt) => someCode(stmt, asks));
}

function growsAlong(q: Query): boolean {
  return q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'grow'));
}

/** Another parameter counts down: the walk has so many steps, wherever it goes. */
function hasBudget(q: Query, walked: string): boolean {
  return q.func.params.some(({ name }) => {
    const changes = name === walked ? [] : changesFor(q, name);
    return changes.length > 0 && changes.every((c) => c.kind === 'step' && c.by < 0);
  });
}

/** The adjacency lists whose neighbours the calls go on to. */
function tablesOf(q: Query, changes: readonly ArgChange[]): HeapObject[] {
  return changes.flatMap((change) => {
    const table = change.kind === 'neighbour' ? quietly(q.m, q.frame, change.table) : null;
    return table?.kind === 'ref' ? [find(table.object)] : [];
  });
}

/** Every node was put into one list, once: it has one parent, and no walk down the lists meets it again. */
function holdsEachOnce({ origin, elem }: HeapObject): boolean {
  const list = elem?.kind === 'ref' ? find(elem.object) : null;
  return origin === 'local' && list !== null && list.grows && list.unique && list.settledUnique;
}
