/**
 * Lines that are read and hold a fixed number of values: only values at fixed places are taken from them. What else such
 * a line may hold is of no use to the program, so its size is no input size.
 */
import { isOne, symbolsOf } from '../cost/cost.ts';
import type { Call, Expr, FunctionNode, Index } from '../ir/ir.ts';
import { measuredBy } from '../ir/roles.ts';
import { type Code, someCode } from '../ir/walk.ts';
import { fixedPlaces, isFixedPlace } from './fixed-places.ts';
import { type Frame, lookup } from './frame.ts';
import { type Machine, fixInput, isReadSize } from './machine.ts';
import { type HeapObject, type Value, find } from './value.ts';

/**
 * `line = input().split()`, where the program asks for `line[0]`, `line[1]` and the like only, or never for the line;
 * `lines = [input().split() for _ in range(n)]`, where it does so with each of them.
 */
export function noteLine(m: Machine, name: string, value: Value, source: Expr | null): void {
  if (!m.isScript || source === null) return;
  const { line, rows } = fixedPlaces(m.program, m.index.roles);
  if (line.has(name)) {
    if (value.kind === 'ref' && isLine(m, source)) fixInput(m, find(value.object).size);
    if (value.kind === 'str') noteUnread(m, value);
  }
  if (rows.has(name) && source.kind === 'comprehension' && isLine(m, source.element)) fixElements(m, value);
}

/** `a, b, c = sides`: a line that is read, or a parameter that is always taken apart, holds a fixed number of values. */
export function noteTakenApart(m: Machine, object: HeapObject): void {
  fixInput(m, object.size);
  if (object.origin !== 'input' || object.exact === null || m.arm !== null || m.levels.length > 0) return;
  if (m.passed.some(({ test }) => turnsAway(m, test))) return;
  for (const symbol of object.exact.terms.keys()) m.fixed.add(symbol);
}

/** `if len(sides) != 2: return`: what follows holds for some inputs only. */
const turnsAway = ({ index }: Machine, test: Expr): boolean =>
  test.kind === 'compare' && test.op === '!=' && measuredBy(index.roles, test.left) !== null;

/** A list beside a tuple, `tuple(start)` and `(x, y)` in one queue, holds as many values as that does. */
export function noteWidth(m: Machine, one: Value | null, other: Value): void {
  const listed = one?.kind === 'tuple' ? other : other.kind === 'tuple' ? one : null;
  if (listed?.kind !== 'ref' || !['list', 'array'].includes(find(listed.object).type)) return;
  const terms = [...(find(listed.object).exact?.terms.keys() ?? [])];
  for (const symbol of terms) if (symbol.startsWith('len(')) m.fixed.add(symbol);
}

/** `lines.append(input().split())` */
export function noteRow(m: Machine, frame: Frame, { callee, args }: Call): void {
  if (!m.isScript || callee.kind !== 'field' || callee.object.kind !== 'name' || args.length !== 1) return;
  const { name } = callee.object;
  if (!fixedPlaces(m.program, m.index.roles).rows.has(name) || !isLine(m, args[0]!.value)) return;
  const value = lookup(frame, name);
  if (value !== undefined) fixElements(m, value);
}

function fixElements(m: Machine, rows: Value): void {
  const element = rows.kind === 'ref' ? find(rows.object).elem : null;
  if (element?.kind === 'ref') fixInput(m, find(element.object).size);
}

/** A line that nobody looks at. */
export function noteUnread(m: Machine, value: Value): void {
  if (value.kind === 'str' && value.read) fixInput(m, value.size);
}

/** `input().split()[0]`: nobody else has the list. */
export function notePlace(m: Machine, { object, index }: Index, value: Value): void {
  if (object.kind === 'call' && value.kind === 'ref' && isFixedPlace(index) && isLine(m, object))
    fixInput(m, find(value.object).size);
}

/** The values of a line in their order: `list(map(int, input().split()))`, not sorted, nor a part of them. */
function isLine(m: Machine, source: Expr): boolean {
  let reads = false;
  const followed = new Set<FunctionNode>();
  const other = (code: Code): boolean => {
    if (code.kind === 'slice') return true;
    if (code.kind !== 'call') return false;
    const func = m.index.resolve(code);
    if (func !== null) {
      if (followed.has(func)) return false;
      followed.add(func);
      return func.params.length > 0 || func.body.some((stmt) => someCode(stmt, other));
    }
    reads ||= m.index.roles.named(code, 'read');
    return m.index.roles.is(code, 'reorders');
  };
  return !someCode(source, other) && reads;
}

/** A value is taken from the front of what is read: once for each time that it was read, or in a loop over it. */
export function noteTaken(m: Machine, from: HeapObject): void {
  if (from.type !== 'iterator') return;
  const inLoop = m.levels.slice(from.born).some(({ count }) => !isOne(count));
  for (const symbol of symbolsOf(from.size)) m.taken.set(symbol, inLoop || (m.taken.get(symbol) ?? false));
}

/** At the end of a pass: what no loop takes values from holds as many as are taken. */
export function fixTaken(m: Machine): void {
  for (const [symbol, inLoop] of m.taken) if (!inLoop && isReadSize(symbol)) m.fixed.add(symbol);
}
