/** Techniques that store what was found: tables, sums, counts, sets, bits, and sorting. */
import { pathOf } from '../../analysis/progress.ts';
import type { Assign, BinaryOp, Call, Expr, Span } from '../../ir/ir.ts';
import { loopsAround, type Tree } from '../../ir/tree.ts';
import { typeOf } from '../../ir/types.ts';
import { calleeName, isMember } from '../../ir/variables.ts';
import { childExprs } from '../../ir/walk.ts';
import { isLast, pathsIn, pushOf, type Detector, type View } from './view.ts';

export const tables: readonly Detector[] = [
  {
    name: 'bit manipulation',
    find: ({ tree }) => tree.exprs.filter((expr) => isBitwise(tree, expr)).map(({ span }) => span),
  },
  {
    name: 'counting',
    find: (view) => [
      ...assigns(view)
        .filter((stmt) => isCount(view.tree, stmt))
        .map(({ span }) => span),
      ...callsOf(view, new Set(['Counter']), 1),
    ],
  },
  {
    name: 'dynamic programming',
    find: (view) =>
      assigns(view)
        .filter((stmt) => recurrenceOf(view.tree, stmt) === 'table')
        .map(({ span }) => span),
  },
  {
    name: 'hash map',
    find: (view) => lookUps(view, 'map'),
  },
  {
    name: 'hash set',
    find: (view) => lookUps(view, 'set'),
  },
  {
    name: 'prefix sums',
    find: (view) => [
      ...assigns(view)
        .filter((stmt) => recurrenceOf(view.tree, stmt) === 'sums')
        .map(({ span }) => span),
      ...view.calls.filter(isRunningSum).map(({ span }) => span),
      ...callsOf(view, new Set(['accumulate']), 1),
    ],
  },
  { name: 'sorting', find: (view) => callsOf(view, new Set(['sort', 'sorted']), 0) },
];

function assigns({ tree }: View): Assign[] {
  return [...tree.blocks.keys()].filter((stmt) => stmt.kind === 'assign');
}

function callsOf({ calls, resolve }: View, names: ReadonlySet<string>, arity: number): Span[] {
  return calls
    .filter(
      (call) => names.has(calleeName(call) ?? '') && call.args.length >= arity && resolve(call) === null,
    )
    .map(({ span }) => span);
}

/** `count[x] += 1` on a map, in a loop. */
function isCount(tree: Tree, { op, value, targets }: Assign): boolean {
  const [target] = targets;
  if (op !== '+' || value.kind !== 'number' || target?.kind !== 'index') return false;
  return typeOf(tree, target.object).kind === 'map';
}

/** Membership tests and look-ups in a loop. */
function lookUps({ tree }: View, kind: 'map' | 'set'): Span[] {
  return tree.exprs
    .filter((expr) => {
      const container =
        expr.kind === 'compare' && isMember(expr) ? expr.right : expr.kind === 'index' ? expr.object : null;
      return (
        container !== null && loopsAround(tree, expr).length > 0 && typeOf(tree, container).kind === kind
      );
    })
    .map(({ span }) => span);
}

// ---------------------------------------------------------------- tables

/** `t[i] = ... t[j] ...` in a loop: a table that is filled from itself, or the running sums of something else. */
function recurrenceOf(tree: Tree, stmt: Assign): 'table' | 'sums' | null {
  const { op, value, targets } = stmt;
  const [target] = targets;
  if (target?.kind !== 'index' || loopsAround(tree, stmt).length === 0 || isRemainder(stmt)) return null;
  const path = rootOf(target);
  const cells = cellsIn([value, ...definitionsIn(tree, stmt)]).filter((cell) => rootOf(cell) === path);
  const earlier = cells.filter((cell) => !isSame(cell, target));
  if (path === null || earlier.length === 0 || !earlier.some((cell) => isComputed(tree, cell, target)))
    return null;
  if (value.kind === 'index')
    return op === null ? null : isSumStep(tree, stmt, value, target) ? 'sums' : 'table';
  return isSums(stmt, target, earlier, cells.length) ? 'sums' : 'table';
}

/** `sums[i] += sums[i - 1]` in one loop; in two it is a table. */
function isSumStep(tree: Tree, stmt: Assign, cell: Expr, target: Expr): boolean {
  return isNeighbour(cell, target) && loopsAround(tree, stmt).length === 1;
}

/** `sums[i] = sums[i - 1] + x`, or three earlier cells in two dimensions. */
function isSums({ value }: Assign, target: Expr, earlier: readonly Expr[], cells: number): boolean {
  const path = rootOf(target);
  const rest = leavesOf(value).filter((leaf) => rootOf(leaf) !== path);
  const isComplete = indexesOf(target).length === 1 ? earlier.length === 1 : earlier.length === 3;
  const adds = rest.some((leaf) => leaf.kind === 'name' || leaf.kind === 'index');
  return isSumOf(value) && adds && isComplete && cells === earlier.length;
}

