/** Loops. A `for` that counts is a loop over a range, as other languages write it; any other is a `while`. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { turnOf, whileForm } from '../../ir/normal-forms.ts';
import { childOf, childrenOf, type SyntaxNode } from '../../syntax/tree.ts';
import { methodOf, nameOf } from './declarations.ts';
import { countedLoop, type Reading } from '../shared/counted-loops.ts';
import { elementLoop } from '../shared/element-loops.ts';
import { sizedIn } from './emptiness.ts';
import { javaRoles } from './roles.ts';
import { type Context, type Typed, bind, inBlock, spanOfNode } from './lower-context.ts';
import { lowerCondition, lowerExpr } from './lower-expressions.ts';
import { polledLoop } from './polled-queues.ts';
import { callOf, fieldExpr, nameExpr } from './lower-names.ts';
import { asStatement, lowerBody, lowerStatement } from './lower-statements.ts';
import { dimensionsOf, elementType, isKnown, typeOfNode } from './java-types.ts';

/** The body of a loop: `break` leaves the loop. */
function loopBody(ctx: Context, node: SyntaxNode): readonly Stmt[] {
  ctx.targets.push('loop');
  ctx.labels.push(ctx.label);
  ctx.label = null;
  const body = lowerBody(ctx, childOf(node, 'body'));
  ctx.labels.pop();
  ctx.targets.pop();
  return turnOf(body, ctx.depth);
}

function headerSpan(ctx: Context, node: SyntaxNode): Stmt['span'] {
  const body = childOf(node, 'body');
  let end = body?.start ?? node.end;
  while (end > node.start && /\s/.test(ctx.text[end - 1]!)) end--;
  return ctx.spanOf(node.start, end);
}

export function lowerFor(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  inBlock(ctx, () => {
    const init: Stmt[] = [];
    for (const part of childrenOf(node, 'init')) {
      if (part.type === 'local_variable_declaration') lowerStatement(ctx, part, init);
      else init.push(asStatement(lowerExpr(ctx, part).expr, spanOfNode(ctx, part)));
    }
    const condition = childOf(node, 'condition');
    const span = spanOfNode(ctx, node);
    const test: Expr =
      condition === null ? { kind: 'constant', value: true, span } : lowerExpr(ctx, condition).expr;
    const update = childrenOf(node, 'update').map((part) =>
      asStatement(lowerExpr(ctx, part).expr, spanOfNode(ctx, part)),
    );
    const body = loopBody(ctx, node);
    const header = headerSpan(ctx, node);
    const counted = countedLoop({ init, test, update, body, headerSpan: header, span }, READING);
    // Nothing in a loop that counts changes what its range reads.
    if (counted !== null) out.push(...counted.others, elementLoop(counted.over, sizedIn) ?? counted.over);
    else {
      out.push(
        ...init,
        whileForm({
          kind: 'while',
          test,
          body,
          update,
          postTest: false,
          otherwise: [],
          headerSpan: header,
          span,
        }),
      );
    }
  });
}

/** The length of an array stays what it is, and so does that of a text. */
const READING: Reading = {
  roles: javaRoles,
  isKept: (size) => size.kind === 'call' && size.callee.kind === 'field' && size.callee.name === 'length',
};

/** `for (char c : s.toCharArray())` runs over the characters of s; the copy is Java's way to say so. */
function characters(iterable: Expr): Expr {
  const callee = iterable.kind === 'call' && iterable.args.length === 0 ? iterable.callee : null;
  const isCopy =
    callee?.kind === 'field' && callee.name === 'toCharArray' && callee.receiverType === 'String';
  return isCopy ? callee.object : iterable;
}

export function lowerEnhancedFor(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const value = childOf(node, 'value');
  const span = spanOfNode(ctx, node);
  const iterable =
    value === null
      ? {
          expr: { kind: 'unsupported', reason: 'syntax error', parts: [], span } as Expr,
          type: typeOfNode('', null),
        }
      : lowerExpr(ctx, value);
  inBlock(ctx, () => {
    const declared = typeOfNode(ctx.text, childOf(node, 'type'));
    const dims = declared.dims + dimensionsOf(childOf(node, 'dimensions'));
    const name = nameOf(ctx.text, node);
    bind(ctx, name, isKnown(declared) ? { ...declared, dims } : elementType(iterable.type));
    const nameNode = childOf(node, 'name') ?? node;
    const target = nameExpr(name, spanOfNode(ctx, nameNode));
    const body = loopBody(ctx, node);
    const own = ownIterator(ctx, node, iterable, target, body);
    if (own !== null) {
      out.push(...own);
      return;
    }
    out.push({
      kind: 'forEach',
      target,
      iterable: characters(iterable.expr),
      body,
      otherwise: [],
      headerSpan: headerSpan(ctx, node),
      span,
    });
  });
}

/** Over an object of the program's own: its iterator is asked for the next element in every turn. */
function ownIterator(
  ctx: Context,
  node: SyntaxNode,
  { expr, type }: Typed,
  target: Expr,
  body: readonly Stmt[],
): Stmt[] | null {
  const cls = type.dims === 0 ? ctx.declarations.classes.get(type.name) : undefined;
  const method = cls === undefined ? null : methodOf(ctx.declarations, cls, 'iterator', []);
  if (method === null) return null;
  const header = headerSpan(ctx, node);
  const name = `<iterator ${header.line}>`;
  bind(ctx, name, method.returns);
  const iterator = nameExpr(name, header);
  const send = (object: Expr, called: string): Expr =>
    callOf(fieldExpr(object, called, header, header), header);
  const set = (to: Expr, value: Expr): Stmt => ({
    kind: 'assign',
    targets: [to],
    op: null,
    value,
    declared: null,
    span: header,
  });
  return [
    set(iterator, send(expr, method.ir)),
    {
      kind: 'while',
      test: send(iterator, 'hasNext'),
      body: [set(target, send(iterator, 'next')), ...body],
      update: [],
      postTest: false,
      otherwise: [],
      headerSpan: header,
      span: spanOfNode(ctx, node),
    },
  ];
}

export function lowerWhile(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const test = lowerCondition(ctx, node);
  const body = loopBody(ctx, node);
  out.push(
    polledLoop(
      whileForm({
        kind: 'while',
        test,
        body,
        update: [],
        postTest: false,
        otherwise: [],
        headerSpan: headerSpan(ctx, node),
        span: spanOfNode(ctx, node),
      }),
    ),
  );
}

export function lowerDo(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const body = loopBody(ctx, node);
  const test = lowerCondition(ctx, node);
  out.push({
    kind: 'while',
    test,
    body,
    update: [],
    postTest: true,
    otherwise: [],
    headerSpan: ctx.spanOf(node.start, Math.min(node.start + 'do'.length, node.end)),
    span: spanOfNode(ctx, node),
  });
}
