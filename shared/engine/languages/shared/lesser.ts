/** `a if a < b else b` is the lesser of both, and says so as a call: its limits are known then. */
import type { Assign, Conditional, Expr, If, Stmt } from '../../ir/ir.ts';
import { ratioOf } from '../../ir/linear.ts';
import { hull } from '../../ir/normal-forms.ts';
import { printExpr } from '../../ir/print.ts';
import { someCode } from '../../ir/walk.ts';

/** What a language calls the lesser and the greater of two numbers, and what it asks for a size. */
export interface Chooser {
  readonly callee: (which: 'min' | 'max', span: Expr['span']) => Expr;
  readonly isSize: (expr: Expr) => boolean;
}

/**
 * The call of `min` or `max` that gives the same; any other conditional as it is. One side is the lesser where the test
 * says so of them or of what differs alike: `i - k if i > k else 0`, `a - b if a > b else b - a`.
 */
export function lesserOf(conditional: Conditional, { callee, isSize }: Chooser): Expr {
  const { test, then, otherwise, span } = conditional;
  if (test.kind !== 'compare') return conditional;
  const sign = SIGNS[test.op];
  if (sign === undefined) return conditional;
  const ratio = ratioOf([then, otherwise], [test.left, test.right]);
  if (ratio === null) return conditional;
  // Another call may do something each time.
  const acts = (expr: Expr): boolean =>
    someCode(expr, (node) => node.kind === 'assignExpr' || (node.kind === 'call' && !isSize(node)));
  if (acts(then) || acts(otherwise)) return conditional;
  const args = [then, otherwise].map((value) => ({ value, name: null, spread: false }));
  const which = (sign === '<') === ratio > 0 ? 'min' : 'max';
  return { kind: 'call', callee: callee(which, span), args, style: 'call', span };
}

const SIGNS: Readonly<Record<string, '<' | '>'>> = { '<': '<', '<=': '<', '>': '>', '>=': '>' };

/**
 * Puts a branch that sets one place to the lesser of two behind the statements of a block, as that; false for any other:
 * `if a < b: x = a; else: x = b`, `if b < x: x = b` where x is a, and `x = a; if b < a: x = b`.
 */
export function pushLesser(out: Stmt[], branch: If, chooser: Chooser): boolean {
  const one = branch.test.kind === 'compare' ? plainSet(branch.then) : null;
  const target = one?.targets[0];
  if (one === null || target === undefined) return false;
  const isEither = branch.otherwise.length > 0;
  const other = isEither ? valueSet(branch.otherwise, target) : target;
  const set = other === null ? null : lesserSet(one, other, branch, chooser);
  if (set !== null) out.push(set);
  if (set !== null || isEither) return set !== null;
  const before = out.at(-1);
  const first = before === undefined ? null : valueSet([before], target);
  if (first === null || asksFor(target, branch.test, one.value, first)) return false;
  const span = hull(before!.span, branch.span);
  const both = lesserSet(one, first, { ...branch, span }, chooser);
  if (both === null) return false;
  out[out.length - 1] = { ...before, ...both };
  return true;
}

function lesserSet(one: Assign, other: Expr, { test, span }: If, chooser: Chooser): Assign | null {
  const conditional: Conditional = { kind: 'conditional', test, then: one.value, otherwise: other, span };
  const value = lesserOf(conditional, chooser);
  return value === conditional ? null : { ...one, value, span };
}

/** One of the expressions reads what is set. */
function asksFor(target: Expr, ...exprs: readonly Expr[]): boolean {
  const text = printExpr(target);
  return exprs.some((expr) =>
    someCode(expr, (node) => node.kind === target.kind && printExpr(node) === text),
  );
}

/** What the block sets the target to, if it does nothing else. */
function valueSet(block: readonly Stmt[], target: Expr): Expr | null {
  const set = plainSet(block);
  return set !== null && printExpr(set.targets[0]!) === printExpr(target) ? set.value : null;
}

/** The block does nothing but set one place. */
function plainSet(block: readonly Stmt[]): Assign | null {
  const [only, more] = block;
  const isPlain = only?.kind === 'assign' && only.op === null && only.targets.length === 1;
  return isPlain && more === undefined ? only : null;
}
