/** Calls that are made only with a number that some constant does not divide: `if n % 2 == 0: ... else: walk(n + 1)`. */
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { eachChild } from '../../ir/walk.ts';
import { pathOf } from '../progress.ts';
import { endsEarly } from '../../ir/normal-forms.ts';

type Code = Stmt | Expr;

/** The constant that does not divide the parameter where the call stands; null where no test says so. */
export function indivisibleBy(func: FunctionNode, call: Expr, name: string): number | null {
  return among(func.body, call, name);
}

function among(nodes: readonly Code[], call: Expr, name: string): number | null {
  let known: number | null = null;
  for (const node of nodes) {
    if (contains(node, call)) return known ?? within(node, call, name);
    if (node.kind !== 'if' || !endsEarly(node.then)) continue;
    const asked = asksMultiple(node.test, name);
    if (asked?.holds === true) known = asked.by;
  }
  return null;
}

function within(node: Code, call: Expr, name: string): number | null {
  if (node === call) return null;
  if (node.kind === 'if' || node.kind === 'conditional') {
    const then = node.kind === 'if' ? node.then : [node.then];
    const inThen = then.some((part) => contains(part, call));
    const asked = asksMultiple(node.test, name);
    if (asked !== null && asked.holds !== inThen) return asked.by;
    if (node.kind === 'if') return among(inThen ? then : node.otherwise, call, name);
  }
  const children: Code[] = [];
  eachChild(node, (child) => children.push(child));
  const inner = children.find((child) => contains(child, call));
  return inner === undefined ? null : within(inner, call, name);
}

/** `n % by == 0`, `n & 1`: whether the number is a multiple where the test holds, or where it fails. */
function asksMultiple(test: Expr, name: string): { readonly by: number; readonly holds: boolean } | null {
  if (test.kind === 'unary' && test.op === 'not') {
    const inner = asksMultiple(test.operand, name);
    return inner === null ? null : { ...inner, holds: !inner.holds };
  }
  if (test.kind !== 'compare') {
    const by = remainderBy(test, name);
    return by === null ? null : { by, holds: false };
  }
  const by = remainderBy(test.left, name);
  if (by === null || test.right.kind !== 'number' || (test.op !== '==' && test.op !== '!=')) return null;
  if (test.right.value === 0) return { by, holds: test.op === '==' };
  return by === 2 ? { by, holds: test.op === '!=' } : null;
}

function remainderBy(expr: Expr, name: string): number | null {
  if (expr.kind !== 'binary' || pathOf(expr.left) !== name || expr.right.kind !== 'number') return null;
  const { value } = expr.right;
  return expr.op === '%' ? value : expr.op === '&' && value === 1 ? 2 : null;
}
