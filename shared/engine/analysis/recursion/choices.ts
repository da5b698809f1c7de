/** How many calls a loop around them makes: the choices at each step of a search. */
import { affine } from '../../cost/affine.ts';
import { type Cost, ONE, isOne, max } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import { settle } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { find, knownInt, nonZero } from '../value.ts';
import { whileBody } from '../while/query.ts';
import { loopTargets } from './arguments.ts';
import type { Query } from './query.ts';
import type { LoopNode } from './self-calls.ts';

/** A number where it is a constant, at least the `once` calls on one path; else the size of the largest loop. */
export function choicesOf(q: Query, once: number): number | Cost {
  const around = q.calls
    .filter((call) => call.repeated)
    .map(({ loops }) => loops.flatMap((loop) => rangesOf(q, loop)));
  const size = around.flat().reduce<Cost>((most, range) => max(most, sizeOfRange(q, range)), ONE);
  if (!isOne(size)) return size;
  const widths = around.map((ranges) => ranges.reduce((product, range) => product * widthOf(q, range), 1));
  return Math.max(2, once, ...widths);
}

/** What a loop runs over: an iterable, or the numbers up to the limit in the test of a `while`. */
type LoopRange = { readonly over: Expr } | { readonly start: Expr | null; readonly end: Expr };

function rangesOf(q: Query, loop: LoopNode): LoopRange[] {
  if (loop.kind === 'while') {
    const { test } = loop;
    if (test.kind !== 'compare' || !['<', '<=', '!='].includes(test.op)) return [];
    const moved = pathOf(test.left);
    const isMoved = moved !== null && changesIn(whileBody(loop), q.m.index).has(moved);
    return isMoved ? [{ start: null, end: test.right }] : [];
  }
  return loopTargets(loop).map(({ iterable }) =>
    iterable.kind === 'range' ? iterable : { over: viewedBy(iterable) },
  );
}

/** `neighbours[u]` of `neighbours[u].items()`. */
const viewedBy = (iterable: Expr): Expr =>
  iterable.kind === 'call' && iterable.callee.kind === 'field' && iterable.args.length === 0
    ? iterable.callee.object
    : iterable;

function sizeOfRange(q: Query, range: LoopRange): Cost {
  if ('over' in range) return nonZero(valueSize(q.m, quietly(q.m, q.frame, range.over)));
  const value = quietly(q.m, q.frame, range.end);
  return value.kind === 'num' ? settle(q.m, nonZero(value.max)) : q.m.inputSize;
}

/** How many elements something of constant size has; 2 where that is not known. */
function widthOf(q: Query, range: LoopRange): number {
  if ('over' in range) {
    const { over } = range;
    if (over.kind === 'collection' && over.elements.every(({ kind }) => kind !== 'spread'))
      return over.elements.length;
    const value = quietly(q.m, q.frame, range.over);
    if (value.kind === 'tuple') return Math.max(1, value.parts.length);
    const exact = value.kind === 'ref' ? find(value.object).exact : null;
    return exact !== null && affine.isConstant(exact) ? exact.constant : 2;
  }
  const end = knownInt(quietly(q.m, q.frame, range.end));
  const start = range.start === null ? 0 : knownInt(quietly(q.m, q.frame, range.start));
  return start !== null && end !== null && end > start ? end - start : 2;
}
