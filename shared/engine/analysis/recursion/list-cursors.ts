/** Cursors that a call moves along a list before it hands them on: `node = head.next`, `while ...: node = node.next`. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, FunctionNode, Param, Stmt, While } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { eachChild, someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { TREE_LINKS } from '../platform.ts';
import { statementsAfter } from '../loops/resumed.ts';
import { innermost } from '../levels.ts';
import type { Machine } from '../machine.ts';
import { LINKS } from '../platform.ts';
import { type SelfCall, argumentOf, selfCallsOf } from './self-calls.ts';

/**
 * The link along which a variable is moved on from the parameter, before it is used at `until`; null for a variable that
 * is anything else too.
 */
export function linkAlong(func: FunctionNode, name: string, param: string, until = Infinity): string | null {
  const values = (assigned(func).get(name) ?? []).flatMap(({ value, end }) => (end <= until ? [value] : []));
  const links = values.map((value) => (value === null ? null : linkFrom(value, [name, param])));
  const moves = links.filter((link) => link !== 'same');
  const begins = values.some((value) => value !== null && linkFrom(value, [param]) !== null);
  return begins && moves.length > 0 && links.every((link) => link !== null) ? moves[0]! : null;
}

/** The last link of `node.next` or `head.next.next`; `same` for the node itself. */
function linkFrom(value: Expr, roots: readonly string[]): string | null {
  if (value.kind === 'name') return roots.includes(value.name) ? 'same' : null;
  if (value.kind !== 'field' || !LINKS.has(value.name) || TREE_LINKS.has(value.name)) return null;
  return linkFrom(value.object, roots) === null ? null : value.name;
}

/**
 * The depth of the recursion over whose calls a loop that moves a cursor along a list passes it once: each call walks from
 * its node on, and the only call behind the walk is handed the node that it has come to. Null for any other loop.
 */
export function walkedOnce(m: Machine, frame: Frame, loop: While, cursor: string): number | null {
  const at = innermost(m.levels);
  const level = m.levels[at];
  const { func } = frame;
  if (func === null || level?.kind !== 'recursion' || level.frame !== frame) return null;
  const following = statementsAfter(func.body, loop);
  if (following === null) return null;
  const calls = selfCallsOf(func, new Set([func]), m.index);
  const isIn = (code: Stmt | Expr, { call }: SelfCall): boolean => contains(code, call);
  const behind = calls.filter((call) => following.some((stmt) => isIn(stmt, call)));
  const before = calls.filter(({ call }) => call.span.start < loop.span.start);
  const returns = (node: Stmt | Expr): boolean =>
    node.kind === 'return' && before.some((call) => isIn(node, call));
  const left = before.filter((call) =>
    func.body.some((stmt) => someCode(stmt, (node) => returns(node) && isIn(node, call))),
  );
  if (behind.length !== 1 || left.length < before.length || behind[0]!.repeated) return null;
  // What a loop sets behind the call, its next turn finds.
  const until = behind[0]!.loops.length === 0 ? behind[0]!.call.span.start : Infinity;
  const isHandedOn = ({ name }: Param): boolean => {
    const given = argumentOf(behind[0]!, name);
    const isCursor = given !== null && linkFrom(given, [cursor]) !== null;
    return isCursor && (name === cursor || linkAlong(func, cursor, name, until) !== null);
  };
  return func.params.some(isHandedOn) ? at : null;
}

/** What a name is set to, null for what is no plain assignment; `end`: where the statement ends. */
interface Setting {
  readonly value: Expr | null;
  readonly end: number;
}

/** What the names of a function are set to. */
const assigned = remembered((func: FunctionNode): ReadonlyMap<string, readonly Setting[]> => {
  const all = new Map<string, Setting[]>();
  const add = (target: Expr, value: Expr | null, end: number): void => {
    if (target.kind === 'name') all.set(target.name, [...(all.get(target.name) ?? []), { value, end }]);
    if (target.kind === 'collection')
      target.elements.forEach((part, i) => {
        add(part, value?.kind === 'collection' ? (value.elements[i] ?? null) : null, end);
      });
  };
  const visit = (node: Stmt | Expr): void => {
    const { end } = node.span;
    if (node.kind === 'assign')
      for (const target of node.targets) add(target, node.op === null ? node.value : null, end);
    if (node.kind === 'assignExpr') add(node.target, node.op === null ? node.value : null, end);
    if (node.kind === 'forEach') add(node.target, null, node.headerSpan.end);
    eachChild(node, visit);
  };
  func.body.forEach(visit);
  return all;
});
