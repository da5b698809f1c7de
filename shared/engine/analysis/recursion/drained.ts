/** Recursions that use up the parts of a container: each call takes an element out of one of them, and puts none back. */
import type { Call, Expr, FunctionNode } from '../../ir/ir.ts';
import { forEachStmt, someAct, someCode } from '../../ir/walk.ts';
import { totalOf } from '../heap.ts';
import { settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { find, nonZero } from '../value.ts';
import { runsWithCalls } from './advance.ts';
import type { Query, Recursion } from './query.ts';

/** `while links[u]: visit(links[u].pop())`, also by a name for `links[u]`: as many calls as the parts have elements in all. */
export function drained(q: Query): Recursion | null {
  const { roles } = q.m.index;
  const pops = partCalls(q, (call) => roles.is(call, 'pop'));
  const [first] = pops;
  if (first === undefined || !runsWithCalls(q.func, pops, q.calls) || !isInnermost(q, pops)) return null;
  const path = containerOf(q.func, first);
  const isSame = (call: Call): boolean => containerOf(q.func, call) === path;
  if (path === null || !pops.every(isSame) || partCalls(q, (call) => roles.is(call, 'push')).some(isSame))
    return null;
  const value = quietly(q.m, q.frame, partOf(q.func, first)!.object);
  const total = value.kind === 'ref' ? totalOf(q.m, value.object) : null;
  if (total === null || value.kind !== 'ref') return null;
  const count = settle(q.m, nonZero(total));
  return {
    rule: 'shared-cursor',
    reason: `every call takes an element out of a part of ${path}, and no call puts one back`,
    count,
    from: Math.min(q.here, find(value.object).born),
    depth: count,
    solve: null,
    distinct: [],
  };
}

/** No loop repeats a call without taking out another element. */
function isInnermost({ calls }: Query, pops: readonly Call[]): boolean {
  return calls.every(({ loops }) => {
    const loop = loops.at(-1);
    return loop === undefined || someCode(loop, (at) => pops.some((pop) => pop === at));
  });
}

/** Calls of a method on a part of a container that outlives the function's calls. */
function partCalls({ func }: Query, accepts: (call: Call) => boolean): Call[] {
  const found: Call[] = [];
  const visit = (node: Parameters<typeof someCode>[0]): void => {
    someAct(node, (at) => {
      if (at.kind === 'call' && partOf(func, at) !== null && accepts(at)) found.push(at);
      return false;
    });
  };
  func.body.forEach(visit);
  return found.filter((call) => {
    const root = containerOf(func, call)?.split('.', 1)[0];
    return root !== undefined && (root === func.receiver || !func.locals.includes(root));
  });
}

type Part = Expr & { readonly kind: 'index' };

/** `container[key]` of `container[key].method()`, or of `part.method()` where `part = container[key]`. */
function partOf(func: FunctionNode, { callee }: Call): Part | null {
  if (callee.kind !== 'field') return null;
  const { object } = callee;
  return object.kind === 'index' ? object : object.kind === 'name' ? namedPart(func, object.name) : null;
}

/** What a variable is set to, where that is a part of a container and nothing else. */
function namedPart(func: FunctionNode, name: string): Part | null {
  if (!func.locals.includes(name) || func.params.some((param) => param.name === name)) return null;
  const values: (Expr | null)[] = [];
  forEachStmt(func.body, (stmt) => {
    const targets = stmt.kind === 'assign' ? stmt.targets : stmt.kind === 'forEach' ? [stmt.target] : [];
    const value = stmt.kind === 'assign' && stmt.op === null ? stmt.value : null;
    for (const target of targets)
      if (someCode(target, (at) => at.kind === 'name' && at.name === name))
        values.push(target.kind === 'name' ? value : null);
  });
  const [part] = values;
  return values.length === 1 && part?.kind === 'index' ? part : null;
}

function containerOf(func: FunctionNode, call: Call): string | null {
  const part = partOf(func, call);
  return part === null ? null : pathOf(part.object);
}
