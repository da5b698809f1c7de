/** Names that carry a value to one place: which are set, and read only by a statement that follows at once. */
import type { Assign, ClassNode, Expr, FunctionNode, Program, Stmt } from './ir.ts';
import { leavesOf } from './targets.ts';
import { someChildExpr } from './walk.ts';

/** How many other statements may stand between the two. */
const FURTHEST = 4;

export interface PassedValues {
  /** The assignments, each with the statement that reads its name, once, behind it in the same block. */
  readonly readBy: ReadonlyMap<Stmt, Stmt>;
  /**
   * Whether only what a function itself does (null: the top level) changes a name while it runs: no function sets it that
   * has it from outside.
   */
  readonly isOwn: (func: FunctionNode | null, name: string) => boolean;
}

/** Null where there are none. */
export function passedValues(program: Program): PassedValues | null {
  const reader = new Reader();
  reader.block(program.body);
  const readBy = new Map<Stmt, Stmt>();
  for (const { locals } of reader.scopes.values())
    for (const local of locals.values()) addPairs(local, readBy);
  if (readBy.size === 0) return null;
  return { readBy, isOwn: (func, name) => reader.scopes.get(func)?.known.get(name)?.shared === false };
}

/** What a scope does with a name. */
interface Local {
  readonly sets: Setting[];
  /** Statements that read it, once each time. */
  readonly reads: Stmt[];
  /** Something else happens to it: a function inside knows it, a loop sets it, or asks it in each turn. */
  spoiled: boolean;
  /** A function inside the scope sets it. */
  shared: boolean;
}

/** `x = value`, and where it stands. */
interface Setting {
  readonly stmt: Assign;
  readonly block: readonly Stmt[];
  readonly at: number;
}

/** Every read of the name has to be that of an assignment just before it: then no other one sees the value. */
function addPairs({ sets, reads, spoiled }: Local, out: Map<Stmt, Stmt>): void {
  if (spoiled || sets.length === 0 || sets.length !== reads.length) return;
  const readers = new Set(reads);
  const found = sets.map(({ block, at }) =>
    block.slice(at + 1, at + 2 + FURTHEST).find((stmt) => readers.has(stmt)),
  );
  // Each of them has a reader, and no two the same.
  if (found.includes(undefined) || new Set(found).size !== reads.length) return;
  sets.forEach(({ stmt }, i) => out.set(stmt, found[i]!));
}

interface Scope {
  /** Null for the top level, which has all names that nothing else has. */
  readonly func: FunctionNode | null;
  readonly outer: Scope | null;
  readonly locals: Map<string, Local>;
  /** Those of the scopes around it too, as far as it knows them. */
  readonly known: Map<string, Local>;
}

/** Reads a program, statement by statement. */
class Reader {
  readonly scopes = new Map<FunctionNode | null, Scope>();
  private scope = this.open(null, null);
  /** The statement whose own expressions are read; null where they are not evaluated just once, by it. */
  private stmt: Stmt | null = null;

  block(stmts: readonly Stmt[]): void {
    for (let at = 0; at < stmts.length; at++) this.read(stmts[at]!, stmts, at);
  }

  private open(func: FunctionNode | null, outer: Scope | null): Scope {
    const scope: Scope = { func, outer, locals: new Map(), known: new Map() };
    this.scopes.set(func, scope);
    return scope;
  }

  private read(node: Stmt, block: readonly Stmt[], at: number): void {
    this.stmt = node;
    switch (node.kind) {
      case 'assign':
        return this.assign(node, block, at);
      case 'if':
        this.expr(node.test);
        this.block(node.then);
        return this.block(node.otherwise);
      case 'forEach':
        this.expr(node.iterable);
        this.bind(node.target);
        this.block(node.body);
        return this.block(node.otherwise);
      case 'while':
        this.stmt = null;
        this.expr(node.test);
        this.block(node.body);
        this.block(node.update);
        return this.block(node.otherwise);
      case 'try':
        this.block(node.body);
        for (const handler of node.handlers) this.block(handler);
        return this.block(node.finalizer);
      case 'delete':
        this.bind(node.target);
        return;
      case 'function':
        return this.enter(node.func);
      case 'class':
        return this.enterClass(node.cls);
      default:
        someChildExpr(node, this.expr);
    }
  }

  private assign(node: Assign, block: readonly Stmt[], at: number): void {
    this.expr(node.value);
    const [target] = node.targets;
    if (node.op === null && node.targets.length === 1 && target?.kind === 'name')
      this.setLocal(target.name).sets.push({ stmt: node, block, at });
    else for (const one of node.targets) this.bind(one);
  }

  /** Answers false, so that all parts of something are read. */
  private readonly expr = (node: Expr): false => {
    switch (node.kind) {
      case 'name': {
        const local = this.local(node.name);
        if (this.stmt === null) local.spoiled = true;
        else local.reads.push(this.stmt);
        return false;
      }
      case 'number':
      case 'string':
      case 'constant':
        return false;
      case 'lambda':
        this.enter(node.func);
        return false;
      case 'comprehension':
        for (const clause of node.clauses) if (clause.kind === 'for') this.bind(clause.target);
        break;
      case 'assignExpr':
        this.bind(node.target);
        return this.expr(node.value);
      default:
    }
    someChildExpr(node, this.expr);
    return false;
  };

  /** A target that is not simply set to a value. */
  private readonly bind = (target: Expr): false => {
    for (const leaf of leavesOf(target))
      if (leaf.kind === 'name') this.setLocal(leaf.name).spoiled = true;
      else this.expr(leaf);
    return false;
  };

  private setLocal(name: string): Local {
    const local = this.local(name);
    if (!this.scope.locals.has(name)) local.shared = true;
    return local;
  }

  private local(name: string): Local {
    let local = this.scope.known.get(name);
    if (local === undefined) this.scope.known.set(name, (local = this.find(name)));
    return local;
  }

  private find(name: string): Local {
    let owner = this.scope;
    while (owner.outer !== null && !owner.func!.locals.includes(name)) owner = owner.outer;
    let local = owner.locals.get(name);
    if (local === undefined)
      owner.locals.set(name, (local = { sets: [], reads: [], spoiled: false, shared: false }));
    if (owner !== this.scope) local.spoiled = true;
    return local;
  }

  private enter(func: FunctionNode): void {
    const { scope, stmt } = this;
    this.stmt = null;
    for (const { defaultValue } of func.params) if (defaultValue !== null) this.expr(defaultValue);
    this.scope = this.open(func, scope);
    this.block(func.body);
    this.scope = scope;
    this.stmt = stmt;
  }

  /** The names of a class are no variables of the scope around it. */
  private enterClass({ fields, methods, classes }: ClassNode): void {
    for (const field of fields) {
      this.stmt = null;
      if (field.kind === 'assign') this.expr(field.value);
      else someChildExpr(field, this.expr);
    }
    for (const method of methods) this.enter(method);
    for (const inner of classes) this.enterClass(inner);
  }
}
