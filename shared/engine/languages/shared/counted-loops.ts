/** Which `for` loops count: a variable that starts, is compared with a limit and moves by a fixed step. */
import type { Expr, ForEach, Range, Stmt } from '../../ir/ir.ts';
import { MIRRORED } from '../../ir/comparison.ts';
import { negated } from '../../ir/negation.ts';
import { indexRoles, measuredBy, type Role, type Roles } from '../../ir/roles.ts';
import { leavesOf, targetsOf } from '../../ir/targets.ts';
import { type Code, forEachExpr, forEachStmt, mentions, someCode } from '../../ir/walk.ts';

export interface ForLoop {
  readonly init: readonly Stmt[];
  readonly test: Expr;
  readonly update: readonly Stmt[];
  readonly body: readonly Stmt[];
  readonly headerSpan: Stmt['span'];
  readonly span: Stmt['span'];
}

/** What the front end knows of names. */
export interface Reading {
  readonly roles: Roles;
  /** The size that an expression asks for stays what it is where only cells are set. */
  readonly isKept: (size: Expr) => boolean;
}

export interface Counted {
  /** The other initialisations. */
  readonly others: readonly Stmt[];
  readonly over: ForEach;
}

/**
 * The loop over a range, behind the other initialisations, where the loop counts: nothing in it sets the variable, the
 * limit or the step. Tests beside the limit leave the loop.
 */
export function countedLoop(loop: ForLoop, reading: Reading): Counted | null {
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
  const changes = changesIn(loop.body, reading);
  if (
    changes.some((one) => !one.isField && one.name === step.name) ||
    others.some((stmt) => mentions(stmt, step.name))
  )
    return null;
  // A limit or a step that is told by the variable is another one in each turn.
  changes.push({ name: step.name, isField: false, kind: 'set', depth: 0 });
  const isFixed = (expr: Expr): boolean => isSettled(expr, changes, reading);
  if (!isFixed(limit.end) || (step.by !== null && !isFixed(step.by))) return null;
  const leave = limit.rest.map((test): Stmt => ({
    kind: 'if',
    test: negated(test),
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
  return { others, over };
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
  return { name, by: sign === 1 ? value : opposite(value), sign };
}

function spelledOut(name: string, value: Expr): { readonly op: string | null; readonly value: Expr } {
  const isOwn = value.kind === 'binary' && value.left.kind === 'name' && value.left.name === name;
  return isOwn ? { op: value.op, value: value.right } : { op: null, value };
}

function opposite(value: Expr): Expr {
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
  return op !== null && wanted.includes(op) ? { end, inclusive: op.endsWith('='), rest: [] } : null;
}

function isOne(by: Expr | null): boolean {
  if (by === null) return true;
  return by.kind === 'unary' && by.operand.kind === 'number' && by.operand.value === 1;
}

/** A name or field, or what is held so many indices deep in it, is set anew or made longer or shorter. */
interface Change {
  readonly name: string;
  readonly isField: boolean;
  readonly kind: 'set' | 'resized';
  readonly depth: number;
}

/** What puts in or takes out. */
const RESIZING: readonly Role[] = ['push', 'pop', 'undo', 'clear'];

function changesIn(body: readonly Stmt[], reading: Reading): Change[] {
  const roles = indexRoles(reading.roles);
  const changes: Change[] = [];
  const note = (target: Expr, kind: Change['kind'], depth = 0): void => {
    if (target.kind === 'name' || target.kind === 'field')
      changes.push({ name: target.name, isField: target.kind === 'field', kind, depth });
    else if (target.kind === 'index') note(target.object, kind, depth + 1);
  };
  const noteSet = (node: Code): void => {
    for (const target of targetsOf(node)) for (const leaf of leavesOf(target)) note(leaf, 'set');
  };
  forEachStmt(body, (stmt) => {
    noteSet(stmt);
    if (stmt.kind === 'delete' && 'object' in stmt.target) note(stmt.target.object, 'resized');
  });
  forEachExpr(body, (expr) => {
    noteSet(expr);
    if (expr.kind !== 'call') return;
    if (expr.callee.kind === 'field' && RESIZING.some((role) => roles.is(expr, role)))
      note(expr.callee.object, 'resized');
    if (roles.is(expr, 'pushFirst') || roles.is(expr, 'popFirst'))
      for (const { value } of expr.args.slice(0, 1)) note(value, 'resized');
  });
  return changes;
}

/** The expression has the same value in every turn. */
function isSettled(expr: Expr, changes: readonly Change[], reading: Reading): boolean {
  if (!isPlain(expr)) return false;
  const names = new Set(changes.map(({ name }) => name));
  return (
    !someCode(expr, (one) => isPlace(one) && names.has(one.name)) || isLengthKept(expr, changes, reading)
  );
}

const isPlace = (node: Code): node is Extract<Expr, { kind: 'name' | 'field' }> =>
  node.kind === 'name' || node.kind === 'field';

/** `rows[0].length` of an array stays what it is when cells are set that lie deeper: `rows[i][j] = 0`. */
function isLengthKept(expr: Expr, changes: readonly Change[], reading: Reading): boolean {
  switch (expr.kind) {
    case 'number':
      return true;
    case 'unary':
      return isLengthKept(expr.operand, changes, reading);
    case 'binary':
      return isLengthKept(expr.left, changes, reading) && isLengthKept(expr.right, changes, reading);
    case 'name':
      return !changes.some(({ name, depth }) => name === expr.name && depth === 0);
    case 'call': {
      const measured = reading.isKept(expr) ? measuredBy(indexRoles(reading.roles), expr) : null;
      return measured !== null && isPathKept(measured, changes, reading);
    }
    default:
      return false;
  }
}

/** Nothing as deep as this, or less deep, is changed. */
function isPathKept(path: Expr, changes: readonly Change[], reading: Reading): boolean {
  let [root, deep] = [path, 0];
  for (; root.kind === 'index'; deep++) {
    if (!isLengthKept(root.index, changes, reading)) return false;
    root = root.object;
  }
  if (root.kind !== 'name') return false;
  const { name } = root;
  return !changes.some((change) => change.name === name && change.depth <= deep);
}

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
