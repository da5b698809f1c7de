/** Which decorators cache the results of a function by its arguments. */
import type { ClassNode, Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { walk } from '../../ir/walk.ts';
import type { Context } from './lower-context.ts';

/** `cache`, `functools.lru_cache`, `lru_cache(None)`, and the program's own functions and classes that do the same. */
export function isCache(ctx: Context, decorator: Expr): boolean {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  if (callee.kind === 'field') return isCacheName(callee.name);
  if (callee.kind !== 'name') return false;
  const own = ctx.definitions.get(callee.name);
  if (own !== undefined) return storesResults(own);
  const imported = ctx.imports.find((binding) => binding.local === callee.name);
  return isCacheName(imported?.member ?? callee.name);
}

function isCacheName(name: string): boolean {
  return /memo|cache/i.test(name);
}

/** A wrapper stores what it computes under a key: `store[key] = value` in an inner function or in a method. */
function storesResults(definition: FunctionNode | ClassNode): boolean {
  const bodies =
    definition.kind === 'classNode'
      ? definition.methods.map((method) => method.body)
      : innerBodies(definition.body);
  return bodies.some(storesUnderKey);
}

function innerBodies(body: readonly Stmt[]): (readonly Stmt[])[] {
  return body.flatMap((stmt) => (stmt.kind === 'function' ? [stmt.func.body] : []));
}

function storesUnderKey(body: readonly Stmt[]): boolean {
  let found = false;
  walk(body, {
    stmt: (stmt) => {
      if (stmt.kind === 'assign' && stmt.targets.some((target) => target.kind === 'index')) found = true;
      return !found;
    },
  });
  return found;
}

/**
 * The function that an assignment wraps in a cache under its own name, as in `f = lru_cache(None)(f)`: the target, or null.
 * Such an assignment is a decorator in another form.
 */
export function selfWrapped(ctx: Context, target: Expr, value: Expr): Expr | null {
  if (value.kind !== 'call' || value.args.length !== 1 || !isCache(ctx, value.callee)) return null;
  const [arg] = value.args;
  return samePath(target, arg!.value) ? target : null;
}

function samePath(a: Expr, b: Expr): boolean {
  if (a.kind === 'name') return b.kind === 'name' && a.name === b.name;
  return a.kind === 'field' && b.kind === 'field' && a.name === b.name && samePath(a.object, b.object);
}
