/** Techniques of loops over positions: pointers, windows, halving, links. */
import { pathOf } from '../../analysis/progress.ts';
import type { Expr, Field, ForEach, Span, While } from '../../ir/ir.ts';
import { forEachExpr, forEachStmt } from '../../ir/walk.ts';
import { calleeName } from '../../ir/variables.ts';
import {
  bodyOf,
  comparesOf,
  hasExpr,
  isLast,
  moves,
  type Detector,
  type LoopStmt,
  type View,
} from './view.ts';

const BISECTIONS = new Set([
  'bisect',
  'bisect_left',
  'bisect_right',
  'insort',
  'insort_left',
  'insort_right',
]);

export const pointers: readonly Detector[] = [
  {
    name: 'binary search',
    find: ({ sites, calls, resolve }) => [
      ...sites.filter(({ rule }) => rule === 'halving').map(({ span }) => span),
      ...calls
        .filter((call) => BISECTIONS.has(calleeName(call) ?? '') && resolve(call) === null)
        .map(({ span }) => span),
    ],
  },
  {
    name: 'two pointers',
    find: (view) => headersOf(view, (loop) => loop.kind === 'while' && hasTwoPointers(view, loop)),
  },
  {
    name: 'fast and slow pointers',
    find: (view) => headersOf(view, (loop) => loop.kind === 'while' && hasFastAndSlow(loop)),
  },
  { name: 'sliding window', find: (view) => headersOf(view, (loop) => isWindow(view, loop)) },
  {
    name: 'monotonic stack',
    find: (view) => headersOf(view, (loop) => loop.kind === 'while' && isMonotonic(view, loop)),
  },
];

function headersOf({ loops }: View, holds: (loop: LoopStmt) => boolean): Span[] {
  return loops.filter(holds).map(({ headerSpan }) => headerSpan);
}

/** `while l < r` with l going up and r going down, or `while i < m and j < n` with both going up. */
function hasTwoPointers(view: View, loop: While): boolean {
  const changes = view.changes(loop);
  const compares = comparesOf(loop.test).filter(({ op }) => op !== 'in' && op !== 'not in');
  const isClosing = compares.some(({ left, right }) => {
    const [a, b] = [pathOf(left), pathOf(right)];
    if (a === null || b === null) return false;
    return (moves(changes, a, 1) && moves(changes, b, -1)) || (moves(changes, a, -1) && moves(changes, b, 1));
  });
  if (isClosing) return true;
  const rising = new Set(
    compares.map(({ left }) => pathOf(left)).filter((path) => path !== null && moves(changes, path, 1)),
  );
  return rising.size > 1;
}

/** `slow = slow.next` and `fast = fast.next.next`. */
function hasFastAndSlow(loop: While): boolean {
  const steps = new Set<number>();
  forEachStmt(loop.body, (stmt) => {
    if (stmt.kind !== 'assign') return;
    for (const [target, value] of pairsOf(stmt.targets[0], stmt.value)) {
      const path = pathOf(target);
      if (path !== null && value.kind === 'field') steps.add(linksFrom(value, path));
    }
  });
  return steps.has(1) && steps.has(2);
}

function pairsOf(target: Expr | undefined, value: Expr): [Expr, Expr][] {
  if (target === undefined) return [];
  if (target.kind !== 'collection' || value.kind !== 'collection') return [[target, value]];
  return target.elements.flatMap((element, i) => pairsOf(element, value.elements[i] ?? element));
}

/** How many links `x.next.next` is away from x; 0 when it starts elsewhere. */
function linksFrom(value: Field, path: string): number {
  if (pathOf(value.object) === path) return 1;
  if (value.object.kind !== 'field') return 0;
  const rest = linksFrom(value.object, path);
  return rest === 0 ? 0 : rest + 1;
}

