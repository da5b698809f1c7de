/** Lambdas and references to methods. */
import type { Argument, Expr, Param, Stmt } from '../../ir/ir.ts';
import { childOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import { type MethodInfo, methodOf, paramNodes, paramOf } from './declarations.ts';
import {
  type Typed,
  type Context,
  bind,
  inFunction,
  irTypeOf,
  makeFunction,
  spanOfNode,
  textOf,
  typed,
} from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';
import { THIS, classNamed, fieldExpr, libraryClass, nameExpr } from './lower-names.ts';
import { lowerBody } from './lower-statements.ts';
import { type JavaType, UNKNOWN, typeNamed, typeOfNode } from './java-types.ts';

/** Binds a parameter and makes its node. */
export function makeParam(
  ctx: Context,
  node: SyntaxNode,
  name: string,
  type: JavaType,
  variadic = false,
): Param {
  bind(ctx, name, type);
  return {
    name,
    type: irTypeOf(ctx, type),
    defaultValue: null,
    role: variadic ? 'variadic' : 'plain',
    span: spanOfNode(ctx, node),
  };
}

/** The object that a function inside of a method sees as its own. */
const receiverOf = (ctx: Context): string | null => (ctx.isStatic ? null : THIS);

export function lowerLambda(ctx: Context, node: SyntaxNode): Typed {
  const body = childOf(node, 'body');
  return inFunction(ctx, true, (scope) => {
    const params = lambdaParams(ctx, node);
    const stmts = body === null ? [] : lambdaBody(ctx, body);
    const span = spanOfNode(ctx, node);
    const func = makeFunction(
      {
        name: '<lambda>',
        nameSpan: null,
        headerSpan: ctx.spanOf(node.start, body?.start ?? node.end),
        params,
        body: stmts,
        locals: scope.locals,
        span,
      },
      { receiver: receiverOf(ctx) },
    );
    return typed({ kind: 'lambda', func, span });
  });
}

function lambdaBody(ctx: Context, body: SyntaxNode): Stmt[] {
  if (body.type === 'block') return lowerBody(ctx, body);
  const { expr } = lowerExpr(ctx, body);
  return [{ kind: 'return', value: expr, span: expr.span }];
}

function lambdaParams(ctx: Context, node: SyntaxNode): Param[] {
  const list = childOf(node, 'parameters');
  if (list === null) return [];
  if (list.type === 'formal_parameters') {
    return paramNodes(node).map((param) => {
      const { name, type } = paramOf(ctx.text, param);
      return makeParam(ctx, param, name, type);
    });
  }
  const names = list.type === 'identifier' ? [list] : namedChildren(list);
  return names.map((name) => makeParam(ctx, name, textOf(ctx, name), UNKNOWN));
}

/** `this::f`, `Integer::compare`, `ArrayList::new`. */
export function lowerMethodReference(ctx: Context, node: SyntaxNode): Typed {
  const [objectNode, nameNode] = namedChildren(node);
  const span = spanOfNode(ctx, node);
  if (objectNode === undefined) return typed({ kind: 'constant', value: null, span });
  if (nameNode === undefined) return constructorReference(ctx, node, objectNode);
  const name = textOf(ctx, nameNode);
  const nameSpan = spanOfNode(ctx, nameNode);
  const owner = classNamed(ctx, objectNode);
  if (owner !== null) {
    const method = methodOf(ctx.declarations, owner, name, []);
    if (method?.isStatic === true) return ofOwn(ctx, node, nameExpr(method.ir, nameSpan), method);
    return typed(onArgument(ctx, node, method?.ir ?? name));
  }
  const library = libraryClass(ctx, objectNode);
  const type = objectNode.type.endsWith('_type') ? typeOfNode(ctx.text, objectNode).name : library;
  if (type !== null && type !== '')
    return typed(fieldExpr(nameExpr(type, spanOfNode(ctx, objectNode)), name, nameSpan, span));
  const object = lowerExpr(ctx, objectNode);
  const cls = ctx.declarations.classes.get(object.type.name);
  const method = cls === undefined ? null : methodOf(ctx.declarations, cls, name, []);
  if (method?.isStatic === true) return ofOwn(ctx, node, nameExpr(method.ir, nameSpan), method);
  const callee = fieldExpr(object.expr, method?.ir ?? name, nameSpan, span, cls?.name);
  return method === null ? typed(callee) : ofOwn(ctx, node, callee, method);
}

/** A method of the program's own that takes one argument, `this::f`, is `x -> this.f(x)`: the call of it shows. */
function ofOwn(ctx: Context, node: SyntaxNode, callee: Expr, { params }: MethodInfo): Typed {
  if (params.length !== 1) return typed(callee);
  const span = spanOfNode(ctx, node);
  const value: Expr = { kind: 'call', callee, args: [itself(span)], style: 'call', span };
  return typed(functionOf(ctx, node, [theArgument(span)], value));
}

const theArgument = (span: Expr['span']): Param => ({
  name: 'it',
  type: { kind: 'unknown' },
  defaultValue: null,
  role: 'plain',
  span,
});

const itself = (span: Expr['span']): Argument => ({ value: nameExpr('it', span), name: null, spread: false });

/** `Point::x` is the function of a point that gives its x. */
function onArgument(ctx: Context, node: SyntaxNode, name: string): Expr {
  const span = spanOfNode(ctx, node);
  const callee = fieldExpr(nameExpr('it', span), name, span, span);
  return functionOf(ctx, node, [theArgument(span)], { kind: 'call', callee, args: [], style: 'call', span });
}

function constructorReference(ctx: Context, node: SyntaxNode, typeNode: SyntaxNode): Typed {
  const span = spanOfNode(ctx, node);
  const type = typeOfNode(ctx.text, typeNode);
  const made: Expr =
    type.dims > 0
      ? { kind: 'collection', shape: 'list', elements: [], span }
      : { kind: 'call', callee: nameExpr(type.name, span), args: [], style: 'new', span };
  return typed(functionOf(ctx, node, [], made), typeNamed('Supplier', [type]));
}

function functionOf(ctx: Context, node: SyntaxNode, params: readonly Param[], value: Expr): Expr {
  const span = spanOfNode(ctx, node);
  const func = makeFunction({
    name: '<lambda>',
    nameSpan: null,
    headerSpan: span,
    params,
    body: [{ kind: 'return', value, span }],
    locals: params.map((param) => param.name),
    span,
  });
  return { kind: 'lambda', func, span };
}
