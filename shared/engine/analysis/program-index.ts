/** What is defined where in a program: functions, classes, imports, and who calls whom. */
import type { Assign, AssignExpr, Call, ClassNode, Delete, Expr, Field, FunctionNode } from '../ir/ir.ts';
import type { ImportBinding, Index, Program, Stmt } from '../ir/ir.ts';
import type { TypeHints } from '../ir/library.ts';
import { type Code, eachChild, someCode } from '../ir/walk.ts';
import type { LibraryIndex } from './library-index.ts';
import type { Callees } from './progress.ts';

export interface ProgramIndex extends Callees {
  readonly functions: readonly FunctionNode[];
  readonly classes: ReadonlyMap<string, ClassNode>;
  readonly imports: ReadonlyMap<string, ImportBinding>;
  /** Modules whose every name was imported by `*`. */
  readonly starModules: readonly string[];
  /** Functions on a cycle of the call graph, each with the functions of its cycle. */
  readonly cycles: ReadonlyMap<FunctionNode, ReadonlySet<FunctionNode>>;
  /** Every statement and expression of the program, in source order but for blocks before their tests. */
  readonly nodes: readonly Code[];
  /** Those that assign, delete or call. */
  readonly acts: readonly Act[];
  /** Every field name that the program reads or writes. */
  readonly fields: ReadonlySet<string>;
  /** Names of which an element is read at a place that is written as a number. */
  readonly placed: ReadonlySet<string>;
  readonly hints: TypeHints;
  /** The constructor for so many arguments, or the first for any number; of the class or of a base. */
  readonly constructorOf: (cls: ClassNode, args: number | null) => FunctionNode | null;
  readonly callers: ReadonlyMap<FunctionNode, ReadonlySet<FunctionNode>>;
}

export type Act = Assign | AssignExpr | Call | Delete;

export function indexProgram(program: Program, library: LibraryIndex): ProgramIndex {
  const functions: FunctionNode[] = [];
  const nodes: Code[] = [];
  const acts: Act[] = [];
  const fields = new Set<string>();
  const classes = new Map<string, ClassNode>();
  const free = new Map<string, Free[]>();
  const methods = new Map<string, FunctionNode[]>();
  const assigned = new Map<string, Expr[]>();
  const [called, placed] = [new Set<string>(), new Set<string>()];
  const calls = new Map<FunctionNode | null, Call[]>();
  const definitions: Definitions = {
    functions,
    classes,
    free,
    methods,
    nodes,
    acts,
    calls,
    fields,
    assigned,
    called,
    placed,
  };
  collectDefinitions(program.body, definitions, null);
  const resolve = resolver(definitions, library.isMethod);
  const edges = new Map(functions.map((func) => [func, calleesOf(func, definitions, resolve)]));
  return {
    functions,
    nodes,
    acts,
    classes,
    resolve,
    constructorOf: (cls, args) => constructorOf(classes, cls, args),
    roles: library.roles,
    hints: library.table.hints,
    fields,
    placed,
    imports: new Map(program.imports.filter((i) => i.member !== '*').map((i) => [i.local, i])),
    starModules: program.imports.filter((i) => i.member === '*').map((i) => i.module),
    cycles: cyclesOf(functions, edges),
    callers: reverse(edges),
  };
}

interface Definitions {
  readonly functions: FunctionNode[];
  readonly classes: Map<string, ClassNode>;
  readonly free: Map<string, Free[]>;
  readonly methods: Map<string, FunctionNode[]>;
  readonly nodes: Code[];
  readonly acts: Act[];
  /** The calls of each function, with those of the lambdas in it. */
  readonly calls: Map<FunctionNode | null, Call[]>;
  readonly fields: Set<string>;
  /** What is assigned to the fields of each name. */
  readonly assigned: Map<string, Expr[]>;
  readonly placed: Set<string>;
  /** Names that are called: of functions, and of classes that objects are made of. */
  readonly called: Set<string>;
}

