/** What a block makes of a capacity: a multiple of it, `capacity *= 2` or `data = Arrays.copyOf(data, 2 * size)`, or a half. */
import type { AssignExpr, Call, Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { someCode } from '../../ir/walk.ts';
import type { ProgramIndex } from '../program-index.ts';
import { DIVISIONS, pathOf } from '../progress.ts';
import { definitionsOf } from '../recursion/self-calls.ts';

/** A variable by its name, a field by the class of its object and its own name; or the length of what is there. */
export interface Quantity {
  readonly path: string;
  readonly measured: boolean;
}

/** What is asked for: which numbers, by what is written in the function or given to it. */
export interface Reading {
  readonly index: ProgramIndex;
  readonly capacity: Quantity;
  readonly held: Quantity | null;
  readonly func: FunctionNode | null;
  /** What the parameters are in the function that calls this one. */
  readonly given: ReadonlyMap<string, Expr>;
  readonly outer: Reading | null;
  /** How many names are looked through yet. */
  readonly depth: number;
}

type Test = (expr: Expr, reading: Reading) => boolean;

export function quantityOf(index: ProgramIndex, expr: Expr, func: FunctionNode | null): Quantity | null {
  const subject = measuredBy(index.roles, expr);
  const path = pathOf(subject ?? expr);
  if (path === null) return null;
  const dot = path.indexOf('.');
  const isOwn = dot > 0 && path.slice(0, dot) === func?.receiver;
  return { path: isOwn ? `${func.owner ?? ''}${path.slice(dot)}` : path, measured: subject !== null };
}

export const isSame = (a: Quantity | null, b: Quantity | null): boolean =>
  a !== null && b !== null && a.path === b.path && a.measured === b.measured;

/** One of the statements sets the capacity to such a number, itself or in a function that it calls. */
export function setsTo(block: readonly Stmt[], reading: Reading, isNext: Test, depth = 2): boolean {
  return block.some((stmt) => {
    if (stmt.kind === 'expr' && stmt.expr.kind === 'call') {
      if (isExtended(stmt.expr, reading)) return true;
      const inner = depth === 0 ? null : inside(stmt.expr, reading);
      return inner?.func != null && setsTo(inner.func.body, inner, isNext, depth - 1);
    }
    if (stmt.kind !== 'assign' || stmt.targets.length !== 1) return false;
    const [target] = stmt.targets;
    if (!isCapacity(target!, reading))
      return !reading.capacity.measured && isSetWithin(stmt.value, reading, isNext);
    return isSetTo({ ...stmt, target: target! }, reading, isNext);
  });
}

/** `new int[capacity *= 2]` */
const isSetWithin = (value: Expr, reading: Reading, isNext: Test): boolean =>
  someCode(
    value,
    (node) =>
      node.kind === 'assignExpr' && isCapacity(node.target, reading) && isSetTo(node, reading, isNext),
  );

function isSetTo(
  { target, op, value, span }: Pick<AssignExpr, 'target' | 'op' | 'value' | 'span'>,
  reading: Reading,
  isNext: Test,
): boolean {
  const next: Expr = op === null ? value : { kind: 'binary', op, left: target, right: value, span };
  return reading.capacity.measured ? isMadeBy(next, reading, isNext) : isNext(next, reading);
}

/** The variable or field itself, also where its length is the capacity. */
export const isCapacity = (target: Expr, { index, capacity, func }: Reading): boolean =>
  quantityOf(index, target, func)?.path === capacity.path;

/** It is as long as is asked for: `[None] * (2 * n)`, `Arrays.copyOf(data, 2 * n)`, `[0 for _ in range(2 * n)]`. */
function isMadeBy(made: Expr, reading: Reading, isNext: Test): boolean {
  switch (made.kind) {
    case 'name': {
      const source = sourceOf(made, reading);
      return source !== null && isMadeBy(source, deeper(reading), isNext);
    }
    case 'binary':
      if (made.op === '*') return isNext(made.left, reading) || isNext(made.right, reading);
      return made.op === '+' && isCapacity(made.left, reading) && isAsLong(made.right, reading);
    case 'comprehension': {
      const [clause] = made.clauses;
      const over = clause?.kind === 'for' ? clause.iterable : null;
      return over?.kind === 'range' && isNext(over.end, reading);
    }
    case 'call':
      return reading.index.resolve(made) === null && made.args.some(({ value }) => isNext(value, reading));
    default:
      return false;
  }
}

/** `data.extend([None] * len(data))`. */
const isExtended = (call: Call, reading: Reading): boolean =>
  reading.capacity.measured &&
  reading.index.roles.is(call, 'push') &&
  call.callee.kind === 'field' &&
  isCapacity(call.callee.object, reading) &&
  call.args.some(({ value }) => isAsLong(value, reading));

const isAsLong = (made: Expr, reading: Reading): boolean =>
  made.kind === 'binary' && made.op === '*' && (isBase(made.left, reading) || isBase(made.right, reading));

/** `2 * capacity`, `capacity + capacity // 2`, `size * 2 + 1`. */
export function isMore(expr: Expr, reading: Reading): boolean {
  if (expr.kind !== 'binary') return throughNames(expr, reading, isMore);
  const { op, left, right } = expr;
  switch (op) {
    case '*':
      return isTimes(left, right, reading) || isTimes(right, left, reading);
    case '<<':
      return isBase(left, reading) && right.kind === 'number' && right.value >= 1;
    case '+':
      if (right.kind === 'number') return isMore(left, reading);
      return isBase(left, reading) && (isBase(right, reading) || isPart(right, reading));
    default:
      return false;
  }
}

const isTimes = (base: Expr, factor: Expr, reading: Reading): boolean =>
  factor.kind === 'number' && factor.value > 1 && isBase(base, reading);

const isPart = (expr: Expr, reading: Reading): boolean =>
  expr.kind === 'binary' && DIVISIONS.has(expr.op) && isBase(expr.left, reading);

/** `capacity // 2`. */
export function isHalf(expr: Expr, reading: Reading): boolean {
  if (expr.kind !== 'binary') return throughNames(expr, reading, isHalf);
  const by = expr.right.kind === 'number' ? expr.right.value : 0;
  return isPart(expr, reading) && by === (expr.op === '>>' ? 1 : 2);
}

/** The capacity, or what is held, by whatever name. */
export function isBase(expr: Expr, reading: Reading): boolean {
  const quantity = quantityOf(reading.index, expr, reading.func);
  if (isSame(quantity, reading.capacity) || isSame(quantity, reading.held)) return true;
  const subject = measuredBy(reading.index.roles, expr);
  if (subject === null || !reading.capacity.measured) return throughNames(expr, reading, isBase);
  // `old = table`, and then the length of `old`.
  const source = sourceOf(subject, reading);
  return source !== null && isCapacity(source, reading);
}

function throughNames(expr: Expr, reading: Reading, test: Test): boolean {
  if (expr.kind === 'call') {
    const { roles } = reading.index;
    const isKept = roles.is(expr, 'truncate') || roles.is(expr, 'max');
    return isKept && expr.args.some(({ value }) => test(value, reading));
  }
  const given = expr.kind === 'name' ? reading.given.get(expr.name) : undefined;
  if (given !== undefined) return reading.outer !== null && test(given, reading.outer);
  const source = sourceOf(expr, reading);
  return source !== null && test(source, deeper(reading));
}

/** What a name is set to, where it is set once. */
const sourceOf = (expr: Expr, { func, depth }: Reading): Expr | null =>
  expr.kind === 'name' && depth > 0 ? (definitionsOf(func).get(expr.name) ?? null) : null;

const deeper = (reading: Reading): Reading => ({ ...reading, depth: reading.depth - 1 });

/** The function itself, by its own names. */
export const readingIn = (
  index: ProgramIndex,
  capacity: Quantity,
  held: Quantity | null,
  func: FunctionNode | null,
): Reading => ({ index, capacity, held, func, given: new Map(), outer: null, depth: 4 });

/** The body of a function that is called on the same object, or on none. */
function inside(call: Call, reading: Reading): Reading | null {
  const func = reading.index.resolve(call);
  const { callee } = call;
  const isOwn =
    callee.kind === 'name' || (callee.kind === 'field' && pathOf(callee.object) === reading.func?.receiver);
  if (func === null || !isOwn) return null;
  const changed = definitionsOf(func);
  const given = func.params.flatMap(({ name }, i): [string, Expr][] => {
    const value = call.args[i]?.value;
    return value === undefined || changed.has(name) ? [] : [[name, value]];
  });
  return { ...reading, func, given: new Map(given), outer: reading };
}
