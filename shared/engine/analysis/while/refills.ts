/**
 * Containers that get back what was taken out of them, by way of one that is made for it:
 *
 *   aside = []
 *   while stack and stack[-1] < x: aside.append(stack.pop())
 *   while aside: stack.append(aside.pop())
 *
 * They grow no longer by that. And what was put into the stack in all says nothing about how much is taken out of it in
 * all: the same elements go to and fro in every turn of the loop around.
 */
import { remembered } from '../../ir/facts.ts';
import type { Call, Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { leafNames } from '../../ir/targets.ts';
import { forEachStmt, operandsOf, someAct, someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import type { Machine } from '../machine.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { pathsIn } from './query.ts';

type Body = readonly (Stmt | Expr)[];

/** What goes from one container to another. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly call: Call;
}

/** Whether a turn of a loop around puts back into the container at `path` what it has taken out of it. */
export const isRefilled = (m: Machine, frame: Frame, path: string): boolean =>
  movesBackAround(m, frame).some(({ to }) => to === path) || isDrainedBack(m, frame, path);

/** Whether one loop empties the container into another one and a second loop empties that into it again. */
const isDrainedBack = (m: Machine, frame: Frame, path: string): boolean =>
  drainsAround(m, frame).some(({ from }) => from === path);

/** Out of what the call moves everything, where another loop moves it back; null for any other call. */
export const drainedBy = (m: Machine, frame: Frame, call: Call): string | null =>
  drainsAround(m, frame).find((move) => move.call === call)?.from ?? null;

/** The operations of a class take turns as a loop does. */
const drainsAround = (m: Machine, frame: Frame): Move[] =>
  m.levels.flatMap(({ kind, frame: own, node, body }) =>
    kind === 'loop' && (own === frame || node === null) ? drainsIn(body, m.index.roles) : [],
  );

/** Whether the call puts back what a turn of a loop around has taken out of the same container. */
export const movesBack = (m: Machine, frame: Frame, call: Call): boolean =>
  movesBackAround(m, frame).some((move) => move.call === call);

function movesBackAround(m: Machine, frame: Frame): Move[] {
  return m.levels.flatMap(({ kind, frame: own, body }) =>
    kind === 'loop' && own === frame && body.length > 0 ? movesBackIn(body, m) : [],
  );
}

const movesBackIn = remembered((body: Body, { index }: Machine): readonly Move[] => {
  const changes = changesIn(body, index);
  const moves = [...changes.values()].some(comesAndGoes) ? movesIn(body, index.roles) : [];
  const isMade = (path: string): boolean => changes.get(path)?.some(({ kind }) => kind === 'set') === true;
  const returns = (move: Move): boolean =>
    moves.some(({ from, to }) => from === move.to && to === move.from && from !== to);
  return moves.filter((move) => isMade(move.from) && !isMade(move.to) && returns(move));
});

/** `while a: b.append(a.pop())` here and `while b: a.append(b.pop())` there: both. */
const drainsIn = remembered((body: Body, roles: RoleIndex): readonly Move[] => {
  const drains: Move[] = [];
  forEachStmt(body, (stmt) => {
    if (stmt.kind === 'while')
      drains.push(...movesIn(stmt.body, roles).filter(({ from }) => asksForMore(stmt.test, from)));
  });
  return drains.filter(({ from, to }) => drains.some((other) => other.from === to && other.to === from));
});

/** The loop goes on until the container is empty, or stops short of it; two sizes that are compared tell no end. */
const asksForMore = (test: Expr, path: string): boolean =>
  operandsOf(test, 'and').some(
    (one) =>
      someCode(one, (node) => node.kind !== 'call' && pathOf(node as Expr) === path) &&
      !(one.kind === 'compare' && pathsIn(one.right).length > 0),
  );

/** Something is put in and something taken out: cheaper to tell than what moves where. */
const comesAndGoes = (list: readonly Change[]): boolean =>
  list.some(({ kind }) => kind === 'push') && list.some(({ kind }) => kind === 'pop');

/** What is put into containers that was taken out of others, or run over in them, or all that they hold. */
function movesIn(body: Body, roles: RoleIndex): Move[] {
  const sources = new Map<string, string>();
  const moves: Move[] = [];
  const sourceOf = (expr: Expr): string | null => {
    if (expr.kind === 'name') return sources.get(expr.name) ?? expr.name;
    if (expr.kind === 'slice') return pathOf(expr.object);
    if (expr.kind !== 'call') return null;
    const { callee, args } = expr;
    if (roles.is(expr, 'popFirst')) return args.length === 0 ? null : pathOf(args[0]!.value);
    if (callee.kind === 'field') return roles.is(expr, 'pop') ? pathOf(callee.object) : null;
    return roles.is(expr, 'elements') && args.length === 1 ? sourceOf(args[0]!.value) : null;
  };
  const noteSource = (target: Expr, value: Expr): void => {
    const from = sourceOf(value);
    if (from !== null) for (const name of leafNames(target)) sources.set(name, from);
  };
  const noteMove = (call: Call): void => {
    const { callee, args } = call;
    const [target, ...put] = [
      ...(callee.kind === 'field' && roles.is(call, 'push') ? [callee.object] : []),
      ...args.map(({ value }) => value),
    ];
    const isPush = callee.kind === 'field' ? roles.is(call, 'push') : roles.is(call, 'pushFirst');
    const [from, to] = [put.length === 1 ? sourceOf(put[0]!) : null, pathOf(target ?? callee)];
    if (isPush && from !== null && to !== null) moves.push({ from, to, call });
  };
  const note = (node: Stmt | Expr): false => {
    if (node.kind === 'forEach') noteSource(node.target, node.iterable);
    if (node.kind === 'assign' && node.op === null && node.value.kind === 'call')
      noteSource(node.targets[0]!, node.value);
    if (node.kind === 'call') noteMove(node);
    return false;
  };
  for (const code of body) someAct(code, note);
  return moves;
}
