/** How far the tests and indexes of a recursive function let a parameter go. */
import { type Cost, ONE, compare, isOne, isZero, max, min } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import { printExpr } from '../../ir/print.ts';
import type { Compare, Expr, FunctionNode, Logical, Stmt } from '../../ir/ir.ts';
import { eachChild, eachChildStmt, mentions, operandsOf, someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { type Machine, settle } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { find } from '../value.ts';

/** The limit that the function's tests and indexes put on a parameter: `i == len(nums)`, `nums[i]`. */
export function limitOf(m: Machine, frame: Frame, func: FunctionNode, name: string): Cost | null {
  const limits: { tested: Cost | null; indexed: Cost | null } = { tested: null, indexed: null };
  /** Another parameter, which the first call begins with a constant. */
  const isFirst = (other: Expr): boolean =>
    func.params.some((param) => {
      const later = mentions(other, param.name) ? frame.context.recursive?.get(param.name) : undefined;
      return later?.kind === 'num' && !isOne(later.max);
    });
  const boundBy = (other: Expr): Cost | null => {
    const value = quietly(m, frame, other);
    if (value.kind !== 'num' || value.float || mentions(other, name)) return null;
    const bound = isZero(value.max) ? ONE : settle(m, value.max);
    const isNone =
      isOne(bound) && ((value.exact !== null && !isLimit(value.exact.constant)) || isFirst(other));
    return isNone ? null : bound;
  };
  const note = (bound: Cost | null): void => {
    if (bound === null) return;
    const { tested } = limits;
    limits.tested = tested === null || compare(bound, tested) === 'less' ? bound : max(bound, tested);
  };
  /** Of several limits that one test sets at once, the least. */
  const noteAll = (others: readonly Expr[]): void => {
    const bounds = others.flatMap((other) => boundBy(other) ?? []);
    note(bounds.reduce<Cost | null>((least, bound) => (least === null ? bound : min(least, bound)), null));
  };
  for (const { others, container } of limitsOn(func, name)) {
    if (others.length === 1) note(boundBy(others[0]!));
    else if (others.length > 1) noteAll(others);
    if (container === null) continue;
    const value = quietly(m, frame, container);
    if (value.kind === 'ref' && find(value.object).type !== 'map')
      limits.indexed = pick(limits.indexed, valueSize(m, value));
    if (value.kind === 'str') limits.indexed = pick(limits.indexed, value.size);
  }
  return limits.tested ?? limits.indexed;
}

/** A place of the program that says how large a parameter gets. */
interface LimitPlace {
  /** What a test compares it with; several where it asks for all at once. */
  readonly others: readonly Expr[];
  /** What it is an index of. */
  readonly container: Expr | null;
}

/** All such places of a parameter in its function, found once. */
const limitsOn = rememberedFor(findLimits);

function findLimits(func: FunctionNode, name: string): LimitPlace[] {
  const places: LimitPlace[] = [];
  const records = recordsOf(func, name);
  const visit = (node: Stmt | Expr, isResult = false): void => {
    if (isOfNumbers(func, node, name)) return;
    // What is only handed back as the result stops nothing; what it indexes with stays below the length.
    const handedBack = isResult || (node.kind === 'return' && node.value !== null && isTruth(node.value));
    const together = handedBack || node.kind !== 'logical' || node.op !== 'and' ? [] : limitsIn(node, name);
    if (together.length > 1) {
      places.push({ others: together, container: null });
      return;
    }
    const compared = handedBack || node.kind !== 'compare' ? null : otherSide(node, name);
    if (compared !== null && !records.has(printExpr(compared)))
      places.push({ others: [compared], container: null });
    if (node.kind === 'index' && mentionsPlainly(node.index, name))
      places.push({ others: [], container: node.object });
    eachChild(node, (child) => visit(child, handedBack));
  };
  func.body.forEach((stmt) => visit(stmt));
  return places;
}

/** What a test compares the name, or the name and something, with. */
function otherSide({ op, left, right }: Compare, name: string): Expr | null {
  if (['in', 'not in', 'is', 'is not'].includes(op)) return null;
  if (mentionsPlainly(left, name) || isSumWith(left, name)) return right;
  return mentionsPlainly(right, name) || isSumWith(right, name) ? left : null;
}

/** What a test that asks for all of it at once says the name is no more than: `i < 3 and i == nums[j]`. */
function limitsIn(test: Logical, name: string): Expr[] {
  return operandsOf(test, 'and').flatMap((part) => {
    if (part.kind !== 'compare') return [];
    const { op, left, right } = part;
    if (mentionsPlainly(left, name) && ['<', '<=', '=='].includes(op)) return [right];
    return mentionsPlainly(right, name) && ['>', '>=', '=='].includes(op) ? [left] : [];
  });
}

/** A comparison, or several, without a call that they could stop. */
function isTruth(value: Expr): boolean {
  return (
    (value.kind === 'compare' || value.kind === 'logical') && !someCode(value, (at) => at.kind === 'call')
  );
}

/** What keeps the most of the parameter, `if most[0] < depth: most[0] = depth`: it goes along, and stops no call. */
function recordsOf(func: FunctionNode, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (stmt: Stmt): void => {
    const record = stmt.kind === 'if' && stmt.test.kind === 'compare' ? otherSide(stmt.test, name) : null;
    if (stmt.kind === 'if' && record?.kind === 'index' && stmt.then.some((one) => sets(one, record, name)))
      found.add(printExpr(record));
    eachChildStmt(stmt, visit);
  };
  func.body.forEach(visit);
  return found;
}

const sets = (stmt: Stmt, record: Expr, name: string): boolean =>
  stmt.kind === 'assign' &&
  stmt.op === null &&
  mentionsPlainly(stmt.value, name) &&
  stmt.targets.some((target) => printExpr(target) === printExpr(record));

/** A choice between numbers, `1 if count == 9 else 0`, stops no call, also where a variable is set to them. */
function isOfNumbers({ locals }: FunctionNode, node: Stmt | Expr, name: string): boolean {
  const isPlain = (value: Expr): boolean => value.kind === 'number' || value.kind === 'constant';
  if (node.kind === 'conditional') return isPlain(node.then) && isPlain(node.otherwise);
  const choosesOne = (stmt: Stmt): boolean =>
    stmt.kind === 'assign' &&
    isPlain(stmt.value) &&
    stmt.targets.every(
      (target) => target.kind === 'name' && target.name !== name && locals.includes(target.name),
    );
  return node.kind === 'if' && node.then.length > 0 && [...node.then, ...node.otherwise].every(choosesOne);
}

/** Zero and one end countdowns, and a huge number stands for none at all. */
const isLimit = (constant: number): boolean => constant > 1 && constant < SENTINEL;
const SENTINEL = 100_000;

const pick = (a: Cost | null, b: Cost): Cost => (a === null ? b : min(a, b));

/** The name itself, plus or minus a constant, also by `name--`. */
function mentionsPlainly(expr: Expr, name: string): boolean {
  if (pathOf(expr) === name) return true;
  if (expr.kind === 'assignExpr') return expr.op !== null && mentionsPlainly(expr.target, name);
  return (
    expr.kind === 'binary' &&
    (expr.op === '+' || expr.op === '-') &&
    ((mentionsPlainly(expr.left, name) && expr.right.kind === 'number') ||
      (mentionsPlainly(expr.right, name) && expr.left.kind === 'number'))
  );
}

/** The name plus something: where a call may go on, which `i + len(word) <= len(text)` asks beforehand. */
const isSumWith = (expr: Expr, name: string): boolean =>
  expr.kind === 'binary' && expr.op === '+' && (isTerm(expr.left, name) || isTerm(expr.right, name));

/** The name, or some times the name. */
const isTerm = (expr: Expr, name: string): boolean =>
  pathOf(expr) === name ||
  (expr.kind === 'binary' && expr.op === '*' && expr.left.kind === 'number' && pathOf(expr.right) === name);