/** A loop over the end of the window, in which its start only moves on: their distance or the start's element counts. */
function isWindow(view: View, loop: LoopStmt): boolean {
  const changes = view.changes(loop);
  const ends =
    loop.kind === 'forEach' ? indexesOf(loop) : [...changes.keys()].filter((path) => isEnd(loop, path));
  if (ends.length === 0) return false;
  const starts = [...changes.keys()].filter((path) => !ends.includes(path) && movesUp(view, loop, path));
  return starts.some((start) =>
    ends.some((end) => isMeasured(loop, start, end) || isShrunk(view, loop, start)),
  );
}

/** The names that a counted loop counts: `i` of `for i in range(n)` and of `for i, x in enumerate(xs)`. */
function indexesOf({ target, iterable }: ForEach): string[] {
  if (target.kind === 'name')
    return iterable.kind === 'range' || iterable.kind === 'name' ? [target.name] : [];
  if (target.kind !== 'collection') return [];
  const [first] = target.elements;
  const isEnumerated = iterable.kind === 'call' && calleeName(iterable) === 'enumerate';
  return isEnumerated && first?.kind === 'name' ? [first.name] : [];
}

/** `while end < n`, where every turn moves the end by one. */
function isEnd(loop: While, path: string): boolean {
  const isTested = comparesOf(loop.test).some(
    ({ left, op }) => (op === '<' || op === '<=') && pathOf(left) === path,
  );
  const isStepped = loop.body.some(
    (stmt) =>
      stmt.kind === 'assign' && stmt.op === '+' && stmt.targets.some((target) => pathOf(target) === path),
  );
  return isTested && isStepped;
}

/** The start moves on: by steps, or to the end or a place that was remembered if that is further. */
function movesUp(view: View, loop: LoopStmt, path: string): boolean {
  const list = view.changes(loop).get(path) ?? [];
  const isClamped = list.length > 0 && list.every((change) => change.kind === 'clamp');
  return isClamped || moves(view.changes(loop), path, 1);
}

/** `end - start` */
function isMeasured(loop: LoopStmt, start: string, end: string): boolean {
  return hasExpr(
    bodyOf(loop),
    (expr) =>
      expr.kind === 'binary' && expr.op === '-' && isNear(expr.left, end) && pathOf(expr.right) === start,
  );
}

/** `end` or `end + 1`, `i - start` of `i - start + 1` */
function isNear(expr: Expr, path: string): boolean {
  if (pathOf(expr) === path) return true;
  return expr.kind === 'binary' && expr.right.kind === 'number' && pathOf(expr.left) === path;
}

/** An inner `while` gives up the element at the start, `count -= xs[start]`, and moves the start on. */
function isShrunk(view: View, loop: LoopStmt, start: string): boolean {
  return view.loops.some((inner) => {
    if (inner.kind !== 'while' || !view.around.get(inner)!.includes(loop)) return false;
    if (!moves(view.changes(inner), start, 1)) return false;
    const isRead = hasExpr(inner.body, (expr) => pathOf(expr) === start && isReadIndex(view, expr));
    return isRead && !comparesOf(inner.test).some(({ left }) => pathOf(left) === start);
  });
}

/** `xs[start]`, read. */
function isReadIndex({ tree }: View, expr: Expr): boolean {
  const element = tree.parents.get(expr);
  if (element?.kind !== 'index' || element.index !== expr) return false;
  const stmt = tree.parents.get(element);
  return stmt?.kind !== 'assign' || stmt.op !== null || !stmt.targets.includes(element);
}

/** `while stack and stack[-1] > x: stack.pop()`, in a loop that pushes onto it. */
function isMonotonic(view: View, loop: While): boolean {
  const changes = view.changes(loop);
  const tops = new Set<string>();
  for (const { left, right, op } of comparesOf(loop.test)) {
    if (op === '==' || op === '!=' || op === 'in' || op === 'not in') continue;
    forEachExpr([left, right], (expr) => {
      const path = expr.kind === 'index' && isLast(expr) ? pathOf(expr.object) : null;
      if (path !== null) tops.add(path);
    });
  }
  const outer = view.around.get(loop)!;
  return [...tops].some(
    (path) =>
      (changes.get(path) ?? []).some((change) => change.kind === 'pop') &&
      outer.some((one) => (view.changes(one).get(path) ?? []).some((change) => change.kind === 'push')),
  );
}
