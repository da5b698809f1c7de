/** Text that an update makes longer: in place, or as a new text each time. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, ZERO, compare, isOne, plus } from '../cost/cost.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import { someCode } from '../ir/walk.ts';
import type { Update } from './assign.ts';
import { type Frame, ownerOf } from './frame.ts';
import { keepText } from './held-text.ts';
import { inAll, newLevel } from './levels.ts';
import { scanBound } from './library/scans.ts';
import { type LoopBound, type Scan, leaveLevel, openQuietly } from './loops/open.ts';
import { type Machine, assume, chargeSpace, exponential, popLevel, pushLevel, settle } from './machine.ts';
import { pathOf } from './progress.ts';
import { otherwiseCosts, recordCall, recordSite } from './record.ts';
import { extendedBy } from './given.ts';
import { callsIn } from './recursion/enter.ts';
import { argumentOf } from './recursion/self-calls.ts';
import { addedOnPath, isHeldMeanwhile } from './recursion/restored.ts';
import { type Str, type Value, exactLength, str } from './value.ts';

/** Whether what is added to a value is as long as the value itself: `s = s + "0" + s`. */
export function multiplies(old: Value, by: Value): boolean {
  const length = exactLength(old);
  const more = exactLength(by);
  if (length === null || more === null) return false;
  return [...more.terms].some(([name, times]) => times > 0 && length.terms.has(name));
}

/** `text[1:]`, `text[:-1]`, `text[::-1]`: all of the text, but for a few characters. */
function isMostOf(by: Expr, target: Expr): boolean {
  if (by.kind !== 'slice' || pathOf(by.object) === null || pathOf(by.object) !== pathOf(target)) return false;
  const { start, end } = by;
  return (start === null || start.kind === 'number') && (end === null || isFromEnd(end));
}

const isFromEnd = (end: Expr): boolean =>
  end.kind === 'unary' && end.op === '-' && end.operand.kind === 'number';

/** What doubles with every turn since a depth. */
export function doubledEachTurn(m: Machine, since: number): Cost {
  return m.levels.length > since ? exponential(settle(m, inAll(m.levels, ONE, since))) : ONE;
}

/** The text that is longer by some, and what that costs. */
export function grownString(
  m: Machine,
  frame: Frame,
  { node, target, byExpr, fresh }: Update,
  old: Value & { kind: 'str' },
  by: Value,
  since: number,
): Value {
  const added = by.kind === 'str' ? by.size : ONE;
  const once = by.kind === 'str' ? scanBound(m, frame, by, null) : null;
  const onPath = addedOnPath(m, frame, { place: node, target, by: byExpr, added, since });
  const grown =
    multiplies(old, by) || isMostOf(byExpr, target)
      ? doubledEachTurn(m, since)
      : (onPath ?? addedInAll(m, added, once, since));
  const size = settle(m, plus(old.size, grown));
  const looping = m.levels.length > since;
  const site = siteOf(node, target, fresh);
  const isInPlace = isExtended(m, target, fresh ? site : null) && !isHeldMeanwhile(m, frame, target);
  if (!isOne(size)) chargeGrowth(m, frame, { site, target, old, since, size, added, once, isInPlace });
  const { joined } = old;
  const given = extendedBy([old, by], by.kind === 'str' && by.given !== null ? ZERO : settle(m, grown));
  const text = looping
    ? str(size, { domain: isOne(size) ? old.domain : null, given, joined, spread: old.spread })
    : str(size, {
        given,
        joined,
        spread: old.spread ?? (by.kind === 'str' ? by.spread : null),
        exact:
          old.exact !== null && by.kind === 'str' && by.exact !== null
            ? affine.plus(old.exact, by.exact)
            : null,
      });
  return keepText(m, frame, site, text);
}

interface GrownText {
  readonly site: Expr;
  readonly target: Expr;
  readonly old: Str;
  /** The depth at which the text was set. */
  readonly since: number;
  /** How long it is then, and what is added each time. */
  readonly size: Cost;
  readonly added: Cost;
  readonly once: LoopBound | null;
  readonly isInPlace: boolean;
}

/** What is added costs its length, where the language puts it behind the text that is there, else all of the new text. */
function chargeGrowth(m: Machine, frame: Frame, text: GrownText): void {
  const { site: node, size, added, once } = text;
  if (!text.isInPlace) {
    recordCall(m, node, 'concatenation', size, 'builds a new string each time', size);
    chargeSpace(m, size);
    return;
  }
  assume(m, 'text', 'CPython extends a string in place while nothing else refers to it');
  const reason = 'appends to the text in place';
  appendInPlace(m, frame, { node, label: 'concatenation', reason, allocates: size }, added, once);
  copyHandedOn(m, frame, text);
}

/** How much is added since a depth: of pieces of a whole no more than it, where that is less. */
function addedInAll(m: Machine, added: Cost, once: LoopBound | null, since: number): Cost {
  const plain = inAll(m.levels, added, since);
  if (once === null) return plain;
  const whole = inAll(m.levels.slice(0, Math.max(once.from, since)), once.count, since);
  return compare(whole, plain) === 'less' ? whole : plain;
}

/** Costs what is added, which pieces of a whole cost once. */
function appendInPlace(
  m: Machine,
  frame: Frame,
  place: Scan & { readonly allocates: Cost },
  added: Cost,
  once: LoopBound | null,
): void {
  const otherwise = otherwiseCosts(m, place.allocates);
  if (once === null) {
    recordSite(m, place, added, otherwise);
    return;
  }
  const level = openQuietly(m, frame, place.node, once);
  recordSite(m, place, ONE, otherwise);
  leaveLevel(m, { level });
}

/** A text that a call of a recursion was given by the name that the call before has for it: the first update copies it. */
function copyHandedOn(m: Machine, frame: Frame, { site, target, old, since }: GrownText): void {
  const { func } = frame;
  const at = m.levels.findLastIndex(({ kind }) => kind === 'recursion');
  if (at < since || isOne(old.size) || func === null || target.kind !== 'name') return;
  const { name } = target;
  if (ownerOf(frame, name) !== frame || !func.params.some((param) => param.name === name)) return;
  if (!callsIn(func, m.index).some((call) => argumentOf(call, name)?.kind === 'name')) return;
  pushLevel(m, newLevel({ kind: 'guard', count: ONE, from: at + 1, node: null, frame }));
  recordCall(m, site, 'concatenation', old.size, 'copies the text that the call before still has');
  popLevel(m);
}

/** What is put behind the text may be put together itself, in a place of its own. */
function siteOf(node: Stmt | Expr, target: Expr, fresh: boolean): Expr {
  if (node.kind !== 'assign') return node as Expr;
  return !fresh && node.value.kind === 'binary' ? target : node.value;
}

/** `text = text[i:] + text[:i]`: while the new text is made of pieces of the old one, the old one is held too. */
export function holdReplaced(m: Machine, target: Expr, source: Expr, value: Value): void {
  if (value.kind !== 'str' || isOne(value.size) || target.kind !== 'name' || source.kind !== 'binary') return;
  if (someCode(source, (at) => at.kind === 'name' && at.name === target.name)) chargeSpace(m, value.size);
}

/** Whether the language puts `text += more` and `text = text + more` behind the text that is there. */
function isExtended(m: Machine, target: Expr, made: Expr | null): boolean {
  if (!m.library.table.appendsInPlace || target.kind !== 'name') return false;
  return made === null || (made.kind === 'binary' && pathOf(made.left) === target.name);
}
