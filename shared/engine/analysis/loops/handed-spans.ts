/**
 * Spans that are handed to a function: `reverse(s, start, i)` and then `start = i + 1`. Within the call the one end is the
 * other and a distance further; the distances of all turns add up to the whole.
 */
import { affine } from '../../cost/affine.ts';
import { isOne } from '../../cost/cost.ts';
import type { Call, Expr } from '../../ir/ir.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { changesIn } from '../progress.ts';
import type { Num, Value } from '../value.ts';
import { consecutiveCalls } from './consecutive.ts';
import { distanceSymbol } from './moved.ts';
import { baseOf, resumedSpan } from './resumed.ts';
import { innermost } from '../levels.ts';

interface Handed {
  readonly value: Value;
  readonly expr: Expr | null;
}

/** The arguments of a call, of two that are the ends of such a span the upper one told by the lower. */
export function handedSpans<A extends Handed>(
  m: Machine,
  frame: Frame,
  node: Call,
  args: readonly A[],
): readonly A[] {
  const ends = endsOf(m, frame, args);
  if (ends === null) return consecutiveEnds(m, frame, node, args);
  const [low, high] = ends;
  const bound = resumedSpan(m, frame, node, low.expr, high.expr);
  if (bound === null || isOne(bound.count)) return args;
  const distance = affine.symbol(distanceSymbol(m, bound.count, bound.from));
  const exact = affine.plus(low.value.exact!, distance);
  return args.map((arg) => (arg.expr === high.expr ? { ...arg, value: { ...high.value, exact } } : arg));
}

/** All the ends of spans that begin one behind the other, told by where they begin. */
function consecutiveEnds<A extends Handed>(
  m: Machine,
  frame: Frame,
  node: Call,
  args: readonly A[],
): readonly A[] {
  const low = args.find(
    ({ value, expr }) => value.kind === 'num' && value.exact !== null && expr?.kind === 'name',
  );
  if (low?.value.kind !== 'num' || low.expr === null) return args;
  const { exact } = low.value;
  return args.map((arg) => {
    if (arg === low || arg.value.kind !== 'num' || arg.expr === null || arg.expr.kind === 'number')
      return arg;
    const bound = consecutiveCalls(m, frame, node, [low.expr!, arg.expr]);
    if (bound === null) return arg;
    const distance = affine.symbol(distanceSymbol(m, bound.count, bound.from));
    return { ...arg, value: { ...arg.value, exact: affine.plus(exact!, distance) } };
  });
}

interface End {
  readonly value: Num;
  readonly expr: Expr;
}

/** Two numbers of which the loop around sets the first to the second, wherever it sets it. */
function endsOf(m: Machine, frame: Frame, args: readonly Handed[]): readonly [End, End] | null {
  const around = m.levels[innermost(m.levels)];
  if (around?.frame !== frame || around.kind !== 'loop') return null;
  const numbers = args.flatMap(({ value, expr }): End[] =>
    value.kind === 'num' && value.exact !== null && expr !== null ? [{ value, expr }] : [],
  );
  if (numbers.length < 2) return null;
  const changes = changesIn(around.body, m.index);
  for (const low of numbers) {
    const kept = baseOf(low.expr);
    for (const change of kept === null ? [] : (changes.get(kept) ?? [])) {
      if (change.kind !== 'copy') continue;
      const high = numbers.find(({ expr }) => baseOf(expr) === change.from);
      if (high !== undefined) return [low, high];
    }
  }
  return null;
}
