/** Operators on strings: putting together, repeating, formatting. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, compare, isOne, plus, times } from '../cost/cost.ts';
import type { BinaryOp, Expr } from '../ir/ir.ts';
import { joinedOf } from './join.ts';
import { valueSize } from './containers/read.ts';
import type { Frame } from './frame.ts';
import { chargeConcatenation } from './library/concatenation.ts';
import { chargeSides } from './library/scans.ts';
import { madeUnder, recordScan } from './loops/open.ts';
import { measuredInAll } from './loops/measured.ts';
import { countedParts } from './loops/ranges.ts';
import { chargeSpan } from './loops/resumed.ts';
import { charge, settle, type Machine } from './machine.ts';
import { recordCall } from './record.ts';
import { spreadByTimes } from './spread.ts';
import { extendedByTexts } from './given.ts';
import { sameText } from './unmark.ts';
import { type HeapObject, UNKNOWN, domainOf, find, str, type Str, type Value } from './value.ts';

/** The value of an operator of which one side is a string. */
export function strings(
  m: Machine,
  frame: Frame,
  node: Expr,
  op: BinaryOp,
  left: Value,
  right: Value,
): Value {
  if (op === '%') {
    const size = plus(valueSize(m, left), right.kind === 'str' ? right.size : ONE);
    return str(size);
  }
  if (op === '*') {
    const [text, count] = left.kind === 'str' ? [left, right] : [right as Str, left];
    const by = count.kind === 'num' ? count.max : ONE;
    const size = times(text.size, by);
    const made = isOne(size) ? null : chargeRepeat(m, frame, node, size, count, 'repeats the string');
    return str(size, { domain: ONE, made });
  }
  return op === '+' ? concatenated(m, frame, node, left, right) : UNKNOWN;
}

function concatenated(m: Machine, frame: Frame, node: Expr, left: Value, right: Value): Str {
  const [a, b] = [asText(m, left), asText(m, right)];
  const size = settle(m, plus(a.size, b.size));
  const made = isOne(size) ? null : chargeConcatenation(m, frame, node, left, right, 'builds a new string');
  const exact = a.exact !== null && b.exact !== null ? affine.plus(a.exact, b.exact) : null;
  return str(size, {
    exact,
    domain: domainOfBoth(m, a, b, size),
    longerThan: extendedFrom(a, b, node),
    joined: joinedOf(a, b),
    given: extendedByTexts(a, b),
    made,
    spread: a.spread ?? b.spread ?? spreadByTimes(exact),
  });
}

function domainOfBoth(m: Machine, a: Str, b: Str, size: Cost): Cost | null {
  const isBounded = a.domain !== null && b.domain !== null && !(isLengthened(m, a) || isLengthened(m, b));
  return isBounded || isOne(size) ? times(a.domain ?? ONE, b.domain ?? ONE) : null;
}

/** The container that a text was drawn from to which the concatenation puts something. */
const extendedFrom = (a: Str, b: Str, node: Expr): HeapObject | null =>
  drawnBefore(a, node, 'left') ??
  drawnBefore(b, node, 'right') ??
  (isPutBetween(node) ? (b.drawnFrom ?? a.drawnFrom) : null);

/** The container that a side of a concatenation was drawn from, if it is there as a whole. */
function drawnBefore({ drawnFrom, longerThan }: Str, node: Expr, side: 'left' | 'right'): HeapObject | null {
  const isCut = node.kind === 'binary' && node[side].kind === 'slice';
  return isCut ? null : (drawnFrom ?? longerThan);
}

/** `s[:i] + more + s[i:]`: the whole text, with more in between. */
export function isPutBetween(node: Expr): boolean {
  const parts: Expr[] = [];
  let at = node;
  for (; at.kind === 'binary' && at.op === '+'; at = at.left) parts.unshift(at.right);
  parts.unshift(at);
  const last = parts.at(-1)!;
  if (parts.length < 3 || last.kind !== 'slice' || last.start === null || last.end !== null) return false;
  const { object, start } = last;
  return parts.some(
    (part) =>
      part.kind === 'slice' &&
      part.start === null &&
      part.end !== null &&
      sameText(part.end, start) &&
      sameText(part.object, object),
  );
}

/** It is of a container that a loop over it fills: after all its turns nobody knows how many there can be. */
const isLengthened = ({ levels }: Machine, { drawnFrom }: Str): boolean =>
  drawnFrom !== null &&
  find(drawnFrom).grows &&
  levels.some(({ kind, source }) => kind === 'loop' && source !== null && find(source) === find(drawnFrom));

const asText = (m: Machine, value: Value): Str =>
  value.kind === 'str' ? value : str(valueSize(m, value), { domain: domainOf(value) });

/** A text that is written around its parts; pieces that add up to a whole over all turns cost no more than it. */
export function template(m: Machine, frame: Frame, node: Expr, parts: readonly Value[]): Str {
  const long = parts
    .filter(({ kind }) => kind === 'str' || kind === 'ref')
    .filter((part) => !isOne(valueSize(m, part)));
  const size = long.reduce((sum, part) => plus(sum, valueSize(m, part)), ONE);
  const place = { node, label: 'text', allocates: size };
  const pieces = long.every(({ kind }) => kind === 'str') ? long.map((part) => [part, null] as const) : [];
  const made = pieces.length === 0 ? null : chargeSides(m, frame, place, pieces);
  charge(m, made === null ? size : ONE);
  return str(size, { given: extendedByTexts(...parts), made });
}

/** `'.' * count` and `[0] * count`; counts of different things add up. */
export function chargeRepeat(
  m: Machine,
  frame: Frame,
  node: Expr,
  size: Cost,
  factor: Value,
  reason: string,
): HeapObject['made'] {
  const place = { node, label: 'repeat', reason, allocates: size };
  const here = m.levels.length;
  const parts =
    factor.kind === 'num' && compare(size, settle(m, factor.max)) === 'equal'
      ? (countedParts(m, factor, here) ?? measuredInAll(m, factor, size, here))
      : null;
  if (parts !== null) {
    recordScan(m, frame, place, size, parts);
    return madeUnder(m, parts);
  }
  const count = node.kind === 'binary' && node.left.kind !== 'name' ? node.right : null;
  if (count?.kind === 'binary' && count.op === '-')
    return chargeSpan(m, frame, place, size, [count.right, count.left]);
  if (count !== null) return chargeSpan(m, frame, place, size, [null, count]);
  recordCall(m, node, 'repeat', size, reason, size);
  return null;
}
