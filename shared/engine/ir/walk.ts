/** Traversal of the intermediate representation. Nothing here descends into functions and classes unless it says so. */
import { remembered } from './facts.ts';
import type { Argument, AssignExpr, Call, ClassNode, Comprehension, Expr, FunctionNode } from './ir.ts';
import type { Index, MapLiteral, Program, Range, Slice, Stmt } from './ir.ts';
import { assertNever } from './never.ts';

export type Code = Stmt | Expr;

/**
 * Whether a direct sub-expression passes the test, asked in source order; a test that never does visits them all. The
 * bodies of functions are no sub-expressions. Nothing is allocated: the analysis walks the same code many times.
 */
export function someChildExpr(node: Code, test: (expr: Expr) => boolean): boolean {
  switch (node.kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'constant':
    case 'lambda':
    case 'try':
    case 'break':
    case 'continue':
    case 'function':
    case 'class':
      return false;
    case 'template':
    case 'unsupported':
      return some(node.parts, test);
    case 'unary':
      return test(node.operand);
    case 'binary':
    case 'compare':
    case 'logical':
      return test(node.left) || test(node.right);
    case 'conditional':
      return test(node.test) || test(node.then) || test(node.otherwise);
    case 'call':
      return test(node.callee) || someValue(node.args, test);
    case 'index':
      return test(node.object) || test(node.index);
    case 'slice':
      return test(node.object) || someEnd(node, test);
    case 'field':
      return test(node.object);
    case 'range':
      return someEnd(node, test);
    case 'collection':
      return some(node.elements, test);
    case 'map':
      return someEntry(node.entries, test);
    case 'spread':
      return test(node.value);
    case 'comprehension':
      return optional(node.key, test) || test(node.element) || someInClauses(node.clauses, test);
    case 'assignExpr':
      return test(node.target) || test(node.value);
    case 'yield':
    case 'return':
    case 'throw':
      return optional(node.value, test);
    case 'assign':
      return some(node.targets, test) || test(node.value);
    case 'expr':
      return test(node.expr);
    case 'if':
    case 'while':
      return test(node.test);
    case 'forEach':
      return test(node.target) || test(node.iterable);
    case 'delete':
      return test(node.target);
    default:
      return assertNever(node);
  }
}

/** The same for the statements of the node's own blocks. */
export function someChildStmt(node: Code, test: (stmt: Stmt) => boolean): boolean {
  switch (node.kind) {
    case 'if':
      return some(node.then, test) || some(node.otherwise, test);
    case 'forEach':
      return some(node.body, test) || some(node.otherwise, test);
    case 'while':
      return some(node.body, test) || some(node.update, test) || some(node.otherwise, test);
    case 'try':
      return (
        some(node.body, test) ||
        node.handlers.some((handler) => some(handler, test)) ||
        some(node.finalizer, test)
      );
    default:
      return false;
  }
}

/** Whether a direct part of the node passes the test: the statements of its blocks first, then its sub-expressions. */
export function someChild(node: Code, test: (child: Code) => boolean): boolean {
  return someChildStmt(node, test) || someChildExpr(node, test);
}

/** Calls `visit` with each direct part of the node, in the order of `someChild`. */
export function eachChild(node: Code, visit: (child: Code) => void): void {
  someChild(node, (child) => (visit(child), false));
}

/** Calls `visit` with each direct sub-expression, in source order. */
export function eachChildExpr(node: Code, visit: (expr: Expr) => void): void {
  someChildExpr(node, (expr) => (visit(expr), false));
}

/** Calls `visit` with each statement of the node's own blocks. */
export function eachChildStmt(node: Code, visit: (stmt: Stmt) => void): void {
  someChildStmt(node, (stmt) => (visit(stmt), false));
}

const NO_EXPRS: readonly Expr[] = [];
const NO_STMTS: readonly Stmt[] = [];

/** The direct sub-expressions, in source order. */
export function childExprs(node: Code): readonly Expr[] {
  switch (node.kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'constant':
      return NO_EXPRS;
    default: {
      const children: Expr[] = [];
      eachChildExpr(node, (expr) => children.push(expr));
      return children;
    }
  }
}

/** The statements of the node's own blocks. */
export function childStmts(node: Code): readonly Stmt[] {
  switch (node.kind) {
    case 'if':
      return node.otherwise.length === 0 ? node.then : [...node.then, ...node.otherwise];
    case 'forEach':
    case 'while':
    case 'try': {
      const children: Stmt[] = [];
      eachChildStmt(node, (stmt) => children.push(stmt));
      return children;
    }
    default:
      return NO_STMTS;
  }
}

/** What to do on entering a node; `false` keeps the walk out of the node. */
export interface Visitor {
  readonly stmt?: (stmt: Stmt) => unknown;
  readonly expr?: (expr: Expr) => unknown;
  /** Also enter functions, lambdas and classes, after asking this. */
  readonly func?: (func: FunctionNode) => unknown;
}

