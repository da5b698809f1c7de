/**
 * The linear sieve: `for p in primes: if i * p > n or i % p == 0: break; marked[i * p] = True` for every i from 2 on,
 * where an i that is not marked yet joins the primes.
 *
 * A turn that goes on has p no larger than the smallest factor of i, so p is the smallest factor of the product: different
 * turns mark different products, and all turns together are no more than the table has cells, and one that ends the loop
 * for each i.
 */
import { max } from '../../cost/cost.ts';
import type { Expr, ForEach, If, Stmt, While } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import { elementLoop } from '../../ir/roles.ts';
import { printExpr } from '../../ir/print.ts';
import { type Frame, lookup } from '../frame.ts';
import { sizeOf } from '../heap.ts';
import { innermost } from '../levels.ts';
import { type Machine, settle } from '../machine.ts';
import { unmarkedBy } from '../marks.ts';
import { type Changes, changesIn, isByOne, pathOf } from '../progress.ts';
import { NEGATED } from '../../ir/negation.ts';
import { type HeapObject, find } from '../value.ts';
import type { LoopBound } from './open.ts';

/** The names of the program that make up a sieve. */
interface Sieve {
  readonly number: string;
  /** The loop's variable, or `primes[j]`. */
  readonly prime: string;
  readonly primes: string;
  readonly table: string;
  /** What is stored for a product. */
  readonly mark: Expr;
}

/** All the turns of the inner loop of a linear sieve; null for other loops. */
export function linearSieve(m: Machine, frame: Frame, node: ForEach): LoopBound | null {
  const at = innermost(m.levels);
  const around = m.levels[at];
  const loop = around?.frame === frame ? around.node : null;
  if ((loop?.kind !== 'forEach' && loop?.kind !== 'while') || !loop.body.includes(node)) return null;
  const sieve = sieveOf(elementLoop(m.index.roles, node), node.body);
  if (sieve === null || node.body.some(continues) || !node.body.some((stmt) => endsAtFactor(stmt, sieve)))
    return null;
  const { primes, number, table } = sieve;
  const changes = changesIn(around!.body, m.index);
  if ((changes.get(primes)?.length ?? 0) > 1 || changes.has(table) || !countsUp(loop, number, changes))
    return null;
  if (!loop.body.some((stmt) => stmt.kind === 'if' && keepsUnmarked(m, stmt, sieve))) return null;
  const cells = arrayAt(frame, table);
  const found = arrayAt(frame, primes);
  if (cells === null || found === null || found.origin === 'input') return null;
  return {
    count: max(settle(m, sizeOf(m, cells)), around!.count),
    from: at,
    rule: 'amortised',
    reason: 'each turn marks another product, and the first factor ends the loop',
  };
}

/** The array or list of that name. */
function arrayAt(frame: Frame, name: string): HeapObject | null {
  const value = lookup(frame, name);
  const object = value?.kind === 'ref' ? find(value.object) : null;
  return object?.type === 'list' || object?.type === 'array' ? object : null;
}

/** `for i in range(2, b)`, or a `while` whose turns end with `i += 1`. */
function countsUp(loop: ForEach | While, number: string, changes: Changes): boolean {
  const list = changes.get(number) ?? [];
  if (loop.kind === 'forEach') {
    const { target, iterable } = loop;
    return (
      pathOf(target) === number &&
      iterable.kind === 'range' &&
      iterable.step === null &&
      (iterable.start === null || (iterable.start.kind === 'number' && iterable.start.value <= 2)) &&
      list.length === 0
    );
  }
  const [step] = list;
  const last = loop.update.at(-1) ?? loop.body.at(-1);
  const always = loop.update.length > 0 || !loop.body.some(continues);
  return always && list.length === 1 && step!.node === last && isByOne(step!) && step.sign === 1;
}

