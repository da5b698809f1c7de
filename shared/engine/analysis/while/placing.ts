/**
 * Loops that swap one element into its place in every turn, where it then stays: cyclic sorting. The turns of all the
 * loops around together are no more than there are elements.
 */
import type { Compare, Expr, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { type Code, operandsOf, someCode, someStmtIn } from '../../ir/walk.ts';
import { power } from '../../cost/cost.ts';
import { sizeOf } from '../heap.ts';
import type { LoopBound } from '../loops/open.ts';
import { changesIn, isByOne, pathOf } from '../progress.ts';
import { nonZero } from '../value.ts';
import { type Query, objectOf } from './query.ts';

/** `a[p], a[q] = x, y` among the cells of one array. */
interface Exchange {
  readonly node: Stmt;
  readonly array: Expr;
  readonly cells: readonly [Expr, Expr];
  readonly values: readonly [Expr, Expr];
}

/** The elements of the array, once over all the loops that change it by nothing else. */
export function byPlacing(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    const exchange = exchangeOf(stmt) ?? calledExchange(q, stmt);
    const reason = exchange === null ? null : (placed(q, exchange) ?? negated(q, exchange));
    const object = reason === null ? null : objectOf(q, exchange!.array);
    if (object === null || writesToo(q, q.body, exchange!)) continue;
    const from = changedFrom(q, exchange!, object.origin === 'input' ? 0 : object.born);
    return { count: nonZero(sizeOf(q.m, object)), from, rule: 'amortised', reason: reason! };
  }
  return null;
}

/** `swap(a, p, q)` of a function that exchanges the cells of its array, and does nothing else. */
function calledExchange({ m }: Query, stmt: Stmt): Exchange | null {
  const call = stmt.kind === 'expr' && stmt.expr.kind === 'call' ? stmt.expr : null;
  const func = call === null ? null : m.index.resolve(call);
  const last = func?.body.at(-1);
  const inner = last === undefined ? null : exchangeOf(last);
  if (call === null || func == null || inner === null || !func.body.slice(0, -1).every(keepsOne)) return null;
  const given = (expr: Expr): Expr | null => {
    const at = func.params.findIndex(({ name }) => expr.kind === 'name' && expr.name === name);
    return call.args[at]?.value ?? null;
  };
  const array = given(inner.array);
  const [first, second] = inner.cells.map((cell): Expr | null => {
    const index = cell.kind === 'index' ? given(cell.index) : null;
    return array === null || index === null
      ? null
      : { kind: 'index', object: array, index, span: index.span };
  });
  if (array === null || pathOf(array) === null || first == null || second == null) return null;
  return { node: stmt, array, cells: [first, second], values: [second, first] };
}

/** `t = a[i]` */
const keepsOne = (stmt: Stmt): boolean =>
  stmt.kind === 'assign' && stmt.op === null && stmt.targets.every(({ kind }) => kind === 'name');

function exchangeOf(stmt: Code): Exchange | null {
  if (stmt.kind !== 'assign' || stmt.targets.length !== 1 || stmt.value.kind !== 'collection') return null;
  const target = stmt.targets[0]!;
  if (target.kind !== 'collection' || target.elements.length !== 2) return null;
  const [first, second] = target.elements as [Expr, Expr];
  const [left, right] = stmt.value.elements;
  if (first.kind !== 'index' || second.kind !== 'index' || left === undefined || right === undefined)
    return null;
  const path = pathOf(first.object);
  return path !== null && path === pathOf(second.object)
    ? { node: stmt, array: first.object, cells: [first, second], values: [left, right] }
    : null;
}

/** `while place(a[i]) != i`, and the body swaps `a[i]` with `a[place(a[i])]`. */
function placed(q: Query, { cells, values }: Exchange): string | null {
  if (printExpr(values[0]) !== printExpr(cells[1]) || printExpr(values[1]) !== printExpr(cells[0]))
    return null;
  const indexes = cells.map((cell) => (cell.kind === 'index' ? placeOf(q, cell.index) : ''));
  const mentions = (expr: Expr): boolean => cells.some((cell) => someCode(expr, (at) => isSame(at, cell)));
  return comparisons(q.node.test).some(({ op, left, right }) => {
    if (op !== '!=') return false;
    const asksPlace = [left, right].every((side) => indexes.includes(printExpr(side)));
    // `a[place(a[i])] != a[i]`: what belongs there is not there yet.
    const isPlace = cells.some((cell) => cell.kind === 'index' && mentions(cell.index));
    return asksPlace
      ? mentions(left) || mentions(right)
      : isPlace && cells.every((cell) => isSame(left, cell) || isSame(right, cell));
  })
    ? 'each turn swaps an element into its place, where it stays'
    : null;
}

