/** What to run: the solution's method, a class of operations, or the whole script. */
import type { ClassNode, Expr, FunctionNode, Program, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { eachChild, someAct, someChild, someCode } from '../ir/walk.ts';
import { OTHER_SOLUTION, SOLUTION } from './platform.ts';
import type { ProgramIndex } from './program-index.ts';

export type EntryChoice =
  | { readonly kind: 'method'; readonly func: FunctionNode; readonly cls: ClassNode | null }
  | { readonly kind: 'class'; readonly cls: ClassNode; readonly operations: readonly FunctionNode[] }
  | { readonly kind: 'script' }
  | { readonly kind: 'none' };

/**
 * The entry of a program: of `class Solution` the public method that no other method of the file calls; else a class of
 * operations that the rest of the file does not construct; else the script, if the top level does something; else the
 * function that no other calls. A top level that reads no input only tries out what the file defines.
 */
export function chooseEntry(program: Program, index: ProgramIndex): EntryChoice {
  const tried = triedOut(program, index);
  const entry = tried === null ? null : entryOf(tried, { ...index, callers: callersBut(index, tried.body) });
  return entry === null || entry.kind === 'none' ? entryOf(program, index) : entry;
}

/**
 * The definitions of a program whose top level runs them on examples, itself or by functions that get nothing (`main()`);
 * null where it reads input, or where it defines nothing else.
 */
function triedOut(program: Program, index: ProgramIndex): Program | null {
  const { body } = program;
  if (readsInput(index) || !body.some((stmt) => isAction(stmt, index.roles))) return null;
  const starters = new Set(body.flatMap((stmt) => startedBy(stmt, index)));
  const definitions = body.filter(
    (stmt) => stmt.kind === 'class' || (stmt.kind === 'function' && !starters.has(stmt.func)),
  );
  return definitions.length === 0 ? null : { ...program, body: definitions };
}

/** The functions that a statement of the top level calls without anything to work on. */
function startedBy(stmt: Stmt, index: ProgramIndex): FunctionNode[] {
  const found: FunctionNode[] = [];
  someAct(stmt, (node) => {
    const func = node.kind === 'call' && node.args.length === 0 ? index.resolve(node) : null;
    if (func !== null) found.push(func);
    return false;
  });
  return found;
}

/** Who calls whom among the functions that are defined in the body. */
function callersBut({ callers }: ProgramIndex, body: readonly Stmt[]): ProgramIndex['callers'] {
  const isWithin = ({ span }: FunctionNode): boolean =>
    body.some((stmt) => stmt.span.start <= span.start && span.end <= stmt.span.end);
  return new Map([...callers].map(([func, by]) => [func, new Set([...by].filter(isWithin))]));
}

function entryOf(program: Program, index: ProgramIndex): EntryChoice {
  const solution =
    index.classes.get(SOLUTION) ?? [...index.classes.values()].find(({ name }) => OTHER_SOLUTION.test(name));
  const acts = program.body.some((stmt) => isAction(stmt, index.roles));
  // A contest's program may have a class of that name too; what reads no input only tries the class out.
  if (solution !== undefined && !(acts && readsInput(index))) {
    if (isConstructed(solution))
      return { kind: 'class', cls: solution, operations: operationsOf(solution, index) };
    const method = outermost(publicMethods(solution), index);
    if (method !== null) return { kind: 'method', func: method, cls: solution };
  }
  if (acts) return { kind: 'script' };
  const cls = operationsClass(program, index);
  if (cls !== null && cls.kind === 'class' && isStateless(cls.cls)) {
    const method = outermost(publicMethods(cls.cls), index);
    if (method !== null) return { kind: 'method', func: method, cls: cls.cls };
  }
  if (cls !== null) return cls;
  const functions = program.body.flatMap((stmt) => (stmt.kind === 'function' ? [stmt.func] : []));
  const func = outermost(functions, index);
  return func === null ? { kind: 'none' } : { kind: 'method', func, cls: null };
}

/** Nothing outlives a call: the class only groups functions. */
function isStateless(cls: ClassNode): boolean {
  if (cls.bases.length > 0 || cls.methods.some((method) => method.special === 'construct')) return false;
  const stores = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' && node.targets.some((target) => target.kind === 'field')) ||
    someChild(node, stores);
  return !cls.methods.some((method) => method.body.some(stores));
}

function publicMethods(cls: ClassNode): FunctionNode[] {
  return cls.methods.filter((method) => method.isPublic);
}

/** The first that nothing else calls; when all are called (mutual recursion), the first. */
function outermost(functions: readonly FunctionNode[], index: ProgramIndex): FunctionNode | null {
  const free = functions.find((func) =>
    [...(index.callers.get(func) ?? [])].every((caller) => caller === func || isInside(caller, func)),
  );
  return free ?? functions[0] ?? null;
}

/** A nested function may call the function around it. */
function isInside(inner: FunctionNode, outer: FunctionNode): boolean {
  return inner.span.start >= outer.span.start && inner.span.end <= outer.span.end;
}

function isAction(stmt: Stmt, roles: RoleIndex): boolean {
  switch (stmt.kind) {
    case 'function':
    case 'class':
      return false;
    case 'assign':
      return someCode(stmt.value, readsWith(roles));
    case 'expr':
      return (
        stmt.expr.kind !== 'string' && stmt.expr.kind !== 'constant' && !isConfiguration(stmt.expr, roles)
      );
    case 'if':
      return [...stmt.then, ...stmt.otherwise].some((inner) => isAction(inner, roles));
    case 'try':
      return stmt.body.some((inner) => isAction(inner, roles));
    default:
      return stmt.kind !== 'unsupported';
  }
}

/** `sys.setrecursionlimit(...)` and the like prepare; they are no action of their own. */
function isConfiguration(expr: Expr, roles: RoleIndex): boolean {
  return expr.kind === 'call' && roles.is(expr, 'configure');
}

/** Something in the program is called that reads, or gets another name: `read = sys.stdin.readline`. */
function readsInput({ acts, roles }: ProgramIndex): boolean {
  const mayRead = (callee: Expr): boolean =>
    callee.kind === 'field' &&
    roles.named({ kind: 'call', callee, args: [], style: 'call', span: callee.span }, 'read');
  return acts.some((act) => readsWith(roles)(act) || (act.kind === 'assign' && mayRead(act.value)));
}

const readsWith =
  (roles: RoleIndex) =>
  (node: Stmt | Expr): boolean =>
    node.kind === 'call' && roles.named(node, 'read');

/** The names that the code uses, of a class those that its methods use of others. */
function namesUsed(program: Program): Set<string> {
  const used = new Set<string>();
  const visitIn = (own: string | null) => {
    const visit = (node: Stmt | Expr): void => {
      if (node.kind === 'name' && node.name !== own) used.add(node.name);
      if (node.kind === 'function') node.func.body.forEach(visit);
      if (node.kind === 'lambda') node.func.body.forEach(visit);
      if (node.kind === 'class')
        node.cls.methods.forEach((method) => method.body.forEach(visitIn(own ?? node.cls.name)));
      eachChild(node, visit);
    };
    return visit;
  };
  program.body.forEach(visitIn(null));
  return used;
}

/** The class that the platform would construct: not used by the rest of the file, with public operations. */
function operationsClass(program: Program, index: ProgramIndex): EntryChoice | null {
  const used = namesUsed(program);
  const bases = new Set([...index.classes.values()].flatMap((cls) => cls.bases));
  const candidates = program.body
    .flatMap((stmt) => (stmt.kind === 'class' ? [stmt.cls] : []))
    .filter((cls) => publicMethods(cls).length > 0);
  const unused = candidates.find((candidate) => !used.has(candidate.name) && !bases.has(candidate.name));
  // Functions that use the classes are what the file is about.
  const hasFunctions = program.body.some((stmt) => stmt.kind === 'function');
  const cls = unused ?? (hasFunctions ? undefined : candidates[candidates.length - 1]);
  if (cls === undefined) return null;
  return { kind: 'class', cls, operations: operationsOf(cls, index) };
}

/** The platform makes an object of something that it hands over, and runs operations on it. */
const isConstructed = (cls: ClassNode): boolean =>
  publicMethods(cls).length > 0 &&
  cls.methods.some(({ special, params }) => special === 'construct' && params.length > 0);

/** The public methods that no other method of the class calls, but on the way back to it; all of them when there is none. */
function operationsOf(cls: ClassNode, index: ProgramIndex): FunctionNode[] {
  const all = publicMethods(cls);
  const callsBack = (method: FunctionNode, caller: FunctionNode): boolean =>
    index.cycles.get(method)?.has(caller) === true && !all.slice(0, all.indexOf(method)).includes(caller);
  const operations = all.filter((method) =>
    [...(index.callers.get(method) ?? [])].every(
      (caller) => caller.owner !== cls.name || caller === method || callsBack(method, caller),
    ),
  );
  return operations.length > 0 ? operations : all;
}
