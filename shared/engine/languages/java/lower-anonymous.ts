/** Classes without a name, `new X() { ... }`. */
import type { FunctionNode } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import type { MethodInfo } from './declarations.ts';
import { lowerArguments } from './lower-calls.ts';
import { classFrom, headerOf, methodParams } from './lower-classes.ts';
import {
  type Typed,
  type Context,
  inClass,
  inFunction,
  makeFunction,
  spanOfNode,
  typed,
} from './lower-context.ts';
import { THIS, nameExpr } from './lower-names.ts';
import { lowerBody } from './lower-statements.ts';
import type { JavaType } from './java-types.ts';

/**
 * `new X() { ... }`: an object with one method is that function, as a lambda would be; any other is an object of a class
 * without a name.
 */
export function lowerAnonymous(ctx: Context, node: SyntaxNode, body: SyntaxNode, type: JavaType): Typed {
  const info = ctx.declarations.byNode.get(node);
  const span = spanOfNode(ctx, node);
  if (info === undefined) return typed({ kind: 'constant', value: null, span }, type);
  const methods = [...info.methods.values()].flat();
  const [only] = methods;
  if (only !== undefined && methods.length === 1 && info.fields.size === 0) {
    const outer = ctx.cls;
    const func = inClass(ctx, outer ?? info, ctx.isStatic, () => anonymousFunction(ctx, only));
    return typed({ kind: 'lambda', func, span }, type);
  }
  const name = `${type.name}@${span.line + 1}`;
  ctx.anonymous.push(classFrom(ctx, info, body, name, []));
  const args = lowerArguments(ctx, node).map(({ expr }) => ({ value: expr, name: null, spread: false }));
  return typed({ kind: 'call', callee: nameExpr(name, span), args, style: 'new', span }, type);
}

function anonymousFunction(ctx: Context, method: MethodInfo): FunctionNode {
  const { node } = method;
  return inFunction(ctx, true, (scope) => {
    const params = methodParams(ctx, node);
    return makeFunction(
      {
        name: '<lambda>',
        nameSpan: null,
        headerSpan: headerOf(ctx, node, childOf(node, 'body')),
        params,
        body: lowerBody(ctx, childOf(node, 'body')),
        locals: scope.locals,
        span: spanOfNode(ctx, node),
      },
      { receiver: ctx.isStatic ? null : THIS },
    );
  });
}
