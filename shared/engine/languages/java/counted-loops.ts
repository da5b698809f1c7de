/** Which `for` loops count: a variable that starts, is compared with a limit and moves by a fixed step. */
import type { Expr, ForEach, Range, Stmt } from '../../ir/ir.ts';
import { javaRoles } from './roles.ts';
import { type Code, forEachExpr, forEachStmt, someCode } from '../../ir/walk.ts';

export interface ForLoop {
  readonly init: readonly Stmt[];
  readonly test: Expr;
  readonly update: readonly Stmt[];
  readonly body: readonly Stmt[];
  readonly headerSpan: Stmt['span'];
  readonly span: Stmt['span'];
}

/**
 * The loop over a range, behind the other initialisations, where the loop counts: nothing in it sets the variable, the
 * limit or the step. Tests beside the limit leave the loop.
 */
export function countedLoop(loop: ForLoop): Stmt[] | null {
  const step = stepOf(loop);
  if (step === null) return null;
  const start = startOf(loop.init, step.name);
  if (start === null) return null;
  const limit = limitOf(loop.test, step);
  if (limit === null) return null;
  const range: Range = {
    kind: 'range',
    start: start.value,
    end: limit.end,
    step: step.by,
    inclusive: limit.inclusive,
    span: loop.headerSpan,
  };
  const others = loop.init.filter((stmt) => stmt !== start);
  const changed = changedIn(loop.body);
  if (changed.has(step.name) || mentions(others, step.name)) return null;
  // A limit or a step that is told by the variable is another one in each turn.
  const moving = new Set([...changed, step.name]);
  if (!isSettled(limit.end, moving) || (step.by !== null && !isSettled(step.by, moving))) return null;
  const leave = limit.rest.map((test): Stmt => ({
    kind: 'if',
    test: { kind: 'unary', op: 'not', operand: test, span: test.span },
    then: [{ kind: 'break', span: test.span }],
    otherwise: [],
    span: test.span,
  }));
  const target: Expr = { kind: 'name', name: step.name, span: start.span };
  const over: ForEach = {
    kind: 'forEach',
    target,
    iterable: range,
    body: [...leave, ...loop.body],
    otherwise: [],
    headerSpan: loop.headerSpan,
    span: loop.span,
  };
  return [...others, over];
}

function mentions(stmts: readonly Stmt[], name: string): boolean {
  return stmts.some((stmt) => someCode(stmt, (node) => node.kind === 'name' && node.name === name));
}

interface Step {
  readonly name: string;
  /** Null for one. */
  readonly by: Expr | null;
  readonly sign: 1 | -1;
}

/** `i++`, `i--`, `i += c`, `i -= c`, `i = i + c`. */
function stepOf({ update }: ForLoop): Step | null {
  const [only, ...rest] = update;
  if (only?.kind !== 'assign' || rest.length > 0 || only.targets.length > 1) return null;
  const [target] = only.targets;
  if (target?.kind !== 'name') return null;
  const { name } = target;
  const { op, value } = only.op === null ? spelledOut(name, only.value) : only;
  if (op !== '+' && op !== '-') return null;
  const sign = op === '+' ? 1 : -1;
  if (value.kind === 'number' && value.value < 1) return null;
  if (value.kind !== 'number' && !isPlain(value)) return null;
  if (value.kind === 'number' && value.value === 1 && sign === 1) return { name, by: null, sign };
  return { name, by: sign === 1 ? value : negated(value), sign };
}

function spelledOut(name: string, value: Expr): { readonly op: string | null; readonly value: Expr } {
  const isOwn = value.kind === 'binary' && value.left.kind === 'name' && value.left.name === name;
  return isOwn ? { op: value.op, value: value.right } : { op: null, value };
}

function negated(value: Expr): Expr {
  return { kind: 'unary', op: '-', operand: value, span: value.span };
}

/** The assignment that the variable starts with. */
function startOf(init: readonly Stmt[], name: string): (Stmt & { kind: 'assign' }) | null {
  const found = init.filter(
    (stmt) =>
      stmt.kind === 'assign' &&
      stmt.op === null &&
      stmt.targets.length === 1 &&
      stmt.targets[0]!.kind === 'name' &&
      stmt.targets[0].name === name,
  );
  const [only] = found;
  return found.length === 1 && only?.kind === 'assign' ? only : null;
}

interface Limit {
  readonly end: Expr;
  readonly inclusive: boolean;
  /** Further tests that have to hold. */
  readonly rest: readonly Expr[];
}

function limitOf(test: Expr, step: Step): Limit | null {
  if (test.kind === 'logical' && test.op === 'and') {
    const left = limitOf(test.left, step);
    if (left !== null) return { ...left, rest: [...left.rest, test.right] };
    const right = limitOf(test.right, step);
    return right === null ? null : { ...right, rest: [test.left, ...right.rest] };
  }
  if (test.kind !== 'compare') return null;
  const isLeft = test.left.kind === 'name' && test.left.name === step.name;
  const isRight = test.right.kind === 'name' && test.right.name === step.name;
  if (isLeft === isRight) return null;
  const end = isLeft ? test.right : test.left;
  const op = isLeft ? test.op : MIRRORED[test.op];
  const wanted = step.sign === 1 ? ['<', '<='] : ['>', '>='];
  if (op === '!=' && isOne(step.by)) return { end, inclusive: false, rest: [] };
  return op !== undefined && wanted.includes(op) ? { end, inclusive: op.endsWith('='), rest: [] } : null;
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '!=': '!=' };

function isOne(by: Expr | null): boolean {
  if (by === null) return true;
  return by.kind === 'unary' && by.operand.kind === 'number' && by.operand.value === 1;
}

/** What the statements set, and which containers they may make larger or smaller, by name. */
function changedIn(body: readonly Stmt[]): ReadonlySet<string> {
  const changed = new Set<string>();
  const note = (target: Expr): void => {
    if (target.kind === 'name' || target.kind === 'field') changed.add(target.name);
    else if (target.kind === 'index') note(target.object);
  };
  forEachStmt(body, (stmt) => {
    if (stmt.kind === 'assign') stmt.targets.forEach(note);
    if (stmt.kind === 'forEach') note(stmt.target);
  });
  forEachExpr(body, (expr) => {
    if (expr.kind === 'assignExpr') note(expr.target);
    if (expr.kind === 'call' && expr.callee.kind === 'field' && RESIZING.has(`.${expr.callee.name}`))
      note(expr.callee.object);
  });
  return changed;
}

/** Methods that put in or take out. */
const RESIZING: ReadonlySet<string> = new Set([
  ...javaRoles.push,
  ...javaRoles.pop,
  ...javaRoles.undo,
  ...javaRoles.clear,
]);

/** The expression has the same value in every turn. */
function isSettled(expr: Expr, changed: ReadonlySet<string>): boolean {
  return isPlain(expr) && !someCode(expr, (one) => isPlace(one) && changed.has(one.name));
}

const isPlace = (node: Code): node is Extract<Expr, { kind: 'name' | 'field' }> =>
  node.kind === 'name' || node.kind === 'field';

/** Numbers, names, sizes and what plain operators make of them. */
function isPlain(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'name':
      return true;
    case 'field':
    case 'index':
      return isPlain(expr.object);
    case 'unary':
      return isPlain(expr.operand);
    case 'binary':
      return isPlain(expr.left) && isPlain(expr.right);
    case 'call':
      return (
        (expr.callee.kind === 'name' || (expr.callee.kind === 'field' && isPlain(expr.callee.object))) &&
        expr.args.every((arg) => isPlain(arg.value))
      );
    default:
      return false;
  }
}
