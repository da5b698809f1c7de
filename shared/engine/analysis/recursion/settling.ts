/** Recursive calls that end at once: `if l > 0: return sum(0, r) - sum(0, l)`, where the call is not made of its own. */
import type { CompareOp, Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { eachChild } from '../../ir/walk.ts';
import { pathOf } from '../progress.ts';
import { endsEarly } from '../../ir/normal-forms.ts';
import { type SelfCall, definitionsOf } from './self-calls.ts';

/** What a test says where a call stands. */
interface Fact {
  readonly test: Expr;
  readonly holds: boolean;
}

/** The calls whose own constant arguments fail the tests behind which all calls of the function stand. */
export function settlingCalls(func: FunctionNode, calls: readonly SelfCall[]): ReadonlySet<SelfCall> {
  const candidates = calls.filter((call) => call.target === func && hasConstant(call));
  if (candidates.length === 0) return new Set();
  const facts = factsAt(func, new Set(calls.map(({ call }) => call)));
  const changed = definitionsOf(func);
  return new Set(
    candidates.filter((call) =>
      calls.every((other) =>
        facts.get(other.call)?.some((fact) => fails(call, fact, (name) => changed.has(name))),
      ),
    ),
  );
}

/** What is known where each of the calls stands. */
function factsAt(func: FunctionNode, calls: ReadonlySet<Stmt | Expr>): Map<Stmt | Expr, readonly Fact[]> {
  const found = new Map<Stmt | Expr, readonly Fact[]>();
  const visit = (node: Stmt | Expr, facts: readonly Fact[]): void => {
    if (calls.has(node)) found.set(node, facts);
    if (node.kind === 'if') {
      visit(node.test, facts);
      visitBlock(node.then, [...facts, ...factsOf(node.test, true)]);
      visitBlock(node.otherwise, [...facts, ...factsOf(node.test, false)]);
    } else if (node.kind === 'conditional') {
      visit(node.test, facts);
      visit(node.then, [...facts, ...factsOf(node.test, true)]);
      visit(node.otherwise, [...facts, ...factsOf(node.test, false)]);
    } else eachChild(node, (child) => visit(child, facts));
  };
  const visitBlock = (block: readonly Stmt[], before: readonly Fact[]): void => {
    let facts = before;
    for (const stmt of block) {
      visit(stmt, facts);
      if (stmt.kind === 'if' && endsEarly(stmt.then)) facts = [...facts, ...factsOf(stmt.test, false)];
    }
  };
  visitBlock(func.body, []);
  return found;
}

const hasConstant = ({ call }: SelfCall): boolean =>
  call.args.some(({ value }) => constantOf(value) !== null);

/** The tests that a chain of `and` makes where it holds, and one of `or` where it does not. */
function factsOf(test: Expr, holds: boolean): Fact[] {
  if (test.kind === 'logical' && (test.op === 'and') === holds)
    return [...factsOf(test.left, holds), ...factsOf(test.right, holds)];
  if (test.kind === 'unary' && test.op === 'not') return factsOf(test.operand, !holds);
  return [{ test, holds }];
}

/** With the constant that the call passes for the parameter in question, the test comes out the other way. */
function fails(
  { call, target }: SelfCall,
  { test, holds }: Fact,
  isChanged: (name: string) => boolean,
): boolean {
  return target.params.some(({ name }, i) => {
    const given = call.args[i];
    const value = given?.name === null ? constantOf(given.value) : null;
    if (value === null || isChanged(name)) return false;
    const outcome = outcomeOf(test, name, value);
    return outcome !== null && outcome !== holds;
  });
}

function outcomeOf(test: Expr, name: string, value: number): boolean | null {
  if (pathOf(test) === name) return value !== 0;
  if (test.kind !== 'compare' || (pathOf(test.left) !== name && pathOf(test.right) !== name)) return null;
  const [left, right] = [test.left, test.right].map((side) =>
    pathOf(side) === name ? value : constantOf(side),
  );
  if (left == null || right == null) return null;
  return COMPARED[test.op]?.(left, right) ?? null;
}

const COMPARED: Partial<Record<CompareOp, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

/** A number, or a truth value as 1 or 0. */
export function constantOf(expr: Expr): number | null {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'number') return -expr.operand.value;
  return expr.kind === 'constant' && typeof expr.value === 'boolean' ? Number(expr.value) : null;
}
