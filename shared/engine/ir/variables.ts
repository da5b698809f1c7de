/** Variables: which names mean the same one, and what the program does with it. */
import { factsBy } from './facts.ts';
import type {
  Assign,
  BinaryOp,
  Call,
  ClassNode,
  Clause,
  Collection,
  Compare,
  Expr,
  FunctionNode,
  Index,
  Param,
  Program,
} from './ir.ts';
import { above, functionOf, type Tree } from './tree.ts';

/** What one occurrence of a variable does. */
export type Role =
  /** `x = value`, also as a part of `x, y = value, 0`. */
  | { readonly kind: 'set'; readonly stmt: Assign; readonly value: Expr }
  /** `x += value` */
  | { readonly kind: 'update'; readonly stmt: Assign; readonly op: BinaryOp }
  /** A loop's target, a part of a tuple that is taken apart, `del x`: it gets a value that is not at hand. */
  | { readonly kind: 'rebound' }
  /** `x.append(y)` */
  | { readonly kind: 'method'; readonly name: string; readonly call: Call }
  /** `len(x)`, with the callee's name where it has one. */
  | { readonly kind: 'argument'; readonly callee: string | null; readonly call: Call }
  /** `x[i]`, read or written. */
  | { readonly kind: 'element'; readonly node: Index; readonly write: boolean }
  /** `x[i:j]`, read or written. */
  | { readonly kind: 'slice'; readonly write: boolean }
  /** `y in x` */
  | { readonly kind: 'member'; readonly test: Compare }
  /** `for y in x`, `*x` */
  | { readonly kind: 'iterated' }
  /** Its truth value alone: `while x`, `not x`. */
  | { readonly kind: 'tested' }
  | { readonly kind: 'returned' }
  | { readonly kind: 'operand' }
  /** Anything else: it may become known under another name. */
  | { readonly kind: 'other' };

export interface Use {
  readonly expr: Expr;
  readonly role: Role;
}

export interface Variable {
  /** "queue", "self.queue" */
  readonly path: string;
  /** Where it lives: a function, the top level, or a class for fields. */
  readonly owner: FunctionNode | ClassNode | Program;
  readonly param: Param | null;
  /** In source order. */
  readonly uses: readonly Use[];
}

/** The variable that an expression names, or null when it is more than a name or a field of the receiver. */
export function variableOf(tree: Tree, expr: Expr): Variable | null {
  if (expr.kind === 'name') return nameVariable(tree, expr.name, ownerOf(tree, expr.name, expr));
  if (expr.kind !== 'field') return null;
  const cls = receiverClass(tree, expr.object);
  if (cls === null) return null;
  const same =
    sorted(tree.fields.get(expr.name) ?? [], ({ object }) => receiverClass(tree, object)).get(cls) ?? [];
  const root = expr.object.kind === 'name' ? expr.object.name : '';
  return { path: `${root}.${expr.name}`, owner: cls, param: null, uses: same.map((use) => useOf(tree, use)) };
}

type Variables = Map<FunctionNode | Program, Map<string, Variable>>;

const known = factsBy<Tree, Variables>();

function nameVariable(tree: Tree, name: string, owner: FunctionNode | Program): Variable {
  const variables = known.get(tree) ?? (new Map() as Variables);
  known.set(tree, variables);
  const own = variables.get(owner) ?? new Map<string, Variable>();
  variables.set(owner, own);
  const variable = own.get(name) ?? makeVariable(tree, name, owner);
  own.set(name, variable);
  return variable;
}

function makeVariable(tree: Tree, name: string, owner: FunctionNode | Program): Variable {
  const same = sorted(tree.names.get(name) ?? [], (use) => ownerOf(tree, name, use)).get(owner) ?? [];
  const param = owner.kind === 'functionNode' ? owner.params.find((one) => one.name === name) : undefined;
  return { path: name, owner, param: param ?? null, uses: same.map((use) => useOf(tree, use)) };
}

type Owner = FunctionNode | ClassNode | Program | null;

const sortedUses = factsBy<readonly Expr[], ReadonlyMap<Owner, readonly Expr[]>>();

/** The uses of one name by what owns them: a common name has many owners. Cached by the identity of the list. */
function sorted<T extends Expr>(
  uses: readonly T[],
  ownerOfUse: (use: T) => Owner,
): ReadonlyMap<Owner, readonly Expr[]> {
  const known = sortedUses.get(uses);
  if (known !== undefined) return known;
  const found = new Map<Owner, Expr[]>();
  for (const use of uses) {
    const owner = ownerOfUse(use);
    const list = found.get(owner);
    if (list === undefined) found.set(owner, [use]);
    else list.push(use);
  }
  sortedUses.set(uses, found);
  return found;
}

/** The variable of a parameter. */
export function paramVariable(tree: Tree, func: FunctionNode, param: Param): Variable {
  return nameVariable(tree, param.name, func);
}

/** The scope that binds a name, seen from a node. */
export function ownerOf(tree: Tree, name: string, node: object): FunctionNode | Program {
  for (let at = tree.parents.get(node); at !== undefined; at = tree.parents.get(at)) {
    if (at.kind === 'functionNode' && at.locals.includes(name)) return at;
  }
  return tree.program;
}

