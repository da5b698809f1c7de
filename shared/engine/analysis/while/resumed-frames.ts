/**
 * Stacks of frames, as recursions are written out by hand: `u, i = stack.pop()`, and while the part of u goes on,
 * `if i < len(graph[u])`, the frame is put back one place further, `stack.append((u, i + 1))`. Each frame has as many
 * turns as its part is long, and one more.
 */
import { type Cost, ZERO, times } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import type { Expr, Index, While } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { contains } from '../../ir/standing.ts';
import { type Code } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { totalOf } from '../heap.ts';
import { below } from '../loops/tested.ts';
import { type Machine, settle } from '../machine.ts';
import { marks } from '../marks.ts';
import type { ProgramIndex } from '../program-index.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { factsOf } from '../recursion/facts.ts';
import { find } from '../value.ts';
import { pushesOn, takenNames } from './interval-splits.ts';
import { type Query, variableAt } from './query.ts';

interface Frames {
  /** Puts the frame back. */
  readonly resumes: Code;
  /** The part that a frame goes through: `graph[u]`. */
  readonly part: Index;
  /** A frame is begun once for each mark. */
  readonly isMarked: boolean;
}

/** How often frames in the worklist at `path` are put back; zero where it holds none. */
export function resumptions(q: Query, path: string, begun: Cost): Cost {
  const frames = framesIn(q.node, path, q.m.index);
  if (frames === null) return ZERO;
  const { part, isMarked } = frames;
  const table = quietly(q.m, q.frame, part.object);
  const total = isMarked && table.kind === 'ref' ? totalOf(q.m, find(table.object)) : null;
  return settle(q.m, total ?? times(begun, valueSize(q.m, quietly(q.m, q.frame, part))));
}

/** Whether a call puts a frame back into the worklist of a loop around. */
export function resumesFrame({ levels, index }: Machine, frame: Frame, call: Expr): boolean {
  if (call.kind !== 'call' || call.callee.kind !== 'field' || call.args[0]?.value.kind !== 'collection')
    return false;
  const path = pathOf(call.callee.object);
  return (
    path !== null &&
    levels.some(
      ({ node, frame: own }) =>
        node?.kind === 'while' && own === frame && framesIn(node, path, index)?.resumes === call,
    )
  );
}

const framesIn = rememberedFor(findFrames);

function findFrames(node: While, path: string, index: ProgramIndex): Frames | null {
  const pushes = pushesOn(index, node, path);
  const taken = pushes.length === 0 ? null : takenNames(index, node, path, pushes);
  if (taken === null) return null;
  const [back, ...more] = pushes.filter(({ items }) => items.length === 1 && isFurther(items[0]!, taken));
  if (back === undefined || more.length > 0) return null;
  const others = pushes.filter((push) => push !== back).map((push) => push.node);
  const part = partUpTo(index, node, taken, back.node);
  return part === null ? null : { resumes: back.node, part, isMarked: areMarked(index, node, others) };
}

/** All parts as they were taken out but one, which is a place further. */
function isFurther(item: readonly Expr[], taken: readonly string[]): boolean {
  if (item.length !== taken.length) return false;
  const moved = item.flatMap((expr, i) => {
    const at = variableAt(expr);
    return at !== null && at.name === taken[i] ? [at.by] : [NaN];
  });
  return moved.filter((by) => by === 1).length === 1 && moved.every((by) => by === 0 || by === 1);
}

/** `graph[u]` of `i < len(graph[u])`, the test of the block that puts back. */
function partUpTo({ roles }: ProgramIndex, node: While, taken: readonly string[], back: Code): Index | null {
  for (const stmt of node.body) {
    if (stmt.kind !== 'if' || !stmt.then.some((inner) => contains(inner, back))) continue;
    for (const [small, large] of below(stmt.test)) {
      const part = measuredBy(roles, large);
      const isOwn = part?.kind === 'index' && taken.includes(pathOf(part.index) ?? '');
      if (isOwn && taken.includes(pathOf(small) ?? '')) return part;
    }
  }
  return null;
}

/** Every frame is begun under a test that asks for a mark, in the block that sets it. */
function areMarked({ roles }: ProgramIndex, node: While, begins: readonly Code[]): boolean {
  const facts = factsOf(roles, node.body).filter((fact) => marks(roles, fact.region, fact));
  return begins.every((begin) => facts.some(({ region }) => region.some((part) => contains(part, begin))));
}
