/** Digits of the numbers that a search tries, one number in each of its steps. */
import { ONE, classify, isOne } from '../../cost/cost.ts';
import type { LoopBound } from '../loops/open.ts';
import { assume } from '../machine.ts';
import type { Change } from '../progress.ts';
import { type Query, pathsIn } from './query.ts';

/**
 * `while x > 0: digits += x % 10; x //= 10` right in a loop of logarithmically many turns: a number of a machine word has a
 * constant number of digits, as its text has.
 */
export function digitsTried(q: Query, found: LoopBound): LoopBound {
  const { m, node } = q;
  if (found.rule !== 'geometric' || isOne(found.count) || found.from < m.levels.length) return found;
  const around = m.levels.findLast(({ kind }) => kind === 'loop');
  if (around === undefined || classify(around.count) !== 'logn' || !takesDigits(q)) return found;
  assume(
    m,
    `digits:${node.span.start}`,
    'a number that a search tries has a constant number of digits',
    node.headerSpan,
  );
  return { ...found, count: ONE };
}

/** What the test asks for is divided by ten or more, and changes in no other way. */
const takesDigits = ({ changes, node }: Query): boolean =>
  pathsIn(node.test).some((path) => changes.get(path)?.every(dropsDigit) === true);

/** `x //= 10`; a number that is halved is counted down to one. */
const dropsDigit = (change: Change): boolean =>
  change.kind === 'scale' &&
  (change.op === '//' || change.op === '/') &&
  change.by.kind === 'number' &&
  change.by.value >= 10;
