/**
 * Lines that are read and hold a fixed number of values: only values at fixed places are taken from them. What else such
 * a line may hold is of no use to the program, so its size is no input size.
 */
import { isOne, symbolsOf } from '../cost/cost.ts';
import type { Expr, Index, Program, Stmt } from '../ir/ir.ts';
import { type Code, someCode, walk } from '../ir/walk.ts';
import { type Machine, fixInput, isReadSize } from './machine.ts';
import { type HeapObject, type Value, find } from './value.ts';

/** `line = input().split()`, where the program asks for `line[0]`, `line[1]` and the like only, or never for the line. */
export function noteLine(m: Machine, name: string, value: Value, source: Expr | null): void {
  if (!m.isScript || source === null || !namesOfFixedPlaces(m.program).has(name)) return;
  if (value.kind === 'ref' && isLine(m, source)) fixInput(m, find(value.object).size);
  if (value.kind === 'str') noteUnread(m, value);
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
  const other = (code: Code): boolean => {
    if (code.kind === 'slice') return true;
    if (code.kind !== 'call') return false;
    const func = m.index.resolve(code);
    if (func !== null) return func.params.length > 0 || func.body.some((stmt) => someCode(stmt, other));
    reads ||= m.index.roles.named(code, 'read');
    return m.index.roles.is(code, 'reorders');
  };
  return !someCode(source, other) && reads;
}

const known = new WeakMap<Program, ReadonlySet<string>>();

/** The names of which every use in the program is an element at a place that is written as a number. */
function namesOfFixedPlaces(program: Program): ReadonlySet<string> {
  let found = known.get(program);
  if (found === undefined) known.set(program, (found = findNames(program)));
  return found;
}

function findNames({ body }: Program): ReadonlySet<string> {
  const otherUses = new Map<string, number>();
  const add = (expr: Expr, by: number): void => {
    if (expr.kind === 'name') otherUses.set(expr.name, (otherUses.get(expr.name) ?? 0) + by);
  };
  const stmt = (one: Stmt): void => {
    if (one.kind === 'assign' && one.op === null) for (const target of one.targets) add(target, -1);
  };
  const expr = (one: Expr): void => {
    add(one, 1);
    if (one.kind === 'index' && isFixedPlace(one.index)) add(one.object, -1);
  };
  walk(body, { stmt, expr, func: () => undefined });
  return new Set([...otherUses].flatMap(([name, uses]) => (uses === 0 ? [name] : [])));
}

const isFixedPlace = (at: Expr): boolean =>
  at.kind === 'number' || (at.kind === 'unary' && at.operand.kind === 'number');

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
