/** Techniques that a recursion shows, by the rule of reasoning that bounds it. */
import type { SiteRecord } from '../../analysis/machine.ts';
import { pathOf } from '../../analysis/progress.ts';
import type { Call, Expr, FunctionNode, Span } from '../../ir/ir.ts';
import { forEachExpr, forEachStmt } from '../../ir/walk.ts';
import { loopsAround } from '../../ir/tree.ts';
import { backPop, isInside, pushOf, type Detector, type View } from './view.ts';

const BACKTRACKING = new Set(['permutations', 'subsets', 'branching']);
const DIVIDING = new Set(['divide-and-conquer', 'split', 'random-partition']);

export const recursions: readonly Detector[] = [
  {
    name: 'backtracking',
    find: (view) =>
      spansOf(
        view,
        ({ rule, node }) => BACKTRACKING.has(rule) && node.kind === 'functionNode' && undoes(node),
      ),
  },
  {
    name: 'depth-first search',
    find: (view) =>
      spansOf(
        view,
        ({ rule, node }) =>
          rule === 'visited' ||
          (rule === 'structural' && node.kind === 'functionNode' && branches(view, node)),
      ),
  },
  { name: 'divide and conquer', find: (view) => spansOf(view, ({ rule }) => DIVIDING.has(rule)) },
  { name: 'memoisation', find: (view) => spansOf(view, ({ rule }) => rule === 'memo') },
  {
    name: 'union-find',
    find: (view) => spansOf(view, ({ rule, kind }) => rule === 'union-find' && kind === 'recursion'),
  },
];

function spansOf({ sites }: View, holds: (site: SiteRecord) => boolean): Span[] {
  return sites
    .filter((site) => site.kind !== 'call' && holds(site))
    .map(({ node, span }) => nameOf(node) ?? span);
}

function nameOf(node: SiteRecord['node']): Span | null {
  return node.kind === 'functionNode' ? node.nameSpan : null;
}

/** Calls itself in more than one place, or in a loop: a list has one way on, a tree or graph several. */
function branches({ resolve, tree }: View, func: FunctionNode): boolean {
  const calls = (tree.calls.get(func.name) ?? []).filter(
    (call) => resolve(call) === func && isInside(tree, call, func),
  );
  return calls.length > 1 || calls.some((call) => loopsAround(tree, call).length > 0);
}

/** Takes back what it did before a call, or hands a choice on in a list that it makes for that. */
function undoes(func: FunctionNode): boolean {
  const calls: Call[] = [];
  forEachExpr(func.body, (expr) => {
    if (expr.kind === 'call') calls.push(expr);
  });
  const popped = new Set(calls.map((call) => backPop(call) ?? removal(call)));
  const isTakenOut = calls.map(pushOf).some((path) => path !== null && popped.has(path));
  const isHandedOn = calls.some(({ args }) => args.some(({ value }) => isLongerList(value)));
  return isTakenOut || isHandedOn || isWrittenBack(func);
}

/** The same cells are written before and after the calls, or two are swapped. */
function isWrittenBack(func: FunctionNode): boolean {
  const written = new Map<string, number>();
  forEachStmt(func.body, (stmt) => {
    if (stmt.kind !== 'assign') return;
    for (const target of stmt.targets) {
      const isSwap = target.kind === 'collection' && target.elements.every(({ kind }) => kind === 'index');
      const path = isSwap ? '' : target.kind === 'index' ? pathOf(target.object) : null;
      if (path !== null) written.set(path, (written.get(path) ?? 0) + (isSwap ? 2 : 1));
    }
  });
  return [...written.values()].some((count) => count > 1);
}

/** `path + [x]` */
function isLongerList(value: Expr): boolean {
  return value.kind === 'binary' && value.op === '+' && isList(value.right);
}

function isList(expr: Expr): boolean {
  return expr.kind === 'collection' && expr.shape === 'list';
}

/** `used.remove(x)`, `used.discard(x)` */
function removal({ callee }: Call): string | null {
  const isRemoval = callee.kind === 'field' && (callee.name === 'remove' || callee.name === 'discard');
  return isRemoval ? pathOf(callee.object) : null;
}
