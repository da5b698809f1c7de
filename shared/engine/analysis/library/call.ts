/** Calls of the library: the row of the table, evaluated on the operands. */
import { type Cost, ONE, isOne, isZero } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { LibraryRow } from '../../ir/library.ts';
import { type Arg, callValue } from '../calls.ts';
import { structureIn } from '../containers/feed.ts';
import { piecesInAll } from '../containers/weights.ts';
import { asDivisor } from '../folded.ts';
import type { Frame } from '../frame.ts';
import { join } from '../join.ts';
import type { Level } from '../levels.ts';
import { elementInTurn, leaveLevel, openLevel } from '../loops/open.ts';
import { type Machine, assume, charge, chargeSpace } from '../machine.ts';
import { subSite } from '../sites.ts';
import { distinctParts, withDistinct } from '../distinct.ts';
import { type LibraryFunction, UNKNOWN, type Value, find } from '../value.ts';
import { applyEffect } from './effects.ts';
import { evaluateText, timeOf } from './operands.ts';
import { type Query, isExpr } from './query.ts';
import { shapeValue } from './results.ts';
import { kindsOf, operandsOf, rowFor } from './rows.ts';
import { chargeCall, scanOfParts } from './scans.ts';

export function libraryCall(
  m: Machine,
  frame: Frame,
  target: LibraryFunction,
  args: readonly Arg[],
  site: object,
): Value {
  const row = rowFor(m, frame, target, args, site);
  if (row === null) return unexplained(m, target, site);
  const q = queryOf(m, frame, row, target, args, site);
  if (row.calls !== undefined) q.returned = runCallback(q);
  const cost = timeOf(q);
  const allocates = row.allocates === undefined ? null : evaluateText(q, row.allocates);
  if (allocates !== null) chargeSpace(m, allocates);
  if (row.basis === 'expected') assume(m, 'hash', 'hash operations are O(1) expected (worst O(n))');
  if (row.basis === 'amortised' && row.effect !== undefined && 'push' in row.effect)
    assume(m, 'append', 'appending is O(1) amortised');
  const node = isExpr(site) ? site : null;
  if (isOne(cost) || isZero(cost) || node === null) charge(m, isZero(cost) ? ONE : cost);
  else chargeCall(q, node, cost, allocates);
  const { effect } = row;
  const stores = effect !== undefined && 'put' in effect;
  if (stores) applyEffect(q, effect);
  const result = bound(q, popped(q, resultOf(q, target, site)));
  if (effect !== undefined && !stores) applyEffect(q, effect);
  return result;
}

function resultOf(q: Query, target: LibraryFunction, site: object): Value {
  const { row, args } = q;
  const result = shapeValue(q, row.result ?? 'none', site);
  return row.divides === true
    ? asDivisor(result, [target.self ?? UNKNOWN, ...args.map(({ value }) => value)])
    : result;
}

/** What a call costs, without making it; null where no row explains it. */
export function libraryCost(
  m: Machine,
  frame: Frame,
  target: LibraryFunction,
  args: readonly Arg[],
  site: object,
): Cost | null {
  const row = rowFor(m, frame, target, args, site);
  return row === null ? null : evaluateText(queryOf(m, frame, row, target, args, site), row.time);
}

function queryOf(
  m: Machine,
  frame: Frame,
  row: LibraryRow,
  { self }: LibraryFunction,
  args: readonly Arg[],
  site: object,
): Query {
  const operands = operandsOf(row, self, args);
  return {
    m,
    frame,
    site,
    self,
    args,
    operands,
    row,
    returned: UNKNOWN,
    returnedTotal: null,
    outSize: null,
    part: null,
    scanned: null,
  };
}

/** A function with the arguments that it is given beforehand. */
const bound = ({ row, args }: Query, result: Value): Value =>
  row.binds === true && result.kind === 'closure' ? { ...result, given: args.slice(1) } : result;