/** The names, by what the inner loop marks in every turn that goes on: a product of the number around and a prime. */
function sieveOf(
  { target, iterable }: Pick<ForEach, 'target' | 'iterable'>,
  body: readonly Stmt[],
): Sieve | null {
  for (const stmt of body) {
    if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length !== 1) continue;
    const cell = stmt.targets[0]!;
    if (cell.kind !== 'index' || cell.index.kind !== 'binary' || cell.index.op !== '*') continue;
    const { left, right } = cell.index;
    const table = pathOf(cell.object);
    for (const [factor, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const primes = primesOf(factor, target, iterable);
      const number = pathOf(other);
      if (table !== null && number !== null && primes !== null)
        return { number, prime: printExpr(factor), primes, table, mark: stmt.value };
    }
  }
  return null;
}

/** `p` of `for p in primes`, `primes[j]` of a loop over its places. */
function primesOf(factor: Expr, target: Expr, iterable: Expr): string | null {
  const variable = pathOf(target);
  if (variable === null) return null;
  if (pathOf(factor) === variable) return pathOf(iterable);
  const isPlace = iterable.kind === 'range' && factor.kind === 'index' && pathOf(factor.index) === variable;
  return isPlace ? pathOf(factor.object) : null;
}

/** `if i % p == 0: break`, or `if p > smallest[i]: break` in a table of smallest factors. */
function endsAtFactor(stmt: Stmt, sieve: Sieve): boolean {
  return stmt.kind === 'if' && stmt.then.at(-1)?.kind === 'break' && isFactor(stmt.test, sieve);
}

function isFactor(test: Expr, sieve: Sieve): boolean {
  const { number, prime, table, mark } = sieve;
  if (test.kind === 'logical')
    return test.op === 'or' && (isFactor(test.left, sieve) || isFactor(test.right, sieve));
  const negated = test.kind === 'unary' && test.op === 'not';
  const asked = negated ? test.operand : test;
  if (negated && isRemainder(asked, sieve)) return true;
  if (asked.kind !== 'compare') return false;
  const op = negated ? NEGATED[asked.op] : asked.op;
  if (op === '==' && isRemainder(asked.left, sieve))
    return asked.right.kind === 'number' && asked.right.value === 0;
  const smallest = `${table}[${number}]`;
  const [low, high] = op === '<' || op === '<=' ? [asked.left, asked.right] : [asked.right, asked.left];
  return (
    ['<', '<=', '>', '>=', '=='].includes(op) &&
    isText(mark, prime) &&
    isText(low, smallest) &&
    isText(high, prime)
  );
}

const isText = (expr: Expr, text: string): boolean => printExpr(expr) === text;

const isRemainder = (expr: Expr, { number, prime }: Sieve): boolean =>
  expr.kind === 'binary' && expr.op === '%' && pathOf(expr.left) === number && isText(expr.right, prime);

/** `if not marked[i]: primes.append(i)`, where the mark of a product is another value. */
function keepsUnmarked(m: Machine, { test, then }: If, sieve: Sieve): boolean {
  const { number, primes, table, mark } = sieve;
  const isStored = (stmt: Stmt): boolean =>
    stmt.kind === 'assign' &&
    pathOf(stmt.value) === number &&
    stmt.targets.some((target) => target.kind === 'index' && pathOf(target.object) === primes);
  const joins = then.some(
    (stmt) =>
      isStored(stmt) ||
      (stmt.kind === 'expr' &&
        stmt.expr.kind === 'call' &&
        m.index.roles.is(stmt.expr, 'append') &&
        stmt.expr.callee.kind === 'field' &&
        pathOf(stmt.expr.callee.object) === primes &&
        stmt.expr.args.length === 1 &&
        pathOf(stmt.expr.args[0]!.value) === number),
  );
  const facts = joins ? unmarkedBy(m.index.roles, test, true) : [];
  return facts.some(
    ({ container, keys, value }) =>
      pathOf(container) === table &&
      keys.length === 1 &&
      pathOf(keys[0]!) === number &&
      value !== null &&
      (value.expr === null
        ? isTruthy(mark, sieve) === (value.side === 'is')
        : !isText(mark, printExpr(value.expr))),
  );
}

/** Null where it is not known. */
function isTruthy(mark: Expr, { prime }: Sieve): boolean | null {
  if (mark.kind === 'constant') return mark.value === true;
  if (mark.kind === 'number') return mark.value !== 0;
  return isText(mark, prime) ? true : null;
}
