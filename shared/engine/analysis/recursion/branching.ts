/** Recursions that go one step on in each call: linear, to the power of the depth, subsets, permutations. */
import { type Cost, classify as classifyCost, exp, factorial, isOne, power } from '../../cost/cost.ts';
import type { FunctionNode } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { someCode, someStmtIn } from '../../ir/walk.ts';
import { exponential } from '../machine.ts';
import { marks } from '../marks.ts';
import { pathOf } from '../progress.ts';
import { unmarks } from '../unmark.ts';
import { callsAtStep } from './paths.ts';
import { loopTargets } from './arguments.ts';
import { choicesOf } from './choices.ts';
import { depthOf, isAhead, isBoundByItself } from './depth.ts';
import { type Guard, factsOf } from './facts.ts';
import { knownLevels } from './levels.ts';
import { type Query, type Recursion, takesBack } from './query.ts';
import type { SelfCall } from './self-calls.ts';
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
  const used = usedMarks(q).length > 0 || swaps(q.func);
  // What is left of the elements is told by the marks alone, where no loop begins at the element before.
  const isOnwards = used ? isBoundByItself : isAhead;
  const ahead = q.calls.some((call) => [...call.changes.keys()].some((name) => isOnwards(call, name)));
  const without = q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'without'));
  const choices = choicesOf(q, once);
  const levels = isOne(depth) && typeof choices !== 'number' ? knownLevels(q) : null;
  if (levels !== null && typeof choices !== 'number')
    return make('branching', power(choices, levels), `a loop over all choices at each of ${levels} levels`);
  const inOne = once <= 1 && q.calls.every(isInOneLoop);
  const counted = (recursion: Recursion, isAll: boolean): Recursion =>
    inOne && isAll ? { ...recursion, countsAll: true } : recursion;
  if (without || (used && !ahead && typeof choices !== 'number'))
    return counted(
      make('permutations', factorial(depth), 'every order of the elements is tried'),
      without || asksBefore(q),
    );
  if (ahead)
    return counted(
      make('subsets', exponential(depth), 'each element is taken or left'),
      q.calls.every(goesBehind),
    );
  return counted(
    make('branching', powerOf(choices, depth), 'every choice is tried at every step'),
    !used || asksBefore(q),
  );
}

/** The loop whose turns are the choices. */
const isInOneLoop = ({ loops }: SelfCall): boolean => loops.length === 1 && loops[0]!.kind !== 'while';

/** No call goes on with the element that it begins with itself, `for i in range(start, n): take(i)`. */
const goesBehind = ({ changes }: SelfCall): boolean =>
  [...changes].every(([name, change]) => {
    if (change.kind !== 'loop' || change.offset !== 0) return true;
    return loopTargets(change.loop).every(
      ({ iterable }) =>
        iterable.kind !== 'range' || iterable.start === null || pathOf(iterable.start) !== name,
    );
  });

/** What is used already is asked for in the loop, before a call is made. */
function asksBefore(q: Query): boolean {
  const facts = usedMarks(q);
  return q.calls.every(({ loops }) =>
    facts.some(({ region }) =>
      region.some((node) => loops.some((loop) => loop !== node && contains(loop, node))),
    ),
  );
}

/** Marks that are taken back after the call, or list elements that are exchanged: backtracking over what is left. */
export const usedMarks = (q: Query): readonly Guard[] =>
  ownMarks(q).filter((fact) => unmarks(q.m.index.roles, q.func.body, fact));

/** What is not marked yet, and marked here. */
const ownMarks = ({ m, func }: Query): readonly Guard[] =>
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
