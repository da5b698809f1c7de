/** Other expressions in the place of some. What nothing is replaced in stays the same node. */
import type { Argument, ClassNode, Clause, Expr, FunctionNode, MapLiteral, Param, Stmt } from './ir.ts';
import { assertNever } from './never.ts';

/** What stands for an expression instead; the expression itself where it stays, and its parts are asked. */
export type Replace = (expr: Expr) => Expr;

/** The statements with the replaced expressions, in functions and classes inside them too. */
export function replaceInBlock(block: readonly Stmt[], by: Replace): readonly Stmt[] {
  return each(block, (stmt) => replaceInStmt(stmt, by));
}

function replaceInStmt(stmt: Stmt, by: Replace): Stmt {
  const expr = (node: Expr): Expr => replaceIn(node, by);
  const block = (stmts: readonly Stmt[]): readonly Stmt[] => replaceInBlock(stmts, by);
  switch (stmt.kind) {
    case 'while':
      return withBlocks(withParts(stmt, { test: expr(stmt.test) }), block);
    case 'forEach':
      return withBlocks(withHead(withParts(stmt, { target: expr(stmt.target) }), expr), block);
    case 'if':
    case 'try':
      return withBlocks(withHead(stmt, expr), block);
    case 'function':
      return withParts(stmt, { func: replaceInFunction(stmt.func, by) });
    case 'class':
      return withParts(stmt, { cls: replaceInClass(stmt.cls, by) });
    default:
      return withHead(stmt, expr);
  }
}

/** The statement with its blocks mapped, not those of a function or class that it defines. */
export function withBlocks(stmt: Stmt, map: (block: readonly Stmt[]) => readonly Stmt[]): Stmt {
  switch (stmt.kind) {
    case 'if':
      return withParts(stmt, { then: map(stmt.then), otherwise: map(stmt.otherwise) });
    case 'forEach':
      return withParts(stmt, { body: map(stmt.body), otherwise: map(stmt.otherwise) });
    case 'while':
      return withParts(stmt, {
        body: map(stmt.body),
        update: map(stmt.update),
        otherwise: map(stmt.otherwise),
      });
    case 'try':
      return withParts(stmt, {
        body: map(stmt.body),
        handlers: each(stmt.handlers, map),
        finalizer: map(stmt.finalizer),
      });
    default:
      return stmt;
  }
}

/**
 * The statement with the expressions mapped that it evaluates just once, before any of its blocks, in the order of their
 * evaluation.
 */
export function withHead(stmt: Stmt, map: Replace): Stmt {
  const expr = mapping(map);
  switch (stmt.kind) {
    case 'assign': {
      if (stmt.op === null)
        return withParts(stmt, { value: expr(stmt.value), targets: each(stmt.targets, expr) });
      return withParts(stmt, { targets: each(stmt.targets, expr), value: expr(stmt.value) });
    }
    case 'expr':
      return withParts(stmt, { expr: expr(stmt.expr) });
    case 'return':
    case 'throw':
      return withParts(stmt, { value: expr(stmt.value) });
    case 'if':
      return withParts(stmt, { test: expr(stmt.test) });
    case 'forEach':
      return withParts(stmt, { iterable: expr(stmt.iterable) });
    case 'delete':
      return withParts(stmt, { target: expr(stmt.target) });
    case 'unsupported':
      return withParts(stmt, { parts: each(stmt.parts, expr) });
    case 'while':
    case 'try':
    case 'function':
    case 'class':
    case 'break':
    case 'continue':
      return stmt;
    default:
      return assertNever(stmt);
  }
}

function replaceInClass(cls: ClassNode, by: Replace): ClassNode {
  return withParts(cls, {
    fields: replaceInBlock(cls.fields, by),
    methods: each(cls.methods, (method) => replaceInFunction(method, by)),
    classes: each(cls.classes, (inner) => replaceInClass(inner, by)),
  });
}

