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
import { affine } from '../../cost/affine.ts';
import type { Expr, FunctionNode } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { exponential, settle } from '../machine.ts';
import { type Unmarked, marks } from '../marks.ts';
import { quietly } from '../quiet.ts';
import { unmarks } from '../unmark.ts';
import { find, knownInt } from '../value.ts';
import { callsOnPath } from './paths.ts';
import { loopTargets } from './arguments.ts';
import { depthOf, isAhead } from './depth.ts';
import { factsOf } from './memo.ts';
import { type Query, type Recursion, takesBack } from './query.ts';

/** Calls in a loop with nothing that shrinks in the arguments: a search whose state is changed and changed back. */
export function tries(q: Query): Recursion | null {
  if (
    !q.calls.some((call) => call.loops.length > 0) ||
    !(takesBack(q) || usedMarks(q).length > 0 || restoresCounts(q))
  )
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
  const ahead = q.calls.some((call) => [...call.changes.keys()].some((name) => isAhead(call, name)));
  const without = q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'without'));
  const used = usedMarks(q).length > 0 || swaps(q.func);
  const few = constantChoices(q, once);
  if (without || (used && !ahead && few === null))
    return make('permutations', factorial(depth), 'every order of the elements is tried');
  if (ahead) return make('subsets', exponential(depth), 'each element is taken or left');
  return make('branching', power2(few ?? choicesOf(q), depth), 'every choice is tried at every step');
}

/** Marks that are taken back after the call, or list elements that are exchanged: backtracking over what is left. */
export function usedMarks(q: Query): readonly Unmarked[] {
  return factsOf(q.m.index.roles, q.func.body).filter(
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

/** The number of choices, where it is a constant; null where it depends on the input. */
function constantChoices(q: Query, once: number): number | null {
  if (!isOne(choicesOf(q))) return null;
  const widths = q.calls.map(({ loops }) =>
    loops.flatMap(loopTargets).reduce((product, { iterable }) => product * widthOf(q, iterable), 1),
  );
  return Math.max(2, once, ...widths);
}

/** How many elements something of constant size has; 2 where that is not known. */
function widthOf(q: Query, iterable: Expr): number {
  if (iterable.kind === 'range') {
    const [start, end] = [iterable.start, iterable.end].map((e) =>
      e === null ? 0 : knownInt(quietly(q.m, q.frame, e)),
    );
    return start != null && end != null && end > start ? end - start : 2;
  }
  const value = quietly(q.m, q.frame, iterable);
  if (value.kind === 'tuple') return Math.max(1, value.parts.length);
  const exact = value.kind === 'ref' ? find(value.object).exact : null;
  return exact !== null && affine.isConstant(exact) ? exact.constant : 2;
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
