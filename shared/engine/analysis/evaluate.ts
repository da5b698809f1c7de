/** Expressions: what they can be, and what evaluating them costs. */
import { affine } from '../cost/affine.ts';
import { ONE } from '../cost/cost.ts';
import type { Expr, Logical, Range } from '../ir/ir.ts';
import { assertNever } from '../ir/never.ts';
import { compare, index, slice } from './access.ts';
import { binary, opposite } from './arithmetic.ts';
import { asGiven, assignTo, updateTarget } from './assign.ts';
import { call } from './calls.ts';
import { regrownValue } from './capacities/enter.ts';
import { collection, comprehension, mapLiteral } from './collections.ts';
import { elementOf, valueSize } from './containers/read.ts';
import { push } from './containers/grow.ts';
import { field } from './fields.ts';
import { type Frame, keptVariables, setVariable } from './frame.ts';
import { openVerified } from './hashes.ts';
import { join } from './join.ts';
import { type Machine, STEP_LIMIT, assume, boundedSymbol, charge, leaveFrom, settle } from './machine.ts';
import { nameValue } from './names.ts';
import { quietly } from './quiet.ts';
import { refine } from './refine.ts';
import { truthOf } from './switches.ts';
import { sameText } from './unmark.ts';
import { template } from './texts.ts';
import { BOOL, NONE, type Num, SMALL_INT, UNKNOWN, type Value, numConst, str } from './value.ts';

export function evaluate(m: Machine, frame: Frame, expr: Expr): Value {
  const known = knownBefore(m, frame, expr);
  if (known !== null) return known;
  switch (expr.kind) {
    case 'name':
      return nameValue(m, frame, expr.name);
    case 'number':
      return numConst(expr.value);
    case 'string':
      return str(ONE, { exact: affine.constant(expr.value.length), domain: ONE, input: true });
    case 'constant':
      return expr.value === null ? NONE : BOOL;
    case 'template':
      return template(
        m,
        frame,
        expr,
        expr.parts.map((part) => evaluate(m, frame, part)),
      );
    case 'unary': {
      if (expr.op === 'not') {
        evaluateTest(m, frame, expr.operand);
        return BOOL;
      }
      const value = evaluate(m, frame, expr.operand);
      if (value.kind === 'num' && expr.op === '-' && value.exact !== null) return opposite(value);
      return value.kind === 'num' ? { ...value, exact: expr.op === '+' ? value.exact : null } : value;
    }
    case 'binary':
      return asGiven(
        m,
        frame,
        expr,
        binary(m, frame, expr, evaluate(m, frame, expr.left), evaluate(m, frame, expr.right)),
      );
    case 'compare':
      return compare(m, frame, expr);
    case 'logical':
      return logical(m, frame, expr);
    case 'conditional': {
      evaluateTest(m, frame, expr.test);
      const known = truthOf(m.program, expr.test);
      if (known !== null) return evaluate(m, frame, known ? expr.then : expr.otherwise);
      return join(evaluate(m, frame, expr.then), evaluate(m, frame, expr.otherwise));
    }
    case 'call':
      return asGiven(m, frame, expr, call(m, frame, expr));
    case 'index':
      return index(m, frame, expr);
    case 'slice':
      return asGiven(m, frame, expr, slice(m, frame, expr));
    case 'field':
      return asGiven(m, frame, expr, field(m, frame, expr));
    case 'range':
      return {
        kind: 'range',
        inclusive: expr.inclusive,
        ...rangeEnds(m, frame, expr),
        step: expr.step === null ? numConst(1) : asNum(evaluate(m, frame, expr.step)),
      };
    case 'collection':
      return collection(m, frame, expr);
    case 'map':
      return mapLiteral(m, frame, expr);
    case 'spread':
      return evaluate(m, frame, expr.value);
    case 'comprehension':
      return comprehension(m, frame, expr);
    case 'lambda':
      return { kind: 'closure', func: expr.func, frame, self: frame.self };
    case 'assignExpr': {
      const { op, target, value: byExpr } = expr;
      if (op !== null) {
        const old = expr.result === 'old' ? quietly(m, frame, target) : null;
        const next = updateTarget(m, frame, { node: expr, target, op, byExpr, fresh: false });
        return old ?? next;
      }
      const value = evaluate(m, frame, expr.value);
      assignTo(m, frame, expr.target, value, expr.value);
      return value;
    }
    case 'yield':
      return yieldValue(m, frame, expr.value === null ? NONE : evaluate(m, frame, expr.value), expr.each);
    case 'unsupported':
      for (const part of expr.parts) evaluate(m, frame, part);
      assume(m, `unsupported:${expr.reason}`, `not modelled: ${expr.reason}`, expr.span);
      return UNKNOWN;
    default:
      return assertNever(expr);
  }
}

