/** What an expression looks up: a cell of nested containers, by its keys. */
import type { Expr } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';

/** `table[key]` of `table.get(key)`. */
export function entryOf(roles: RoleIndex, expr: Expr): Expr {
  if (expr.kind !== 'call' || expr.callee.kind !== 'field' || !roles.is(expr, 'lookup')) return expr;
  const [key] = expr.args;
  return key === undefined
    ? expr
    : { kind: 'index', object: expr.callee.object, index: key.value, span: expr.span };
}

/** `a[i]`, `a[i][j]`: the container and its indexes. */
export function cellOf(expr: Expr): { container: Expr; keys: readonly Expr[] } | null {
  if (expr.kind !== 'index') return null;
  const keys: Expr[] = [];
  let at: Expr = expr;
  while (at.kind === 'index') {
    keys.unshift(at.index);
    at = at.object;
  }
  return { container: at, keys };
}
