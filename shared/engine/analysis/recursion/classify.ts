/** What kind of recursion a function is: the rules in the order of their strength. */
import { ONE, unknown } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { pathOf } from '../progress.ts';
import type { Closure } from '../value.ts';
import type { ParamRange } from './ranges.ts';
import type { SelfCall } from './self-calls.ts';
import { branching, tries } from './branching.ts';
import { halving, split } from './divide.ts';
import { memo, visited } from './memo.ts';
import { type Query, type Recursion } from './query.ts';
import { sharedCursor, structural, treeWalk } from './structure.ts';

/** The rules in the order of their strength. */
export function classify(
  m: Machine,
  frame: Frame,
  closure: Closure,
  calls: readonly SelfCall[],
  ranges: ReadonlyMap<string, ParamRange>,
): Recursion {
  const q: Query = { m, frame, func: closure.func, calls, ranges, here: m.levels.length, closure };
  return (
    involution(q) ??
    unionFind(q) ??
    memo(q) ??
    structural(q) ??
    halving(q) ??
    visited(q) ??
    treeWalk(q) ??
    sharedCursor(q) ??
    split(q) ??
    branching(q) ??
    tries(q) ??
    giveUp(q)
  );
}

function giveUp(q: Query): Recursion {
  return {
    rule: 'unknown',
    reason: 'no parameter was found that shrinks towards a base case',
    from: q.here,
    solve: null,
    distinct: [],
    count: unknown('recursion without a known bound', q.func.headerSpan),
    depth: q.m.inputSize,
  };
}

/** `f(b, a)` in f(a, b), `f(-x)` in f(x): calls itself once to swap or negate its arguments. */
function involution(q: Query): Recursion | null {
  const names = new Set(q.func.params.map((param) => param.name));
  const plain = (expr: Expr): boolean =>
    (expr.kind === 'name' && names.has(expr.name)) ||
    (expr.kind === 'unary' && plain(expr.operand)) ||
    expr.kind === 'constant';
  const swaps =
    q.calls.length > 0 &&
    q.calls.every(({ call }) => call.args.length > 0 && call.args.every((arg) => plain(arg.value)));
  const moved = q.calls.some((call) =>
    [...call.changes.values()].some((c) => c.kind !== 'same' && c.kind !== 'constant'),
  );
  return swaps && moved
    ? {
        rule: 'involution',
        reason: 'it calls itself once, with its arguments exchanged',
        count: ONE,
        from: q.here,
        depth: ONE,
        solve: null,
        distinct: [],
      }
    : null;
}

/** `parent[x] = find(parent[x])`: path compression makes a call nearly constant. */
function unionFind(q: Query): Recursion | null {
  if (q.calls.length !== 1) return null;
  const { call } = q.calls[0]!;
  const arg = call.args[call.args.length - 1]?.value;
  if (arg?.kind !== 'index') return null;
  const table = tableOf(arg.object);
  const writes = q.func.body.some((stmt) =>
    someCode(
      stmt,
      (node) =>
        node.kind === 'assign' && node.targets.some((t) => t.kind === 'index' && tableOf(t.object) === table),
    ),
  );
  if (table === null || !writes) return null;
  return {
    rule: 'union-find',
    reason: 'path compression: amortised nearly constant',
    count: ONE,
    from: q.here,
    depth: ONE,
    solve: null,
    distinct: [],
  };
}

const tableOf = (expr: Expr): string | null => pathOf(expr);
