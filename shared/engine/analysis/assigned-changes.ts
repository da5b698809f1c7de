/** How an assignment moves its variable: by a step, by a factor, along a link, or to another value. */
import type { Binary, BinaryOp, Call, Expr, Stmt, Unary } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { bitStep } from './bit-steps.ts';
import { returnedBy } from './inlined.ts';
import { type Callees, type Change, pathOf } from './progress.ts';
import { selfUpdate } from './updates.ts';

/** `x = 2 * x if left else 2 * x + 1` moves x as either side does. */
export function changesBy(
  target: Expr,
  op: BinaryOp | null,
  value: Expr | null,
  node: Stmt | Expr,
  callees: Callees,
): readonly Change[] {
  if (value?.kind === 'conditional' && op === null) {
    const sides = [value.then, value.otherwise].flatMap((side) => changesBy(target, op, side, node, callees));
    if (sides.every((side) => isAlike(side, sides[0]!))) return sides;
  }
  if (value?.kind === 'call' && op === null) {
    const further = furtherOf(target, value, node, callees);
    if (further !== null) return further;
    const returned = returnedBy(callees, value);
    const change = returned && classify(target, op, returned, node, callees, false);
    if (change?.kind === 'scale' || change?.kind === 'step') return [change];
  }
  return [classify(target, op, value, node, callees, false)];
}

/** `x = max(y, x + 1)`: on to y, and by one at least; `x = min(y, x - 1)` the other way. */
function furtherOf(target: Expr, value: Call, node: Stmt | Expr, callees: Callees): readonly Change[] | null {
  const sign = callees.roles.is(value, 'max') ? 1 : callees.roles.is(value, 'min') ? -1 : 0;
  if (sign === 0 || value.args.length !== 2) return null;
  const sides = value.args.map((arg) => classify(target, null, arg.value, node, callees, false));
  const step = sides.find(
    (side) => side.kind === 'step' && side.sign === sign && side.amount.kind === 'number',
  );
  const copy = sides.find((side) => side.kind === 'copy');
  return step === undefined || copy === undefined ? null : [step, copy];
}

/** Both move the variable the same way, or the one by steps and the other by a factor. */
const isAlike = (a: Change, b: Change): boolean =>
  (a.kind === 'step' && b.kind === 'step' && a.sign === b.sign) ||
  (a.kind === 'scale' && b.kind === 'scale' && a.op === b.op) ||
  (isMove(a) && isMove(b) && a.kind !== b.kind);

const isMove = ({ kind }: Change): boolean => kind === 'step' || kind === 'scale';

/** What an assignment of `value` (combined by `op`) does to its target. */
export function classify(
  target: Expr,
  op: BinaryOp | null,
  value: Expr | null,
  node: Stmt | Expr,
  callees: Callees,
  inTuple: boolean,
): Change {
  const reset: Change = { kind: 'set', value, node, tuple: inTuple };
  const path = pathOf(target);
  if (path === null || value === null) return reset;
  const bit = bitStep(path, op, value, callees);
  if (bit !== null) return { kind: 'bit', sign: bit, node };
  if (op !== null) return combine(op, value, node) ?? reset;
  if (value.kind === 'binary') return arithmeticChange(value, path, node) ?? reset;
  if (value.kind === 'template' || value.kind === 'collection') {
    const update = selfUpdate(target, value);
    return update === null ? reset : { kind: 'step', amount: update.by, sign: 1, node };
  }
  if (value.kind === 'unary') return negatedScale(value, path, node) ?? reset;
  if (value.kind === 'call') {
    const { roles } = callees;
    if (roles.is(value, 'max') || roles.is(value, 'min'))
      return value.args.some((arg) => pathOf(arg.value) === path) ? { kind: 'clamp', node } : reset;
    const same = sameNumber(value, callees);
    if (same !== null) return classify(target, op, same, node, callees, inTuple);
  }
  return cursorMove(value, path, node) ?? copyOf(value, node, callees) ?? reset;
}

/** `x` of `int(x)`, and `x + 1` of `chr(ord(x) + 1)`: the number that stands for the letter. */
function sameNumber(call: Call, { roles }: Callees): Expr | null {
  const only = call.args.length === 1 ? call.args[0]!.value : null;
  if (only === null || roles.is(call, 'truncate')) return only;
  const left = only.kind === 'binary' && roles.is(call, 'letter') ? only.left : null;
  const letter = left?.kind === 'call' && roles.is(left, 'code') ? left.args[0]?.value : undefined;
  return letter === undefined || only.kind !== 'binary' ? null : { ...only, left: letter };
}

