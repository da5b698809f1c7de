/** Recursions on parts of an interval: halves, and parts cut anywhere. */
import { type Cost, ONE, compare, divide as divideCosts, isOne, isZero, log } from '../../cost/cost.ts';
import { max, plus, power, substitute, symbolsOf, termsWith, times, without } from '../../cost/cost.ts';
import type { Argument, Assign, Call, Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { mentions, someAct, someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { divisorsInAll } from '../folded.ts';
import { isNodeCount } from '../inputs.ts';
import { settle } from '../machine.ts';
import { havePassed } from '../while/interval-splits.ts';
import { type LoopTarget, loopTargets } from './arguments.ts';
import { type ArgChange, type SelfCall, argumentOf } from './self-calls.ts';
import { callsAtStep, endTests } from './paths.ts';
import { drawsRandom } from '../random.ts';
import { find } from '../value.ts';
import { type Query, type Recursion, changesFor, sizeOfParams } from './query.ts';
import { asksForRange, halvedIn } from './range-query.ts';
import { isOnSpans } from './spans.ts';

/** A list is cut where a pointer of single steps stands when one of double steps comes to its end. */
export function linkedHalves(q: Query): Recursion | null {
  const param = q.func.params.find(({ name }) => {
    const value = q.frame.vars.get(name);
    return value?.kind === 'ref' && find(value.object).type === 'linked';
  });
  const list = param === undefined ? undefined : q.frame.vars.get(param.name);
  if (param === undefined || list === undefined || q.calls.some((call) => call.repeated)) return null;
  const isStep = ({ value }: Argument): boolean => value.kind === 'field' && rootOf(value) === param.name;
  if (q.calls.some(({ call }) => call.args.some(isStep))) return null;
  const callees = q.func.body.flatMap((stmt) => calledBy(q, stmt));
  if (![q.func, ...callees].some((func) => hasTwoSpeeds(func.body))) return null;
  return divide(q, valueSize(q.m, list), callsAtStep(q).once, 'the list is cut in the middle');
}

function calledBy(q: Query, stmt: Stmt): FunctionNode[] {
  const out: FunctionNode[] = [];
  someAct(stmt, (node) => {
    const callee = node.kind === 'call' ? q.m.index.resolve(node) : null;
    if (callee !== null && callee !== q.func) out.push(callee);
    return false;
  });
  return out;
}

/** `slow = slow.next` and `fast = fast.next.next` in one loop. */
function hasTwoSpeeds(body: readonly Stmt[]): boolean {
  const steps = (expr: Expr): number => (expr.kind === 'field' ? 1 + steps(expr.object) : 0);
  const speeds = (loop: Stmt | Expr): Set<number> => {
    const found = new Set<number>();
    someCode(loop, (node) => {
      if (node.kind === 'assign')
        for (const [target, value] of assigned(node)) {
          const root = rootOf(value);
          if (target.kind === 'name' && root === target.name) found.add(steps(value));
        }
      return false;
    });
    return found;
  };
  return body.some((stmt) =>
    someCode(stmt, (node) => node.kind === 'while' && speeds(node).has(1) && speeds(node).has(2)),
  );
}

function assigned({ targets, value }: Assign): [Expr, Expr][] {
  return targets.flatMap((target): [Expr, Expr][] =>
    target.kind === 'collection' &&
    value.kind === 'collection' &&
    target.elements.length === value.elements.length
      ? target.elements.map((element, i) => [element, value.elements[i]!])
      : [[target, value]],
  );
}

const rootOf = (expr: Expr): string | null =>
  expr.kind === 'field' ? rootOf(expr.object) : expr.kind === 'name' ? expr.name : null;

export function halving(q: Query): Recursion | null {
  const halved = q.func.params.find((param) => {
    const changes = changesFor(q, param.name);
    return (
      changes.length > 0 &&
      changes.every(
        (c) =>
          c.kind === 'halve' ||
          c.kind === 'same' ||
          (c.kind === 'inner' && c.midpoint) ||
          (c.kind === 'step' && changes.some((d) => d.kind === 'halve')) ||
          c.kind === 'constant',
      ) &&
      changes.some((c) => c.kind === 'halve' || (c.kind === 'inner' && c.midpoint))
    );
  });
  const interval =
    halved ??
    q.func.params.find((param) => changesFor(q, param.name).some((c) => c.kind === 'inner' && c.midpoint));
  if (interval === undefined || endsByCountdown(q, interval.name)) return null;
  const { once, inLoop } = callsAtStep(q);
  if (inLoop && once > 2) return null;
  const size = sizeOfParams(q);
  if (once === 2 && asksForRange(q))
    return divide(
      q,
      sizeOfParams(q, halvedIn(q)),
      1,
      'of the halves only those at the ends of the range go on',
    );
  return (
    (once === 1 ? divisors(q, size) : null) ?? divide(q, size, Math.max(1, once), 'the problem is halved')
  );
}

/** Down a tree whose nodes stand for halves, `add(node.left, low, middle)`: no further than the interval can be halved. */
export function halvedNodes(q: Query): Recursion | null {
  const isDown = ({ changes }: SelfCall): boolean => {
    const kinds = [...changes.values()];
    return kinds.some(({ kind }) => kind === 'child') && kinds.some((c) => c.kind === 'inner' && c.midpoint);
  };
  if (!q.calls.every(isDown)) return null;
  const { once, inLoop } = callsAtStep(q);
  return (once === 1 && !inLoop) || asksForRange(q) ? halving(q) : null;
}

/** The tests that end the recursion ask for a parameter that every call counts down, and never for the one that it halves. */
function endsByCountdown(q: Query, halved: string): boolean {
  const counted = q.func.params.filter(({ name }) => {
    const changes = changesFor(q, name);
    return changes.length === q.calls.length && changes.every((c) => c.kind === 'step' && c.by < 0);
  });
  if (counted.length === 0) return false;
  const asks = (name: string): boolean => endTests(q).some((test) => mentions(test, name));
  return !asks(halved) && counted.some(({ name }) => asks(name));
}

/** Greatest common divisors, of which each takes the one before. */
function divisors(q: Query, size: Cost): Recursion | null {
  const all = divisorsInAll(q.m, q.frame, log(size));
  if (all === null) return null;
  const { count, from, reason } = all;
  return { rule: 'divide-and-conquer', reason, count, from, depth: log(size), solve: null, distinct: [] };
}

/** The master theorem for a calls on halves, cost by cost (Cormen et al., Introduction to Algorithms, section 4.5). */
function divide(q: Query, size: Cost, branches: number, reason: string): Recursion {
  const critical = Math.log2(branches);
  const leaves = branches === 1 ? ONE : power(size, critical);
  const count = branches === 1 ? log(size) : leaves;
  const onHalves = (cost: Cost, others: ReadonlyMap<string, Cost>): Cost => {
    const own = substitute(cost, others);
    if (compare(own, leaves) === 'greater') return cost;
    // Less by more than a logarithm: the leaves dominate.
    const isLess = compare(times(own, log(size)), leaves) === 'less';
    return isLess ? times(leaves, divideCosts(cost, own)) : times(cost, log(size));
  };
  return {
    rule: 'divide-and-conquer',
    reason: `${reason}: T(n) = ${branches === 1 ? '' : `${branches} `}T(n/2) + work`,
    count,
    from: q.here,
    depth: log(size),
    solve: (cost) => {
      const others = new Map(othersIn(q, cost, size).map((name) => [name, ONE]));
      const halved = new Set(symbolsOf(cost).filter((name) => !others.has(name)));
      const apart = without(cost, halved);
      const parts = termsWith(cost, halved).map((part) => onHalves(part, others));
      return plus(isZero(apart) ? apart : times(apart, count), ...parts);
    },
    distinct: [],
  };
}

/**
 * Sizes of other inputs, which each call has to do with whatever is left of the problem: not the nodes of a structure,
 * which the calls of a level share out among themselves, nor what the calls return.
 */
function othersIn({ m }: Query, cost: Cost, size: Cost): string[] {
  const own = symbolsOf(size);
  return symbolsOf(cost).filter((name) => m.legends.has(name) && !isNodeCount(name) && !own.includes(name));
}

/** Two calls on disjoint parts of an interval, cut anywhere: each cut point once. One call on either part: a search. */
export function split(q: Query): Recursion | null {
  const isOnParts = (call: SelfCall): boolean => isForPieces(q, call) || isOnSpans(q, call);
  if (q.calls.some((call) => call.repeated && !isOnParts(call))) return null;
  const cuts = (kind: ArgChange['kind']): boolean =>
    q.func.params.some((param) => changesFor(q, param.name).some((c) => c.kind === kind));
  const texts = q.calls.some((call) => call.repeated) ? textSizes(q) : [];
  if (texts.length === 0 && !isCut(q) && !cuts('inner') && !cuts('part')) return null;
  if (areFromPlacesOn(q)) return null;
  const size = cuts('part') ? sizeOfParams(q) : max(sizeOfParams(q), ...texts, ...cutSizes(q));
  if (isOne(size)) return null;
  if (drawsRandom(q.func.body, q.m.index))
    return divide(q, size, Math.max(1, callsAtStep(q).once), 'a random pivot halves the problem on average');
  return {
    rule: 'split',
    reason: 'each call settles one element and passes on the parts around it',
    count: size,
    from: q.here,
    depth: size,
    solve: null,
    distinct: [],
  };
}

/** `f(i + 1)` and `f(j + 1)`, with a j further on: both reach to the end, and what they are called for is not disjoint. */
function areFromPlacesOn(q: Query): boolean {
  const [start, ...more] = q.func.params
    .map((param) => changesFor(q, param.name))
    .filter((changes) => changes.some(({ kind }) => kind === 'inner'));
  const isNext = (change: ArgChange): boolean => change.kind === 'step' && change.by > 0;
  return start !== undefined && more.length === 0 && start.some(isNext) && callsAtStep(q).once > 1;
}

/** `for piece in text.split(letter): f(piece)`: nothing but the loop over the pieces runs the call again. */
function isForPieces(q: Query, { changes, loops, around }: SelfCall): boolean {
  const loop = loops.at(-1);
  if (loop === undefined || loop.kind === 'while' || around.length !== 1 || around[0] !== loop) return false;
  const [{ iterable }, ...more] = loopTargets(loop) as [LoopTarget, ...LoopTarget[]];
  const text = iterable.kind === 'call' ? rootOfCall(iterable) : null;
  const change = text === null ? undefined : changes.get(text);
  const isChild = change?.kind === 'child' && change.field === '[]';
  return more.length === 0 && isChild && q.frame.vars.get(text!)?.kind === 'str';
}

const rootOfCall = ({ callee }: Call): string | null =>
  callee.kind === 'field' && callee.object.kind === 'name' ? callee.object.name : null;

const textSizes = (q: Query): Cost[] =>
  q.func.params.flatMap((param) => {
    const value = q.frame.vars.get(param.name);
    return value?.kind === 'str' ? [valueSize(q.m, value)] : [];
  });

/** An end of the interval stays, or moves inwards by a constant. */
function staysOrMoves({ changes }: SelfCall, end: string, inwards: 1 | -1): boolean {
  const change = changes.get(end);
  return change?.kind === 'same' || (change?.kind === 'step' && change.by * inwards > 0);
}

/** One end stays while the other becomes a point in between: `f(lo, cut)` and `f(cut + 1, hi)`. */
function isCut(q: Query): boolean {
  const params = q.func.params.map((param) => param.name);
  return params.some((low) =>
    params.some(
      (high) =>
        low !== high &&
        q.calls.some((a) =>
          q.calls.some(
            (b) =>
              a !== b &&
              staysOrMoves(a, low, 1) &&
              staysOrMoves(b, high, -1) &&
              isOneCut(q, cutPoint(q, a, high), cutPoint(q, b, low)),
          ),
        ),
    ),
  );
}

/** The same place, or two that have passed each other: `f(lo, j)` and `f(i, hi)` behind `while i <= j`. */
const isOneCut = ({ func }: Query, before: string | null, behind: string | null): boolean =>
  before !== null && behind !== null && (before === behind || havePassed(func.body, before, behind));

/** The sum of variables that an argument is, give or take a constant, `low + width` too; null without a local one. */
function cutPoint(q: Query, call: SelfCall, param: string): string | null {
  const arg = argumentOf(call, param);
  const names = arg === null ? null : summands(arg);
  const isLocal = (name: string): boolean => !q.func.params.some((p) => p.name === name);
  return names?.some(isLocal) === true ? names.sort().join('+') : null;
}

/** The names that an expression adds up, besides numbers; null for any other expression. */
function summands(expr: Expr): string[] | null {
  if (expr.kind === 'name') return [expr.name];
  if (expr.kind !== 'binary' || (expr.op !== '+' && expr.op !== '-')) return null;
  const left = summands(expr.left);
  if (left === null || expr.right.kind === 'number') return left;
  const right = expr.op === '+' ? summands(expr.right) : null;
  return right === null ? null : [...left, ...right];
}

function cutSizes(q: Query): Cost[] {
  return q.func.params.flatMap((param) => {
    const range = q.ranges.get(param.name);
    return range?.value.kind === 'num' &&
      range.changes.some((c) => c.kind !== 'same' && c.kind !== 'constant')
      ? [settle(q.m, range.value.max)]
      : [];
  });
}
