/** Whether the calls of a recursion solve the same parts more than once. */
import type { ArgChange, SelfCall } from '../analysis/recursion/self-calls.ts';
import type { Call, Expr, FunctionNode, Param, Stmt } from '../ir/ir.ts';
import { leavesOf, targetsOf } from '../ir/targets.ts';
import { forEachExpr, forEachStmt } from '../ir/walk.ts';
import { statementOf, type Tree } from '../ir/tree.ts';
import { typeOf } from '../ir/types.ts';
import { paramVariable } from '../ir/variables.ts';

export interface Overlap {
  /** The parameters that change from call to call. */
  readonly params: readonly string[];
  /** They change by constants alone. */
  readonly isStepwise: boolean;
}

type Resolve = (call: Call) => FunctionNode | null;

/**
 * Two calls that move by constants or amounts come to the same arguments on different ways: n - 1 after n - 2 and n - 2
 * after n - 1. Calls that take anything else apart, or collect something, do not count.
 */
export function overlapOf(tree: Tree, func: FunctionNode, calls: readonly SelfCall[]): Overlap | null {
  const repeated = calls.length > 1 || calls.some(({ loops }) => loops.length > 0);
  if (!repeated || !calls.every(({ call }) => isUsed(tree, call))) return null;
  const moving = func.params.filter(({ name }) => calls.some((call) => isMove(call.changes.get(name))));
  if (moving.some((param) => isSet(tree, func, param))) return null;
  const known = calls.every(({ changes }) => [...changes.values()].every(isKnown));
  if (!known || moving.length === 0) return null;
  const changes = calls.flatMap((call) => [...call.changes.values()]);
  return {
    params: moving.map(({ name }) => name),
    isStepwise: changes.every(({ kind }) => kind !== 'vary' && (kind !== 'loop' || moving.length === 1)),
  };
}

/** The parameter is not what it was when the calls are made. */
function isSet(tree: Tree, func: FunctionNode, param: Param): boolean {
  return paramVariable(tree, func, param).uses.some(
    ({ role }) => role.kind === 'set' || role.kind === 'update' || role.kind === 'rebound',
  );
}

function isMove(change: ArgChange | undefined): boolean {
  return change?.kind === 'step' || change?.kind === 'vary' || change?.kind === 'loop';
}

function isKnown(change: ArgChange): boolean {
  return isMove(change) || change.kind === 'same' || change.kind === 'constant';
}

/** The result of the call matters: backtracking calls are statements. */
function isUsed(tree: Tree, call: Call): boolean {
  return statementOf(tree, call)?.kind !== 'expr';
}

/** Methods that change what they are called on. */
const CHANGING =
  /^(?:append|appendleft|add|clear|discard|extend|heappush|heappop|insert|pop|popleft|push|remove|reverse|sort|update|setdefault)$/;

/** The result follows from the arguments and from what does not change: nothing outside the function is written. */
export function isFunctional(
  tree: Tree,
  func: FunctionNode,
  resolve: Resolve,
  seen = new Set<FunctionNode>(),
): boolean {
  if (seen.has(func)) return true;
  seen.add(func);
  if (func.generator) return false;
  let pure = true;
  forEachStmt(func.body, (stmt) => {
    if (writesOutside(stmt, func) || returnsMany(tree, stmt)) pure = false;
  });
  forEachExpr(func.body, (expr) => {
    if (expr.kind === 'yield' || (expr.kind === 'call' && changesOutside(expr, func))) pure = false;
    const callee = expr.kind === 'call' ? resolve(expr) : null;
    if (callee !== null && !isFunctional(tree, callee, resolve, seen)) pure = false;
  });
  return pure;
}

function writesOutside(stmt: Stmt, func: FunctionNode): boolean {
  if (stmt.kind !== 'assign' && stmt.kind !== 'delete') return false;
  return targetsOf(stmt).some((target) => leavesOf(target).some((leaf) => !isOwnTarget(leaf, func)));
}

function isOwnTarget(target: Expr, func: FunctionNode): boolean {
  switch (target.kind) {
    case 'name':
      return func.locals.includes(target.name);
    case 'index':
    case 'slice':
      return isOwnObject(target.object, func);
    default:
      return false;
  }
}

/** A local variable that is no parameter: what it holds may still come from outside, but seldom does. */
function isOwnObject(object: Expr, func: FunctionNode): boolean {
  if (object.kind === 'index') return isOwnObject(object.object, func);
  return (
    object.kind === 'name' &&
    func.locals.includes(object.name) &&
    !func.params.some(({ name }) => name === object.name)
  );
}

function changesOutside({ callee, args }: Call, func: FunctionNode): boolean {
  if (callee.kind === 'field' && CHANGING.test(callee.name)) {
    const target = callee.name.startsWith('heap') ? args[0]?.value : callee.object;
    return target === undefined || !isOwnObject(target, func);
  }
  if (callee.kind !== 'name' || !callee.name.startsWith('heap')) return false;
  const target = args[0]?.value;
  return target === undefined || !isOwnObject(target, func);
}

/** A result of many parts: there are as many as calls, so that remembering them does not lower the class. */
function returnsMany(tree: Tree, stmt: Stmt): boolean {
  if (stmt.kind !== 'return' || stmt.value === null) return false;
  const { kind } = typeOf(tree, stmt.value);
  return kind === 'list' || kind === 'set' || kind === 'map';
}
