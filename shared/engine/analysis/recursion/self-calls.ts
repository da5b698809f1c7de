/** The recursive calls of a function and how each of their arguments differs from the parameter. */
import { remembered } from '../../ir/facts.ts';
import type {
  BinaryOp,
  Call,
  Comprehension,
  Expr,
  ForEach,
  FunctionNode,
  If,
  Program,
  Stmt,
  While,
} from '../../ir/ir.ts';
import { eachChild, forEachFunction, forEachStmt, someAct, someStmtIn } from '../../ir/walk.ts';
import type { Callees } from '../progress.ts';
import { type ArgumentScope, argChange } from './arguments.ts';

export type LoopNode = ForEach | While | Comprehension;

export interface SelfCall {
  readonly call: Call;
  readonly target: FunctionNode;
  /** Loops of the function around the call, outermost first. */
  readonly loops: readonly LoopNode[];
  /** A loop may run it again: it is not what a `return` hands back. */
  readonly repeated: boolean;
  /** The loops that may run it again. */
  readonly around: readonly LoopNode[];
  /** How each parameter of the target changes; empty for a call of another function of the cycle. */
  readonly changes: ReadonlyMap<string, ArgChange>;
}

export type ArgChange =
  | { readonly kind: 'same' }
  /** `i + 1`, `n - 1`, `s[1:]`, `s[:-1]`: by a constant; `by` is negative for down. */
  | { readonly kind: 'step'; readonly by: number }
  /** `target - c`, `total + c`: by an amount that varies. */
  | { readonly kind: 'vary'; readonly sign: 1 | -1; readonly amount: Expr }
  | { readonly kind: 'halve' }
  /** `lo, mid`: one end of an interval moves to an inner point. */
  | { readonly kind: 'inner'; readonly at: Expr; readonly midpoint: boolean }
  | { readonly kind: 'child'; readonly field: string }
  /** An element of `table[param]`. */
  | { readonly kind: 'neighbour'; readonly table: Expr }
  /** The variable of a loop around the call, or it plus a constant. */
  | { readonly kind: 'loop'; readonly loop: LoopNode; readonly offset: number }
  /** `text + 'a'`, `[*path, x]`: longer by something; null where it is by constantly many. */
  | { readonly kind: 'grow'; readonly by: Expr | null }
  /** `mask | by`, where `by` may be `1 << shift`. */
  | { readonly kind: 'bit'; readonly by: Expr; readonly shift: Expr | null }
  | { readonly kind: 'constant' }
  /** Those elements of the sequence that pass a test. */
  | { readonly kind: 'part' }
  /** The sequence without one element, in the middle. */
  | { readonly kind: 'without' }
  | { readonly kind: 'other'; readonly value: Expr };

/** Resolves a name of the function to the one expression that it is assigned, if there is just one. */
export type Definitions = ReadonlyMap<string, Expr | null>;

/** What an assignment makes of its target: `x // 2` of `x //= 2`. */
function updated(target: Expr, op: BinaryOp | null, value: Expr): Expr {
  return op === null ? value : { kind: 'binary', op, left: target, right: value, span: value.span };
}

const NONE: Definitions = new Map();

/**
 * Single assignments of names in a function, or at the top level: `mid = (lo + hi) // 2`. A name that is assigned twice,
 * or one of the top level that a function sets too, maps to null; that it is nothing at times, `left = None`, does not count.
 */
export const definitionsOf = (scope: FunctionNode | Program | null): Definitions =>
  scope === null ? NONE : definitionsIn(scope);

const definitionsIn = remembered(findDefinitions);

function findDefinitions(scope: FunctionNode | Program): Definitions {
  const out = new Map<string, Expr | null>();
  const add = (target: Expr, value: Expr | null): void => {
    if (target.kind === 'name') out.set(target.name, either(out.get(target.name), value));
    else if (target.kind === 'collection')
      target.elements.forEach((t, i) =>
        add(t, value?.kind === 'collection' ? (value.elements[i] ?? null) : null),
      );
  };
  const note = (node: Stmt | Expr): false => {
    if (node.kind === 'assign')
      for (const target of node.targets) add(target, updated(target, node.op, node.value));
    if (node.kind === 'assignExpr') add(node.target, updated(node.target, node.op, node.value));
    return false;
  };
  for (const stmt of scope.body) someAct(stmt, note);
  if (!('params' in scope)) forEachFunction(scope, (func) => setElsewhere(func, out));
  return out;
}

/** What a name is that was assigned something before. */
function either(before: Expr | null | undefined, value: Expr | null): Expr | null {
  if (before === undefined || (before !== null && isNothing(before))) return value;
  return value !== null && isNothing(value) ? before : null;
}

const isNothing = (value: Expr): boolean => value.kind === 'constant' && value.value === null;

/** What a function sets of the top level's. */
function setElsewhere({ body, locals }: FunctionNode, out: Map<string, Expr | null>): void {
  forEachStmt(body, (stmt) => {
    if (stmt.kind !== 'assign') return;
    for (const target of stmt.targets)
      if (target.kind === 'name' && !locals.includes(target.name)) out.set(target.name, null);
  });
}

