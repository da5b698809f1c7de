/** Whether a function may remember its results. */
import type { MemoiseFix } from '../ir/fix.ts';
import type { Expr, FunctionNode } from '../ir/ir.ts';
import { forEachExpr } from '../ir/walk.ts';
import type { ProgramIndex } from '../analysis/program-index.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { isRead } from './effects.ts';
import { above, type Tree } from '../ir/tree.ts';
import { isHashable, typeOf } from '../ir/types.ts';
import { ownerOf, variableOf } from '../ir/variables.ts';

/** The fix, where every argument is known to be hashable. */
export function memoiseFix(
  tree: Tree,
  func: FunctionNode,
  { resolve, roles }: Pick<ProgramIndex, 'resolve' | 'roles'>,
): MemoiseFix | null {
  if (func.nameSpan === null || func.memoised || func.params.some(({ role }) => role !== 'plain'))
    return null;
  const calls = (tree.calls.get(func.name) ?? []).filter((call) => resolve(call) === func);
  const hashable = func.params.every((_, i) => isKnownHashable(tree, func, i, calls));
  if (!hashable) return null;
  const safety = func.receiver === null && !readsWhatChanges(roles, tree, func) ? 'safe' : 'suggestion';
  return { kind: 'memoise', safety, func };
}

/** By its declaration, or by what the program hands over; calls within the function hand on what they got. */
function isKnownHashable(tree: Tree, func: FunctionNode, index: number, calls: readonly Expr[]): boolean {
  const param = func.params[index];
  if (param === undefined) return false;
  const declared = isHashable(param.type);
  if (declared !== null) return declared;
  const values = calls.flatMap((call) => {
    const inside = above(tree, call).includes(func);
    return call.kind === 'call' && !inside
      ? [call.args.find((arg) => arg.name === param.name) ?? call.args[index]]
      : [];
  });
  const types = values.map((arg) =>
    arg === undefined || arg.spread ? null : isHashable(typeOf(tree, arg.value)),
  );
  return types.length > 0 && types.every((known) => known === true);
}

/** Some variable from outside is set or changed while the program runs, so that a result may grow old. */
function readsWhatChanges(roles: RoleIndex, tree: Tree, func: FunctionNode): boolean {
  let changes = false;
  forEachExpr(func.body, (expr) => {
    if (expr.kind === 'field' && tree.parents.get(expr)?.kind !== 'call') changes = true;
    if (expr.kind !== 'name' || ownerOf(tree, expr.name, expr) === func) return;
    const uses = variableOf(tree, expr)?.uses ?? [];
    const sets = uses.filter(({ role }) => role.kind === 'set').length;
    const others = uses.filter(
      (use) => use.role.kind !== 'set' && !isRead(roles, use) && !isCall(tree, use.expr),
    );
    if (sets > 1 || others.some(({ role }) => role.kind !== 'returned' && role.kind !== 'other'))
      changes = true;
  });
  return changes;
}

function isCall(tree: Tree, expr: Expr): boolean {
  const parent = tree.parents.get(expr);
  return parent?.kind === 'call' && parent.callee === expr;
}