/** A function that is no method, and the function in which its name stands for it; null at the top level. */
interface Free {
  readonly func: FunctionNode;
  readonly scope: FunctionNode | null;
}

function collectDefinitions(
  nodes: readonly (Stmt | Expr)[],
  out: Definitions,
  scope: FunctionNode | null,
): void {
  const collect = (node: Code): void => {
    out.nodes.push(node);
    if (node.kind === 'function') return addFunction(node.func, node.func.name, out, scope);
    if (node.kind === 'lambda') return addLambda(node.func, out, scope);
    if (node.kind === 'class') return addClass(node.cls, out, scope);
    if (node.kind === 'field') out.fields.add(node.name);
    else if (node.kind === 'index') notePlace(node, out);
    else if (node.kind === 'call') noteCall(node, out, scope);
    else if (node.kind === 'assign') noteAssigned(node, out, scope);
    else if (node.kind === 'assignExpr' || node.kind === 'delete') out.acts.push(node);
    eachChild(node, collect);
  };
  nodes.forEach(collect);
}

function notePlace({ object, index }: Index, { placed }: Definitions): void {
  if (object.kind === 'name' && index.kind === 'number') placed.add(object.name);
}

function noteCall(call: Call, out: Definitions, scope: FunctionNode | null): void {
  out.acts.push(call);
  put(out.calls, scope, call);
  if (call.callee.kind === 'name') out.called.add(call.callee.name);
}

function noteAssigned(assign: Assign, out: Definitions, scope: FunctionNode | null): void {
  const { targets, value } = assign;
  out.acts.push(assign);
  for (const target of targets) if (target.kind === 'field') put(out.assigned, target.name, value);
  const [first] = targets;
  if (value.kind === 'lambda' && first?.kind === 'name')
    noteFree(out, first.name, { func: value.func, scope }, true);
}

function put<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** What a lambda calls, the function around it may call. */
function addLambda(func: FunctionNode, out: Definitions, scope: FunctionNode | null): void {
  addFunction(func, null, out, scope);
  for (const call of out.calls.get(func) ?? []) put(out.calls, scope, call);
}

function addFunction(
  func: FunctionNode,
  name: string | null,
  out: Definitions,
  scope: FunctionNode | null,
): void {
  out.functions.push(func);
  if (name !== null) noteFree(out, name, { func, scope }, false);
  collectBody(func, out, scope);
}

/** The values that parameters have by default belong to what is around the function. */
function collectBody(func: FunctionNode, out: Definitions, scope: FunctionNode | null): void {
  collectDefinitions(func.body, out, func);
  for (const { defaultValue } of func.params)
    if (defaultValue !== null) collectDefinitions([defaultValue], out, scope);
}

/** Of several functions of one name in one scope the first counts, or one that is assigned. */
function noteFree(out: Definitions, name: string, free: Free, replaces: boolean): void {
  const list = out.free.get(name) ?? [];
  const at = list.findIndex(({ scope }) => scope === free.scope);
  if (at < 0) list.push(free);
  else if (replaces) list[at] = free;
  out.free.set(name, list);
}

/** The function that a name stands for where it is called: of those around the call the innermost has it. */
function freeAt(list: readonly Free[], { span }: Call): FunctionNode | null {
  if (list.length < 2) return list[0]?.func ?? null;
  const isAround = ({ scope }: Free): boolean =>
    scope === null || (scope.span.start <= span.start && span.end <= scope.span.end);
  const depth = ({ scope }: Free): number => scope?.span.start ?? -1;
  const around = list.filter(isAround).sort((a, b) => depth(b) - depth(a));
  return (around[0] ?? list[0])?.func ?? null;
}

function addClass(cls: ClassNode, out: Definitions, scope: FunctionNode | null): void {
  out.classes.set(cls.name, cls);
  collectDefinitions(cls.fields, out, scope);
  for (const method of cls.methods) {
    out.functions.push(method);
    put(out.methods, method.name, method);
    collectBody(method, out, scope);
  }
  for (const inner of cls.classes) addClass(inner, out, scope);
}