function replaceInFunction(func: FunctionNode, by: Replace): FunctionNode {
  const param = (one: Param): Param =>
    one.defaultValue === null ? one : withParts(one, { defaultValue: replaceIn(one.defaultValue, by) });
  return withParts(func, { params: each(func.params, param), body: replaceInBlock(func.body, by) });
}

function replaceIn(node: Expr, by: Replace): Expr {
  const replaced = by(node);
  return replaced === node ? replaceInside(node, by) : replaced;
}

function replaceInside(node: Expr, by: Replace): Expr {
  return node.kind === 'lambda'
    ? withParts(node, { func: replaceInFunction(node.func, by) })
    : withExprs(node, (part) => replaceIn(part, by));
}

/** The expression with each direct sub-expression mapped, in the order of their evaluation; a function has none. */
export function withExprs(node: Expr, map: Replace): Expr {
  const expr = mapping(map);
  switch (node.kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'constant':
    case 'lambda':
      return node;
    case 'template':
    case 'unsupported':
      return withParts(node, { parts: each(node.parts, expr) });
    case 'unary':
      return withParts(node, { operand: expr(node.operand) });
    case 'binary':
    case 'compare':
    case 'logical':
      return withParts<typeof node>(node, { left: expr(node.left), right: expr(node.right) });
    case 'conditional':
      return withParts(node, {
        test: expr(node.test),
        then: expr(node.then),
        otherwise: expr(node.otherwise),
      });
    case 'call':
      return withParts(node, { callee: expr(node.callee), args: each(node.args, valuesBy(expr)) });
    case 'index':
      return withParts(node, { object: expr(node.object), index: expr(node.index) });
    case 'slice':
      return withParts(node, {
        object: expr(node.object),
        start: expr(node.start),
        end: expr(node.end),
        step: expr(node.step),
      });
    case 'field':
      return withParts(node, { object: expr(node.object) });
    case 'range':
      return withParts(node, { start: expr(node.start), end: expr(node.end), step: expr(node.step) });
    case 'collection':
      return withParts(node, { elements: each(node.elements, expr) });
    case 'map':
      return withParts(node, { entries: each(node.entries, entriesBy(expr)) });
    case 'spread':
    case 'yield':
      return withParts<typeof node>(node, { value: expr(node.value) });
    case 'comprehension':
      return withParts(node, {
        clauses: each(node.clauses, clausesBy(expr)),
        key: expr(node.key),
        element: expr(node.element),
      });
    case 'assignExpr':
      return withParts(node, { value: expr(node.value), target: expr(node.target) });
    default:
      return assertNever(node);
  }
}

type Map = <E extends Expr | null>(one: E) => E;

const mapping =
  (map: Replace): Map =>
  <E extends Expr | null>(one: E): E =>
    one === null ? one : (map(one) as E);

const valuesBy =
  (expr: Map) =>
  (arg: Argument): Argument =>
    withParts(arg, { value: expr(arg.value) });

type Entry = MapLiteral['entries'][number];

const entriesBy =
  (expr: Map) =>
  (entry: Entry): Entry =>
    withParts(entry, { key: expr(entry.key), value: expr(entry.value) });

const clausesBy =
  (expr: Map) =>
  (clause: Clause): Clause =>
    clause.kind === 'if'
      ? withParts(clause, { test: expr(clause.test) })
      : withParts(clause, { target: expr(clause.target), iterable: expr(clause.iterable) });

/** The node with other parts, or itself where they are those that it has. */
export function withParts<Node extends object>(node: Node, parts: Partial<Node>): Node {
  for (const name in parts) if (parts[name] !== node[name]) return { ...node, ...parts };
  return node;
}

/** The same array where every element stays. */
export function each<T>(list: readonly T[], by: (one: T) => T): readonly T[] {
  const others = list.map(by);
  return others.every((other, i) => other === list[i]) ? list : others;
}
