/** What a test tells about the variables in it. */
import { type Affine, affine } from '../cost/affine.ts';
import { ONE, isOne, min } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import { NEGATED } from '../ir/negation.ts';
import { measuredBy, subjectOf } from '../ir/roles.ts';
import { quietly } from './quiet.ts';
import { ownerOf, lookup, setVariable, type Frame } from './frame.ts';
import { sizeOf } from './heap.ts';
import type { Level } from './levels.ts';
import { type Machine, boundedSymbol, settle } from './machine.ts';
import { type Num, type Value, find, knownInt } from './value.ts';

/** Narrows the bounds of names by a test that is known to hold (`holds`) or to fail. */
export function refine(m: Machine, frame: Frame, test: Expr, holds: boolean): void {
  if (test.kind === 'logical') {
    if ((test.op === 'and') === holds) {
      refine(m, frame, test.left, holds);
      refine(m, frame, test.right, holds);
    }
    return;
  }
  if (test.kind === 'unary' && test.op === 'not') {
    refine(m, frame, test.operand, !holds);
    return;
  }
  if (test.kind !== 'compare') return refineEmpty(m, frame, test, holds);
  const op = holds ? test.op : NEGATED[test.op];
  if (op === '<' || op === '<=' || op === '==') atMost(m, frame, test.left, test.right);
  if (op === '>' || op === '>=' || op === '==') atMost(m, frame, test.right, test.left);
  if ((test.op === 'in') === holds && (test.op === 'in' || test.op === 'not in'))
    among(m, frame, test.left, test.right);
}

/** A text that a set or map has is one of those in it. */
function among(m: Machine, frame: Frame, key: Expr, container: Expr): void {
  const value = key.kind === 'name' ? lookup(frame, key.name) : undefined;
  if (key.kind !== 'name' || value?.kind !== 'str') return;
  const held = quietly(m, frame, container);
  const object = held.kind === 'ref' ? find(held.object) : null;
  if (object === null || (object.type !== 'set' && object.type !== 'map') || object.grows) return;
  const size = sizeOf(m, object);
  const domain = value.domain === null ? size : min(value.domain, size);
  setVariable(ownerOf(frame, key.name), key.name, { ...value, domain });
}

/** `not text`, `text.isEmpty()`. */
function refineEmpty(m: Machine, frame: Frame, test: Expr, holds: boolean): void {
  const asks = holds && test.kind === 'call' && m.index.roles.is(test, 'empty');
  const text = asks ? subjectOf(test) : holds ? null : test;
  if (text !== null) shorten(frame, text);
}

/** More than that stands for the values that a length may have. */
const SHORT = 1000;

/** A text that is empty, or no longer than a constant. */
function shorten(frame: Frame, text: Expr): void {
  const value = text.kind === 'name' ? lookup(frame, text.name) : undefined;
  if (text.kind !== 'name' || value?.kind !== 'str' || isOne(value.size)) return;
  setVariable(ownerOf(frame, text.name), text.name, { ...value, size: ONE, exact: null });
}

/** `small <= large` holds. */
function atMost(m: Machine, frame: Frame, small: Expr, large: Expr): void {
  if (large.kind === 'string') return shorten(frame, small);
  const measured = large.kind === 'number' && large.value < SHORT ? measuredBy(m.index.roles, small) : null;
  if (measured !== null) return shorten(frame, measured);
  bound(m, frame, small, large);
  if (small.kind === 'binary' && small.op === '-')
    near(m, frame, small.left, small.right, quietly(m, frame, large));
  if (large.kind === 'binary' && large.op === '+')
    near(m, frame, small, large.left, quietly(m, frame, large.right));
}

/** `high - low <= by`, by a constant: the ends of an interval that has become short. */
function near(m: Machine, frame: Frame, high: Expr, low: Expr, by: Value): void {
  const distance = knownInt(by);
  if (distance === null || high.kind !== 'name' || low.kind !== 'name') return;
  const [top, bottom] = [high, low].map(({ name }) => lookup(frame, name));
  if (top?.kind !== 'num' || bottom?.kind !== 'num' || top.float || bottom.float) return;
  const exact = bottom.exact ?? affine.symbol(boundedSymbol(m, settle(m, bottom.max)));
  const limit = affine.plus(exact, affine.constant(distance));
  setVariable(ownerOf(frame, low.name), low.name, { ...bottom, exact });
  setVariable(ownerOf(frame, high.name), high.name, { ...top, below: [...top.below, limit] });
}

/** `small` stays below `large`, whatever they are. */
function bound(m: Machine, frame: Frame, small: Expr, large: Expr): void {
  const at = placeOf(frame, small);
  if (at === null) return;
  const value = at.whole.kind === 'tuple' ? at.whole.parts[at.part] : at.whole;
  if (value?.kind !== 'num') return;
  const limit = quietly(m, frame, large);
  if (limit.kind !== 'num' || limit.float) return;
  // What goes round a worklist grows unseen: up to what its test allows.
  const grows = value.exact === null && (isOne(value.max) ? m.levels.some(isSource) : goesRound(m, value));
  const bounded = grows ? settle(m, limit.max) : min(settle(m, value.max), settle(m, limit.max));
  const exact =
    value.exact !== null &&
    [...value.exact.terms.keys()].every((name) => name.startsWith('@@') || !m.closed.has(name))
      ? value.exact
      : null;
  const below = limit.exact === null ? value.below : limited(value, limit.exact);
  const isOpen = exact === null || affine.isConstant(exact);
  if (!isOpen && below === value.below) return;
  const known: Num = isOpen
    ? { ...value, below, max: bounded, exact, domain: grows ? null : value.domain, moved: [] }
    : { ...value, below };
  const { name, whole, part } = at;
  const now =
    whole.kind === 'tuple'
      ? { ...whole, parts: whole.parts.map((other, i) => (i === part ? known : other)) }
      : known;
  setVariable(ownerOf(frame, name), name, now);
}

const isSource = ({ source }: Level): boolean => source !== null;

/** It was drawn from what a loop around goes through, and moved on: put back, it is further on in a later turn. */
const goesRound = ({ levels }: Machine, { moved }: Num): boolean =>
  moved.some(({ from }) => levels.some(({ source }) => source !== null && find(source) === find(from)));

/** A name, or a part of the tuple that a name stands for: `cell[0]`. */
function placeOf(frame: Frame, expr: Expr): { name: string; whole: Value; part: number } | null {
  const part = expr.kind === 'index' && expr.index.kind === 'number' ? expr.index.value : null;
  const named = expr.kind === 'index' ? expr.object : expr;
  const whole = named.kind === 'name' ? lookup(frame, named.name) : undefined;
  if (named.kind !== 'name' || whole === undefined) return null;
  if (expr.kind === 'index')
    return part === null || whole.kind !== 'tuple' ? null : { name: named.name, whole, part };
  return { name: named.name, whole, part: 0 };
}

/** The limits with another one. What a loop moves on is another number in the next turn: it is none. */
function limited({ below }: Num, limit: Affine): Num['below'] {
  const isFixed = [...limit.terms.keys()].every((name) => !name.startsWith('@'));
  return limit.terms.size === 0 || !isFixed || below.some((other) => affine.equals(other, limit))
    ? below
    : [...below, limit];
}