/** Every call of a function of the cycle in the body of `func`, nested lambdas and comprehensions included. */
export function selfCallsOf(
  func: FunctionNode,
  cycle: ReadonlySet<FunctionNode>,
  callees: Callees,
): SelfCall[] {
  const own = definitionsOf(func);
  const out: SelfCall[] = [];
  const loops: LoopNode[] = [];
  /** Loops around the `return` that is being read: they end with it. */
  let ended = 0;
  /** Functions inside this one that are being read. */
  let inner = 0;
  const note = (call: Call): void => {
    const target = callees.resolve(call);
    if (target === null || !cycle.has(target)) return;
    const scope: ArgumentScope = { func, definitions: own, loops, roles: callees.roles, depth: 4 };
    const around = loops.slice(ended);
    const repeated = around.length > 0;
    out.push({ call, target, loops: [...loops], repeated, around, changes: changesOf(call, target, scope) });
  };
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'class' || (node.kind === 'function' && cycle.has(node.func))) return;
    if (node.kind === 'function' || node.kind === 'lambda') {
      inner++;
      node.func.body.forEach(visit);
      inner--;
      return;
    }
    const before = ended;
    if (node.kind === 'return' && inner === 0) ended = loops.length;
    if (node.kind === 'call') note(node);
    const header = headerOf(node);
    if (header !== null) visit(header);
    const over = node.kind === 'call' && callees.resolve(node) === null ? callbackLoop(node) : null;
    const isLoop = node.kind === 'forEach' || node.kind === 'while' || node.kind === 'comprehension';
    if (isLoop) loops.push(node);
    else if (over !== null) loops.push(over);
    if (node.kind === 'if') visitIf(node);
    else
      eachChild(node, (child) => {
        if (child !== header) visit(child);
      });
    if (isLoop || over !== null) loops.pop();
    ended = before;
  };
  const visitIf = ({ test, then, otherwise }: If): void => {
    visit(test);
    for (const block of [then, otherwise]) {
      const before = ended;
      if (inner === 0 && returnsAtEnd(block)) ended = loops.length;
      block.forEach(visit);
      ended = before;
    }
  };
  func.body.forEach(visit);
  return out;
}

/** `children.stream().mapToInt(c -> f(c))`: the loop over the children that the library makes of it; null where no function is handed over. */
const callbackLoop = remembered(loopOf);

function loopOf({ callee, args, span }: Call): Comprehension | null {
  const given = args.find(({ value }) => value.kind === 'lambda')?.value;
  if (given?.kind !== 'lambda' || given.func.params.length !== 1) return null;
  const others = args.flatMap(({ value }) => (value === given ? [] : [value]));
  const source = others[0] ?? (callee.kind === 'field' ? streamed(callee.object) : null);
  if (source === null) return null;
  const [{ name, span: at }] = given.func.params as readonly [FunctionNode['params'][number]];
  const target: Expr = { kind: 'name', name, span: at };
  const clauses = [{ kind: 'for', target, iterable: source, span }] as const;
  return { kind: 'comprehension', shape: 'generator', clauses, key: null, element: given, span };
}

/** `children` of `children.stream()`, `Arrays.stream(children)` */
function streamed(expr: Expr): Expr {
  if (expr.kind !== 'call' || expr.callee.kind !== 'field') return expr;
  const { args, callee } = expr;
  if (args.length === 0) return streamed(callee.object);
  return args.length === 1 && args[0]!.value.kind !== 'lambda' ? args[0]!.value : streamed(callee.object);
}

/** Nothing leads from the block to another turn of a loop around it. */
const returnsAtEnd = (block: readonly Stmt[]): boolean =>
  block.at(-1)?.kind === 'return' &&
  !block.some((stmt) => someStmtIn(stmt, ({ kind }) => kind === 'break' || kind === 'continue'));

/** Some call in the body is one of the function itself. */
export function callsItself(func: FunctionNode, callees: Callees): boolean {
  return func.body.some((stmt) =>
    someAct(stmt, (node) => node.kind === 'call' && callees.resolve(node) === func),
  );
}

/** What a loop evaluates once, before its first turn. */
function headerOf(node: Stmt | Expr): Expr | null {
  if (node.kind === 'forEach') return node.iterable;
  const first = node.kind === 'comprehension' ? node.clauses[0] : undefined;
  return first?.kind === 'for' ? first.iterable : null;
}

/** What a call gives for a parameter; null where it leaves it out. */
export function argumentOf({ call, target }: Pick<SelfCall, 'call' | 'target'>, name: string): Expr | null {
  const at = target.params.findIndex((param) => param.name === name);
  const positional = call.args.filter((arg) => arg.name === null);
  return (call.args.find((arg) => arg.name === name) ?? positional[at])?.value ?? null;
}

function changesOf(call: Call, target: FunctionNode, scope: ArgumentScope): Map<string, ArgChange> {
  const { func } = scope;
  const out = new Map<string, ArgChange>();
  target.params.forEach((param, i) => {
    const value = argumentOf({ call, target }, param.name);
    const own = func === target ? param.name : (func.params[i]?.name ?? param.name);
    if (value !== null) out.set(param.name, argChange(value, own, scope));
    else out.set(param.name, { kind: 'constant' });
  });
  return out;
}
