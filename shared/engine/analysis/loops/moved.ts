/**
 * Numbers that a loop only moves on: after it they are where they were before and as much further as the loop had turns.
 * That distance has a symbol, so that what is counted from where the number was before is as long as the distance. Where
 * the turns of the loop are bounded over the loops around, the distances add up to no more than these turns.
 */
import { affine } from '../../cost/affine.ts';
import { type Cost, isOne } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { someChildStmt } from '../../ir/walk.ts';
import { type Frame, binderOf, setVariable } from '../frame.ts';
import { type Level, addSpan, closeOver } from '../levels.ts';
import { type Machine, boundedSymbol, newSymbol, settle } from '../machine.ts';
import { type Change, changesIn } from '../progress.ts';
import type { Num } from '../value.ts';

/** Where a variable stands before a loop, and which way the loop moves it. */
export interface Start {
  readonly name: string;
  readonly value: Num;
  readonly sign: 1 | -1;
}

/** Where the variables stand that the loop changes by nothing but constant steps one way. */
export function startsOf(m: Machine, frame: Frame, body: readonly (Stmt | Expr)[]): Start[] {
  const starts: Start[] = [];
  for (const { name, sign } of stepsIn(body, m)) {
    const value = binderOf(frame, name)?.vars.get(name);
    if (value?.kind === 'num' && !value.float) starts.push({ name, value, sign });
  }
  return starts;
}

/** The variables that code changes only so, at most a few times when it runs. Cached by the identity of the list. */
const stepsIn = remembered(
  (body: readonly (Stmt | Expr)[], { index }: Machine): readonly Pick<Start, 'name' | 'sign'>[] =>
    [...changesIn(body, index)].flatMap(([name, list]) => {
      const sign = signOf(list);
      return sign === null || list.some(({ node }) => isRepeated(body, node)) ? [] : [{ name, sign }];
    }),
);

function signOf(changes: readonly Change[]): 1 | -1 | null {
  const [first] = changes;
  if (first?.kind !== 'step') return null;
  const same = changes.every(
    (change) => change.kind === 'step' && change.sign === first.sign && change.amount.kind === 'number',
  );
  return same ? first.sign : null;
}

/** It stands in a loop inside of the body, or in a function that the body calls. */
function isRepeated(body: readonly (Stmt | Expr)[], node: Stmt | Expr): boolean {
  const isIn = (code: Stmt | Expr): boolean =>
    code === node ||
    (code.kind !== 'while' && code.kind !== 'forEach' && someChildStmt(code, isIn)) ||
    ((code.kind === 'expr' || code.kind === 'assign') && contains(code, node)) ||
    (code.kind === 'if' && contains(code.test, node));
  return !body.some(isIn);
}

/** Says of each variable, after the loop, how far it is from where it was. */
export function moveOn(m: Machine, frame: Frame, starts: readonly Start[], { count, from }: Level): void {
  const here = m.levels.length;
  if (isOne(count)) return;
  for (const {
    name,
    value: { exact },
    sign,
  } of starts) {
    if (exact === null) continue;
    const owner = binderOf(frame, name);
    const value = owner?.vars.get(name);
    if (value?.kind !== 'num') continue;
    const distance = affine.scale(affine.symbol(distanceSymbol(m, count, Math.min(from, here))), sign);
    const moved: Num = { ...value, exact: affine.plus(exact, distance) };
    setVariable(owner!, name, moved);
  }
}

/** A symbol for a distance, which adds up to `count` over the levels from `from` on. */
export function distanceSymbol(m: Machine, count: Cost, from: number): string {
  const around = m.levels[m.levels.length - 1];
  if (around === undefined || from === m.levels.length) return boundedSymbol(m, settle(m, count));
  const name = newSymbol(m);
  const total = settle(m, closeOver(m.levels, count, from, m.levels.length));
  addSpan(around, name, { total, from });
  return name;
}
