/** Library scans under loops: what all of them together cost. */
import { type Cost, ONE, ZERO, divide, key as keyOf, max, plus, symbolsOf } from '../../cost/cost.ts';
import { inAll } from '../levels.ts';
import type { Expr } from '../../ir/ir.ts';
import type { Operand } from '../../ir/library.ts';
import { rangeCount, valueSize } from '../containers/read.ts';
import { recordCall } from '../record.ts';
import { foldedInAll } from '../folded.ts';
import { type LoopBound, leaveLevel, madeUnder, openQuietly, recordScan } from '../loops/open.ts';
import { measuredInAll } from '../loops/measured.ts';
import { freshEachTurn, rebuiltMeasured, rebuiltPerTurn } from '../loops/rebuilt.ts';
import { mergedBySize } from '../loops/merged.ts';
import { partOf } from '../loops/parts.ts';
import { reached } from '../loops/paths.ts';
import { spentText } from '../loops/resumed.ts';
import type { Frame } from '../frame.ts';
import { type Machine, isReadSize } from '../machine.ts';
import { changesIn, empties, pathOf } from '../progress.ts';
import { type HeapObject, UNKNOWN, type Value, find } from '../value.ts';
import { searchedOnce } from '../while/searches.ts';
import { evaluateText } from './operands.ts';
import { type Query, isExpr } from './query.ts';
import { additionsInAll, removalsInAll } from './removals.ts';

/** A scan of each of the different parts of a container costs the total of the parts, charged once. */
export function chargeCall(q: Query, node: Expr, cost: Cost, allocates: Cost | null): void {
  const { m, row } = q;
  const removals = removalsInAll(q);
  if (removals !== null) {
    chargeUnder(q, node, cost, allocates, removals);
    return;
  }
  const additions = additionsInAll(q);
  if (additions !== null) {
    chargeUnder(q, node, ONE, allocates, additions);
    return;
  }
  const divisors = row.divides === true && node.kind === 'call' ? foldedInAll(m, q.frame, node, cost) : null;
  if (divisors !== null) {
    chargeUnder(q, node, ONE, allocates, divisors);
    return;
  }
  const made = scanOfSides(q, node, cost);
  if (made !== null) {
    q.scanned = { size: cost, made };
    return;
  }
  const bound = scanOfParts(q, row.time, cost);
  if (bound === null) {
    recordCall(m, node, row.name, cost, row.note ?? '', allocates);
    return;
  }
  q.scanned = { size: bound.size, made: madeUnder(m, bound.bound) };
  const level = openQuietly(m, q.frame, node, bound.bound);
  const each =
    keyOf(cost) === keyOf(bound.size)
      ? ONE
      : row.time.includes(' log ')
        ? evaluateText(q, row.time.slice(row.time.indexOf('log')))
        : divide(cost, bound.size);
  recordCall(m, node, row.name, each, bound.bound.reason, allocates);
  leaveLevel(m, { level });
}

/** Of several operands that are scanned one after the other, the scans of each may turn together. */
function scanOfSides(q: Query, node: Expr, cost: Cost): HeapObject['made'] {
  const { m, frame, row } = q;
  if (!/^a \+ b( \+ c)?$/.test(row.time)) return null;
  const sides = row.time.split(' + ').map((name) => {
    const value: Value = q.operands.get(name as Operand) ?? UNKNOWN;
    return [value, operandExpr(q, name)] as const;
  });
  return chargeSides(m, frame, { node, label: row.name, allocates: cost }, sides);
}

function chargeUnder(q: Query, node: Expr, cost: Cost, allocates: Cost | null, bound: LoopBound): void {
  const level = openQuietly(q.m, q.frame, node, bound);
  recordCall(q.m, node, q.row.name, cost, bound.reason, allocates);
  leaveLevel(q.m, { level });
}

/** How often all scans of one operand turn together, where that is less than scan for scan; `text` says the cost of one. */
export function scanOfParts(q: Query, text: string, cost: Cost): { bound: LoopBound; size: Cost } | null {
  if (text === 'out' && q.m.levels.length > 0 && isPlainRead(cost))
    return { bound: linesInAll(q.m, cost), size: cost };
  const shorter = /^min\((self|a|b), (a|b)\)$/.exec(text);
  if (shorter !== null) return scanOfParts(q, shorter[1]!, cost) ?? scanOfParts(q, shorter[2]!, cost);
  const [, name, rest] = /^(self|a|b|c)\b(.*)$/.exec(text) ?? [];
  const operand = name === undefined ? undefined : q.operands.get(name as Operand);
  if (operand === undefined) return null;
  const size = valueSize(q.m, operand);
  const once = name === 'self' && isExpr(q.site) ? searchedOnce(q.m, q.site) : null;
  if (once !== null)
    return {
      bound: {
        count: size,
        from: once,
        rule: 'amortised',
        reason: 'each search begins where the one before ended',
      },
      size,
    };
  // Whatever else the row mentions, what it costs here may be no more than the size of that operand.
  if (!/^( log (self|a|b))?$/.test(rest!) && keyOf(cost) !== keyOf(size)) return null;
  const bound = scanBound(q.m, q.frame, operand, operandExpr(q, name!));
  return bound === null ? null : { bound, size };
}

