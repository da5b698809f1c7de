/** `a if a < b else b` is the lesser of both, and says so as a call: its limits are known then. */
import type { Assign, Conditional, Expr, If, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { someCode } from '../../ir/walk.ts';

/** What a language calls the lesser and the greater of two numbers, and what it asks for a size. */
export interface Chooser {
  readonly callee: (which: 'min' | 'max', span: Expr['span']) => Expr;
  readonly isSize: (expr: Expr) => boolean;
}

/** The call of `min` or `max` that gives the same; any other conditional as it is. */
export function lesserOf(conditional: Conditional, { callee, isSize }: Chooser): Expr {
  const { test, then, otherwise, span } = conditional;
  if (test.kind !== 'compare') return conditional;
  const sign = SIGNS[test.op];
  if (sign === undefined) return conditional;
  const [left, right, first, second] = [test.left, test.right, then, otherwise].map((expr) =>
    printExpr(expr),
  );
  const isSame = first === left && second === right;
  if (!isSame && !(first === right && second === left)) return conditional;
  // Another call may do something each time.
  const acts = (expr: Expr): boolean =>
    someCode(expr, (node) => node.kind === 'assignExpr' || (node.kind === 'call' && !isSize(node)));
  if (acts(then) || acts(otherwise)) return conditional;
  const args = [then, otherwise].map((value) => ({ value, name: null, spread: false }));
  const which = (sign === '<') === isSame ? 'min' : 'max';
  return { kind: 'call', callee: callee(which, span), args, style: 'call', span };
}

const SIGNS: Readonly<Record<string, '<' | '>'>> = { '<': '<', '<=': '<', '>': '>', '>=': '>' };

/** `if a < b: x = a; else: x = b` sets x to the lesser of both; null for any other branch. */
export function lesserSet({ test, then, otherwise, span }: If, chooser: Chooser): Assign | null {
  const [one, other] = [plainSet(then), plainSet(otherwise)];
  if (test.kind !== 'compare' || one === null || other === null) return null;
  if (printExpr(one.targets[0]!) !== printExpr(other.targets[0]!)) return null;
  const conditional: Conditional = {
    kind: 'conditional',
    test,
    then: one.value,
    otherwise: other.value,
    span,
  };
  const value = lesserOf(conditional, chooser);
  return value === conditional ? null : { ...one, value, span };
}

/** The block does nothing but set one place. */
function plainSet(block: readonly Stmt[]): Assign | null {
  const [only, more] = block;
  const isPlain = only?.kind === 'assign' && only.op === null && only.targets.length === 1;
  return isPlain && more === undefined ? only : null;
}
