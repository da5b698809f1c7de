/** Marks that are taken back: backtracking, not visiting. */
import type { Argument, BinaryOp, Call, Expr, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { someAct } from '../ir/walk.ts';
import { type Unmarked, isMarking } from './marks.ts';
import { cellOf } from './looked-up.ts';
import { pathOf } from './progress.ts';
import { constantOf } from './recursion/settling.ts';

/** The block takes the mark back that it sets. */
export function unmarks(roles: RoleIndex, block: readonly (Stmt | Expr)[], mark: Unmarked): boolean {
  const container = pathOf(mark.container);
  if (container === null) return false;
  if (mark.form === 'member')
    return block.some((node) => someAct(node, (at) => removes(roles, at, container)));
  if (mark.form === 'left')
    return block.some((node) => someAct(node, (at) => isMarking(roles, at, { ...mark, form: 'member' })));
  const kept = new Set<string>();
  const values: Expr[] = [];
  const updates: Write[] = [];
  let writes = 0;
  for (const node of block)
    someAct(node, (at) => {
      if (isMarking(roles, at, mark)) writes++;
      for (const write of writesOf(at)) {
        if (write.target.kind === 'name' && readsCell(write.value, container)) kept.add(write.target.name);
        if (!readsCell(write.target, container)) continue;
        if (write.op !== null) updates.push(write);
        else if (write.value !== null) values.push(write.value);
      }
      return false;
    });
  const last = values[values.length - 1];
  const restored =
    last !== undefined && ((last.kind === 'name' && kept.has(last.name)) || restores(last, mark));
  return writes >= 2 && (restored || isUndone(updates));
}

/** Some turn of a loop takes the mark back: what stands before in the text comes behind it in another turn. */
export function unmarksInTurns(roles: RoleIndex, body: readonly (Stmt | Expr)[], mark: Unmarked): boolean {
  const container = pathOf(mark.container);
  const restoring = (at: Stmt | Expr): boolean =>
    writesOf(at).some(
      ({ target, op, value }) =>
        op === null && value !== null && readsCell(target, container ?? '') && restores(value, mark),
    );
  return (
    unmarks(roles, body, mark) ||
    (mark.value?.side === 'is' && container !== null && body.some((node) => someAct(node, restoring)))
  );
}

/** The block changes a cell and changes it back by the inverse: `*= -1 ... *= -1`. */
export function undoes(block: readonly (Stmt | Expr)[], { container }: Unmarked): boolean {
  const path = pathOf(container);
  const updates: Write[] = [];
  for (const node of block)
    someAct(node, (at) => {
      updates.push(...writesOf(at).filter(({ target, op }) => op !== null && readsCell(target, path ?? '')));
      return false;
    });
  return path !== null && isUndone(updates);
}

/** Takes something out of the container; `key`, where one is given. */
export function removes(
  roles: RoleIndex,
  node: Stmt | Expr,
  container: string,
  key: Expr | null = null,
): boolean {
  const isKey = (expr: Expr | undefined): boolean =>
    key === null || (expr !== undefined && sameText(expr, key));
  if (node.kind === 'delete')
    return (
      node.target.kind === 'index' && pathOf(node.target.object) === container && isKey(node.target.index)
    );
  return (
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    roles.is(node, 'unmark') &&
    pathOf(node.callee.object) === container &&
    isKey(node.args[0]?.value)
  );
}

interface Write {
  readonly target: Expr;
  readonly op: BinaryOp | null;
  /** Null for a part of a value that is not taken apart in the source. */
  readonly value: Expr | null;
}

/** The single assignments of a statement: `a[i], b[j] = x, y` is two. */
function writesOf(node: Stmt | Expr): Write[] {
  if (node.kind === 'assign')
    return node.targets.flatMap((target) =>
      pairs(target, node.value).map((pair) => updateOf({ ...pair, op: node.op })),
    );
  return node.kind === 'assignExpr' ? [{ target: node.target, op: node.op, value: node.value }] : [];
}

/** `x = x ^ 1` is `x ^= 1`, and `x = -x` is `x *= -1`. */
function updateOf(write: Write): Write {
  const { target, op, value } = write;
  if (op !== null || value === null) return write;
  if (value.kind === 'binary' && sameText(value.left, target))
    return { target, op: value.op, value: value.right };
  if (value.kind !== 'unary' || value.op !== '-' || !sameText(value.operand, target)) return write;
  return { target, op: '*', value: { kind: 'number', value: -1, float: false, span: value.span } };
}

function pairs(target: Expr, value: Expr | null): { target: Expr; value: Expr | null }[] {
  if (target.kind !== 'collection') return [{ target, value }];
  const parts =
    value?.kind === 'collection' && value.elements.length === target.elements.length ? value.elements : null;
  return target.elements.flatMap((element, i) => pairs(element, parts?.[i] ?? null));
}

function readsCell(expr: Expr | null, container: string): boolean {
  const cell = expr === null ? null : cellOf(expr);
  return cell !== null && pathOf(cell.container) === container;
}

const INVERSE: Partial<Record<BinaryOp, BinaryOp>> = { '+': '-', '-': '+', '*': '*', '^': '^', '|': '^' };

/** `+= x ... -= x`, `*= -1 ... *= -1`, `^= 1 ... ^= 1`. */
function isUndone(updates: readonly Write[]): boolean {
  return updates.some((first, i) =>
    updates
      .slice(i + 1)
      .some(
        (then) => first.op !== null && INVERSE[first.op] === then.op && sameText(first.value!, then.value!),
      ),
  );
}

/** Writing the value of an unmarked cell last takes the mark back; a third value is a colour. */
function restores(value: Expr, mark: Unmarked): boolean {
  if (mark.value === null) return false;
  const number = constantOf(value);
  if (mark.value.isLeft !== undefined && number !== null) return mark.value.isLeft(number);
  const same = mark.value.expr === null ? isFalsy(value) : sameText(value, mark.value.expr);
  return mark.value.side === 'is' ? same : !same;
}

function isFalsy(expr: Expr): boolean {
  return (
    (expr.kind === 'constant' && expr.value !== true) ||
    (expr.kind === 'number' && expr.value === 0) ||
    (expr.kind === 'string' && expr.value === '')
  );
}

/** Two expressions that are written alike: names, literals, fields and indexes of them, and what is asked with them. */
export function sameText(a: Expr, b: Expr): boolean {
  if ((a.kind === 'number' || a.kind === 'string' || a.kind === 'constant') && a.kind === b.kind)
    return a.value === b.value;
  if (a.kind === 'unary' && b.kind === 'unary') return a.op === b.op && sameText(a.operand, b.operand);
  if (a.kind === 'binary' && b.kind === 'binary')
    return a.op === b.op && sameText(a.left, b.left) && sameText(a.right, b.right);
  if (a.kind === 'index' && b.kind === 'index')
    return sameText(a.object, b.object) && sameText(a.index, b.index);
  if (a.kind === 'call' && b.kind === 'call') return isSameCall(a, b);
  return isSameTuple(a, b) || (pathOf(a) !== null && pathOf(a) === pathOf(b));
}

/** `(row, col)`; a list is another one each time. */
const isSameTuple = (a: Expr, b: Expr): boolean =>
  a.kind === 'collection' &&
  b.kind === 'collection' &&
  a.shape === 'tuple' &&
  b.shape === 'tuple' &&
  a.elements.length === b.elements.length &&
  a.elements.every((element, i) => sameText(element, b.elements[i]!));

/** `word.charAt(i)`; a call without arguments may give another value each time. */
function isSameCall(a: Call, b: Call): boolean {
  const isSame = (one: Argument, i: number): boolean =>
    b.args[i] !== undefined && one.name === null && sameText(one.value, b.args[i].value);
  return (
    a.args.length > 0 &&
    a.args.length === b.args.length &&
    sameText(a.callee, b.callee) &&
    a.args.every(isSame)
  );
}
