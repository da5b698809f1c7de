/** What is around a node: the intermediate representation, read upwards. */
import { remembered } from './facts.ts';
import type {
  Call,
  ClassNode,
  Comprehension,
  Expr,
  Field,
  ForEach,
  FunctionNode,
  Name,
  Program,
  Stmt,
  While,
} from './ir.ts';
import { type Code, eachChildExpr, isStmt } from './walk.ts';

export type Above = Code | FunctionNode | ClassNode | Program;
export type Loop = ForEach | While | Comprehension;

export interface Tree {
  readonly program: Program;
  readonly parents: ReadonlyMap<object, Above>;
  /** The list of statements that a statement stands in. */
  readonly blocks: ReadonlyMap<Stmt, readonly Stmt[]>;
  /** Every occurrence of a name, and of a field. */
  readonly names: ReadonlyMap<string, readonly Name[]>;
  readonly fields: ReadonlyMap<string, readonly Field[]>;
  /** Calls by the name or field that they call. */
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  /** Every expression, outer ones first. */
  readonly exprs: readonly Expr[];
  /** Every function, lambdas too, outer ones first. */
  readonly functions: readonly FunctionNode[];
}

/** The tree of a program, built once. */
export const treeOf = remembered(build);

function build(program: Program): Tree {
  const parents = new Map<object, Above>();
  const blocks = new Map<Stmt, readonly Stmt[]>();
  const exprs: Expr[] = [];
  const functions: FunctionNode[] = [];
  const block = (stmts: readonly Stmt[], above: Above): void => {
    for (const stmt of stmts) {
      blocks.set(stmt, stmts);
      enter(stmt, above);
    }
  };
  const enter = (node: Code, above: Above): void => {
    parents.set(node, above);
    if (!isStmt(node)) exprs.push(node);
    if (node.kind === 'function' || node.kind === 'lambda') enterFunction(node.func, node);
    else if (node.kind === 'class') enterClass(node.cls, node);
    else {
      eachChildExpr(node, (child) => enter(child, node));
      for (const inner of blocksOf(node)) block(inner, node);
    }
  };
  const enterFunction = (func: FunctionNode, above: Above): void => {
    parents.set(func, above);
    functions.push(func);
    for (const { defaultValue } of func.params) if (defaultValue !== null) enter(defaultValue, above);
    block(func.body, func);
  };
  const enterClass = (cls: ClassNode, above: Above): void => {
    parents.set(cls, above);
    block(cls.fields, cls);
    for (const method of cls.methods) enterFunction(method, cls);
    for (const inner of cls.classes) enterClass(inner, cls);
  };
  block(program.body, program);
  return { program, parents, blocks, ...byName(exprs), exprs, functions };
}

function byName(exprs: readonly Expr[]): Pick<Tree, 'names' | 'fields' | 'calls'> {
  const names = new Map<string, Name[]>();
  const fields = new Map<string, Field[]>();
  const calls = new Map<string, Call[]>();
  for (const expr of exprs) {
    if (expr.kind === 'name') put(names, expr.name, expr);
    else if (expr.kind === 'field') put(fields, expr.name, expr);
    else if (expr.kind === 'call') {
      const { callee } = expr;
      if (callee.kind === 'name' || callee.kind === 'field') put(calls, callee.name, expr);
    }
  }
  return { names, fields, calls };
}

function put<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

/** The blocks of a statement, in their order; those of functions and classes are no part of it. */
export function blocksOf(node: Code): readonly (readonly Stmt[])[] {
  switch (node.kind) {
    case 'if':
      return [node.then, node.otherwise];
    case 'forEach':
      return [node.body, node.otherwise];
    case 'while':
      return [node.body, node.update, node.otherwise];
    case 'try':
      return [node.body, ...node.handlers, node.finalizer];
    default:
      return [];
  }
}

/** The blocks of a statement, with those of the functions and classes that it defines. */
export function blocksWithin(stmt: Stmt): readonly (readonly Stmt[])[] {
  if (stmt.kind === 'function') return [stmt.func.body];
  return stmt.kind === 'class' ? blocksOfClass(stmt.cls) : blocksOf(stmt);
}

function blocksOfClass({ methods, classes }: ClassNode): (readonly Stmt[])[] {
  return [...methods.map(({ body }) => body), ...classes.flatMap(blocksOfClass)];
}

/** Everything around a node, innermost first, up to the program. */
export function above(tree: Tree, node: object): Above[] {
  const out: Above[] = [];
  for (let at = tree.parents.get(node); at !== undefined; at = tree.parents.get(at)) out.push(at);
  return out;
}

/** The innermost function around a node; null at the top level and in a class body. */
export function functionOf(tree: Tree, node: object): FunctionNode | null {
  for (let at = tree.parents.get(node); at !== undefined; at = tree.parents.get(at)) {
    if (at.kind === 'functionNode') return at;
  }
  return null;
}

/** The innermost statement that a node is in, or the node itself. */
export function statementOf(tree: Tree, node: Code): Stmt | null {
  if (isStmt(node)) return node;
  for (const at of above(tree, node)) if (isCode(at) && isStmt(at)) return at;
  return null;
}

/** The statement of a block that a node is in, at any depth; null when it is not in the block. */
export function statementIn(tree: Tree, node: Code, block: readonly Stmt[]): Stmt | null {
  for (const at of [node, ...above(tree, node)])
    if (isCode(at) && isStmt(at) && block.includes(at)) return at;
  return null;
}

function isCode(node: Above): node is Code {
  return node.kind !== 'functionNode' && node.kind !== 'classNode' && node.kind !== 'program';
}

/** The loops of the same function that a node is repeated by, innermost first. */
export function loopsAround(tree: Tree, node: Code): Loop[] {
  const out: Loop[] = [];
  let inner: object = node;
  for (let at = tree.parents.get(node); at !== undefined; at = tree.parents.get(at)) {
    if (at.kind === 'functionNode' || at.kind === 'classNode') break;
    if (repeats(at, inner)) out.push(at);
    inner = at;
  }
  return out;
}

/** Whether a node is a loop that runs its part `inner` more than once: what it iterates over is evaluated once. */
function repeats(node: Above, inner: object): node is Loop {
  switch (node.kind) {
    case 'while':
      return !node.otherwise.some((stmt) => stmt === inner);
    case 'forEach':
      return node.body.some((stmt) => stmt === inner) || node.target === inner;
    case 'comprehension': {
      const [first] = node.clauses;
      return first?.kind !== 'for' || first.iterable !== inner;
    }
    default:
      return false;
  }
}
