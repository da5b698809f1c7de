/** Recursions that go one step on in each call: linear, to the power of the depth, subsets, permutations. */
import { type Cost, classify as classifyCost, exp, factorial, isOne, power } from '../../cost/cost.ts';
import type { FunctionNode } from '../../ir/ir.ts';
import { someCode, someStmtIn } from '../../ir/walk.ts';
import { exponential } from '../machine.ts';
import { type Unmarked, marks } from '../marks.ts';
import { pathOf } from '../progress.ts';
import { unmarks } from '../unmark.ts';
import { callsAtStep } from './paths.ts';
import { choicesOf } from './choices.ts';
import { depthOf, isAhead } from './depth.ts';
import { factsOf } from './facts.ts';
import { knownLevels } from './levels.ts';
import { type Query, type Recursion, takesBack } from './query.ts';
import { goesEveryWay } from './structure.ts';

/**
 * Calls in a loop with nothing that shrinks in the arguments: a search whose state is changed and changed back, or made
 * anew of pieces of itself.
 */
export function tries(q: Query): Recursion | null {
  if (
    !q.calls.some((call) => call.loops.length > 0) ||
    !(takesBack(q) || usedMarks(q).length > 0 || restoresCounts(q) || rebuilds(q) || goesEveryWay(q))
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

/** `play(state[:i] + '--' + state[i + 2:])` */
function rebuilds(q: Query): boolean {
  return q.calls.some(
    ({ loops, changes }) =>
      loops.length > 0 &&
      [...changes].some(
        ([name, change]) =>
          change.kind === 'other' &&
          change.value.kind === 'binary' &&
          someCode(change.value, (at) => at.kind === 'slice' && pathOf(at.object) === name),
      ),
  );
}

/** `count[x] -= 1 ... count[x] += 1` around the call. */
function restoresCounts(q: Query): boolean {
  const ops = new Set<string>();
  q.func.body.forEach((stmt) =>
    someStmtIn(stmt, (node) => {
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
  const { once, inLoop } = callsAtStep(q);
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
      count: powerOf(once, depth),
      from: q.here,
      depth,
      solve: null,
      distinct: [],
    };
  }
  return inLoops(q, depth, once);
}

/** `base` to the power of the depth. */
export function powerOf(base: number | Cost, depth: Cost): Cost {
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
  const choices = choicesOf(q, once);
  const levels = isOne(depth) && typeof choices !== 'number' ? knownLevels(q) : null;
  if (levels !== null && typeof choices !== 'number')
    return make('branching', power(choices, levels), `a loop over all choices at each of ${levels} levels`);
  if (without || (used && !ahead && typeof choices !== 'number'))
    return make('permutations', factorial(depth), 'every order of the elements is tried');
  if (ahead) return make('subsets', exponential(depth), 'each element is taken or left');
  return make('branching', powerOf(choices, depth), 'every choice is tried at every step');
}

/** Marks that are taken back after the call, or list elements that are exchanged: backtracking over what is left. */
export const usedMarks = (q: Query): readonly Unmarked[] =>
  ownMarks(q).filter((fact) => unmarks(q.m.index.roles, q.func.body, fact));

/** What is not marked yet, and marked here. */
const ownMarks = ({ m, func }: Query): readonly Unmarked[] =>
  factsOf(m.index.roles, func.body).filter(
    (fact) => fact.form !== 'relax' && marks(m.index.roles, func.body, fact),
  );

/** Every table that is marked is marked back: no place is left out another time. */
export function takesMarksBack(q: Query): boolean {
  const used = new Set(usedMarks(q).map(({ container }) => pathOf(container)));
  return used.size > 0 && ownMarks(q).every(({ container }) => used.has(pathOf(container)));
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
