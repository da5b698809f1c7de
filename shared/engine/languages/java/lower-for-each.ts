/** `xs.forEach(x -> ...)` as the loop that it stands for. */
import type { Call, Expr, Stmt } from '../../ir/ir.ts';
import { someStmtIn } from '../../ir/walk.ts';
import type { Context } from './lower-context.ts';

/** The loop in the place of a statement that only calls `forEach`; null for any other statement. */
export function forEachLoop(ctx: Context, expr: Expr, span: Stmt['span']): Stmt | null {
  const call = expr.kind === 'call' ? expr : null;
  const [given, ...others] = call?.args ?? [];
  if (call?.callee.kind !== 'field' || call.callee.name !== 'forEach' || others.length > 0) return null;
  if (given?.value.kind !== 'lambda' || isOwn(ctx, call)) return null;
  const { params, body, locals } = given.value.func;
  const [param, more] = params;
  const stmts = bodyOf(body);
  if (param === undefined || more !== undefined || stmts === null) return null;
  for (const name of locals) ctx.scope.locals.add(name);
  return {
    kind: 'forEach',
    target: { kind: 'name', name: param.name, span: param.span },
    iterable: numbers(call.callee.object) ?? call.callee.object,
    body: stmts,
    otherwise: [],
    headerSpan: call.callee.span,
    span,
  };
}

/** A class of the program may have a method of that name. */
const isOwn = (ctx: Context, { callee }: Call): boolean =>
  callee.kind === 'field' &&
  callee.receiverType !== undefined &&
  ctx.declarations.classes.has(callee.receiverType);

/** The statements of the function, or of its only expression; null where it may end early. */
function bodyOf(body: readonly Stmt[]): readonly Stmt[] | null {
  const [only] = body;
  if (body.length === 1 && only?.kind === 'return' && only.value !== null)
    return [{ kind: 'expr', expr: only.value, span: only.span }];
  const returns = (stmt: Stmt): boolean => someStmtIn(stmt, ({ kind }) => kind === 'return');
  return body.some(returns) ? null : body;
}

/** `IntStream.range(a, b)` */
function numbers(expr: Expr): Expr | null {
  if (expr.kind !== 'call' || expr.callee.kind !== 'field' || expr.callee.object.kind !== 'name') return null;
  const { callee, args, span } = expr;
  const [start, end] = args;
  if (!/^(?:Int|Long)Stream$/.test(expr.callee.object.name) || start === undefined || end === undefined)
    return null;
  if (callee.name !== 'range' && callee.name !== 'rangeClosed') return null;
  const inclusive = callee.name === 'rangeClosed';
  return { kind: 'range', start: start.value, end: end.value, step: null, inclusive, span };
}
