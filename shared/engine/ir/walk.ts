/** Traversal of the intermediate representation. Nothing here descends into functions and classes unless it says so. */
import type { ClassNode, Expr, FunctionNode, Program, Stmt } from './ir.ts';
import { assertNever } from './never.ts';

export type Code = Stmt | Expr;

/** Calls `visit` with each direct sub-expression, in source order. The bodies of functions are no sub-expressions. */
export function eachChildExpr(node: Code, visit: (expr: Expr) => void): void {
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
      return;
    case 'template':
    case 'unsupported':
      return each(node.parts, visit);
    case 'unary':
      return visit(node.operand);
    case 'binary':
    case 'compare':
    case 'logical':
      visit(node.left);
      return visit(node.right);
    case 'conditional':
      visit(node.test);
      visit(node.then);
      return visit(node.otherwise);
    case 'call':
      visit(node.callee);
      for (const arg of node.args) visit(arg.value);
      return;
    case 'index':
      visit(node.object);
      return visit(node.index);
    case 'slice':
      visit(node.object);
      optional(node.start, visit);
      optional(node.end, visit);
      return optional(node.step, visit);
    case 'field':
      return visit(node.object);
    case 'range':
      optional(node.start, visit);
      visit(node.end);
      return optional(node.step, visit);
    case 'collection':
      return each(node.elements, visit);
    case 'map':
      for (const entry of node.entries) {
        optional(entry.key, visit);
        visit(entry.value);
      }
      return;
    case 'spread':
      return visit(node.value);
    case 'comprehension':
      optional(node.key, visit);
      visit(node.element);
      for (const clause of node.clauses) {
        if (clause.kind === 'if') visit(clause.test);
        else {
          visit(clause.target);
          visit(clause.iterable);
        }
      }
      return;
    case 'assignExpr':
      visit(node.target);
      return visit(node.value);
    case 'yield':
    case 'return':
    case 'throw':
      return optional(node.value, visit);
    case 'assign':
      each(node.targets, visit);
      return visit(node.value);
    case 'expr':
      return visit(node.expr);
    case 'if':
    case 'while':
      return visit(node.test);
    case 'forEach':
      visit(node.target);
      return visit(node.iterable);
    case 'delete':
      return visit(node.target);
    default:
      return assertNever(node);
  }
}

/** Calls `visit` with each statement of the node's own blocks. */
export function eachChildStmt(node: Code, visit: (stmt: Stmt) => void): void {
  switch (node.kind) {
    case 'if':
      each(node.then, visit);
      return each(node.otherwise, visit);
    case 'forEach':
      each(node.body, visit);
      return each(node.otherwise, visit);
    case 'while':
      each(node.body, visit);
      each(node.update, visit);
      return each(node.otherwise, visit);
    case 'try':
      each(node.body, visit);
      for (const handler of node.handlers) each(handler, visit);
      return each(node.finalizer, visit);
    default:
      return;
  }
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
  const enterFunction = (func: FunctionNode): void => {
    if (visitor.func === undefined || visitor.func(func) === false) return;
    for (const param of func.params) if (param.defaultValue !== null) enterExpr(param.defaultValue);
    each(func.body, enterStmt);
  };
  const enterClass = (cls: ClassNode): void => {
    each(cls.fields, enterStmt);
    each(cls.methods, enterFunction);
    each(cls.classes, enterClass);
  };
  const enterExpr = (expr: Expr): void => {
    if (visitor.expr?.(expr) === false) return;
    if (expr.kind === 'lambda') enterFunction(expr.func);
    else eachChildExpr(expr, enterExpr);
  };
  const enterStmt = (stmt: Stmt): void => {
    if (visitor.stmt?.(stmt) === false) return;
    if (stmt.kind === 'function') enterFunction(stmt.func);
    else if (stmt.kind === 'class') {
      if (visitor.func !== undefined) enterClass(stmt.cls);
    } else {
      eachChildExpr(stmt, enterExpr);
      eachChildStmt(stmt, enterStmt);
    }
  };
  for (const node of nodes) {
    if (isStmt(node)) enterStmt(node);
    else enterExpr(node);
  }
}

/** Whether the node or one inside it passes the test; functions, lambdas and classes are not entered. */
export function someCode(node: Code, test: (node: Code) => boolean): boolean {
  return (
    test(node) ||
    childStmts(node).some((child) => someCode(child, test)) ||
    childExprs(node).some((child) => someCode(child, test))
  );
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

function each<T>(nodes: readonly T[], visit: (node: T) => void): void {
  for (const node of nodes) visit(node);
}

function optional(node: Expr | null, visit: (expr: Expr) => void): void {
  if (node !== null) visit(node);
}
