/** What a library call changes. */
import { type Affine, affine } from '../../cost/affine.ts';
import { type Cost, ONE, compare, isOne, max, plus } from '../../cost/cost.ts';
import type { Expr } from '../../ir/ir.ts';
import type { Effect, Operand } from '../../ir/library.ts';
import { notePart } from '../containers/combine.ts';
import { elementOf, valueSize } from '../containers/read.ts';
import { lengthLimit, noteGap } from '../containers/balance.ts';
import { doubleEachTurn, isMadeFrom, push, pushingAll } from '../containers/grow.ts';
import { joinMaybe } from '../join.ts';
import { isOnceInTurn, lengthenByProduct } from '../lengths.ts';
import { type Level, inAll } from '../levels.ts';
import { leaveLevel, openQuietly } from '../loops/open.ts';
import { mergeParts } from '../loops/merged.ts';
import { partOf } from '../loops/parts.ts';
import { reached, valueOfPath } from '../loops/paths.ts';
import { spentValue } from '../loops/resumed.ts';
import { type Machine, outermost } from '../machine.ts';
import { cutInAll } from '../recursion/cut-pieces.ts';
import { noteTaken } from '../read-lines.ts';
import {
  type HeapObject,
  SMALL_INT,
  UNKNOWN,
  type Value,
  exactLength,
  find,
  nonZero,
  ref,
} from '../value.ts';
import { drainedBy, movesBack } from '../while/refills.ts';
import { resumesFrame } from '../while/resumed-frames.ts';
import { type Query, isExpr } from './query.ts';
import { madeByLoop } from './scans.ts';

export function applyEffect(q: Query, effect: Effect): void {
  const on = (operand: Operand | undefined): HeapObject | null => {
    const value = q.operands.get(operand ?? 'self');
    return value?.kind === 'ref' ? find(value.object) : null;
  };
  if ('push' in effect) {
    const target = on(effect.to);
    const value = q.operands.get(effect.push) ?? UNKNOWN;
    const expr = exprOf(q, value);
    if (target === null) return;
    const before = target.size;
    pushOne(q, target, spentValue(q.m, q.frame, value, expr), expr);
    limitPart(q.m, target, q.operands.get(effect.to ?? 'self')!, before);
  } else if ('extend' in effect) {
    const target = on(effect.to);
    const source = q.operands.get(effect.extend) ?? UNKNOWN;
    if (target !== null) extend(q, target, source);
  } else if ('put' in effect) {
    const target = on('self');
    if (target !== null)
      push(q.m, target, given(q, effect.put) ?? UNKNOWN, ONE, q.operands.get(effect.key) ?? null);
  } else if ('pop' in effect) {
    const target = on(effect.from);
    if (target !== null) {
      target.shrinks ||= q.m.levels.some((level) => level.kind === 'loop');
      noteGap(q.m, target);
      noteTaken(q.m, target);
    }
  } else if ('replace' in effect) {
    const target = on(effect.in);
    const value = given(q, effect.replace);
    if (target !== null && value !== undefined) target.elem = joinMaybe(target.elem, value);
  }
}

/** The target gets back what was taken out of it. */
const isMoveBack = ({ m, frame, site }: Query): boolean =>
  isExpr(site) && site.kind === 'call' && (movesBack(m, frame, site) || resumesFrame(m, frame, site));

/** It holds no more than before. */
function putBack(target: HeapObject, elem: Value): void {
  target.elem = joinMaybe(target.elem, elem);
}

/** What a loop moves over from another container, and a second loop back: either holds no more than both. */
function movedOver(q: Query, target: HeapObject, elem: Value): boolean {
  const { m, frame, site } = q;
  const path = isExpr(site) && site.kind === 'call' ? drainedBy(m, frame, site) : null;
  const source = path === null ? null : valueOfPath(m, path);
  if (source === null) return false;
  putBack(target, elem);
  target.size = max(target.size, reached(m, source));
  return true;
}

