/** What kind of recursion a function is: the rules in the order of their strength. */
import { type Cost, ONE, log, unknown } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { leafNames } from '../../ir/targets.ts';
import { someAct } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { sizeOf } from '../heap.ts';
import { isLinkedByWeight } from '../linked-by-weight.ts';
import { type Machine, settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { objectAt } from '../loops/paths.ts';
import { quietly } from '../quiet.ts';
import { type Closure, nonZero } from '../value.ts';
import type { ParamRange } from './ranges.ts';
import type { SelfCall } from './self-calls.ts';
import { branching, tries } from './branching.ts';
import { drained } from './drained.ts';
import { halvedNodes, halving, linkedHalves, split } from './divide.ts';
import { memo, visited } from './memo.ts';
import { type Query, type Recursion } from './query.ts';
import { descent, scaling } from './scaling.ts';
import { settlingCalls } from './settling.ts';
import { links, sharedCursor, structural, treeWalk } from './structure.ts';

/** The rules in the order of their strength. */
export function classify(
  m: Machine,
  frame: Frame,
  closure: Closure,
  calls: readonly SelfCall[],
  ranges: ReadonlyMap<string, ParamRange>,
): Recursion {
  const here = m.levels.length;
  const settling = settlingCalls(closure.func, calls);
  const onwards = calls.filter((call) => !isInvolution(call) && !settling.has(call));
  if (onwards.length === 0 && calls.length > 0)
    return {
      ...SETTLED,
      rule: 'involution',
      reason:
        settling.size > 0
          ? 'it calls itself only with an argument that ends there'
          : 'it calls itself once, with its arguments exchanged',
      from: here,
    };
  const q: Query = { m, frame, func: closure.func, calls: onwards, ranges, here, closure };
  return (
    unionFind(q) ??
    memo(q) ??
    linkedHalves(q) ??
    alongLinks(q) ??
    halving(q) ??
    visited(q) ??
    treeWalk(q) ??
    sharedCursor(q) ??
    drained(q) ??
    split(q) ??
    descent(q) ??
    branching(q) ??
    scaling(q) ??
    tries(q) ??
    alongTable(q) ??
    links(q) ??
    giveUp(q)
  );
}

/** Down the halves that nodes stand for where the calls are told them, else node by node. */
const alongLinks = (q: Query): Recursion | null => halvedNodes(q) ?? structural(q);

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

const SETTLED = { count: ONE, depth: ONE, solve: null, distinct: [] } as const;

/**
 * `f(b, a)` in f(a, b), `f(-x)`, `f(n, n - k)`: calls itself to exchange, negate or complement its arguments, which the
 * call then finds as it wants them.
 */
function isInvolution({ call, target }: SelfCall): boolean {
  const names = target.params.map((param) => param.name);
  const isParam = (expr: Expr): boolean => expr.kind === 'name' && names.includes(expr.name);
  const turned = (expr: Expr, own: string | undefined): boolean =>
    (expr.kind === 'unary' && expr.op === '-' && isParam(expr.operand)) ||
    (expr.kind === 'binary' && expr.op === '-' && isParam(expr.left) && pathOf(expr.right) === own) ||
    (isParam(expr) && pathOf(expr) !== own);
  return (
    call.args.every(
      ({ value }, i) => value.kind === 'constant' || isParam(value) || turned(value, names[i]),
    ) && call.args.some(({ value }, i) => turned(value, names[i]))
  );
}

/** `parent[x] = find(parent[x])`: path compression makes a call nearly constant. */
function unionFind(q: Query): Recursion | null {
  if (q.calls.length !== 1) return null;
  const { call } = q.calls[0]!;
  const arg = call.args[call.args.length - 1]?.value;
  const table = arg === undefined ? null : tableBehind(q, arg);
  if (table === null) return null;
  const isCell = (target: Expr): boolean => target.kind === 'index' && pathOf(target.object) === table;
  const writes = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' && node.targets.some(isCell)) ||
    (node.kind === 'assignExpr' && isCell(node.target));
  if (!q.func.body.some((stmt) => someAct(stmt, writes))) return null;
  return {
    ...SETTLED,
    depth: longestChain(q, table),
    rule: 'union-find',
    reason: 'path compression: amortised nearly constant',
    from: q.here,
  };
}

/** `find(parent[x])`, as far as the links of the table lead: to the root of a tree. */
function alongTable(q: Query): Recursion | null {
  const [only] = q.calls;
  const arg = only?.call.args.at(-1)?.value;
  const isParam = (expr: Expr): boolean => q.func.params.some((param) => param.name === pathOf(expr));
  if (q.calls.length !== 1 || arg?.kind !== 'index' || !isParam(arg.index)) return null;
  const table = pathOf(arg.object);
  const value = quietly(q.m, q.frame, arg.object);
  if (table === null || value.kind !== 'ref') return null;
  const cells = settle(q.m, nonZero(sizeOf(q.m, value.object)));
  const isFlat = isLinkedByWeight(q.m.index, table);
  const count = isFlat ? log(cells) : cells;
  return {
    ...SETTLED,
    count,
    depth: count,
    rule: 'structural',
    reason: isFlat
      ? 'it goes up a tree below which only smaller ones were hung'
      : 'it follows a table of links',
    from: q.here,
  };
}

/** A single call may have to go through all of the table, one frame for each link. */
function longestChain(q: Query, table: string): Cost {
  const object = objectAt(q.frame, table);
  return object === null ? q.m.inputSize : settle(q.m, nonZero(sizeOf(q.m, object)));
}

/** The table that a value was read from: `parent[x]`, or a name that was set to it, or to a part of it. */
function tableBehind(q: Query, expr: Expr): string | null {
  if (expr.kind === 'index') return pathOf(expr.object);
  if (expr.kind === 'call') {
    const key = expr.args[0]?.value;
    const own = key !== undefined && q.func.params.some((param) => param.name === pathOf(key));
    return own && expr.callee.kind === 'field' ? pathOf(expr.callee.object) : null;
  }
  if (expr.kind !== 'name') return null;
  for (const stmt of q.func.body)
    if (stmt.kind === 'assign' && stmt.targets.flatMap(leafNames).includes(expr.name))
      return stmt.value.kind === 'name' ? null : tableBehind(q, stmt.value);
  return null;
}