/** `x = -(x >> 1)` */
function negatedScale({ op, operand }: Unary, path: string, node: Stmt | Expr): Change | null {
  const change = op === '-' && operand.kind === 'binary' ? arithmeticChange(operand, path, node) : null;
  return change?.kind === 'scale' ? change : null;
}

/** `x = x + e`, `x = e + x`, `x = y + 1`, `x = 2 * x + 1`, `x = (x + 1) // 2`. */
function arithmeticChange(value: Binary, path: string, node: Stmt | Expr): Change | null {
  const scaled = scaledAndMoved(value, path, node);
  if (scaled !== null) return scaled;
  if (pathOf(value.left) === path) return combine(value.op, value.right, node);
  if ((value.op === '+' || value.op === '*') && pathOf(value.right) === path) {
    return combine(value.op, value.left, node);
  }
  const from = pathOf(value.left);
  if (from === null || value.right.kind !== 'number' || (value.op !== '+' && value.op !== '-')) return null;
  return { kind: 'copy', from, offset: value.op === '+' ? value.right.value : -value.right.value, node };
}

/** A factor with a constant more or less, or with bits set, is a factor. */
function scaledAndMoved(value: Binary, path: string, node: Stmt | Expr): Change | null {
  const { op, left, right } = value;
  if (left.kind !== 'binary' || right.kind !== 'number') return null;
  const moves = (code: BinaryOp): boolean => code === '+' || code === '-';
  const inner = arithmeticChange(left, path, node);
  // `x % n + 1` goes round.
  if (moves(op) || op === '|') return inner?.kind === 'scale' && inner.op !== '%' ? inner : null;
  return (op === '//' || op === '>>' || op === '/') &&
    moves(left.op) &&
    inner?.kind === 'step' &&
    left.right.kind === 'number'
    ? { kind: 'scale', op, by: right, node }
    : null;
}

function combine(op: BinaryOp, by: Expr, node: Stmt | Expr): Change | null {
  switch (op) {
    case '+':
      return { kind: 'step', amount: by, sign: 1, node };
    case '-':
      return { kind: 'step', amount: by, sign: -1, node };
    case '*':
    case '/':
    case '//':
    case '>>':
    case '<<':
    case '%':
    case '**':
      return { kind: 'scale', op, by, node };
    // A bit that is set, after a shift: no more than a step.
    case '|':
      return by.kind === 'number' ? { kind: 'clamp', node } : null;
    default:
      return null;
  }
}

function cursorMove(value: Expr, path: string, node: Stmt | Expr): Change | null {
  if (value.kind === 'conditional') {
    return cursorMove(value.then, path, node) ?? cursorMove(value.otherwise, path, node);
  }
  if (value.kind === 'logical')
    return cursorMove(value.left, path, node) ?? cursorMove(value.right, path, node);
  if (value.kind === 'field') {
    if (pathOf(value.object) === path) return { kind: 'cursor', field: value.name, node };
    return cursorMove(value.object, path, node);
  }
  if (value.kind === 'index') {
    const at =
      value.index.kind === 'binary' && value.index.right.kind === 'number' ? value.index.left : value.index;
    if (pathOf(at) === path) return { kind: 'follow', table: value.object, node };
    const base = value.object;
    if (pathOf(base) === path) return { kind: 'cursor', field: '[]', node };
    if (base.kind === 'field' && pathOf(base.object) === path)
      return { kind: 'cursor', field: base.name, node };
  }
  return null;
}

function copyOf(value: Expr, node: Stmt | Expr, callees: Callees): Change | null {
  const from = pathOf(copied(value, callees.roles) ?? value);
  return from === null ? null : { kind: 'copy', from, offset: 0, node };
}

/** What `level[:]`, `level.copy()` and `list(level)` are copies of. */
export function copied(value: Expr, roles: RoleIndex): Expr | null {
  if (value.kind === 'slice')
    return value.start === null && value.end === null && value.step === null ? value.object : null;
  if (value.kind !== 'call' || !roles.is(value, 'copies')) return null;
  const [only, more] = value.args;
  if (only !== undefined) return more === undefined ? only.value : null;
  return value.callee.kind === 'field' ? value.callee.object : null;
}