/**
 * Evaluates a test for what it costs and does. Its parts may be of any kinds; their values do not flow together.
 * @param verified the outermost level that is left where hashes in it are equal: the rest of the test runs once in it
 */
export function evaluateTest(m: Machine, frame: Frame, test: Expr, verified: number | null = null): void {
  if (test.kind === 'logical')
    bothSides(m, frame, test, (_, __, side) => evaluateTest(m, frame, side, verified), verified);
  else if (test.kind === 'unary' && test.op === 'not') evaluateTest(m, frame, test.operand);
  else evaluate(m, frame, test);
}

/** The right side of `and` runs only where the left one holds. */
function bothSides<T>(
  m: Machine,
  frame: Frame,
  expr: Logical,
  run: (m: Machine, frame: Frame, expr: Expr) => T,
  verified: number | null = null,
): [T, T] {
  const left = run(m, frame, expr.left);
  const saved = keptVariables(frame);
  if (expr.op === 'and') refine(m, frame, expr.left, true);
  const guard = expr.op === 'and' ? openVerified(m, frame, expr, verified) : null;
  const right = run(m, frame, expr.right);
  if (guard !== null) leaveFrom(m, guard);
  restoreRefined(frame, saved, expr);
  return [left, right];
}

/** Names refined for the right side of `and` get their joined values back, but assignments inside it stay. */
function restoreRefined(frame: Frame, saved: ReadonlyMap<string, Value>, expr: Logical): void {
  if (expr.op !== 'and') return;
  for (const [name, value] of saved) {
    const now = frame.vars.get(name);
    if (now !== value && now !== undefined) setVariable(frame, name, join(now, value));
  }
}

/** What needs no look at the expression's parts. */
function knownBefore(m: Machine, frame: Frame, expr: Expr): Value | null {
  if (m.steps++ > STEP_LIMIT) return overLimit(m, expr);
  return m.regrown.length === 0 ? null : regrownValue(m, frame, expr);
}

function logical(m: Machine, frame: Frame, expr: Logical): Value {
  const [left, right] = bothSides(m, frame, expr, evaluate);
  if (left.kind === 'ref' && isNothing(expr)) return left;
  return left.kind === 'num' && left === BOOL ? right : join(left, right);
}

/** `node.children or [None]`: what stands for a list that is empty makes it no longer. */
const isNothing = ({ op, right }: Logical): boolean =>
  op === 'or' &&
  right.kind === 'collection' &&
  right.elements.every((element) => element.kind === 'constant' && element.value === null);

function overLimit(m: Machine, expr: Expr): Value {
  assume(m, 'limit', 'the program has more calls in calls than the analysis follows', expr.span);
  return UNKNOWN;
}

/** Both ends of a range; of `range(x, x + k)` with an x that nothing is known of, the distance is known. */
function rangeEnds(m: Machine, frame: Frame, { start, end }: Range): { start: Num; end: Num } {
  if (start === null) return { start: numConst(0), end: asNum(evaluate(m, frame, end)) };
  const low = asNum(evaluate(m, frame, start));
  const high = asNum(evaluate(m, frame, end));
  const isFurther =
    end.kind === 'binary' && end.op === '+' && start.kind === 'name' && sameText(start, end.left);
  if (low.exact !== null || !isFurther) return { start: low, end: high };
  const distance = quietly(m, frame, end.right);
  if (distance.kind !== 'num') return { start: low, end: high };
  const from = affine.symbol(boundedSymbol(m, settle(m, low.max)));
  const by = distance.exact ?? affine.symbol(boundedSymbol(m, settle(m, distance.max)));
  return { start: { ...low, exact: from }, end: { ...high, exact: affine.plus(from, by) } };
}

export function asNum(value: Value): Num {
  if (value.kind === 'num') return value;
  return SMALL_INT;
}

function yieldValue(m: Machine, frame: Frame, value: Value, each: boolean): Value {
  const target = frame.yielded;
  if (target === null) return UNKNOWN;
  if (each) {
    const size = valueSize(m, value);
    charge(m, size);
    push(m, target, elementOf(value), size);
  } else push(m, target, value);
  return UNKNOWN;
}
