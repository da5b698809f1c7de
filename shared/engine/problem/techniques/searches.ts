/** Searches that keep what is still to be looked at in a queue, stack or heap. */
import { pathOf } from '../../analysis/progress.ts';
import type { Call, Expr, Span, While } from '../../ir/ir.ts';
import { forEachExpr, forEachStmt } from '../../ir/walk.ts';
import { above, type Tree } from '../../ir/tree.ts';
import { calleeName } from '../../ir/variables.ts';
import {
  backPop,
  bodyOf,
  comparesOf,
  frontPop,
  heapPop,
  pathsIn,
  pushOf,
  isInside,
  type Detector,
  type LoopStmt,
  type View,
} from './view.ts';

const HEAP_CALLS = new Set([
  'heapify',
  'heappop',
  'heappush',
  'heappushpop',
  'heapreplace',
  'nlargest',
  'nsmallest',
]);

export const searches: readonly Detector[] = [
  {
    name: 'breadth-first search',
    find: (view) => [
      ...worklists(view, frontPop)
        .filter((loop) => !isTopological(view, loop))
        .map(({ headerSpan }) => headerSpan),
      ...view.sites.filter(({ rule }) => rule === 'layers').map(({ span }) => span),
    ],
  },
  {
    name: 'best-first search',
    find: (view) => worklists(view, heapPop).map(({ headerSpan }) => headerSpan),
  },
  {
    name: 'depth-first search',
    find: (view) =>
      worklists(view, backPop)
        .filter((loop) => !isTopological(view, loop))
        .map(({ headerSpan }) => headerSpan),
  },
  {
    name: 'depth-first search',
    find: (view) =>
      view.loops
        .filter((loop) => loop.kind === 'while' && isDescent(view, loop))
        .map(({ headerSpan }) => headerSpan),
  },
  {
    name: 'stack',
    find: (view) => {
      const searches = new Set<object>(view.loops.filter((loop) => isSearch(view, loop)));
      const stacks = new Set<object>(view.loops.filter((loop) => isStack(view, loop, searches)));
      const outer = view.loops.filter((loop) => stacks.has(loop) && !isWithin(view.tree, loop, stacks));
      return outer.map(({ headerSpan }) => headerSpan);
    },
  },
  {
    name: 'topological sort',
    find: (view) =>
      [...worklists(view, frontPop), ...worklists(view, backPop)]
        .filter((loop) => isTopological(view, loop))
        .map(({ headerSpan }) => headerSpan),
  },
  {
    name: 'heap',
    find: ({ calls, resolve }): Span[] =>
      calls
        .filter((call) => HEAP_CALLS.has(calleeName(call) ?? '') && resolve(call) === null)
        .map(({ span }) => span),
  },
];

function worklists(view: View, pop: (call: Call) => string | null): While[] {
  return view.loops.filter((loop): loop is While => loop.kind === 'while' && isWorklist(view, loop, pop));
}

/** Takes one thing off a container, by `pop`, and puts what follows from it in: neighbours or children. */
function isWorklist(view: View, loop: While, pop: (call: Call) => string | null): boolean {
  const calls = callsIn(loop);
  const popped = new Set(calls.map(pop));
  const tested = new Set(pathsIn(loop.test));
  return calls.some((call) => {
    const path = pushOf(call);
    return path !== null && popped.has(path) && tested.has(path) && follows(view, loop, call);
  });
}

function callsIn(loop: LoopStmt): Call[] {
  const calls: Call[] = [];
  forEachExpr(bodyOf(loop), (expr) => {
    if (expr.kind === 'call') calls.push(expr);
  });
  return calls;
}

/** `while node or stack` with the way down kept on the stack: `stack.append(node)`, `node = node.left`. */
function isDescent(view: View, loop: While): boolean {
  const changes = view.changes(loop);
  const kinds = pathsIn(loop.test).flatMap((path) => (changes.get(path) ?? []).map(({ kind }) => kind));
  const isLink = [...changes.values()]
    .flat()
    .some((change) => change.kind === 'cursor' && CHILDREN.has(change.field));
  return isLink && kinds.includes('push') && kinds.includes('pop');
}

const CHILDREN = new Set(['left', 'right', 'children', 'child']);

/** A list that a loop puts on and takes off at its end, for something else than a search or a recursion. */
function isStack(view: View, loop: LoopStmt, searches: ReadonlySet<object>): boolean {
  if (searches.has(loop)) return false;
  const calls = callsIn(loop).filter((call) => !isWithin(view.tree, call, searches));
  const pushed = new Set(calls.map(pushOf));
  const isPopped = calls.map(backPop).some((path) => path !== null && pushed.has(path));
  return isPopped && !calls.some((call) => isRecursive(view, call));
}

/** Whether a node is inside of one of the others. */
function isWithin(tree: Tree, node: object, others: ReadonlySet<object>): boolean {
  return above(tree, node).some((at) => others.has(at));
}

function isRecursive({ tree, resolve }: View, call: Call): boolean {
  const callee = resolve(call);
  return callee !== null && isInside(tree, call, callee);
}

function isSearch(view: View, loop: LoopStmt): boolean {
  return loop.kind === 'while' && (isWorklist(view, loop, backPop) || isDescent(view, loop));
}

/** What is pushed comes from a loop over neighbours, or is a child of what was taken. */
function follows({ tree }: View, loop: While, call: Call): boolean {
  if (call.callee.kind === 'field' && call.callee.name === 'extend') return true;
  if (call.args.some(({ value }) => hasField(value))) return true;
  const around = above(tree, call);
  const within = around.slice(0, around.indexOf(loop));
  const inner = within.find((at) => at.kind === 'forEach');
  return inner?.kind === 'forEach' && (inner.iterable.kind !== 'range' || tells(inner.iterable.end));
}

function hasField(value: Expr): boolean {
  return value.kind === 'field' || (value.kind === 'collection' && value.elements.some(hasField));
}

/** `range(4)` runs over directions, `range(n)` over neighbours; `range(len(queue))` only empties a layer. */
function tells(end: Expr): boolean {
  return !(end.kind === 'call' && calleeName(end) === 'len');
}

/** A neighbour is pushed when its count of open predecessors falls to 0. */
function isTopological(_view: View, loop: While): boolean {
  const lowered = new Set<string>();
  const tested = new Set<string>();
  forEachStmt(loop.body, (stmt) => {
    if (stmt.kind === 'assign' && stmt.op === '-') {
      for (const target of stmt.targets)
        if (target.kind === 'index') lowered.add(pathOf(target.object) ?? '');
    }
    if (stmt.kind !== 'if') return;
    for (const { left, right, op } of comparesOf(stmt.test)) {
      const isZero = right.kind === 'number' && right.value <= 1 && op === '==';
      if (isZero && left.kind === 'index') tested.add(pathOf(left.object) ?? '');
    }
    if (stmt.test.kind === 'unary' && stmt.test.operand.kind === 'index')
      tested.add(pathOf(stmt.test.operand.object) ?? '');
  });
  return [...lowered].some((path) => path !== '' && tested.has(path));
}
