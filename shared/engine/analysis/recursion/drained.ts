/** Recursions that use up the parts of a container: each call takes an element out of one of them, and puts none back. */
import type { Call, Expr } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { totalOf } from '../heap.ts';
import { settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { find, nonZero } from '../value.ts';
import { runsWithCalls } from './advance.ts';
import type { Query, Recursion } from './query.ts';

/** `while links[u]: visit(links[u].pop())`: as many calls as the parts have elements in all. */
export function drained(q: Query): Recursion | null {
  const { roles } = q.m.index;
  const pops = partCalls(q, (call) => roles.is(call, 'pop'));
  const [first] = pops;
  if (first === undefined || !runsWithCalls(q.func, pops, q.calls) || !isInnermost(q, pops)) return null;
  const path = containerOf(first);
  const isSame = (call: Call): boolean => containerOf(call) === path;
  if (path === null || !pops.every(isSame) || partCalls(q, (call) => roles.is(call, 'push')).some(isSame))
    return null;
  const value = quietly(q.m, q.frame, partOf(first)!.object);
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
    someCode(node, (at) => {
      if (at.kind === 'call' && partOf(at) !== null && accepts(at)) found.push(at);
      return false;
    });
  };
  func.body.forEach(visit);
  return found.filter((call) => {
    const root = containerOf(call)?.split('.', 1)[0];
    return root !== undefined && (root === func.receiver || !func.locals.includes(root));
  });
}

/** `container[key]` of `container[key].method()`. */
function partOf({ callee }: Call): (Expr & { kind: 'index' }) | null {
  return callee.kind === 'field' && callee.object.kind === 'index' ? callee.object : null;
}

function containerOf(call: Call): string | null {
  const part = partOf(call);
  return part === null ? null : pathOf(part.object);
}