function resolver(
  definitions: Definitions,
  isLibraryMethod: (name: string) => boolean,
): (call: Call) => FunctionNode | null {
  const { functions, free, methods, classes, assigned, called } = definitions;
  const selves = new Set(functions.flatMap(({ receiver }) => receiver ?? []));
  /** `self.left` holds an object of the program's own: a constructor or a function of it gave every value. */
  const holdsOwn = (expr: Expr): boolean => {
    const values = expr.kind === 'field' ? (assigned.get(expr.name) ?? []) : [];
    const isOwn = (value: Expr): boolean => {
      if (value.kind !== 'call') return false;
      const { callee } = value;
      return callee.kind === 'name'
        ? classes.has(callee.name) || free.has(callee.name)
        : callee.kind === 'field' && methods.has(callee.name) && !isLibraryMethod(callee.name);
    };
    return (
      values.some(isOwn) &&
      values.every((value) => value.kind === 'constant' || value.kind === 'name' || isOwn(value))
    );
  };
  const own = ownVariables(definitions);
  const classOf = (expr: Expr): string | null =>
    expr.kind === 'name' ? (own().get(expr.name) ?? null) : null;
  /** `self.inner.next()` in a class that nothing makes objects of calls no method of it: there is only the one. */
  const amongMade = (candidates: readonly FunctionNode[]): FunctionNode | null =>
    candidates.find(({ owner }) => owner === null || called.has(owner)) ?? null;
  const isOfSelf = (expr: Expr): boolean =>
    expr.kind === 'field' && expr.object.kind === 'name' && selves.has(expr.object.name);
  return (call) => {
    const { callee, args } = call;
    if (callee.kind === 'name') {
      const cls = classes.get(callee.name);
      if (cls !== undefined) return constructorOf(classes, cls, args.length);
      return freeAt(free.get(callee.name) ?? [], call);
    }
    if (callee.kind !== 'field') return null;
    if (callee.receiverType !== undefined) return methodOf(classes, callee.receiverType, callee.name);
    const candidates = methods.get(callee.name);
    if (candidates === undefined) return null;
    const owner = callee.object.kind === 'name' ? callee.object.name : null;
    const ofSelf = candidates.find((method) => method.receiver === owner);
    if (ofSelf !== undefined) return ofSelf;
    const cls = classOf(callee.object);
    if (cls !== null) return methodOf(classes, cls, callee.name);
    if (!isLibraryMethod(callee.name))
      return isOfSelf(callee.object) ? amongMade(candidates) : (candidates[0] ?? null);
    // `self.items.pop()` in a class with a method `pop` is the list's.
    return holdsOwn(callee.object)
      ? (candidates.find(({ params }) => params.length === args.length) ?? null)
      : null;
  };
}

/** The names of variables that, wherever they are set, hold objects of one class of the program; made when first asked for. */
function ownVariables({ acts, classes, functions }: Definitions): () => ReadonlyMap<string, string> {
  let known: Map<string, string> | null = null;
  const find = (): Map<string, string> => {
    const found = new Map<string, string>();
    const others = new Set(functions.flatMap(({ params }) => params.map(({ name }) => name)));
    for (const act of acts) {
      if (act.kind !== 'assign') continue;
      const { value } = act;
      const cls = value.kind === 'call' && value.callee.kind === 'name' ? value.callee.name : '';
      for (const name of act.targets.flatMap(namesIn)) {
        if (!classes.has(cls) || (found.get(name) ?? cls) !== cls) others.add(name);
        else found.set(name, cls);
      }
    }
    for (const name of others) found.delete(name);
    return found;
  };
  return () => (known ??= find());
}

const namesIn = (target: Expr): string[] =>
  target.kind === 'name'
    ? [target.name]
    : target.kind === 'collection'
      ? target.elements.flatMap(namesIn)
      : [];