/** `rows[i].append(x)` over different i: each part gets what one turn of the loop over i puts in, unless it grows by what the parts hold. */
function limitPart(m: Machine, target: HeapObject, pushedTo: Value, before: Cost): void {
  const level = pushedTo.kind === 'ref' ? (pushedTo.part?.level ?? null) : null;
  const at = level === null ? -1 : m.levels.indexOf(level);
  const base = Math.min(target.born, m.levels.length);
  if (level === null || at < base || !isCounted(level) || level.from < at) return;
  if (target.remade !== null || target.selfGrowth || target.ofItself) return;
  const once = m.levels.map((other) => (other === level ? { ...level, count: ONE, variable: null } : other));
  const most = plus(before, outermost(m, inAll(once, ONE, base)));
  if (compare(most, target.size) === 'less') target.size = most;
}

/** Its turns are told apart by a number of their own, not by what they run over. */
const isCounted = ({ variable, node, source }: Level): boolean =>
  variable !== null || (node?.kind === 'while' && source === null);

/** Where every turn comes by, one more is exactly one more. */
function pushOne(q: Query, target: HeapObject, value: Value, expr: Expr | null): void {
  const { m } = q;
  if (isMoveBack(q)) return putBack(target, value);
  if (mergeParts(m, target, value, expr)) return putBack(target, value);
  if (movedOver(q, target, value)) return;
  const isOnce = isSequence(target) && isOnceInTurn(m, target);
  const { exact, grows, total } = target;
  const cut = value.kind === 'str' ? cutInAll(m, target, expr) : null;
  push(m, target, value, ONE, target.type === 'map' ? value : null);
  if (cut !== null && total !== null) target.total = plus(total, cut);
  if (!isOnce || exact === null) return;
  target.exact = affine.plus(exact, affine.constant(1));
  if (m.levels.length === target.born) target.grows = grows;
}

/** What is put into it makes it longer, whatever it is. */
const isSequence = ({ type }: HeapObject): boolean => type === 'list' || type === 'array';

/** What stands for a character is one. */
const writtenLength = (value: Value): Affine | null =>
  value.kind === 'num' && isOne(value.max) ? affine.constant(1) : exactLength(value);

const exprOf = ({ args }: Query, value: Value): Expr | null =>
  args.find((arg) => arg.value === value)?.expr ?? null;

const given = (q: Query, what: Operand | 'returned'): Value | undefined =>
  what === 'returned' ? q.returned : q.operands.get(what);

function extend(q: Query, target: HeapObject, source: Value): void {
  const made = exprOf(q, source);
  if (mergeParts(q.m, target, source, made)) return;
  if (made !== null) notePart(target, source, made);
  if (isMoveBack(q)) return putBack(target, elementOf(source));
  const size = nonZero(valueSize(q.m, source));
  const key =
    source.kind === 'ref' && find(source.object).type === 'map'
      ? find(source.object).key
      : target.type === 'map'
        ? elementOf(source)
        : null;
  const elem =
    target.type === 'map' && source.kind === 'ref'
      ? find(source.object).type === 'map'
        ? (find(source.object).elem ?? UNKNOWN)
        : SMALL_INT
      : elementOf(source);
  if (isMadeFrom(source, ref(target)) && lengthLimit(q.m, target) === null)
    return doubleEachTurn(q.m, target, elem, key);
  const parts = partOf(q.m, source, size) ?? madeByLoop(q.m, source);
  if (parts === null || !isExpr(q.site)) {
    const { exact } = target;
    const more = isSequence(target) && isOnceInTurn(q.m, target) ? writtenLength(source) : null;
    push(q.m, target, elem, size, key, pushingAll(source));
    if (exact !== null && more !== null) target.exact = affine.plus(exact, more);
    else lengthenBy(q, target);
    return;
  }
  const level = openQuietly(q.m, q.frame, q.site, parts);
  push(q.m, target, elem, ONE, key);
  leaveLevel(q.m, { level });
  lengthenBy(q, target);
}

function lengthenBy({ m, frame, site }: Query, target: HeapObject): void {
  const more = isExpr(site) && site.kind === 'call' ? site.args[0]?.value : undefined;
  if (more !== undefined) lengthenByProduct(m, frame, target, more);
}