/** The index as it is computed: what a name of the loop's body stands for. */
function placeOf(q: Query, index: Expr): string {
  const path = pathOf(index);
  const only = path === null ? undefined : q.changes.get(path);
  const value = only?.length === 1 && only[0]!.kind === 'set' ? only[0]!.value : null;
  return printExpr(value ?? index);
}

/** `while a[i] >= 0`, and the body stores `~a[i]`: with every turn one more element is negative. */
function negated(q: Query, { cells, values }: Exchange): string | null {
  const negates = (value: Expr, cell: Expr): boolean =>
    value.kind === 'unary' && (value.op === '~' || value.op === '-') && isSame(value.operand, cell);
  const [first, second] = cells;
  const whole =
    (isSame(values[0], second) && negates(values[1], first) && first) ||
    (isSame(values[1], first) && negates(values[0], second) && second);
  return whole !== false &&
    comparisons(q.node.test).some(
      ({ op, left, right }) =>
        (op === '>=' || op === '>') && isSame(left, whole) && right.kind === 'number' && right.value === 0,
    )
    ? 'each turn makes one more element negative'
    : null;
}

const isSame = (a: Code, b: Expr): boolean => a.kind === b.kind && printExpr(a) === printExpr(b);

/** The comparisons that hold while the test does. */
function comparisons(test: Expr): readonly Compare[] {
  return operandsOf(test, 'and').filter((part) => part.kind === 'compare');
}

/** Something else than the exchange writes cells of the array, or the array is another one afterwards. */
function writesToo(q: Query, body: readonly Code[], { node, array }: Exchange): boolean {
  const path = pathOf(array)!;
  const isCell = (target: Expr): boolean =>
    target.kind === 'collection'
      ? target.elements.some(isCell)
      : target.kind === 'index' && (pathOf(target.object) === path || isCell(target.object));
  const writes = (code: Code): boolean =>
    code.kind === 'assign' && code !== node && code.targets.some(isCell);
  return body.some((code) => someStmtIn(code, writes)) || changesIn(body, q.m.index).has(path);
}

/** The depth since which nothing else writes the array, at least `base`. */
function changedFrom(q: Query, exchange: Exchange, base: number): number {
  const { levels } = q.m;
  const last = levels.findLastIndex((level, at) => at >= base && writesToo(q, level.body, exchange));
  return Math.max(last + 1, Math.min(base, levels.length));
}

/**
 * `if a[i - 1] <= a[i]: i += 1`, and otherwise the two are exchanged and `i -= 1`: a step back for each pair that is out
 * of order, at most the square of the length.
 */
export function byExchanges(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    if (stmt.kind !== 'if') continue;
    for (const block of [stmt.then, stmt.otherwise]) {
      const exchange = block.map(exchangeOf).find((found) => found !== null);
      if (exchange == null || !goesBack(q, block, exchange) || !comparesCells(stmt.test, exchange)) continue;
      const object = objectOf(q, exchange.array);
      if (object === null) continue;
      return {
        count: power(nonZero(sizeOf(q.m, object)), 2),
        from: q.m.levels.length,
        rule: 'exchanges',
        reason: 'each step back exchanges two neighbours that are out of order: at most once for each pair',
      };
    }
  }
  return null;
}

/** The block of the exchange moves the index of its cells by one, the rest of the loop the other way. */
function goesBack(q: Query, block: readonly Code[], { cells }: Exchange): boolean {
  const inBlock = changesIn(block, q.m.index);
  return cells.some((cell) => {
    const path = cell.kind === 'index' ? pathOf(cell.index) : null;
    const back = path === null ? [] : (inBlock.get(path) ?? []);
    const all = path === null ? [] : (q.changes.get(path) ?? []);
    const signs = new Set(all.map((change) => (change.kind === 'step' ? change.sign : 0)));
    return back.length === 1 && all.length === 2 && all.every(isByOne) && signs.size === 2;
  });
}

/** The test compares the two cells that are exchanged. */
const comparesCells = (test: Expr, { cells }: Exchange): boolean =>
  someCode(
    test,
    (at) => at.kind === 'compare' && cells.every((cell) => isSame(at.left, cell) || isSame(at.right, cell)),
  );
