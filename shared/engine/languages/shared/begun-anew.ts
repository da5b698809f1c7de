/**
 * A buffer that is empty before a loop, and that the end of each turn leaves empty for the next one, is made at the
 * beginning of each turn: `below = []` before the loop and `level, below = below, []` or `level, below = below, level;
 * below.clear()` at the end of the turn.
 */
import type { Assign, Expr, ForEach, Span, Stmt, While } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { mentions } from '../../ir/walk.ts';

type Loop = ForEach | While;

/** The statements of a block, with loops that begin such buffers anew. */
export function begunAnew(roles: RoleIndex, stmts: readonly Stmt[]): Stmt[] {
  return stmts.map((stmt, at) =>
    stmt.kind === 'forEach' || stmt.kind === 'while' ? inTurn(roles, stmt, stmts.slice(0, at)) : stmt,
  );
}

function inTurn(roles: RoleIndex, loop: Loop, before: readonly Stmt[]): Loop {
  const { body } = loop;
  for (let at = body.length - 1; at >= 0; at--) {
    const end = emptiedBy(roles, body[at]!);
    if (end === null) continue;
    const made = emptyBefore(roles, before, end.name);
    const behind = body.slice(at + 1);
    if (made === null || mentions(headOf(loop), end.name)) return loop;
    if (behind.some((stmt) => mentions(stmt, end.name)) || body.some(continues)) return loop;
    const { span } = body[at]!;
    const target: Expr = { kind: 'name', name: end.name, span };
    const begin: Assign = {
      kind: 'assign',
      targets: [target],
      op: null,
      value: standingAt(made, span),
      declared: null,
      span,
    };
    return { ...loop, body: [begin, ...body.slice(0, at), ...end.others, ...behind] };
  }
  return loop;
}

/** The same value, elsewhere in the text. */
const standingAt = (made: Expr, span: Span): Expr =>
  made.kind === 'call' ? { ...made, callee: { ...made.callee, span }, span } : { ...made, span };

const headOf = (loop: Loop): Expr => (loop.kind === 'while' ? loop.test : loop.iterable);

interface Emptied {
  readonly name: string;
  /** What the statement does beside that. */
  readonly others: readonly Stmt[];
}

/** `below = []`, `level, below = below, []`, `below.clear()`, `del below[:]` */
function emptiedBy(roles: RoleIndex, stmt: Stmt): Emptied | null {
  if (stmt.kind === 'assign') return assignedEmpty(roles, stmt);
  const cleared =
    stmt.kind === 'expr' && stmt.expr.kind === 'call' && roles.is(stmt.expr, 'clear')
      ? stmt.expr.callee
      : null;
  const whole = cleared?.kind === 'field' ? cleared.object : wholeDeleted(stmt);
  return whole?.kind === 'name' ? { name: whole.name, others: [] } : null;
}

function wholeDeleted(stmt: Stmt): Expr | null {
  if (stmt.kind !== 'delete' || stmt.target.kind !== 'slice') return null;
  const { object, start, end, step } = stmt.target;
  return start === null && end === null && step === null ? object : null;
}

/** Of several at once, a tuple. */
const MAY_BE_EMPTY: ReadonlySet<Expr['kind']> = new Set(['collection', 'map', 'call']);

function assignedEmpty(roles: RoleIndex, stmt: Assign): Emptied | null {
  if (!MAY_BE_EMPTY.has(stmt.value.kind)) return null;
  const pairs = pairsOf(stmt);
  const at = pairs.findIndex(([target, value]) => target.kind === 'name' && isEmpty(roles, value));
  const [target] = pairs[at] ?? [];
  if (target?.kind !== 'name') return null;
  const others = pairs.filter((_, i) => i !== at);
  // The others are set at once: one alone is.
  if (others.length > 1) return null;
  return { name: target.name, others: others.map(([to, value]) => ({ ...stmt, targets: [to], value })) };
}

/** What is set to what. */
function pairsOf({ targets, op, value }: Assign): (readonly [Expr, Expr])[] {
  const [target, more] = targets;
  if (target === undefined || more !== undefined || op !== null) return [];
  if (target.kind !== 'collection') return [[target, value]];
  if (value.kind !== 'collection' || value.elements.length !== target.elements.length) return [];
  return target.elements.map((element, i) => [element, value.elements[i]!]);
}

/** `[]`, `set()`, `new ArrayList<>()` */
function isEmpty(roles: RoleIndex, value: Expr): boolean {
  if (value.kind === 'collection') return value.elements.length === 0 && value.shape !== 'tuple';
  if (value.kind === 'map') return value.entries.length === 0;
  return (
    value.kind === 'call' &&
    value.callee.kind === 'name' &&
    value.args.length === 0 &&
    (value.style === 'new' || isContainer(roles, value))
  );
}

const isContainer = (roles: RoleIndex, call: Expr & { kind: 'call' }): boolean =>
  call.callee.kind === 'name' && roles.is(call, 'copies');

/** What the last statement that mentions the name has made it, where that is empty. */
function emptyBefore(roles: RoleIndex, before: readonly Stmt[], name: string): Expr | null {
  const last = before.findLast((stmt) => mentions(stmt, name));
  if (last?.kind !== 'assign') return null;
  const pair = pairsOf(last).find(([target]) => isName(target, name));
  return pair !== undefined && isEmpty(roles, pair[1]) ? pair[1] : null;
}

const isName = (node: Stmt | Expr, name: string): boolean => node.kind === 'name' && node.name === name;
