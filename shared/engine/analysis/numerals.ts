/** Texts that hold a fixed number of machine integers are of constant size: dates, times of day. */
import { symbolsOf } from '../cost/cost.ts';
import type { Expr, Index, Slice, Stmt } from '../ir/ir.ts';
import { someCode } from '../ir/walk.ts';
import { fixedPlaces, isFixedPlace } from './fixed-places.ts';
import type { Frame } from './frame.ts';
import { type Machine, scopeOf } from './machine.ts';
import { quietly } from './quiet.ts';
import { sameText } from './unmark.ts';
import { type HeapObject, find } from './value.ts';

/** `h, m = map(int, time.split(':'))`, or `h, m = time.split(':')` and `int(h)`, `int(m)` later. */
export function fixNumerals(m: Machine, frame: Frame, object: HeapObject, targets: readonly Expr[]): void {
  const text = object.pieces ?? (object.derived === null ? null : find(object.derived).pieces);
  const [symbol] = text?.exact?.terms.keys() ?? [];
  if (symbol === undefined) return;
  const areNumbers = object.elem?.kind === 'num' || targets.every((target) => isParsed(m, frame, target));
  if (areNumbers) m.fixed.add(symbol);
}

function isParsed(m: Machine, frame: Frame, piece: Expr): boolean {
  const isPiece = (arg: Expr | undefined): boolean => arg !== undefined && sameText(arg, piece);
  const parses = (at: Stmt | Expr): boolean =>
    at.kind === 'call' && m.index.roles.is(at, 'truncate') && isPiece(at.args[0]?.value);
  return scopeOf(m, frame).body.some((stmt) => someCode(stmt, parses));
}

/** `int(time[:2])` and `int(time[3:])`: the text ends with a number, behind as many characters as the program knows. */
export function noteNumeral(m: Machine, frame: Frame, parsed: Expr | null): void {
  if (parsed?.kind === 'index') noteFixedPlace(m, frame, parsed);
  if (parsed?.kind !== 'slice' || parsed.end !== null || parsed.start?.kind !== 'number') return;
  const { object } = parsed;
  const text = quietly(m, frame, object);
  if (text.kind !== 'str' || !text.input || frame.func === null) return;
  if (!frame.func.body.some((stmt) => someCode(stmt, (at) => at.kind === 'slice' && isFront(at, object))))
    return;
  for (const symbol of symbolsOf(text.size)) if (symbol.startsWith('len(')) m.fixed.add(symbol);
}

/** `int(parts[0])` of pieces of which only those at fixed places are asked for. */
function noteFixedPlace(m: Machine, frame: Frame, { object, index }: Index): void {
  if (object.kind !== 'name' || !isFixedPlace(index)) return;
  if (!fixedPlaces(m.program, m.index.roles).line.has(object.name)) return;
  const parts = quietly(m, frame, object);
  const text = parts.kind === 'ref' ? find(parts.object).pieces : null;
  const [symbol] = text?.exact?.terms.keys() ?? [];
  if (symbol !== undefined) m.fixed.add(symbol);
}

const isFront = ({ object, start, end }: Slice, of: Expr): boolean =>
  end?.kind === 'number' && (start === null || start.kind === 'number') && sameText(object, of);