const isPlainRead = (cost: Cost): boolean => symbolsOf(cost).some(isReadSize);

/** The lines that a place reads add up to what is read there. */
export function linesInAll(m: Machine, size: Cost): LoopBound {
  return {
    count: max(size, inAll(m.levels, ONE)),
    from: 0,
    rule: 'sum-of-parts',
    reason: 'the lines that are read here add up to the input',
  };
}

/** How often all scans of a value turn together, where that is known to be less than scan for scan. */
export function scanBound(m: Machine, frame: Frame, value: Value, expr: Expr | null): LoopBound | null {
  const found = mergedBySize(m, value, expr) ?? partOf(m, value, valueSize(m, value)) ?? madeByLoop(m, value);
  if (found !== null) return found;
  if (value.kind === 'str') return expr === null ? null : spentText(m, frame, expr);
  if (value.kind === 'range') return scanOfNumbers(m, frame, value, expr);
  if (value.kind !== 'ref') return null;
  const object = find(value.object);
  const fresh = freshEachTurn(m, object, m.levels.length);
  if (fresh !== null || expr === null) return fresh;
  return consumedBuffer(m, expr, object) ?? rebuiltPerTurn(m, frame, expr, object, m.levels.length);
}

/** `sorted(range(len(layer)))`: scans of as many numbers as a container has elements add up as scans of that do. */
function scanOfNumbers(
  m: Machine,
  frame: Frame,
  range: Value & { kind: 'range' },
  expr: Expr | null,
): LoopBound | null {
  const here = m.levels.length;
  const measured = measuredInAll(m, range.end, rangeCount(m, range.start, range.end, range.step), here);
  return measured ?? (expr?.kind === 'range' ? rebuiltMeasured(m, frame, expr.end, here) : null);
}

/**
 * Charges an operation that scans containers where all scans of each turn together, and tells what made its result; null,
 * and nothing charged, where one of them starts anew each time.
 */
export function chargeSides(
  m: Machine,
  frame: Frame,
  place: { readonly node: Expr; readonly label: string; readonly allocates: Cost },
  sides: readonly (readonly [Value, Expr | null])[],
): HeapObject['made'] {
  const bounds = sides.flatMap(([side, expr]) => scanBound(m, frame, side, expr) ?? []);
  if (bounds.length < sides.length) return null;
  for (const bound of bounds) recordScan(m, frame, { ...place, reason: bound.reason }, ONE, bound);
  return madeUnder(m, {
    count: bounds.reduce((sum, { count }) => plus(sum, count), ZERO),
    from: Math.max(...bounds.map(({ from }) => from)),
  });
}

/** Scanning what a comprehension has just made costs as much as making it did. */
export function madeByLoop(m: Machine, value: Value): LoopBound | null {
  return madeTogether(
    m,
    value.kind === 'str' ? value.made : value.kind === 'ref' ? madeOf(find(value.object)) : null,
  );
}

/** What all those hold together that a place makes, in the same turn that made one of them. */
export function madeTogether(m: Machine, made: HeapObject['made']): LoopBound | null {
  return made?.within !== (m.levels.at(-1) ?? null)
    ? null
    : {
        count: made.count,
        from: made.from,
        rule: 'sum-of-parts',
        reason: 'each part is visited once: the parts add up to the whole',
      };
}

/** What made a container, or the only one that an iterator runs over. */
function madeOf({ made, type, views }: HeapObject): HeapObject['made'] {
  const only = type === 'iterator' && views?.length === 1 ? views[0]! : null;
  return made ?? (only === null ? null : find(only).made);
}

/** The expression of an operand of the call. */
function operandExpr({ site }: Query, operand: string): Expr | null {
  if (!isExpr(site) || site.kind !== 'call') return null;
  if (operand === 'self') return site.callee.kind === 'field' ? site.callee.object : null;
  return site.args['abc'.indexOf(operand)]?.value ?? null;
}

/** `"".join(word); word = []` in a loop: what is scanned was pushed since the last reset, so all scans cost the pushes. */
export function consumedBuffer(m: Machine, expr: Expr, object: HeapObject): LoopBound | null {
  const path = pathOf(expr);
  const here = m.levels.length;
  if (path === null || object.born >= here || object.origin === 'input') return null;
  let from = here;
  for (let at = here - 1; at >= object.born; at--) {
    const level = m.levels[at]!;
    if (level.kind === 'guard') continue;
    if (level.kind !== 'loop') break;
    const list = changesIn(level.body, m.index).get(path) ?? [];
    if (!list.some(empties)) break;
    from = at;
  }
  return from === here
    ? null
    : {
        count: reached(m, object),
        from: object.born,
        rule: 'amortised',
        reason: 'the buffer is emptied after each use: every element is read once',
      };
}