/** The class whose object an expression is, when it is the receiver of the method around it. */
function receiverClass(tree: Tree, expr: Expr): ClassNode | null {
  if (expr.kind !== 'name') return null;
  const around = above(tree, expr);
  const method = around.find((at) => at.kind === 'functionNode' && at.receiver === expr.name);
  return method === undefined ? null : (around.find((at) => at.kind === 'classNode') ?? null);
}

function useOf(tree: Tree, expr: Expr): Use {
  return { expr, role: roleOf(tree, expr) };
}

const OTHER: Role = { kind: 'other' };
const REBOUND: Role = { kind: 'rebound' };
const TESTED: Role = { kind: 'tested' };
const ITERATED: Role = { kind: 'iterated' };

function roleOf(tree: Tree, expr: Expr): Role {
  const parent = tree.parents.get(expr);
  switch (parent?.kind) {
    case 'assign':
      if (!parent.targets.includes(expr)) return OTHER;
      if (parent.op !== null) return { kind: 'update', stmt: parent, op: parent.op };
      return { kind: 'set', stmt: parent, value: parent.value };
    case 'collection':
      return roleInTuple(tree, parent, expr);
    case 'forEach':
      return parent.iterable === expr ? ITERATED : REBOUND;
    case 'comprehension':
      return roleInComprehension(parent.clauses, expr);
    case 'spread':
      return isTarget(tree, parent) ? REBOUND : ITERATED;
    case 'field': {
      const call = tree.parents.get(parent);
      return call?.kind === 'call' && call.callee === parent
        ? { kind: 'method', name: parent.name, call }
        : OTHER;
    }
    case 'call':
      return parent.callee === expr ? OTHER : { kind: 'argument', callee: calleeName(parent), call: parent };
    case 'index':
      return parent.object === expr
        ? { kind: 'element', node: parent, write: isTarget(tree, parent) }
        : OTHER;
    case 'slice':
      return parent.object === expr ? { kind: 'slice', write: isTarget(tree, parent) } : OTHER;
    case 'compare':
      return isMember(parent) && parent.right === expr
        ? { kind: 'member', test: parent }
        : { kind: 'operand' };
    case 'binary':
      return { kind: 'operand' };
    case 'assignExpr':
      return parent.target === expr ? REBOUND : OTHER;
    case 'delete':
      return REBOUND;
    case 'return':
      return { kind: 'returned' };
    default:
      return isTest(tree, expr) ? TESTED : OTHER;
  }
}

/** `x` in `x, y = a, b` is set to `a`. */
function roleInTuple(tree: Tree, tuple: Collection, expr: Expr): Role {
  if (!isTarget(tree, tuple)) return OTHER;
  const stmt = tree.parents.get(tuple);
  if (stmt?.kind !== 'assign' || stmt.targets.length > 1 || stmt.value.kind !== 'collection') return REBOUND;
  const { elements } = stmt.value;
  const value = elements[tuple.elements.indexOf(expr)];
  const isEven = elements.length === tuple.elements.length && !elements.some(({ kind }) => kind === 'spread');
  return isEven && value !== undefined ? { kind: 'set', stmt, value } : REBOUND;
}

function roleInComprehension(clauses: readonly Clause[], expr: Expr): Role {
  for (const clause of clauses) {
    if (clause.kind === 'if' && clause.test === expr) return TESTED;
    if (clause.kind === 'for' && clause.iterable === expr) return ITERATED;
    if (clause.kind === 'for' && clause.target === expr) return REBOUND;
  }
  return OTHER;
}

/** Whether only the truth of an expression matters. */
function isTest(tree: Tree, expr: Expr): boolean {
  const parent = tree.parents.get(expr);
  switch (parent?.kind) {
    case 'if':
    case 'while':
      return parent.test === expr;
    case 'conditional':
      return parent.test === expr;
    case 'unary':
      return parent.op === 'not';
    case 'logical':
      return isTest(tree, parent);
    case 'comprehension':
      return parent.clauses.some((clause) => clause.kind === 'if' && clause.test === expr);
    default:
      return false;
  }
}

function isTarget(tree: Tree, expr: Expr): boolean {
  const parent = tree.parents.get(expr);
  switch (parent?.kind) {
    case 'assign':
      return parent.targets.includes(expr);
    case 'forEach':
    case 'assignExpr':
    case 'delete':
      return parent.target === expr;
    case 'comprehension':
      return parent.clauses.some((clause) => clause.kind === 'for' && clause.target === expr);
    case 'collection':
    case 'spread':
      return isTarget(tree, parent);
    default:
      return false;
  }
}

/** `x in xs` and `x not in xs`. */
export function isMember({ op }: Compare): boolean {
  return op === 'in' || op === 'not in';
}

/** The name by which a call names its function: `len` of `len(x)`, `heappush` of `heapq.heappush(x, y)`. */
export function calleeName({ callee }: Call): string | null {
  return callee.kind === 'name' || callee.kind === 'field' ? callee.name : null;
}

/** Whether every occurrence of the variable is in the function that owns it, none in a function inside. */
export function isOwn(tree: Tree, { owner, uses }: Variable): boolean {
  return uses.every(({ expr }) => functionOf(tree, expr) === functionOwner(owner));
}

/** The function that a scope is, or null for the top level and for classes. */
export function functionOwner(owner: Variable['owner']): FunctionNode | null {
  return owner.kind === 'functionNode' ? owner : null;
}
