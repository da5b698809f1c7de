/** Variables over the turns of a loop. */
import { affine } from '../cost/affine.ts';
import { ONE, isOne, plus } from '../cost/cost.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import type { Snapshot } from './branches.ts';
import { type Frame, binderOf, lookup } from './frame.ts';
import { join } from './join.ts';
import { inAll } from './levels.ts';
import { type Machine, boundedSymbol, exponential, settle } from './machine.ts';
import { changesIn } from './progress.ts';
import { type Value, find, num } from './value.ts';

/** Variables at the head of a loop: on entry, or at the end of a turn as the pass before saw it. */
export function loopHead(m: Machine, frame: Frame, node: Stmt, body: readonly (Stmt | Expr)[]): void {
  const carried = frame.context.carried.get(node);
  if (carried === undefined) {
    for (const [name, list] of changesIn(body, m.index))
      if (list.some(({ kind }) => kind === 'set' || kind === 'copy')) measure(m, lookup(frame, name));
    return;
  }
  for (const [name, value] of carried) {
    const owner = binderOf(frame, name);
    const now = owner?.vars.get(name);
    if (owner !== null && now !== undefined)
      owner.vars.set(name, anonymous(m, join(now, closedValue(m, value))));
  }
}

/** A container that the first turn replaces has a symbol for its length, so that the new length can be told by the old. */
function measure(m: Machine, value: Value | undefined): void {
  const object = value?.kind === 'ref' ? find(value.object) : null;
  if (object?.origin !== 'local' || object.exact === null || !affine.isConstant(object.exact)) return;
  object.exact = affine.symbol(boundedSymbol(m, settle(m, object.size)));
}

/** A number that a loop carries on has a symbol of its own within a turn, so that differences with it cancel. */
function anonymous(m: Machine, value: Value): Value {
  if (value.kind !== 'num' || value.exact !== null || value.float || isOne(value.max)) return value;
  return { ...value, exact: affine.symbol(boundedSymbol(m, settle(m, value.max))) };
}

function closedValue(m: Machine, value: Value): Value {
  if (value.kind === 'num')
    return num(settle(m, value.max), {
      float: value.float,
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
    const root = path.split(/[.[]/, 1)[0]!;
    const value = binderOf(frame, root)?.vars.get(root);
    if (value === undefined) continue;
    carried.set(root, value);
    for (const saved of before) lengthen(m, saved.vars.get(root), value, node);
  }
  frame.context.carried.set(node, carried);
}

/** A container that every turn makes longer by some is in the end as long as there were turns; by a factor, exponentially. */
function lengthen(m: Machine, head: Value | undefined, end: Value, node: Stmt): void {
  if (head?.kind !== 'ref' || end.kind !== 'ref') return;
  const from = find(head.object);
  const to = find(end.object);
  if (from === to || from.exact === null || to.exact === null) return;
  const more = affine.plus(to.exact, affine.scale(from.exact, -1));
  const multiplied = [...more.terms].some(([name, times]) => times > 0 && from.exact!.terms.has(name));
  if (!multiplied && (!affine.isConstant(more) || more.constant <= 0)) return;
  const rounds = settle(m, inAll(m.levels, ONE, Math.min(from.born, m.levels.length)));
  // What a `while` multiplies is what ends it, by a test of its length.
  to.size = plus(to.size, multiplied && node.kind === 'forEach' ? exponential(rounds) : rounds);
  to.exact = null;
  to.grows = true;
  m.grew = true;
}
