/**
 * One form for what can be written in several ways, which front ends give to the statements that they make:
 * - what stands in the `else` of a branch that leaves stands behind it;
 * - what stands behind `if test: continue`, up to the end of the turn, is a block under the negated test;
 * - `if test: break` at the beginning of each turn belongs to the test of the loop.
 */
import type { Expr, If, Span, Stmt, While } from './ir.ts';
import { negated } from './negation.ts';
import { someChildStmt } from './walk.ts';

/** The block ends by leaving what is around it. */
export function endsEarly(block: readonly Stmt[]): boolean {
  const last = block[block.length - 1];
  return (
    last !== undefined &&
    (last.kind === 'continue' || last.kind === 'return' || last.kind === 'break' || last.kind === 'throw')
  );
}

/** A turn of the loop around may end here and go on to the next. */
export function continues(stmt: Stmt): boolean {
  if (stmt.kind === 'continue') return true;
  if (stmt.kind === 'forEach' || stmt.kind === 'while') return false;
  return someChildStmt(stmt, continues);
}

/** Puts a branch behind the statements of a block, and what its `else` has behind it where only that goes on. */
export function pushIf(out: Stmt[], branch: If): void {
  const { first, rest } =
    jumpFirst(branch) ?? (endsEarly(branch.then) ? elseBehind(branch) : onlyThat(branch));
  out.push(first);
  for (const stmt of rest) out.push(stmt);
}

interface Parted {
  readonly first: If;
  readonly rest: readonly Stmt[];
}

const onlyThat = (first: If): Parted => ({ first, rest: [] });

const elseBehind = (branch: If): Parted =>
  branch.otherwise.length === 0
    ? onlyThat(branch)
    : { first: { ...branch, otherwise: [] }, rest: branch.otherwise };

/** `if node: ... else: return 0` is `if not node: return 0`, and what follows; a single statement is so beside `break`. */
function jumpFirst(branch: If): Parted | null {
  const { test, then, otherwise } = branch;
  if (otherwise.length !== 1 || !endsEarly(otherwise)) return null;
  if (then.length < (otherwise[0]!.kind === 'break' ? 1 : 2)) return null;
  return { first: { ...branch, test: negated(test), then: otherwise, otherwise: [] }, rest: then };
}

/** So deep may blocks be nested that are not in the source: who walks them needs room on the stack. */
const NESTED = 40;
/** So many exits may be put into the test of a loop. */
const EXITS = 12;

/** The body of a loop at some depth: at the end of a turn nothing has to go on to the next one. */
export function turnOf(body: readonly Stmt[], depth: number): readonly Stmt[] {
  const at = depth < NESTED ? body.findIndex((stmt) => onlyJumps(stmt, 'continue')) : -1;
  const last = at < 0 ? body.at(-1) : body[at];
  if (last?.kind !== 'if') return body;
  if (at >= 0 && at < body.length - 1) {
    const rest = turnOf(body.slice(at + 1), depth + 1);
    const span = hull(last.span, rest.at(-1)!.span);
    return [...body.slice(0, at), { ...last, test: negated(last.test), then: rest, span }];
  }
  const [then, otherwise] = [turnOf(last.then, depth + 1), turnOf(last.otherwise, depth + 1)];
  if (then === last.then && otherwise === last.otherwise) return body;
  return [...body.slice(0, -1), { ...last, then, otherwise }];
}

/** `if test: continue`, and nothing else. */
export const onlyJumps = (stmt: Stmt, how: 'break' | 'continue'): stmt is If =>
  stmt.kind === 'if' && stmt.then.length === 1 && stmt.then[0]!.kind === how && stmt.otherwise.length === 0;

/** The loop, with what every turn asks first before it goes on in its test. */
export function whileForm(loop: While): While {
  if (loop.postTest || loop.otherwise.length > 0) return loop;
  const first = loop.body.findIndex((stmt, i) => i === EXITS || !onlyJumps(stmt, 'break'));
  const count = first < 0 ? loop.body.length : first;
  if (count === 0) return loop;
  let { test } = loop;
  for (const exit of loop.body.slice(0, count)) if (exit.kind === 'if') test = both(test, negated(exit.test));
  return { ...loop, test, body: loop.body.slice(count) };
}

function both(left: Expr, right: Expr): Expr {
  const holds =
    (left.kind === 'constant' && left.value === true) || (left.kind === 'number' && left.value !== 0);
  return holds ? right : { kind: 'logical', op: 'and', left, right, span: hull(left.span, right.span) };
}

/** The span from the beginning of the one to the end of the other, whichever comes first. */
export function hull(a: Span, b: Span): Span {
  const first = a.start <= b.start ? a : b;
  const last = a.end >= b.end ? a : b;
  const { start, line, column } = first;
  return { start, end: last.end, line, column, endLine: last.endLine, endColumn: last.endColumn };
}
