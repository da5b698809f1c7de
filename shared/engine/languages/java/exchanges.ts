/** `t = a[i]; a[i] = a[j]; a[j] = t` is the exchange that other languages write as one assignment. */
import type { Assign, Expr, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import type { Context } from './lower-context.ts';

/** The statements of a block, with an exchange in the place of each three that make one. */
export function withExchanges(ctx: Context, stmts: readonly Stmt[]): Stmt[] {
  const out: Stmt[] = [];
  for (let i = 0; i < stmts.length; i++) {
    const [first, second, third] = [stmts[i]!, stmts[i + 1], stmts[i + 2]];
    out.push(first);
    const exchange =
      second === undefined || third === undefined
        ? null
        : exchangeOf(ctx, plain(first), plain(second), plain(third));
    if (exchange === null) continue;
    out.push(exchange);
    i += 2;
  }
  return out;
}

interface Plain {
  readonly target: Expr;
  readonly stmt: Assign;
}

/** An assignment to one target. */
function plain(stmt: Stmt): Plain | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length !== 1) return null;
  return { target: stmt.targets[0]!, stmt };
}

function exchangeOf(ctx: Context, keep: Plain | null, put: Plain | null, back: Plain | null): Assign | null {
  if (keep === null || put === null || back === null || keep.target.kind !== 'name') return null;
  const [left, right] = [put.target, put.stmt.value];
  const { name } = keep.target;
  const isBack = back.stmt.value.kind === 'name' && back.stmt.value.name === name;
  if (!isBack || left.kind !== 'index' || right.kind !== 'index') return null;
  if (printExpr(keep.stmt.value) !== printExpr(left) || printExpr(back.target) !== printExpr(right))
    return null;
  const span = ctx.spanOf(put.stmt.span.start, back.stmt.span.end);
  const pair = (elements: readonly Expr[]): Expr => ({ kind: 'collection', shape: 'tuple', elements, span });
  return {
    kind: 'assign',
    targets: [pair([left, right])],
    op: null,
    value: pair([right, left]),
    declared: null,
    span,
  };
}
