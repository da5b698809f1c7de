/** What a technique is recognised in. */
import type { SiteRecord } from '../../analysis/machine.ts';
import { changesIn, pathOf, type Change, type Changes } from '../../analysis/progress.ts';
import type { ProgramAnalysis } from '../../analysis/program.ts';
import { whileBody } from '../../analysis/while/query.ts';
import type { Call, Compare, Expr, ForEach, FunctionNode, Span, Stmt, While } from '../../ir/ir.ts';
import { above, treeOf, type Tree } from '../../ir/tree.ts';
import { forEachExpr } from '../../ir/walk.ts';

export type LoopStmt = ForEach | While;

export interface View {
  readonly tree: Tree;
  /** Every place of the analysis once. */
  readonly sites: readonly SiteRecord[];
  /** Loops that are statements, outer ones first. */
  readonly loops: readonly LoopStmt[];
  /** The loops around each of them, innermost first. */
  readonly around: ReadonlyMap<LoopStmt, readonly LoopStmt[]>;
  readonly calls: readonly Call[];
  readonly resolve: (call: Call) => FunctionNode | null;
  readonly changes: (loop: LoopStmt) => Changes;
}

/** A technique and how it is recognised: by the places that show it. */
export interface Detector {
  readonly name: string;
  readonly find: (view: View) => readonly Span[];
}

export function viewOf(analysis: ProgramAnalysis): View {
  const { program, index } = analysis;
  const tree = treeOf(program);
  const sites = new Map<object, SiteRecord>();
  for (const { sites: found } of analysis.covering()) {
    for (const site of found) if (!sites.has(site.node)) sites.set(site.node, site);
  }
  const loops = [...tree.blocks.keys()].filter(isLoop);
  return {
    tree,
    sites: [...sites.values()],
    loops,
    around: new Map(loops.map((loop) => [loop, above(tree, loop).filter(isLoop)])),
    calls: tree.exprs.filter((expr) => expr.kind === 'call'),
    resolve: index.resolve,
    changes: (loop) => changesIn(bodyOf(loop), index),
  };
}

const isLoop = (node: { readonly kind: string }): node is LoopStmt =>
  node.kind === 'forEach' || node.kind === 'while';

/** All that repeats. */
export function bodyOf(loop: LoopStmt): readonly (Stmt | Expr)[] {
  return loop.kind === 'while' ? whileBody(loop) : loop.body;
}

/** The variables that move over the turns of a loop by steps of one direction, or are clamped on the way. */
export function moves(changes: Changes, path: string, sign: 1 | -1): boolean {
  const list = changes.get(path) ?? [];
  return (
    list.some((change) => isStep(change, sign)) &&
    list.every((change) => isStep(change, sign) || change.kind === 'clamp')
  );
}

function isStep(change: Change, sign: 1 | -1): boolean {
  return change.kind === 'step' && change.sign === sign;
}

/** The comparisons that a test makes, through `and`, `or` and `not`. */
export function comparesOf(test: Expr): Compare[] {
  if (test.kind === 'compare') return [test];
  if (test.kind === 'logical') return [...comparesOf(test.left), ...comparesOf(test.right)];
  return test.kind === 'unary' ? comparesOf(test.operand) : [];
}

/** Whether one of the expressions in the nodes passes the test. */
export function hasExpr(nodes: readonly (Stmt | Expr)[], test: (expr: Expr) => boolean): boolean {
  const found: Expr[] = [];
  forEachExpr(nodes, (expr) => {
    if (found.length === 0 && test(expr)) found.push(expr);
  });
  return found.length > 0;
}

/** The variables that an expression reads: `i` and `a` of `a[i + 1]`. */
export function pathsIn(expr: Expr): string[] {
  const paths: string[] = [];
  forEachExpr([expr], (one) => {
    const path = pathOf(one);
    if (path !== null) paths.push(path);
  });
  return paths;
}

/** `x[-1]` */
export function isLast(expr: Expr): boolean {
  if (expr.kind !== 'index') return false;
  const { index } = expr;
  if (index.kind === 'number') return index.value === -1;
  return (
    index.kind === 'unary' && index.op === '-' && index.operand.kind === 'number' && index.operand.value === 1
  );
}

/** Whether a node is inside of another one. */
export function isInside(tree: Tree, node: object, outer: object): boolean {
  for (let at = tree.parents.get(node); at !== undefined; at = tree.parents.get(at))
    if (at === outer) return true;
  return false;
}

/** Methods and functions that take from the front and the back, and that put something in. */
export const FRONT_POPS = new Set(['popleft', 'poll', 'shift', 'dequeue', 'get', 'removeFirst', 'pollFirst']);
export const PUSHES = new Set([
  'append',
  'appendleft',
  'extend',
  'push',
  'put',
  'add',
  'offer',
  'enqueue',
  'addLast',
]);
export const HEAP_POPS = new Set(['heappop', 'heapreplace', 'heappushpop']);

/** `q.popleft()`, `q.pop(0)`; with the path of the queue. */
export function frontPop(call: Call): string | null {
  const { callee, args } = call;
  if (callee.kind !== 'field') return null;
  const first = args[0]?.value;
  const isFirst = callee.name === 'pop' && first?.kind === 'number' && first.value === 0;
  return isFirst || (FRONT_POPS.has(callee.name) && args.length === 0) ? pathOf(callee.object) : null;
}

/** `s.pop()`; with the path of the stack. */
export function backPop({ callee, args }: Call): string | null {
  return callee.kind === 'field' && callee.name === 'pop' && args.length === 0 ? pathOf(callee.object) : null;
}

/** `q.append(x)`, `heappush(q, x)`; with the path of the container. */
export function pushOf({ callee, args }: Call): string | null {
  if (callee.kind === 'field' && PUSHES.has(callee.name)) return pathOf(callee.object);
  return isHeapCall(callee, 'heappush') && args[0] !== undefined ? pathOf(args[0].value) : null;
}

/** `heappop(q)`; with the path of the heap. */
export function heapPop({ callee, args }: Call): string | null {
  const isPop = [...HEAP_POPS].some((name) => isHeapCall(callee, name));
  return isPop && args[0] !== undefined ? pathOf(args[0].value) : null;
}

function isHeapCall(callee: Expr, name: string): boolean {
  return (callee.kind === 'name' || callee.kind === 'field') && callee.name === name;
}