/** The method of a class of the program, of a base of it or, where those only declare it, of a class below. */
function methodOf(
  classes: ReadonlyMap<string, ClassNode>,
  type: string,
  name: string,
  depth = 8,
): FunctionNode | null {
  const cls = classes.get(type);
  if (cls === undefined || depth === 0) return null;
  const own = cls.methods.find((method) => method.name === name && method.body.length > 0);
  if (own !== undefined) return own;
  for (const base of cls.bases) {
    const found = methodOf(classes, base, name, depth - 1);
    if (found !== null) return found;
  }
  const below = [...classes.values()].filter((one) => one.bases.includes(type));
  return below.flatMap(({ methods }) => methods.find((method) => method.name === name) ?? [])[0] ?? null;
}

function constructorOf(
  classes: ReadonlyMap<string, ClassNode>,
  cls: ClassNode,
  args: number | null,
): FunctionNode | null {
  const own = cls.methods.filter((method) => method.special === 'construct');
  const inherited = (): FunctionNode[] =>
    cls.bases
      .flatMap((base) => classes.get(base)?.methods ?? [])
      .filter((method) => method.special === 'construct');
  const all = own.length > 0 ? own : inherited();
  return all.find((method) => method.params.length === args) ?? all[0] ?? null;
}

function calleesOf(
  func: FunctionNode,
  { calls, assigned }: Definitions,
  resolve: (call: Call) => FunctionNode | null,
): Set<FunctionNode> {
  const out = new Set<FunctionNode>();
  for (const call of calls.get(func) ?? []) {
    const callee = resolve(call);
    if (callee !== null) out.add(callee);
    // A function handed over as an argument may be called.
    for (const { value } of call.args) {
      if (value.kind !== 'name' && value.kind !== 'field') continue;
      const passed = resolve({ ...call, callee: value, args: [] });
      if (passed?.name !== value.name) continue;
      const isFunction =
        value.kind === 'name'
          ? !isShadowed(passed, func)
          : isOwnMember(value, passed) && !assigned.has(value.name);
      if (isFunction) out.add(passed);
    }
  }
  return out;
}

/** `self.match`, and `Solution.match` of its class. */
const isOwnMember = ({ object }: Field, { receiver, owner }: FunctionNode): boolean =>
  object.kind === 'name' && (object.name === receiver || object.name === owner);

/** In the body of `func` the name is a variable, not the function. */
function isShadowed(named: FunctionNode, func: FunctionNode): boolean {
  const defines = (node: Stmt | Expr): boolean =>
    (node.kind === 'function' || node.kind === 'lambda') && node.func === named;
  return func.locals.includes(named.name) && !func.body.some((stmt) => someCode(stmt, defines));
}

/** Strongly connected components with a cycle, by reachability: programs here have few functions. */
function cyclesOf(
  functions: readonly FunctionNode[],
  edges: ReadonlyMap<FunctionNode, ReadonlySet<FunctionNode>>,
): Map<FunctionNode, Set<FunctionNode>> {
  const reach = new Map<FunctionNode, Set<FunctionNode>>();
  for (const func of functions) {
    const seen = new Set<FunctionNode>();
    const work = [...(edges.get(func) ?? [])];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      work.push(...(edges.get(at) ?? []));
    }
    reach.set(func, seen);
  }
  const cycles = new Map<FunctionNode, Set<FunctionNode>>();
  for (const func of functions) {
    if (reach.get(func)?.has(func) !== true) continue;
    cycles.set(
      func,
      new Set(functions.filter((other) => reach.get(func)!.has(other) && reach.get(other)!.has(func))),
    );
  }
  return cycles;
}

function reverse(
  edges: ReadonlyMap<FunctionNode, ReadonlySet<FunctionNode>>,
): Map<FunctionNode, Set<FunctionNode>> {
  const out = new Map<FunctionNode, Set<FunctionNode>>();
  for (const [from, targets] of edges) {
    for (const to of targets) {
      const set = out.get(to);
      if (set === undefined) out.set(to, new Set([from]));
      else set.add(from);
    }
  }
  return out;
}
