/** Turns and blocks that make a recursive call whenever they run: there are no more of them than calls. */
import { ONE, isOne } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import type { FunctionNode, Stmt } from '../../ir/ir.ts';
import type { Code } from '../../ir/walk.ts';
import { surelyCalled } from '../always-run.ts';
import type { Frame } from '../frame.ts';
import { type Level, newLevel } from '../levels.ts';
import { type Machine, pushLevel } from '../machine.ts';
import type { Callees } from '../progress.ts';

/** How many calls bound the runs of the code; null where it does not always call, or where that says no more. */
export function callsAround(m: Machine, frame: Frame, code: readonly Code[]): Level['calling'] {
  if (m.recursions.size === 0 || frame.func === null) return null;
  const level = m.levels[frame.base];
  if (level?.kind !== 'recursion' || level.frame !== frame) return null;
  if (level.solve !== null) return null;
  if (m.recursions.get(frame.func)?.countsAll !== true || !alwaysCalls(code, frame.func, m.index))
    return null;
  // What is counted over the calls is told by more than their number.
  const inside = m.levels.slice(frame.base + 1);
  return inside.some(({ from }) => from <= frame.base) ? null : { count: level.count, from: level.from };
}

/** Opens a guard over a block in a loop; null where none is needed. */
export function enterCalling(m: Machine, frame: Frame, block: readonly Stmt[]): Level | null {
  if (m.recursions.size === 0 || m.levels.slice(frame.base + 1).every(({ count }) => isOne(count)))
    return null;
  const calling = callsAround(m, frame, block);
  if (calling === null) return null;
  const node = block[0]!;
  const level = newLevel({ kind: 'guard', count: ONE, from: m.levels.length, calling, node, frame });
  pushLevel(m, level);
  return level;
}

/** Whether running the code makes a call, whatever its tests say. */
const alwaysCalls = rememberedFor(
  (code: readonly Code[], func: FunctionNode, callees: Callees): boolean =>
    surelyCalled(code, (call) => callees.resolve(call) === func) !== null,
);