/** What is taken out of a worklist that holds nothing twice is another in each turn of its loop; a text is another part of it. */
function popped(q: Query, result: Value): Value {
  const { effect } = q.row;
  if (effect === undefined || !('pop' in effect)) return result;
  const value = q.operands.get(effect.from ?? 'self');
  if (value?.kind !== 'ref') return result;
  const object = find(value.object);
  const level = q.m.levels.findLast((open) => open.source !== null && find(open.source) === object);
  if (level === undefined) return result;
  const isPutBack = object.refilled || object.selfGrowth;
  if (result.kind === 'str' && !isPutBack && object.type !== 'iterator')
    return elementInTurn(q.m, object, result, level);
  const isNext = object.type === 'iterator' || (!object.putBack && holdsMadeList(result));
  const next = isNext ? elementInTurn(q.m, object, result, level) : result;
  if (object.type === 'iterator' || (object.unguarded && structureIn(result, 3) === null)) return next;
  const other = distinctParts(next, level, level.fed === null ? 1 : 3);
  return object.type === 'heap' ? withFields(other, level) : other;
}

/** A list that the program makes, or a tuple with one in it. */
function holdsMadeList(value: Value): boolean {
  if (value.kind === 'tuple') return value.parts.some(holdsMadeList);
  return value.kind === 'ref' && find(value.object).type === 'list' && find(value.object).origin === 'local';
}

/** The numbers of the records in a heap differ like those of tuples. */
function withFields(value: Value, level: Level): Value {
  const object = value.kind === 'ref' ? find(value.object) : null;
  if (value.kind !== 'ref' || object?.type !== 'object' || object.fields === null) return value;
  const numbers = [...object.fields].filter(([, field]) => field.kind === 'num');
  return { ...value, distinctFields: new Map(numbers.map(([name]) => [name, level])) };
}

function unexplained(m: Machine, target: LibraryFunction, site: object): Value {
  charge(m, ONE);
  const on = target.on === '?' ? (kindsOf(target.self)[0] ?? '') : target.on;
  const known = target.self !== null && target.self.kind === 'unknown';
  if (isExpr(site) && !known) m.unexplained.set(`${on}.${target.name}`, site.span);
  return UNKNOWN;
}

/** Runs the callback under a level of its own, as often as the row says. */
function runCallback(q: Query): Value {
  const { callback, times, with: shapes, start } = q.row.calls!;
  const value =
    typeof callback === 'string'
      ? q.operands.get(callback)
      : q.args.find((arg) => arg.name === callback.keyword)?.value;
  if (value === undefined || value.kind === 'none' || value.kind === 'unknown') return UNKNOWN;
  const count = evaluateText(q, times);
  if (isOne(count))
    return callValue(
      q.m,
      q.frame,
      value,
      shapes.map((shape, i) => shapeValue(q, shape, subSite(q.site, `with${i}`))),
      subSite(q.site, 'callback'),
    );
  const span = isExpr(q.site) ? q.site.span : null;
  if (span === null) return UNKNOWN;
  const node = q.site as Expr;
  const open = openLevel(
    q.m,
    q.frame,
    { node, span, iterableExpr: null, body: [], label: q.row.name },
    scanOfParts(q, times, count)?.bound ?? {
      count,
      from: q.m.levels.length,
      rule: 'callback',
      reason: `${q.row.name} calls it for each element`,
    },
  );
  // A number or text that is folded grows with every call, a structure that is walked along is one of its parts each time.
  const first = start === undefined ? undefined : q.operands.get(start);
  if (first?.kind === 'ref') q.returned = first;
  const args = shapes.map((shape, i) => {
    const arg = withDistinct(shapeValue(q, shape, subSite(q.site, `with${i}`)), open.level);
    // One call for each element.
    const isEach = typeof shape === 'object' && 'element' in shape && shape.element === times;
    const source = isEach ? q.operands.get(shape.element) : undefined;
    return source?.kind === 'ref' ? elementInTurn(q.m, find(source.object), arg, open.level) : arg;
  });
  const result = callValue(q.m, q.frame, value, args, subSite(q.site, 'callback'));
  q.returnedTotal = piecesInAll(q.m, result, q.m.levels.length - 1);
  leaveLevel(q.m, open);
  return first?.kind === 'ref' && result.kind === 'ref' ? join(first, result) : result;
}
