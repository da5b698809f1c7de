/** `Iterator<T> it = xs.iterator(); while (it.hasNext()) { T x = it.next(); ... }` is the loop over xs that it spells out. */
import type { Assign, Call, Expr, ForEach, Stmt, While } from '../../ir/ir.ts';
import { mentions } from '../../ir/walk.ts';
import type { Context } from './lower-context.ts';

/** The statements of a block, with a loop over a container in the place of each that asks its iterator in every turn. */
export function withoutIterators(ctx: Context, stmts: Stmt[]): Stmt[] {
  if (!stmts.some(({ kind }) => kind === 'while')) return stmts;
  const out: Stmt[] = [];
  for (let i = 0; i < stmts.length; i++) {
    const [made, loop] = [stmts[i]!, stmts[i + 1]];
    const plain = loop?.kind === 'while' ? loopOver(ctx, made, loop, stmts.slice(i + 2)) : null;
    out.push(plain ?? made);
    if (plain !== null) i++;
  }
  return out;
}

function loopOver(ctx: Context, made: Stmt, loop: While, after: readonly Stmt[]): ForEach | null {
  const found = iteratorIn(ctx, made);
  if (found === null || loop.update.length > 0 || loop.postTest) return null;
  const { name, iterable } = found;
  const [first, ...body] = loop.body;
  if (!asks(loop.test, name, 'hasNext') || first === undefined) return null;
  const target = drawn(first, name);
  if (target === null || [...body, ...loop.otherwise, ...after].some((stmt) => mentions(stmt, name)))
    return null;
  const { otherwise, headerSpan } = loop;
  const span = ctx.spanOf(made.span.start, loop.span.end);
  return { kind: 'forEach', target, iterable, body, otherwise, headerSpan, span };
}

interface Iterator {
  readonly name: string;
  readonly iterable: Expr;
}

/** `it = xs.iterator()`, of the library's. */
function iteratorIn(ctx: Context, stmt: Stmt): Iterator | null {
  const target = stmt.kind === 'assign' ? onlyName(stmt) : null;
  if (stmt.kind !== 'assign' || target === null) return null;
  const called = calledOf(stmt.value);
  if (called?.name !== 'iterator') return null;
  const isOwn = called.receiverType !== undefined && ctx.declarations.classes.has(called.receiverType);
  return isOwn ? null : { name: target.name, iterable: called.object };
}

/** What `x = it.next()` sets. */
function drawn(stmt: Stmt, name: string): Expr | null {
  if (stmt.kind !== 'assign' || !asks(stmt.value, name, 'next')) return null;
  return onlyName(stmt);
}

function onlyName({ targets, op }: Assign): Extract<Expr, { kind: 'name' }> | null {
  const [target] = targets;
  return op === null && targets.length === 1 && target?.kind === 'name' ? target : null;
}

/** `it.next()` of the iterator of that name. */
function asks(expr: Expr, name: string, method: string): boolean {
  const called = calledOf(expr);
  return called?.name === method && called.object.kind === 'name' && called.object.name === name;
}

function calledOf(expr: Expr): Extract<Call['callee'], { kind: 'field' }> | null {
  return expr.kind === 'call' && expr.args.length === 0 && expr.callee.kind === 'field' ? expr.callee : null;
}
