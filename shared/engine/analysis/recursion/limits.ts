/** How far the tests and indexes of a recursive function let a parameter go. */
import { type Cost, ONE, compare, isOne, isZero, max, min } from '../../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { eachChild, someChildExpr, someCode } from '../../ir/walk.ts';
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
  const note = (other: Expr): void => {
    const value = quietly(m, frame, other);
    if (value.kind !== 'num' || value.float || mentions(other, name)) return;
    const bound = isZero(value.max) ? ONE : settle(m, value.max);
    if (isOne(bound) && ((value.exact !== null && !isLimit(value.exact.constant)) || isFirst(other))) return;
    const { tested } = limits;
    limits.tested = tested === null || compare(bound, tested) === 'less' ? bound : max(bound, tested);
  };
  const visit = (node: Stmt | Expr, isResult = false): void => {
    // What is only handed back as the result stops nothing; what it indexes with stays below the length.
    const handedBack = isResult || (node.kind === 'return' && node.value !== null && isTruth(node.value));
    if (!handedBack && node.kind === 'compare' && !['in', 'not in', 'is', 'is not'].includes(node.op)) {
      if (mentionsPlainly(node.left, name) || isSumWith(node.left, name)) note(node.right);
      else if (mentionsPlainly(node.right, name) || isSumWith(node.right, name)) note(node.left);
    }
    if (node.kind === 'index' && mentionsPlainly(node.index, name)) {
      const container = quietly(m, frame, node.object);
      if (container.kind === 'ref' && find(container.object).type !== 'map')
        limits.indexed = pick(limits.indexed, valueSize(m, container));
      if (container.kind === 'str') limits.indexed = pick(limits.indexed, container.size);
    }
    eachChild(node, (child) => visit(child, handedBack));
  };
  func.body.forEach((stmt) => visit(stmt));
  return limits.tested ?? limits.indexed;
}

/** A comparison, or several, without a call that they could stop. */
function isTruth(value: Expr): boolean {
  return (
    (value.kind === 'compare' || value.kind === 'logical') && !someCode(value, (at) => at.kind === 'call')
  );
}

/** Zero and one end countdowns, and a huge number stands for none at all. */
const isLimit = (constant: number): boolean => constant > 1 && constant < SENTINEL;
const SENTINEL = 100_000;

const pick = (a: Cost | null, b: Cost): Cost => (a === null ? b : min(a, b));

/** The name occurs in the expression. */
export function mentions(expr: Expr, name: string): boolean {
  return (
    (expr.kind === 'name' && expr.name === name) || someChildExpr(expr, (child) => mentions(child, name))
  );
}

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
