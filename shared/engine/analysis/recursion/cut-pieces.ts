/** Pieces that the calls on one path cut off, each where the one before ended: `path.append(s[i:j])`, then `search(j)`. */
import type { Cost } from '../../cost/cost.ts';
import type { Expr, FunctionNode, Slice } from '../../ir/ir.ts';
import { takenBack } from '../containers/feed.ts';
import { valueSize } from '../containers/read.ts';
import type { Machine } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { sameText } from '../unmark.ts';
import type { HeapObject } from '../value.ts';
import { argumentOf, callsItself, definitionsOf, selfCallsOf } from './self-calls.ts';

/**
 * What the pieces add up to that a container holds at one time, where they are taken back after the call: no more than
 * what they are cut from. Null where the calls do not go on at the end of the piece.
 */
export function cutInAll(m: Machine, container: HeapObject, expr: Expr | null): Cost | null {
  const frame = m.calls[m.calls.length - 1];
  const func = frame?.func ?? null;
  if (frame === undefined || func === null || expr === null || !callsItself(func, m.index)) return null;
  const piece = expr.kind === 'name' ? (definitionsOf(func).get(expr.name) ?? null) : expr;
  if (piece?.kind !== 'slice' || !goesOnAtEnd(m, func, piece)) return null;
  if (takenBack(m, container, Math.min(container.born, m.levels.length)) === null) return null;
  return valueSize(m, quietly(m, frame, piece.object));
}

/** It begins at a parameter, for which every call is given its end. */
function goesOnAtEnd({ index }: Machine, func: FunctionNode, { start, end, step }: Slice): boolean {
  const from = start === null ? null : pathOf(start);
  if (from === null || end === null || step !== null) return false;
  if (!func.params.some(({ name }) => name === from) || changesIn(func.body, index).has(from)) return false;
  return selfCallsOf(func, new Set([func]), index).every((call) => {
    const next = argumentOf(call, from);
    return next !== null && sameText(next, end);
  });
}
