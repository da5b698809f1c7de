/** Which `for` loops count: a variable that starts, is compared with a limit and moves by a fixed step. */
import type { Expr, ForEach, Range, Stmt } from '../../ir/ir.ts';
import { MIRRORED } from '../../ir/comparison.ts';
import { negated } from '../../ir/negation.ts';
import { elementLoop } from '../shared/element-loops.ts';
import { sizedIn } from './emptiness.ts';
import { javaRoles } from './roles.ts';
import { type Code, forEachExpr, forEachStmt, mentions, someCode } from '../../ir/walk.ts';

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
  const changes = changesIn(loop.body);
  if (changes.some(({ name }) => name === step.name) || others.some((stmt) => mentions(stmt, step.name)))
    return null;
  // A limit or a step that is told by the variable is another one in each turn.
  changes.push({ name: step.name, kind: 'set', depth: 0 });
  if (!isSettled(limit.end, changes) || (step.by !== null && !isSettled(step.by, changes))) return null;
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
  return [...others, overElements(over)];
}

/** The loop over the elements, where it asks nothing else of their places. Nothing in it changes what its range reads. */
function overElements(loop: ForEach): ForEach {
  const found = elementLoop(loop, sizedIn);
  const { target } = loop;
  if (found === null || target.kind !== 'name' || found.body.some((stmt) => mentions(stmt, target.name)))
    return loop;
  return { ...loop, target: found.element, iterable: found.container, body: found.body };
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
  readonly kind: 'set' | 'resized';
  readonly depth: number;
}

function changesIn(body: readonly Stmt[]): Change[] {
  const changes: Change[] = [];
  const note = (target: Expr, kind: Change['kind'], depth = 0): void => {
    if (target.kind === 'name' || target.kind === 'field') changes.push({ name: target.name, kind, depth });
    else if (target.kind === 'index') note(target.object, kind, depth + 1);
    else if (target.kind === 'collection') for (const one of target.elements) note(one, kind, depth);
  };
  forEachStmt(body, (stmt) => {
    if (stmt.kind === 'assign') for (const target of stmt.targets) note(target, 'set');
    if (stmt.kind === 'forEach') note(stmt.target, 'set');
  });
  forEachExpr(body, (expr) => {
    if (expr.kind === 'assignExpr') note(expr.target, 'set');
    if (expr.kind === 'call' && expr.callee.kind === 'field' && RESIZING.has(`.${expr.callee.name}`))
      note(expr.callee.object, 'resized');
  });
  return changes;
}

/** Methods that put in or take out. */
const RESIZING: ReadonlySet<string> = new Set([
  ...javaRoles.push,
  ...javaRoles.pop,
  ...javaRoles.undo,
  ...javaRoles.clear,
]);

/** The expression has the same value in every turn. */
function isSettled(expr: Expr, changes: readonly Change[]): boolean {
  if (!isPlain(expr)) return false;
  const names = new Set(changes.map(({ name }) => name));
  return !someCode(expr, (one) => isPlace(one) && names.has(one.name)) || isLengthKept(expr, changes);
}

const isPlace = (node: Code): node is Extract<Expr, { kind: 'name' | 'field' }> =>
  node.kind === 'name' || node.kind === 'field';

/** `rows[0].length` of an array stays what it is when cells are set that lie deeper: `rows[i][j] = 0`. */
function isLengthKept(expr: Expr, changes: readonly Change[]): boolean {
  switch (expr.kind) {
    case 'number':
      return true;
    case 'unary':
      return isLengthKept(expr.operand, changes);
    case 'binary':
      return isLengthKept(expr.left, changes) && isLengthKept(expr.right, changes);
    case 'name':
      return !changes.some(({ name, depth }) => name === expr.name && depth === 0);
    case 'call':
      return (
        expr.callee.kind === 'field' &&
        expr.callee.name === 'length' &&
        isPathKept(expr.callee.object, changes)
      );
    default:
      return false;
  }
}

/** Nothing as deep as this, or less deep, is changed. */
function isPathKept(path: Expr, changes: readonly Change[]): boolean {
  let [root, deep] = [path, 0];
  for (; root.kind === 'index'; deep++) {
    if (!isLengthKept(root.index, changes)) return false;
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
