/** What the rules for recursions share: the recursion in question, and small readings of it. */
import { type Cost, ONE, isZero, max } from '../../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import type { Closure } from '../value.ts';
import type { ParamRange } from './ranges.ts';
import { type ArgChange, type SelfCall, definitionsOf } from './self-calls.ts';

export interface Recursion {
  readonly rule:
    | 'union-find'
    | 'memo'
    | 'structural'
    | 'visited'
    | 'divide-and-conquer'
    | 'split'
    | 'decrement'
    | 'branching'
    | 'permutations'
    | 'subsets'
    | 'involution'
    | 'shared-cursor'
    | 'unknown';
  readonly reason: string;
  /** Calls in all. */
  readonly count: Cost;
  /** Calls that return at once, too. */
  readonly countsAll?: true;
  /** Index of the outermost level that the count covers. */
  readonly from: number;
  /** Calls open at one time. */
  readonly depth: Cost;
  readonly solve: ((cost: Cost) => Cost) | null;
  /** Parameters whose value differs in every call. */
  readonly distinct: readonly string[];
  /** Of states of several parameters: how often each value of a parameter comes. */
  readonly often?: ReadonlyMap<string, Cost>;
  /** What a table of results that is no object of the program holds (`@cache`). */
  readonly table?: Cost;
}

export interface Query {
  readonly m: Machine;
  readonly frame: Frame;
  readonly func: FunctionNode;
  readonly calls: readonly SelfCall[];
  readonly ranges: ReadonlyMap<string, ParamRange>;
  readonly here: number;
  readonly closure: Closure;
}

export function changesFor(q: Query, name: string): ArgChange[] {
  return q.calls.flatMap((call) => {
    const change = call.changes.get(name);
    return change === undefined ? [] : [change];
  });
}

/** The size of the problem: the largest of the values or sizes of the parameters that shrink. */
export function sizeOfParams(q: Query, among: ReadonlySet<string> | null = null): Cost {
  let size: Cost = ONE;
  for (const param of q.func.params) {
    if (among?.has(param.name) === false) continue;
    const changes = changesFor(q, param.name);
    if (
      !changes.some(
        (c) =>
          c.kind === 'halve' ||
          c.kind === 'inner' ||
          c.kind === 'loop' ||
          c.kind === 'step' ||
          c.kind === 'part',
      )
    )
      continue;
    const value = q.frame.vars.get(param.name);
    if (value === undefined) continue;
    size = max(
      size,
      value.kind === 'num' ? settle(q.m, isZero(value.max) ? ONE : value.max) : valueSize(q.m, value),
    );
  }
  return size;
}

/** A list that is pushed before and popped after the call holds the path: all paths are walked. */
export function takesBack({ m, func }: Query): boolean {
  const definitions = definitionsOf(func);
  const isOwn = (expr: Expr): boolean => {
    const made = expr.kind === 'name' ? definitions.get(expr.name) : null;
    return made != null && MAKES.has(made.kind);
  };
  const takesOut = (node: Stmt | Expr): boolean =>
    node.kind === 'call' &&
    node.args.length === 0 &&
    m.index.roles.is(node, 'undo') &&
    !(node.callee.kind === 'field' && isOwn(node.callee.object));
  return func.body.some((stmt) => someCode(stmt, takesOut));
}

/** What makes a list for the call alone: `[x] * k`. */
const MAKES: ReadonlySet<Expr['kind']> = new Set(['collection', 'comprehension', 'binary', 'map', 'slice']);