/** Visits the nodes and all that they contain, parents first. */
export function walk(nodes: readonly Code[], visitor: Visitor): void {
  /** Functions stand in expressions, too. */
  const asksExprs = visitor.expr !== undefined || visitor.func !== undefined;
  const enterFunction = (func: FunctionNode): void => {
    if (visitor.func === undefined || visitor.func(func) === false) return;
    for (const param of func.params) if (param.defaultValue !== null) enterExpr(param.defaultValue);
    some(func.body, enterStmt);
  };
  const enterClass = (cls: ClassNode): void => {
    some(cls.fields, enterStmt);
    cls.methods.forEach(enterFunction);
    cls.classes.forEach(enterClass);
  };
  const enterExpr = (expr: Expr): false => {
    if (visitor.expr?.(expr) === false) return false;
    if (expr.kind === 'lambda') enterFunction(expr.func);
    else someChildExpr(expr, enterExpr);
    return false;
  };
  const enterStmt = (stmt: Stmt): false => {
    if (visitor.stmt?.(stmt) === false) return false;
    if (stmt.kind === 'function') enterFunction(stmt.func);
    else if (stmt.kind === 'class') {
      if (visitor.func !== undefined) enterClass(stmt.cls);
    } else {
      if (asksExprs) someChildExpr(stmt, enterExpr);
      someChildStmt(stmt, enterStmt);
    }
    return false;
  };
  for (const node of nodes) {
    if (isStmt(node)) enterStmt(node);
    else enterExpr(node);
  }
}

/** Whether the code has the name; functions, lambdas and classes in it are not looked through. */
export function mentions(code: Code, name: string): boolean {
  return someCode(code, (node) => node.kind === 'name' && node.name === name);
}

/** Whether the node or one inside it passes the test; functions, lambdas and classes are not entered. */
export function someCode(node: Code, test: (node: Code) => boolean): boolean {
  const isIn = (at: Code): boolean => test(at) || someChild(at, isIn);
  return isIn(node);
}

/** The same of the node and the statements inside it alone, without their expressions. */
export function someStmtIn(node: Code, test: (node: Code) => boolean): boolean {
  const isIn = (at: Code): boolean => test(at) || someChildStmt(at, isIn);
  return isIn(node);
}

const NO_ACTS: readonly (Call | AssignExpr)[] = [];

/** The calls and assignments in the expressions of a node, not in its blocks; outer ones first. Cached by the node. */
const actsIn = remembered((node: Code): readonly (Call | AssignExpr)[] => {
  const found: (Call | AssignExpr)[] = [];
  const visit = (expr: Expr): false => {
    if (expr.kind === 'call' || expr.kind === 'assignExpr') found.push(expr);
    someChildExpr(expr, visit);
    return false;
  };
  someChildExpr(node, visit);
  return found.length === 0 ? NO_ACTS : found;
});

/**
 * The same as `someCode` for a test that only statements, calls and assignments pass (and, of expressions, the node
 * itself): what holds none of these is walked once for all such questions.
 */
export function someAct(node: Code, test: (node: Code) => boolean): boolean {
  const isIn = (at: Code): boolean => test(at) || someChildStmt(at, isIn) || some(actsIn(at), test);
  return isIn(node);
}

/** Every index expression in the code, outer ones first. Cached by the code. */
export const indexesIn = remembered((code: Code): readonly Index[] => {
  const found: Index[] = [];
  someCode(code, (node) => {
    if (node.kind === 'index') found.push(node);
    return false;
  });
  return found;
});

/** What repeats the code inside of it. */
export const LOOPS: ReadonlySet<Code['kind']> = new Set<Code['kind']>(['forEach', 'while', 'comprehension']);

/** The tests that a chain of `and`, or of `or`, combines; a test that is no such chain is the only one. */
export function operandsOf(test: Expr, op: 'and' | 'or'): readonly Expr[] {
  return test.kind === 'logical' && test.op === op
    ? [...operandsOf(test.left, op), ...operandsOf(test.right, op)]
    : [test];
}

/** Every expression in the nodes, themselves included; in nested functions only when `nested`. */
export function forEachExpr(nodes: readonly Code[], visit: (expr: Expr) => void, nested = false): void {
  const expr = (node: Expr): true => (visit(node), true);
  walk(nodes, nested ? { expr, func: () => true } : { expr });
}

/** Every statement in the nodes, themselves included; in nested functions only when `nested`. */
export function forEachStmt(nodes: readonly Code[], visit: (stmt: Stmt) => void, nested = false): void {
  const stmt = (node: Stmt): true => (visit(node), true);
  walk(nodes, nested ? { stmt, func: () => true } : { stmt });
}

/** Every function of the program, at any depth, outer ones first. */
export function forEachFunction(program: Program, visit: (func: FunctionNode) => void): void {
  walk(program.body, { func: (func) => (visit(func), true) });
}

/** Whether the node stands for itself in a block. `unsupported` may be either; it has the same children as both. */
export function isStmt(node: Code): node is Stmt {
  switch (node.kind) {
    case 'assign':
    case 'expr':
    case 'if':
    case 'forEach':
    case 'while':
    case 'return':
    case 'break':
    case 'continue':
    case 'throw':
    case 'try':
    case 'delete':
    case 'function':
    case 'class':
    case 'unsupported':
      return true;
    default:
      return false;
  }
}

function some<T>(nodes: readonly T[], test: (node: T) => boolean): boolean {
  for (const node of nodes) if (test(node)) return true;
  return false;
}

function optional(node: Expr | null, test: (expr: Expr) => boolean): boolean {
  return node !== null && test(node);
}

function someValue(args: readonly Argument[], test: (expr: Expr) => boolean): boolean {
  for (const arg of args) if (test(arg.value)) return true;
  return false;
}

function someEntry(entries: MapLiteral['entries'], test: (expr: Expr) => boolean): boolean {
  for (const { key, value } of entries) if (optional(key, test) || test(value)) return true;
  return false;
}

function someEnd({ start, end, step }: Slice | Range, test: (expr: Expr) => boolean): boolean {
  return optional(start, test) || optional(end, test) || optional(step, test);
}

function someInClauses(clauses: Comprehension['clauses'], test: (expr: Expr) => boolean): boolean {
  for (const clause of clauses) {
    if (clause.kind === 'if' ? test(clause.test) : test(clause.target) || test(clause.iterable)) return true;
  }
  return false;
}
