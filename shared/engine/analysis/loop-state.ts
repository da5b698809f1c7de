/** Variables over the turns of a loop. */
import { affine } from '../cost/affine.ts';
import { ONE, isOne, plus } from '../cost/cost.ts';
import type { BinaryOp, Expr, Stmt } from '../ir/ir.ts';
import type { Snapshot } from './branches.ts';
import { type Frame, binderOf, lookup, setVariable } from './frame.ts';
import { join } from './join.ts';
import { inAll } from './levels.ts';
import { type Machine, boundedSymbol, exponential, settle } from './machine.ts';
import { type Change, changesIn, rootOf } from './progress.ts';
import { isSpreadOver } from './spread.ts';
import { type Value, exactLength, find, num } from './value.ts';

/** Variables at the head of a loop: on entry, or at the end of a turn as the pass before saw it. */
export function loopHead(m: Machine, frame: Frame, node: Stmt, body: readonly (Stmt | Expr)[]): void {
  const carried = frame.context.carried.get(node);
  if (carried === undefined) {
    for (const [name, list] of changesIn(body, m.index))
      if (list.some(({ kind }) => REPLACES.has(kind))) measure(m, frame, name);
    return;
  }
  const changes = changesIn(body, m.index);
  for (const [name, value] of carried) {
    const owner = binderOf(frame, name);
    const now = owner?.vars.get(name);
    if (owner === null || now === undefined) continue;
    const head = widened(name, join(now, closedValue(m, value)), changes.get(name));
    setVariable(owner, name, anonymous(m, head, isIndex(changes.get(name))));
  }
}

/** Changes that may put another container in the place of the one before, `x = x + y` among them. */
const REPLACES: ReadonlySet<string> = new Set(['set', 'copy', 'step', 'scale']);

/** What the first turn replaces has a symbol for its length, so that the new length can be told by the old. */
function measure(m: Machine, frame: Frame, name: string): void {
  const value = lookup(frame, name);
  if (value?.kind === 'str') {
    if (value.exact === null || !affine.isConstant(value.exact)) return;
    const exact = affine.symbol(boundedSymbol(m, settle(m, value.size)));
    setVariable(binderOf(frame, name)!, name, { ...value, exact });
    return;
  }
  const object = value?.kind === 'ref' ? find(value.object) : null;
  if (object?.origin !== 'local' || object.exact === null || !affine.isConstant(object.exact)) return;
  object.exact = affine.symbol(boundedSymbol(m, settle(m, object.size)));
}

/** A number that a loop carries on has a symbol of its own within a turn, so that differences with it cancel. */
function anonymous(m: Machine, value: Value, index: boolean): Value {
  if (value.kind !== 'num' || value.exact !== null || value.float || isOne(value.max)) return value;
  return {
    ...value,
    exact: affine.symbol(boundedSymbol(m, settle(m, value.max), index ? 'index' : 'other')),
  };
}

/** What every turn multiplies by a constant can be another number each time, however few turns there are. */
function widened(name: string, value: Value, changes: readonly Change[] | undefined): Value {
  if (value.kind !== 'num' || value.float || value.wide || !isOne(value.max)) return value;
  return changes?.some((change) => multiplies(change, name)) === true
    ? { ...value, domain: null, wide: true }
    : value;
}

/** `x *= 10`, `x = x * 10 + digit`, `x = x << 1 | bit`. */
function multiplies(change: Change, name: string): boolean {
  const isName = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
  const isTimes = (op: BinaryOp, by: Expr): boolean =>
    by.kind === 'number' && ((op === '*' && by.value > 1) || (op === '<<' && by.value > 0));
  const multiplied = (expr: Expr): boolean =>
    expr.kind === 'binary' &&
    ((isName(expr.left) && isTimes(expr.op, expr.right)) ||
      (expr.op === '*' && isName(expr.right) && isTimes(expr.op, expr.left)) ||
      multiplied(expr.left) ||
      multiplied(expr.right));
  if (change.kind === 'scale') return isTimes(change.op, change.by);
  return change.kind === 'set' && change.value !== null && multiplied(change.value);
}

/** Nothing but counted up or down. */
const isIndex = (changes: readonly Change[] | undefined): boolean =>
  changes?.every((change) => change.kind === 'step' && change.amount.kind === 'number') === true;

function closedValue(m: Machine, value: Value): Value {
  if (value.kind === 'num')
    return num(settle(m, value.max), {
      float: value.float,
      wide: value.wide,
      residue: value.residue,
      domain: value.domain === null ? null : settle(m, value.domain),
      lengthOf: value.lengthOf,
    });
  if (value.kind === 'str') return { ...value, size: settle(m, value.size), exact: null, distinct: null };
  if (value.kind === 'tuple')
    return { ...value, parts: value.parts.map((part) => closedValue(m, part)), distinct: null };
  return value.kind === 'ref' ? { ...value, part: null, distinct: null } : value;
}

export function loopEnd(
  m: Machine,
  frame: Frame,
  node: Stmt,
  body: readonly (Stmt | Expr)[],
  before: Snapshot,
): void {
  const carried = new Map<string, Value>();
  for (const path of changesIn(body, m.index).keys()) {
    const root = rootOf(path);
    const value = binderOf(frame, root)?.vars.get(root);
    if (value === undefined) continue;
    let end = value;
    for (const { vars } of before) end = lengthened(m, vars.get(root), end, node);
    carried.set(root, end);
  }
  frame.context.carried.set(node, carried);
}

/** What every turn makes longer by some is in the end as long as there were turns; by a factor, exponentially. */
function lengthened(m: Machine, head: Value | undefined, end: Value, node: Stmt): Value {
  const from = exactLength(head);
  if (from === null || isSame(head, end)) return end;
  const to = exactLength(end);
  const more = to === null ? null : affine.plus(to, affine.scale(from, -1));
  const multiplied =
    more === null
      ? isSpreadOver(end, from)
      : [...more.terms].some(([name, times]) => times > 0 && from.terms.has(name));
  if (!multiplied && (more === null || !affine.isConstant(more) || more.constant <= 0)) return end;
  const rounds = settle(m, inAll(m.levels, ONE, Math.min(bornAt(head), m.levels.length)));
  // What a `while` multiplies is what ends it, by a test of its length.
  const longer = multiplied && node.kind === 'forEach' ? exponential(rounds) : rounds;
  m.grew = true;
  if (end.kind === 'str') {
    const given = end.given && { ...end.given, added: null };
    return { ...end, size: plus(end.size, longer), exact: null, given };
  }
  if (end.kind !== 'ref') return end;
  const object = find(end.object);
  object.size = plus(object.size, longer);
  object.exact = null;
  object.grows = true;
  return end;
}

function isSame(head: Value | undefined, end: Value): boolean {
  return head?.kind === 'ref' && end.kind === 'ref' ? find(head.object) === find(end.object) : head === end;
}

/** Depth of the levels at which a container was made; strings are values, made anew wherever they change. */
function bornAt(value: Value | undefined): number {
  return value?.kind === 'ref' ? find(value.object).born : 0;
}
