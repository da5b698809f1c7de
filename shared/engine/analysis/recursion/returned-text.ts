/** Texts that a recursion puts together of what its calls return. */
import { affine, affineToCost } from '../../cost/affine.ts';
import { ZERO, max, plus, times } from '../../cost/cost.ts';
import type { Frame } from '../frame.ts';
import type { Given } from '../given.ts';
import { type Machine, boundedSymbol, settle } from '../machine.ts';
import { type Str, type Value, str } from '../value.ts';
import { powerOf } from './branching.ts';
import type { Recursion } from './query.ts';

/** What a call returns: in the first pass its length has a symbol, by which the result tells how often it stands there. */
export function givenText(m: Machine, { func, context }: Frame, text: Str, site: object): Str {
  const given = { by: func!, extended: false, times: new Map([[site, 1]]), added: ZERO };
  if (m.pass > 1) return { ...text, given };
  const length = boundedSymbol(m, settle(m, text.size));
  context.textLengths.add(length);
  return { ...text, given, exact: affine.symbol(length) };
}

/** Notes what a call puts to the text that another one gave, where the first pass can tell; null where it can't. */
export function noteReturnedText(m: Machine, { func, context }: Frame, value: Value): void {
  if (m.pass > 1 || value.kind !== 'str' || value.given?.extended !== true || value.given.by !== func) return;
  const { exact } = value;
  const own = exact === null ? [] : [...exact.terms].filter(([name]) => !context.textLengths.has(name));
  const isKnown = exact !== null && own.every(([name]) => !name.startsWith('@'));
  const told = isKnown ? affineToCost({ ...exact, terms: new Map(own) }) : value.given.added;
  const added = told && settle(m, told);
  const before = context.addedText;
  context.addedText = added === null || before === null ? null : max(before ?? ZERO, added);
}

/**
 * A string that every call adds to has what all of them add: all nodes of a tree or all the calls that it is put together
 * of, else one call after the other. What is put in twice multiplies with each of them.
 */
export function grownText(m: Machine, { func, context }: Frame, recursion: Recursion, value: Str): Value {
  const { given } = value;
  const own = given?.extended === true && given.by === func ? given : null;
  context.textFactor = Math.max(context.textFactor, factorOf(value, context.textLengths));
  if (own === null && context.textFactor < 2) return value;
  context.ownText ??= settle(m, value.size);
  const added = context.addedText ?? null;
  const most = Math.max(context.textFactor, timesOf(recursion, own?.times ?? NONE));
  const all = recursion.rule === 'structural' || (own !== null && own.times.size > 1);
  const calls = most > 1 ? powerOf(most, recursion.depth) : all ? recursion.count : recursion.depth;
  // What the last call returns stands in it once.
  const isOnce = added !== null && most <= 1 && !all;
  const size = isOnce ? plus(context.ownText, times(added, calls)) : times(context.ownText, calls);
  return str(settle(m, size));
}

const NONE: Given['times'] = new Map();

/** How many times what one call returned stands in it: what comes from a table may be the same for several calls. */
function timesOf({ rule }: Recursion, times: Given['times']): number {
  const each = [...times.values()];
  return rule === 'memo' ? each.reduce((sum, more) => sum + more, 0) : Math.max(0, ...each);
}

/** How many times as long as what one of the calls returned. */
function factorOf({ exact, spread }: Str, lengths: ReadonlySet<string>): number {
  if (spread !== null && lengths.has(spread)) return 2;
  return Math.max(1, ...[...(exact?.terms ?? [])].map(([name, by]) => (lengths.has(name) ? by : 1)));
}
