/**
 * How often the frames of a stack are gone on with: each as often as the part is long that it goes through. Where a mark
 * lets each part in once, they are all together as long as these.
 */
import { type Cost, ONE, ZERO, isOne, isZero, plus, times } from '../../cost/cost.ts';
import type { Expr, ForEach } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { totalOf } from '../heap.ts';
import { inAll, innermost } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { valueOfPath } from '../loops/paths.ts';
import { type Machine, assume, exponential, settle } from '../machine.ts';
import { markedSince } from '../marks.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, find } from '../value.ts';
import { type Frames, framesIn } from './frames.ts';
import { type Query, pathsIn } from './query.ts';

/** The turns that go on with a frame come on top of those that begin one, and end it. */
export function withResumptions(q: Query, path: string, object: HeapObject, begun: LoopBound): LoopBound {
  const frames = framesIn(q.node, path, q.m.index);
  if (frames === null) return begun;
  const more = resumptions(q.m, q.frame, frames, object, begun);
  return isZero(more)
    ? begun
    : {
        ...begun,
        count: plus(begun.count, more),
        reason: 'each frame is gone on with for each element of its part, and begun once',
      };
}

/** A stack of frames that walks every way there is: as many as the input has subsets, as an assumption. */
export function searchOfFrames(q: Query, path: string): LoopBound | null {
  if (framesIn(q.node, path, q.m.index)?.isSearch !== true) return null;
  assume(q.m, 'search', 'the search over changed and restored state is taken to be exponential in the input');
  return {
    count: exponential(q.m.inputSize),
    from: q.m.levels.length,
    rule: 'assumed',
    reason: 'what a frame has marked is free again behind it: every way is walked',
  };
}

/** A loop over the iterator of the frame on top, which goes on where the turn before has left it; null for any other. */
export function heldIteration(m: Machine, frame: Frame, node: ForEach): LoopBound | null {
  const around = m.levels[innermost(m.levels)];
  if (around?.frame !== frame || around.node?.kind !== 'while') return null;
  for (const path of pathsIn(around.node.test)) {
    const object = valueOfPath(m, path);
    const frames = object === null ? null : framesIn(around.node, path, m.index);
    if (object === null || frames?.steps.includes(node) !== true || frames.isSearch) continue;
    const apart = partsApart(m, frame, frames);
    if (apart === null) return null;
    const count = plus(apart.count, again(m, frame, frames, object, apart.from));
    return {
      count: settle(m, count),
      from: apart.from,
      rule: 'sum-of-parts',
      reason: 'the iterator of each frame is used up once: the parts add up to the whole',
    };
  }
  return null;
}

/** How often frames are gone on with that are begun as often as `begun` says. */
function resumptions(m: Machine, frame: Frame, frames: Frames, object: HeapObject, begun: LoopBound): Cost {
  const apart = partsApart(m, frame, frames);
  if (apart === null) return settle(m, times(begun.count, lengthOf(m, frame, frames)));
  const all = inAll(m.levels.slice(0, apart.from), apart.count, Math.min(begun.from, apart.from));
  return settle(m, plus(all, again(m, frame, frames, object, begun.from)));
}

/** What all parts hold together that marks let in once, and since when; null where frames may come to a part again. */
function partsApart(
  m: Machine,
  frame: Frame,
  { through, begunBy }: Frames,
): Pick<LoopBound, 'count' | 'from'> | null {
  if (begunBy === null || through.kind !== 'index') return null;
  const table = quietly(m, frame, through.object);
  const total = table.kind === 'ref' ? totalOf(m, find(table.object)) : null;
  const since = begunBy.map((mark) => markedSince(m, frame, mark));
  if (total === null || !since.every((from) => from !== null)) return null;
  return { count: total, from: Math.max(0, ...since) };
}

/**
 * The frames that each turn of the loops around begins the stack with, without a mark: these may come to one part again
 * and again.
 */
function again(m: Machine, frame: Frame, frames: Frames, { born }: HeapObject, from: number): Cost {
  if (m.marks > 0 || born <= from) return ZERO;
  const often = inAll(m.levels.slice(0, born), ONE, from);
  return isOne(often) ? ZERO : times(often, lengthOf(m, frame, frames));
}

const lengthOf = (m: Machine, frame: Frame, { through }: Frames): Cost => {
  const value = quietly(m, frame, through);
  return value.kind === 'num' ? value.max : valueSize(m, value);
};

/** Whether a call puts a frame back into the worklist of a loop around. */
export function resumesFrame({ levels, index }: Machine, frame: Frame, call: Expr): boolean {
  if (call.kind !== 'call' || call.callee.kind !== 'field' || call.args[0]?.value.kind !== 'collection')
    return false;
  const path = pathOf(call.callee.object);
  return (
    path !== null &&
    levels.some(
      ({ node, frame: own }) =>
        node?.kind === 'while' && own === frame && framesIn(node, path, index)?.steps.includes(call) === true,
    )
  );
}