/** What the variables of the value were set to in the same block. */
function definitionsIn(tree: Tree, stmt: Assign): Expr[] {
  const names = new Set(pathsIn(stmt.value));
  return (tree.blocks.get(stmt) ?? []).flatMap((other) => {
    if (other.kind !== 'assign' || other === stmt) return [];
    return other.targets.some((target) => target.kind === 'name' && names.has(target.name))
      ? [other.value]
      : [];
  });
}

/** The index is computed, or counted by a loop, rather than found in a graph. */
function isComputed(tree: Tree, cell: Expr, target: Expr): boolean {
  const indexes = [...indexesOf(cell), ...indexesOf(target)];
  return indexes.some(({ kind }) => kind === 'binary') || indexes.every((index) => isCounted(tree, index));
}

function indexesOf(expr: Expr): Expr[] {
  return expr.kind === 'index' ? [...indexesOf(expr.object), expr.index] : [];
}

function isCounted(tree: Tree, index: Expr): boolean {
  if (index.kind === 'number') return true;
  return loopsAround(tree, index).some(
    (loop) => loop.kind === 'forEach' && loop.iterable.kind === 'range' && isSame(loop.target, index),
  );
}

/** `t[i - 1]` beside `t[i]`, in one dimension. */
function isNeighbour(cell: Expr, target: Expr): boolean {
  if (cell.kind !== 'index' || target.kind !== 'index' || target.object.kind === 'index') return false;
  const { index } = cell;
  return (
    index.kind === 'binary' &&
    index.right.kind === 'number' &&
    index.right.value === 1 &&
    isSame(index.left, target.index)
  );
}

/** Updates by anything but a sum, a product or a bit operation are no recurrences. */
function isRemainder({ op }: Assign): boolean {
  return op !== null && op !== '+' && op !== '|' && op !== '*';
}

/** The name at the root of `t[i][j]`. */
function rootOf(expr: Expr): string | null {
  return expr.kind === 'index' ? rootOf(expr.object) : pathOf(expr);
}

/** The outermost indexed expressions: `t[i][j]`, neither its part `t[i]` nor what is in its indexes. */
function cellsIn(exprs: readonly Expr[]): Expr[] {
  return exprs.flatMap((expr) => (expr.kind === 'index' ? [expr] : cellsIn(childExprs(expr))));
}

/** The same text of names and numbers: `t[i]` and `t[i]`. */
function isSame(a: Expr, b: Expr): boolean {
  if (a.kind === 'index' && b.kind === 'index') return isSame(a.object, b.object) && isSame(a.index, b.index);
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'binary' && b.kind === 'binary')
    return a.op === b.op && isSame(a.left, b.left) && isSame(a.right, b.right);
  const path = pathOf(a);
  return path !== null && path === pathOf(b);
}

/** A chain of additions and subtractions. */
function isSumOf(expr: Expr): boolean {
  return (
    expr.kind === 'binary' &&
    (expr.op === '+' || expr.op === '-') &&
    leavesOf(expr).every((leaf) => leaf.kind !== 'call')
  );
}

function leavesOf(expr: Expr): Expr[] {
  const isChain = expr.kind === 'binary' && (expr.op === '+' || expr.op === '-');
  return isChain ? [...leavesOf(expr.left), ...leavesOf(expr.right)] : [expr];
}

/** `sums.append(sums[-1] + x)` */
function isRunningSum(call: Call): boolean {
  const path = pushOf(call);
  const value = call.args[0]?.value;
  if (path === null || value?.kind !== 'binary' || value.op !== '+') return false;
  const own = [value.left, value.right].filter((side) => rootOf(side) === path);
  return own.length === 1 && own.every(isLast);
}

// ---------------------------------------------------------------- bits

const BITWISE = new Set<BinaryOp>(['<<', '>>', '^', '&', '|']);

/** Operations on the bits of numbers; sets have some of the signs too, `>> 1` of a sum is a half and `& 1` a remainder. */
function isBitwise(tree: Tree, expr: Expr): boolean {
  if (expr.kind !== 'binary' || !BITWISE.has(expr.op)) return false;
  if (expr.op === '>>' && expr.left.kind === 'binary') return false;
  if (expr.op === '<<' || expr.op === '>>' || expr.op === '^') return isNumber(tree, expr.left);
  if (expr.right.kind === 'number' && expr.right.value === 1 && expr.op === '&') return isShift(expr.left);
  return (
    [expr.left, expr.right].some((side) => side.kind === 'number' || isShift(side)) &&
    isNumber(tree, expr.left)
  );
}

function isNumber(tree: Tree, expr: Expr): boolean {
  const { kind } = typeOf(tree, expr);
  return kind === 'int' || kind === 'unknown';
}

function isShift(expr: Expr): boolean {
  if (expr.kind === 'unary') return isShift(expr.operand) || expr.op === '-';
  return expr.kind === 'binary' && (expr.op === '<<' || expr.op === '>>' || expr.op === '-');
}
