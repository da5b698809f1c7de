/** Statements with blocks: if, loops, with, try. */
import type { Expr, If, Stmt } from '../../ir/ir.ts';
import { pushIf, turnOf, whileForm } from '../../ir/normal-forms.ts';
import { childOf, childOfType, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type Context,
  deeper,
  MAX_DEPTH,
  partsOf,
  spanOfNode,
  TOO_DEEP,
  unsupported,
} from './lower-context.ts';
import { assignedFirst } from '../shared/assigned-first.ts';
import { pushLesser } from '../shared/lesser.ts';
import { CHOOSER, lowerExpr, lowerField, lowerInner, syntaxErrorAt } from './lower-expressions.ts';
import { iterated } from './lower-calls.ts';
import { overElements } from './lower-element-loops.ts';
import { lowerTarget } from './lower-targets.ts';
import { lowerBlock } from './lower-statements.ts';

/** The block in a field of the node; empty where the text breaks off. */
function lowerBody(ctx: Context, node: SyntaxNode | null, field = 'body'): Stmt[] {
  const block = node === null ? null : (childOf(node, field) ?? childOfType(node, 'block'));
  return block === null ? [] : lowerBlock(ctx, block);
}

/** The span from the first keyword to the colon. */
function headerSpan(ctx: Context, node: SyntaxNode) {
  const colon = childOfType(node, ':') ?? childOf(node, 'body');
  return ctx.spanOf(node.start, colon === null ? node.end : colon.type === ':' ? colon.end : colon.start);
}

/** `elif` is an `if` in the `else`. */
export function lowerIf(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const clauses = node.children.filter((child) => child.type === 'elif_clause');
  const test = lowerField(ctx, node, 'condition');
  const then = lowerBody(ctx, node, 'consequence');
  const elifs = clauses.slice(0, MAX_DEPTH).map((clause, i) => ({
    clause,
    test: deeper(ctx, i + 1, () => lowerField(ctx, clause, 'condition')),
    then: deeper(ctx, i + 1, () => lowerBody(ctx, clause, 'consequence')),
  }));
  let otherwise = deeper(ctx, elifs.length, () => lowerBody(ctx, childOfType(node, 'else_clause')));
  if (clauses.length > MAX_DEPTH) otherwise = [unsupported(ctx, clauses[MAX_DEPTH]!, TOO_DEEP), ...otherwise];
  for (const elif of elifs.reverse()) {
    const span = ctx.spanOf(elif.clause.start, node.end);
    const branch: Stmt[] = [];
    const left = assignedFirst(elif.test, branch);
    pushIf(branch, { kind: 'if', test: left, then: elif.then, otherwise, span });
    otherwise = branch;
  }
  const left = assignedFirst(test, out);
  const branch: If = { kind: 'if', test: left, then, otherwise, span: spanOfNode(ctx, node) };
  if (!pushLesser(out, branch, CHOOSER)) pushIf(out, branch);
}

export function lowerFor(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const left = childOf(node, 'left');
  const right = childOf(node, 'right');
  const target = left === null ? syntaxErrorAt(ctx, node) : lowerTarget(ctx, left);
  const iterable = right === null ? syntaxErrorAt(ctx, node) : iterated(ctx, lowerExpr(ctx, right));
  const body = turnOf(lowerBody(ctx, node), ctx.depth);
  const otherwise = lowerBody(ctx, childOfType(node, 'else_clause'));
  const span = spanOfNode(ctx, node);
  const header = headerSpan(ctx, node);
  const loop = { kind: 'forEach', target, iterable, body, otherwise, headerSpan: header, span } as const;
  const over = overElements(loop);
  if (over !== null) ctx.scope.elementLoops.set(loop, over);
  out.push(loop);
}

export function lowerWhile(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const test = lowerField(ctx, node, 'condition');
  const body = turnOf(lowerBody(ctx, node), ctx.depth);
  const otherwise = lowerBody(ctx, childOfType(node, 'else_clause'));
  const span = spanOfNode(ctx, node);
  out.push(
    whileForm({
      kind: 'while',
      test,
      body,
      update: [],
      postTest: false,
      otherwise,
      headerSpan: headerSpan(ctx, node),
      span,
    }),
  );
}

/** The bindings, then the body: both belong to the block around. */
export function lowerWith(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const clause = childOfType(node, 'with_clause');
  for (const item of clause === null ? [] : partsOf(clause)) {
    const value = childOf(item, 'value') ?? item;
    const span = spanOfNode(ctx, item);
    const alias = childOf(value, 'alias');
    if (value.type !== 'as_pattern' || alias === null) {
      out.push({ kind: 'expr', expr: lowerExpr(ctx, value), span });
      continue;
    }
    const bound = lowerInner(ctx, value);
    out.push({
      kind: 'assign',
      targets: [lowerTarget(ctx, alias)],
      op: null,
      value: bound,
      declared: null,
      span,
    });
  }
  for (const stmt of lowerBody(ctx, node)) out.push(stmt);
}

/** The `else` of a `try` runs after its body. */
export function lowerTry(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const body = lowerBody(ctx, node);
  const handlers: Stmt[][] = [];
  let finalizer: Stmt[] = [];
  for (const child of node.children) {
    if (child.type === 'except_clause') handlers.push(lowerHandler(ctx, child));
    else if (child.type === 'else_clause') body.push(...lowerBody(ctx, child));
    else if (child.type === 'finally_clause') finalizer = lowerBody(ctx, child);
  }
  out.push({ kind: 'try', body, handlers, finalizer, span: spanOfNode(ctx, node) });
}

/** `except X as e` and Python 2's `except X, e` bind the exception. */
function lowerHandler(ctx: Context, node: SyntaxNode): Stmt[] {
  const values = node.children.filter((child) => child.field === 'value');
  const [first, second] = values;
  const alias = first?.type === 'as_pattern' ? childOf(first, 'alias') : (second ?? null);
  const body = lowerBody(ctx, node);
  if (first === undefined || alias === null) return body;
  const value: Expr = first.type === 'as_pattern' ? lowerInner(ctx, first) : lowerExpr(ctx, first);
  const target = lowerTarget(ctx, alias);
  const span = ctx.spanOf(first.start, Math.max(first.end, alias.end));
  return [{ kind: 'assign', targets: [target], op: null, value, declared: null, span }, ...body];
}
