/** Numbers that library calls return. */
import { affine, affineToCost } from '../../cost/affine.ts';
import { type Cost, ONE, isOne, max as maxCost, symbol } from '../../cost/cost.ts';
import type { Operand } from '../../ir/library.ts';
import { withMagnitude } from '../arithmetic.ts';
import { join } from '../join.ts';
import { joinGiven } from '../recursion/given-numbers.ts';
import { SMALL_INT, type Num, type Value, domainOf, find, num, nonZero, type Ref } from '../value.ts';
import { exactOf } from '../heap.ts';
import { cameFrom, shareOf } from '../moved-from.ts';
import { type Machine, fixInput } from '../machine.ts';
import { evaluateText } from './operands.ts';
import { noteNumeral } from '../numerals.ts';
import { callSpecial } from '../specials.ts';
import { type Query, placeOf } from './query.ts';

/** An int parsed from what was read from the input is an input of its own. */
export function readNumber(q: Query): Value | null {
  const source = q.operands.get('a');
  return source?.kind === 'str' && source.read ? inputNumber(q.m, placeOf(q), false) : null;
}

/** A number that is read: a symbol of its own. */
export function inputNumber(m: Machine, place: string, float: boolean): Value {
  const name = `value${place}`;
  m.firstRead ??= name;
  return num(symbol(name), { exact: affine.symbol(name), read: true, float });
}

/** The int that a row's text bounds: a length, an extreme, a value handed through, or any number up to the bound. */
export function intValue(q: Query, text: string): Value {
  if (text.startsWith('max(') || text.startsWith('min(')) return extremeOf(q, text);
  const operand = q.operands.get(text as Operand);
  const max = nonZero(evaluateText(q, text));
  if (operand !== undefined && q.row.time === '1') return lengthOf(q, operand, max);
  const single = handedThrough(q, text);
  if (single?.kind === 'num') return { ...single, float: false, lengthOf: null };
  if (single?.kind === 'str') {
    // A line that is parsed as a whole has the digits of a machine integer; digits to a given base may be more.
    if (single.read && single.drawnFrom === null && !q.operands.has('b')) fixInput(q.m, single.size);
    if (!q.operands.has('b')) noteNumeral(q.m, q.frame, q.args[0]?.expr ?? null);
    return readNumber(q) ?? (isOne(single.size) ? SMALL_INT : num(ONE, { domain: single.domain }));
  }
  return num(max);
}

/** `a` of `a.value` and, as far from zero as it may be, of `a.magnitude`. */
function handedThrough(q: Query, text: string): Value | undefined {
  const [name, part] = text.split('.');
  if (name!.length > 1 || (part !== 'value' && part !== 'magnitude')) return undefined;
  const value = q.operands.get(name as Operand);
  return value?.kind === 'num' && part === 'magnitude' ? withMagnitude(value) : value;
}

/** The least or largest of several values that are no numbers is one of them; objects are compared as their class says. */
function extremeOf(q: Query, text: string): Value {
  const values = [...q.operands.values()];
  if (values.some((value) => value.kind !== 'num'))
    return values.reduce((a, b) => {
      for (const op of ['<', '>'] as const) if (callSpecial(q.m, q.frame, q.site, a, op, [b]) !== null) break;
      return join(a, b);
    });
  return extreme(q, text.startsWith('min'), nonZero(evaluateText(q, text)));
}

function lengthOf(q: Query, operand: Value, max: Cost): Value {
  const object = operand.kind === 'ref' ? find(operand.object) : null;
  const exact = operand.kind === 'str' ? operand.exact : object === null ? null : exactOf(q.m, object);
  return num(exact !== null && !affine.isConstant(exact) ? affineToCost(exact) : max, {
    exact,
    lengthOf: object,
    lengthPart: partIn(operand),
    lengthMade: operand.kind === 'str' ? operand.made : null,
  });
}

/** The container that an operand is another part of in every turn of a level. */
function partIn(operand: Value): Ref['part'] {
  if (operand.kind === 'ref') return operand.part;
  if (operand.kind !== 'str' || operand.drawnFrom === null || operand.place === null) return null;
  return { container: operand.drawnFrom, level: operand.place };
}

/** `min(i + k, n)` is at most each of its arguments, `max(0, i - k)` at least. */
function extreme(q: Query, least: boolean, max: Cost): Value {
  const numbers = [...q.operands.values()].filter((value) => value.kind === 'num');
  const exacts = numbers.flatMap((value) => [
    ...(value.exact === null ? [] : [value.exact]),
    ...(least ? value.below : value.above),
  ]);
  const domains = numbers.map(domainOf);
  const domain =
    domains.every((d) => d !== null) && domains.length > 0
      ? domains.reduce((a, b) => joinDomain(a, b))
      : null;
  return num(max, {
    ...(least ? { below: exacts } : { above: exacts }),
    domain,
    moved: least && numbers.some((value) => cameFrom(value).length === 0) ? [] : numbers.flatMap(cameFrom),
    share: least ? leastShare(numbers) : greatestShare(numbers),
    lengthPart: least ? (numbers.find(({ lengthPart }) => lengthPart !== null)?.lengthPart ?? null) : null,
    float: numbers.some((value) => value.float),
    given: numbers.map(({ given }) => given).reduce(joinGiven, null),
  });
}

const leastShare = (numbers: readonly Num[]): Num['share'] =>
  numbers.map(shareOf).find((share) => share !== null) ?? null;

/** `max(0, v - k)` is no more than v. */
function greatestShare(numbers: readonly Num[]): Num['share'] {
  const [first, ...others] = numbers.filter(({ max }) => !isOne(max));
  return first === undefined || others.length > 0 ? null : shareOf(first);
}

const joinDomain = (a: Cost, b: Cost): Cost => maxCost(a, b);
