/** Statements that stand next to each other and mean what other programs write as one. */
import { type End, type Seen, looked } from '../../ir/ends.ts';
import type { Assign, Call, Expr, Stmt } from '../../ir/ir.ts';
import { hull } from '../../ir/normal-forms.ts';
import { printExpr } from '../../ir/print.ts';
import type { RoleIndex } from '../../ir/roles.ts';

/**
 * The statements of a block, with one statement in the place of those that make one: `t = a[i]; a[i] = a[j]; a[j] = t` is
 * an exchange, `x = queue[0]; queue.popleft()` takes x out, `x = queue[0][0]; y = queue[0][1]; queue.popleft()` both, and
 * `queue.append(queue[0]); queue.popleft()` puts it behind the others.
 */
export function joined(roles: RoleIndex, stmts: readonly Stmt[]): Stmt[] {
  const out: Stmt[] = [];
  for (let i = 0; i < stmts.length;) {
    const found = sequenceAt(roles, stmts, i);
    out.push(...(found === null ? [stmts[i]!] : found.as));
    i += found === null ? 1 : found.length;
  }
  return out;
}

/** So many statements, and what they mean. */
interface Sequence {
  readonly length: number;
  readonly as: readonly Stmt[];
}

function sequenceAt(roles: RoleIndex, stmts: readonly Stmt[], at: number): Sequence | null {
  const [stmt, second, third] = [stmts[at]!, stmts[at + 1], stmts[at + 2]];
  if (second === undefined) return null;
  const first = plain(stmt);
  const taken = first === null ? turned(roles, stmt, second) : takenOut(roles, first, second);
  if (first === null || taken !== null) return taken && { length: 2, as: [taken] };
  const parts = partsTaken(roles, stmts, at);
  if (parts.length > 0) return { length: parts.length + 1, as: [apart(parts, stmts[at + parts.length]!)] };
  if (third === undefined) return null;
  const exchange = exchangeOf(first, plain(second), plain(third));
  const as = exchange === null ? turnedByName(roles, first, second, third) : [stmt, exchange];
  return as && { length: 3, as };
}

interface Plain {
  readonly target: Expr;
  readonly stmt: Assign;
}

/** An assignment to one target. */
function plain(stmt: Stmt): Plain | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length !== 1) return null;
  return { target: stmt.targets[0]!, stmt };
}

function exchangeOf(keep: Plain, put: Plain | null, back: Plain | null): Assign | null {
  if (put === null || back === null || keep.target.kind !== 'name') return null;
  const [left, right] = [put.target, put.stmt.value];
  const { name } = keep.target;
  const isBack = back.stmt.value.kind === 'name' && back.stmt.value.name === name;
  if (!isBack || left.kind !== 'index' || right.kind !== 'index') return null;
  if (printExpr(keep.stmt.value) !== printExpr(left) || printExpr(back.target) !== printExpr(right))
    return null;
  const span = hull(put.stmt.span, back.stmt.span);
  const pair = (elements: readonly Expr[]): Expr => ({ kind: 'collection', shape: 'tuple', elements, span });
  return {
    kind: 'assign',
    targets: [pair([left, right])],
    op: null,
    value: pair([right, left]),
    declared: null,
    span,
  };
}

/** `x = stack[-1]; stack.pop()`, `x = queue.peek(); queue.poll()`, `x = heap[0]; heappop(heap)` */
function takenOut(roles: RoleIndex, { target, stmt }: Plain, next: Stmt): Assign | null {
  if (next.kind !== 'expr' || next.expr.kind !== 'call') return null;
  const call = next.expr;
  const seen = looked(roles, stmt.value);
  const container = seen === null ? null : takes(roles, call, seen.end);
  if (seen === null || container === null) return null;
  const name = printExpr(container);
  // What is set must not be the container itself.
  if (printExpr(seen.container) !== name || printExpr(target) === name) return null;
  return { ...stmt, value: call, span: hull(stmt.span, next.span) };
}

/** From the statement on, each gives a name to the next part of an element, `x = queue[0][0]`, and the last one takes that out. */
function partsTaken(roles: RoleIndex, stmts: readonly Stmt[], from: number): readonly Plain[] {
  const parts: Plain[] = [];
  for (let i = from; i < stmts.length; i++) {
    const stmt = stmts[i]!;
    const next = plain(stmt);
    const { length } = parts;
    if (next !== null && isPart(next, length) && areOfOne(parts[0], next)) parts.push(next);
    else return length > 1 && takenOut(roles, whole(parts[0]!), stmt) !== null ? parts : [];
  }
  return [];
}

