/** Recursions that go one step on in each call: linear, to the power of the depth, subsets, permutations. */
import {
  type Cost,
  ONE,
  classify as classifyCost,
  exp,
  factorial,
  isOne,
  isZero,
  max,
} from '../../cost/cost.ts';
import type { Expr, FunctionNode } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { exponential, settle } from '../machine.ts';
import { marks, unmarks } from '../marks.ts';
import { quietly } from '../quiet.ts';
import { callsOnPath } from './paths.ts';
import { loopTargets } from './arguments.ts';
import { depthOf } from './depth.ts';
import { factsOf } from './memo.ts';
import { type Query, type Recursion, takesBack } from './query.ts';

/** Calls in a loop with nothing that shrinks in the arguments: a search whose state is changed and changed back. */
export function tries(q: Query): Recursion | null {
  if (!q.calls.some((call) => call.loops.length > 0) || !(takesBack(q) || usedMarks(q) || restoresCounts(q)))
    return null;
  q.m.assumptions.set('search', {
    id: 'search',
    text: 'the search over changed and restored state is taken to be exponential in the input',
    span: q.func.headerSpan,
  });
  return {
    rule: 'branching',
    reason: 'every choice is tried and taken back',
    count: exponential(q.m.inputSize),
    from: q.here,
    depth: q.m.inputSize,
    solve: null,
    distinct: [],
  };
}

/** `count[x] -= 1 ... count[x] += 1` around the call. */
function restoresCounts(q: Query): boolean {
  const ops = new Set<string>();
  q.func.body.forEach((stmt) =>
    someCode(stmt, (node) => {
      if (node.kind === 'assign' && node.op !== null && node.targets[0]?.kind === 'index') ops.add(node.op);
      return false;
    }),
  );
  return ops.has('+') && ops.has('-');
}

/** Branches to the power of the depth: decrements, subsets, permutations. */
export function branching(q: Query): Recursion | null {
  const depth = depthOf(q);
  if (depth === null) return null;
  const { once, inLoop } = callsOnPath(q.func, q.calls);
  if (!inLoop) {
    if (once <= 1)
      return {
        rule: 'decrement',
        reason: 'each call goes one step on',
        count: depth,
        from: q.here,
        depth,
        solve: null,
        distinct: [],
      };
    return {
      rule: 'branching',
      reason: `${once} calls a level`,
      count: power2(once, depth),
      from: q.here,
      depth,
      solve: null,
      distinct: [],
    };
  }
  return inLoops(q, depth, once);
}

/** `base` to the power of the depth. */
function power2(base: number | Cost, depth: Cost): Cost {
  return isExponential(depth) || (typeof base !== 'number' && isExponential(base))
    ? exponential(depth)
    : exp(base, depth);
}

const isExponential = (cost: Cost): boolean => classifyCost(cost) === 'exponential';

function inLoops(q: Query, depth: Cost, once: number): Recursion {
  const make = (rule: Recursion['rule'], count: Cost, reason: string): Recursion => ({
    rule,
    reason,
    count,
    from: q.here,
    depth,
    solve: null,
    distinct: [],
  });
  const ahead = q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'loop'));
  const without = q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'without'));
  const used = usedMarks(q) || swaps(q.func);
  if (without || (used && !ahead))
    return make('permutations', factorial(depth), 'every order of the elements is tried');
  if (ahead) return make('subsets', exponential(depth), 'each element is taken or left');
  const choices = choicesOf(q);
  const width = isOne(choices) ? Math.max(2, once) : choices;
  return make('branching', power2(width, depth), 'every choice is tried at every step');
}

/** Marks that are taken back after the call, or list elements that are exchanged: backtracking over what is left. */
export function usedMarks(q: Query): boolean {
  return factsOf(q.m.index.roles, q.func.body).some(
    (fact) =>
      fact.form !== 'relax' &&
      marks(q.m.index.roles, q.func.body, fact) &&
      unmarks(q.m.index.roles, q.func.body, fact),
  );
}

export function swaps(func: FunctionNode): boolean {
  return func.body.some((stmt) =>
    someCode(
      stmt,
      (node) =>
        node.kind === 'assign' &&
        node.targets.some(
          (t) =>
            t.kind === 'collection' && t.elements.length === 2 && t.elements.every((e) => e.kind === 'index'),
        ),
    ),
  );
}

/** How many choices the loop around the calls has; ONE when they are constant. */
function choicesOf(q: Query): Cost {
  let most: Cost = ONE;
  for (const { loops } of q.calls) {
    for (const loop of loops) {
      for (const { iterable } of loopTargets(loop)) {
        const value = quietly(q.m, q.frame, iterable);
        const size = iterable.kind === 'range' ? sizeOfRange(q, iterable.end) : valueSize(q.m, value);
        most = max(most, isZero(size) ? ONE : size);
      }
    }
  }
  return most;
}

function sizeOfRange(q: Query, end: Expr): Cost {
  const value = quietly(q.m, q.frame, end);
  return value.kind === 'num' ? settle(q.m, isZero(value.max) ? ONE : value.max) : q.m.inputSize;
}
