/**
 * Blocks that make a capacity larger by a factor when it is reached: they run a logarithmic number of times, and what
 * they do for each of what is held adds up to the last time, as a geometric series does. While such a block runs, both
 * numbers have one symbol, whose values add up.
 */
import { type Cost, isOne, log } from '../../cost/cost.ts';
import type { Expr, If } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { type Frame, ownerOf } from '../frame.ts';
import { type Level, addSpan, newLevel, turns } from '../levels.ts';
import { type Machine, assume, leaveFrom, newSymbol, outermost, pushLevel, settle } from '../machine.ts';
import { quietly } from '../quiet.ts';
import { type HeapObject, type Num, type Value, find, numSymbol } from '../value.ts';
import { regrowthOf } from './regrowth.ts';

/** A number that is known while a block runs: a variable of a frame, a field of an object, or a length. */
export interface Regrown {
  readonly level: Level;
  readonly owner: Frame | HeapObject;
  /** Null where the object's length is meant. */
  readonly field: string | null;
  value: Num;
}

/** Opens a guard over a block that makes a capacity larger by a factor; null over any other. */
export function enterRegrowth(m: Machine, frame: Frame, node: If): Level | null {
  if (!m.levels.some(({ kind }) => kind === 'loop')) return null;
  const growth = regrowthOf(node, { index: m.index, program: m.program, func: frame.func });
  if (growth === null) return null;
  const held = quietly(m, frame, growth.held);
  const [capacity, count] = [placeOf(m, frame, growth.capacity), placeOf(m, frame, growth.held)];
  if (held.kind !== 'num' || capacity === null || count === null) return null;
  const most = outermost(m, settle(m, held.max));
  const from = growth.paid === null ? m.levels.length : Math.min(capacity.since, m.levels.length);
  const all = turns(m.levels, from);
  const isGeometric = growth.paid === 'growth' && !isOne(most);
  const level = newLevel({ kind: 'guard', count: isGeometric ? log(most) : all, from, node, frame });
  const name = newSymbol(m);
  addSpan(level, name, { total: growth.paid === 'changes' ? all : most, from });
  pushLevel(m, level);
  const known = [capacity, count, ...[capacity, count].flatMap((place) => arraysOf(m, place, node))];
  for (const { owner, field } of known) m.regrown.push({ level, owner, field, value: numSymbol(name) });
  return level;
}

/** The arrays and lists beside a capacity or a count that is a field: taken to hold what is counted there. */
function arraysOf(m: Machine, { owner, field }: Place, { span }: If): Place[] {
  if (field === null || !('fields' in owner)) return [];
  const arrays = [...(owner.fields?.values() ?? [])].flatMap((value): Place[] => {
    const array = value.kind === 'ref' ? find(value.object) : null;
    const isHeld = array?.origin === 'local' && (array.type === 'list' || array.type === 'array');
    return isHeld ? [{ owner: array, field: null, since: 0 }] : [];
  });
  if (arrays.length > 0)
    assume(m, `capacity:${span.start}`, 'the arrays of an object hold no more than it counts', span);
  return arrays;
}

/** Closes such a guard. */
export function leaveRegrowth(m: Machine, level: Level): void {
  leaveFrom(m, level);
  while (m.regrown[m.regrown.length - 1]?.level === level) m.regrown.pop();
}

interface Place {
  readonly owner: Frame | HeapObject;
  readonly field: string | null;
  /** The depth at which it was set for the first time. */
  readonly since: number;
}

function placeOf(m: Machine, frame: Frame, expr: Expr): Place | null {
  const subject = measuredBy(m.index.roles, expr);
  if (subject !== null) {
    const value = quietly(m, frame, subject);
    const at = placeOf(m, frame, subject);
    return value.kind !== 'ref' || at === null ? null : { ...at, owner: find(value.object), field: null };
  }
  if (expr.kind === 'name') {
    const owner = ownerOf(frame, expr.name);
    return { owner, field: expr.name, since: owner.boundAt.get(expr.name) ?? owner.base };
  }
  const value = expr.kind === 'field' ? quietly(m, frame, expr.object) : null;
  if (expr.kind !== 'field' || value?.kind !== 'ref') return null;
  const owner = find(value.object);
  return { owner, field: expr.name, since: owner.born };
}

/** What an expression is known to be while the capacity is made larger; null for any other. */
export function regrownValue(m: Machine, frame: Frame, expr: Expr): Num | null {
  if (expr.kind !== 'name' && expr.kind !== 'field' && expr.kind !== 'call') return null;
  const at = placeOf(m, frame, expr);
  const known = at === null ? null : m.regrown.findLast((one) => isAt(one, at));
  return known?.value ?? null;
}

/** The number of elements of such a container. */
export function regrownSize({ regrown }: Machine, object: HeapObject): Cost | null {
  const known = regrown.findLast((one) => one.owner === object && one.field === null);
  return known?.value.max ?? null;
}

/** The capacity is set anew. */
export function noteRegrown(m: Machine, frame: Frame, target: Expr, value: Value): void {
  const at = value.kind === 'num' && value.exact !== null ? placeOf(m, frame, target) : null;
  const known = at === null ? undefined : m.regrown.findLast((one) => isAt(one, at));
  if (known !== undefined && value.kind === 'num') known.value = value;
}

const isAt = (one: Regrown, { owner, field }: Place): boolean => one.owner === owner && one.field === field;