const isPart = ({ target, stmt: { value } }: Plain, at: number): boolean =>
  target.kind === 'name' &&
  value.kind === 'index' &&
  value.object.kind === 'index' &&
  value.index.kind === 'number' &&
  value.index.value === at;

const elementOf = ({ stmt: { value } }: Plain): Expr => (value.kind === 'index' ? value.object : value);

const areOfOne = (first: Plain | undefined, next: Plain): boolean =>
  first === undefined || printExpr(elementOf(first)) === printExpr(elementOf(next));

const whole = (part: Plain): Plain => ({ ...part, stmt: { ...part.stmt, value: elementOf(part) } });

/** `x, y = queue.popleft()` */
function apart(parts: readonly Plain[], taken: Stmt): Stmt {
  const first = parts[0]!.stmt;
  const value = taken.kind === 'expr' ? taken.expr : first.value;
  const span = hull(first.span, taken.span);
  const elements = parts.map(({ target }) => target);
  return { ...first, targets: [{ kind: 'collection', shape: 'tuple', elements, span }], value, span };
}

/** `queue.append(queue[0]); queue.popleft()`, `queue.offer(queue.peek()); queue.poll()`, `queue.appendleft(queue[-1]); queue.pop()` */
function turned(roles: RoleIndex, stmt: Stmt, next: Stmt): Stmt | null {
  const put = putBy(stmt);
  const seen = put === null ? null : looked(roles, put.value);
  if (put === null || seen === null || !turnsBy(roles, put, seen, next)) return null;
  const span = hull(stmt.span, next.span);
  const { call } = put;
  return { kind: 'expr', expr: { ...call, args: [{ ...call.args[0]!, value: next.expr }], span }, span };
}

/** `x = queue[0]; queue.append(x); queue.popleft()`: taken out, and then put in. */
function turnedByName(roles: RoleIndex, { target, stmt }: Plain, second: Stmt, third: Stmt): Stmt[] | null {
  const put = target.kind === 'name' ? putBy(second) : null;
  if (put === null || printExpr(put.value) !== printExpr(target)) return null;
  const seen = looked(roles, stmt.value);
  return seen !== null && turnsBy(roles, put, seen, third) ? [{ ...stmt, value: third.expr }, second] : null;
}

interface Put {
  readonly call: Call;
  readonly into: Expr;
  readonly value: Expr;
}

/** The one thing that a statement puts into something, or hands to one of its methods. */
function putBy(stmt: Stmt): Put | null {
  if (stmt.kind !== 'expr' || stmt.expr.kind !== 'call') return null;
  const { callee, args } = stmt.expr;
  const [only, more] = args;
  return callee.kind === 'field' && only !== undefined && more === undefined
    ? { call: stmt.expr, into: callee.object, value: only.value }
    : null;
}

/** What is seen at one end of a container is put in at the other, and the next statement takes it out. */
function turnsBy(
  roles: RoleIndex,
  { call, into }: Put,
  { container, end }: Seen,
  next: Stmt,
): next is ExprStmt {
  if (next.kind !== 'expr' || next.expr.kind !== 'call' || !isOtherEnd(roles, call, end)) return false;
  const from = takes(roles, next.expr, end);
  const name = printExpr(into);
  return from !== null && printExpr(from) === name && printExpr(container) === name;
}

/** What is read at one end is put in at the other; of what comes next that is so wherever it is put. */
const isOtherEnd = (roles: RoleIndex, call: Call, end: End): boolean => {
  if (end === 'next') return roles.is(call, 'push');
  return roles.is(call, end === 'first' ? 'append' : 'pushFront');
};

type ExprStmt = Extract<Stmt, { readonly kind: 'expr' }>;

/** The container that a call takes its element at that end out of. */
function takes(roles: RoleIndex, call: Call, end: End): Expr | null {
  const { callee, args } = call;
  if (args.length === 0)
    return callee.kind === 'field' && roles.is(call, 'pop') && fits(roles, call, end) ? callee.object : null;
  const [only] = args;
  return args.length === 1 && end === 'first' && roles.is(call, 'popFirst') ? only!.value : null;
}

/** Of a list, the call that takes back the last thing leaves the first one. */
const fits = (roles: RoleIndex, call: Call, end: End): boolean =>
  end === 'next' || roles.is(call, 'undo') === (end === 'last');
