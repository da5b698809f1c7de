/** Slices whose lengths the program itself tells: `s[i:j + 1]` beside `j - i + 1`, `s[len(s) - k:]`. */
import { type Affine, affine } from '../cost/affine.ts';
import type { Expr, Slice } from '../ir/ir.ts';
import { measuredBy, type RoleIndex } from '../ir/roles.ts';
import { pathOf } from './progress.ts';
import type { Definitions } from './recursion/self-calls.ts';
import { sameText } from './unmark.ts';

/** How many definitions a name may stand for one after the other. */
const DEPTH = 3;

/** Whether the slice is as long as the number says, whatever the variables in both are. */
export function isAsLongAs({ start, end, step }: Slice, length: Expr, definitions: Definitions): boolean {
  if (end === null || step !== null) return false;
  const [from, to, wanted] = [start, end, length].map((expr) =>
    expr === null ? affine.constant(0) : linear(expr, definitions, DEPTH),
  );
  if (from == null || to == null || wanted == null) return false;
  return affine.equals(affine.plus(to, affine.scale(from, -1)), wanted);
}

/** The k of `s[len(s) - k:]` and of `s[max(0, len(s) - k):]`, which are no longer; null for any other slice. */
export function distanceFromEnd({ object, start, end, step }: Slice, roles: RoleIndex): Expr | null {
  if (start === null || end !== null || step !== null) return null;
  const isMax = start.kind === 'call' && roles.is(start, 'max');
  for (const at of isMax ? start.args.map(({ value }) => value) : [start]) {
    if (at.kind !== 'binary' || at.op !== '-') continue;
    const measured = measuredBy(roles, at.left);
    if (measured !== null && sameText(measured, object)) return at.right;
  }
  return null;
}

/** The sum of variables that an expression is, those that are assigned once taken apart; null for any other expression. */
function linear(expr: Expr, definitions: Definitions, depth: number): Affine | null {
  if (expr.kind === 'number') return affine.constant(expr.value);
  const defined = expr.kind === 'name' ? definitions.get(expr.name) : null;
  if (defined != null && depth > 0) {
    const inner = linear(defined, definitions, depth - 1);
    if (inner !== null) return inner;
  }
  const path = pathOf(expr);
  if (path !== null) return affine.symbol(path);
  if (expr.kind !== 'binary' || (expr.op !== '+' && expr.op !== '-')) return null;
  const [left, right] = [linear(expr.left, definitions, depth), linear(expr.right, definitions, depth)];
  if (left === null || right === null) return null;
  return affine.plus(left, affine.scale(right, expr.op === '+' ? 1 : -1));
}
