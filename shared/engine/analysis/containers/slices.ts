/** Values stored in the place of a slice. */
import { type Cost, ONE, isOne, max, plus } from '../../cost/cost.ts';
import type { Expr, Slice } from '../../ir/ir.ts';
import { evaluate } from '../evaluate.ts';
import type { Frame } from '../frame.ts';
import { joinMaybe } from '../join.ts';
import { scanBound } from '../library/scans.ts';
import { recordScan } from '../loops/open.ts';
import type { Machine } from '../machine.ts';
import { measuredPath, pathOf } from '../progress.ts';
import { recordCall } from '../record.ts';
import { sameText } from '../unmark.ts';
import { type HeapObject, type Value, find } from '../value.ts';
import { push } from './grow.ts';
import { elementOf, valueSize } from './read.ts';

/**
 * `xs[low:high] = value`: as long as before where the value is a part of something, longer by what is written out,
 * `xs[low:high] = [a, b]`, between ends of which nothing tells that they are as far apart; longer by all of it where there
 * is nothing between the ends.
 */
export function storeSlice(m: Machine, frame: Frame, target: Slice, value: Value, source: Expr | null): void {
  const object = evaluate(m, frame, target.object);
  const size = valueSize(m, value);
  const container = object.kind === 'ref' ? find(object.object) : null;
  const isWritten = source !== null && isWrittenOut(source);
  if (container !== null && (isGap(target) || (isWritten && isBetween(target)))) {
    recordCall(m, target, 'slice assignment', plus(valueSize(m, object), ONE), 'moves what stands behind it');
    push(m, container, elementOf(value), size, null, 'several');
    return;
  }
  const place = { node: target, label: 'slice assignment', reason: 'copies the elements', allocates: null };
  recordScan(m, frame, place, plus(size, ONE), isOne(size) ? null : scanBound(m, frame, value, null));
  if (container === null) return;
  if (isBehind(m, target) || (isWritten && isBegunEmpty(container)))
    push(m, container, elementOf(value), size, null, 'several');
  else replace(container, elementOf(value), size);
}

/** `[a, b]`, `[a] * (i % 2) + [b] * (j % 2)` */
function isWrittenOut(value: Expr): boolean {
  if (value.kind === 'collection') return true;
  if (value.kind !== 'binary' || (value.op !== '+' && value.op !== '*')) return false;
  return isWrittenOut(value.left) && (value.op === '*' || isWrittenOut(value.right));
}

/** `xs[:0]`, `xs[i:i]`: nothing is taken out, and what is there makes room. */
function isGap({ start, end, step }: Slice): boolean {
  if (step !== null || end === null) return false;
  return start === null ? end.kind === 'number' && end.value === 0 : sameText(start, end);
}

/** `xs[len(xs):]` */
function isBehind({ index }: Machine, { object, start, end }: Slice): boolean {
  const path = start === null || end !== null ? null : measuredPath(index.roles, start);
  return path !== null && path === pathOf(object);
}

/** What is written in the place of a slice is all that it ever gets: `tails[i:i + 1] = [x]` with an i up to its end. */
const isBegunEmpty = ({ origin, filled }: HeapObject): boolean => origin === 'local' && !filled;

function replace(container: HeapObject, elem: Value, size: Cost): void {
  if (container.origin === 'local') container.size = max(container.size, size);
  container.elem = joinMaybe(container.elem, elem);
}

/**
 * Of the places from one variable, or what a call finds, to another: neither all, nor every other one, nor a constant
 * number of them.
 */
function isBetween({ start, end, step }: Slice): boolean {
  const [low, high] = [start, end].map((at) => (at === null ? null : variableOf(at)));
  return step === null && low != null && high != null && low !== high;
}

/** `i` of `i` and `i + 2`, each call for itself; null for any other expression. */
function variableOf(at: Expr): string | null {
  const plain = at.kind === 'binary' && at.right.kind === 'number' ? at.left : at;
  return pathOf(plain) ?? (plain.kind === 'call' ? String(plain.span.start) : null);
}
