/**
 * How a repeated piece of code changes its variables, read off the IR.
 *
 * A path names what changes: `i`, `self.i`, `stack`. A change is a step (`i += 1`), a scaling, a cursor move, a push or
 * a pop; everything else resets the variable. Calls of the program's own functions contribute the changes that they make
 * to variables outside themselves.
 */
import { factsBy } from '../ir/facts.ts';
import { measuredBy } from '../ir/roles.ts';
import type { Assign, Binary, BinaryOp, Call, Expr, FunctionNode, If, Stmt } from '../ir/ir.ts';
import { printExpr } from '../ir/print.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { eachChildStmt, someAct } from '../ir/walk.ts';
import { changesBy, classify } from './assigned-changes.ts';
import { notePlaces } from './places.ts';
import { threadOf } from './threads.ts';

export type Change =
  | { readonly kind: 'step'; readonly amount: Expr; readonly sign: 1 | -1; readonly node: Stmt | Expr }
  | { readonly kind: 'scale'; readonly op: BinaryOp; readonly by: Expr; readonly node: Stmt | Expr }
  /** `x = max(x, e)`, `x = min(x, e)`, `x |= 1`. */
  | { readonly kind: 'clamp'; readonly node: Stmt | Expr }
  /** `x &= x - 1`, `x -= x & -x`, `x += x & -x`: one bit a turn. */
  | { readonly kind: 'bit'; readonly sign: 1 | -1; readonly node: Stmt | Expr }
  /** `x = x.next`, `x = x.left`. */
  | { readonly kind: 'cursor'; readonly field: string; readonly node: Stmt | Expr }
  /** `x = parent[x]`, `x = fail[x - 1]`. */
  | { readonly kind: 'follow'; readonly table: Expr; readonly node: Stmt | Expr }
  /** `x = y + c`. */
  | { readonly kind: 'copy'; readonly from: string; readonly offset: number; readonly node: Stmt | Expr }
  | { readonly kind: 'push' | 'pop' | 'clear'; readonly node: Stmt | Expr }
  | {
      readonly kind: 'set';
      readonly value: Expr | null;
      readonly node: Stmt | Expr;
      readonly tuple: boolean;
    };

/** It takes an element out, or all. */
export const takesOut = ({ kind }: Change): boolean => kind === 'pop' || kind === 'clear';

/** `parts = []`, `parts.clear()`. */
export const empties = (change: Change): boolean =>
  change.kind === 'clear' ||
  (change.kind === 'set' && change.value?.kind === 'collection' && change.value.elements.length === 0);

export type Changes = ReadonlyMap<string, readonly Change[]>;

/** What reading calls needs: the program's own functions, and what the names of the library do. */
export interface Callees {
  /** The function that a call runs, when it is one of the program's own. */
  readonly resolve: (call: Call) => FunctionNode | null;
  readonly roles: RoleIndex;
}

/** The text of a name or of a field chain on a name, or null for any other expression. */
export function pathOf(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'field') {
    const object = pathOf(expr.object);
    return object === null ? null : `${object}.${expr.name}`;
  }
  // The one cell of `box[0]`, a closure's way to a shared counter.
  if (expr.kind === 'index' && expr.index.kind === 'number') {
    const object = pathOf(expr.object);
    return object === null ? null : `${object}[${expr.index.value}]`;
  }
  return null;
}

/** What a path begins with: `self` of `self.rows[0]`. */
export function rootOf(path: string): string {
  const end = path.search(/[.[]/);
  return end < 0 ? path : path.slice(0, end);
}

/** `i += 1`, `i -= 1` */
export const isByOne = (change: Change): change is Change & { readonly kind: 'step' } =>
  change.kind === 'step' && change.amount.kind === 'number' && change.amount.value === 1;

export const DIVISIONS: ReadonlySet<BinaryOp> = new Set(['/', '//', '>>']);

/** `x //= 2`, `x >>= 1`, `x = x / k` */
export const isDivision = (change: Change): boolean => change.kind === 'scale' && DIVISIONS.has(change.op);

const cache = factsBy<object, Changes>();

/** The path of what an expression is the number of elements of: of `len(self.xs)` "self.xs". */
export function measuredPath(roles: RoleIndex, expr: Expr): string | null {
  const subject = measuredBy(roles, expr);
  return subject === null ? null : pathOf(subject);
}

/** All changes that running the statements can make. Cached by the identity of the list, or of the only statement. */
export function changesIn(body: readonly (Stmt | Expr)[], callees: Callees): Changes {
  const about = body.length === 1 ? body[0]! : body;
  const known = cache.get(about);
  if (known !== undefined) return known;
  const changes = new Map<string, Change[]>();
  collect(body, callees, changes, new Map());
  if (someChange(changes, ({ kind }) => kind === 'copy')) for (const node of body) catchUp(node, changes);
  notePlaces(body, changes, callees.roles);
  cache.set(about, changes);
  return changes;
}

const someChange = (changes: Changes, test: (change: Change) => boolean): boolean => {
  for (const list of changes.values()) if (list.some(test)) return true;
  return false;
};

/** `j = i`, j runs ahead, and `while i < j: i += 1`: afterwards i is where j is. */
function catchUp(node: Stmt | Expr, changes: Map<string, Change[]>): void {
  if (node.kind === 'while' && node.test.kind === 'compare' && /^(?:<|!=)$/.test(node.test.op)) {
    const [behind, ahead] = [pathOf(node.test.left), pathOf(node.test.right)];
    const started = (changes.get(ahead ?? '') ?? []).some((c) => c.kind === 'copy' && c.from === behind);
    const list = changes.get(behind ?? '');
    if (started && list?.every(({ kind }) => kind === 'step'))
      list.push({ kind: 'copy', from: ahead!, offset: 0, node });
  }
  eachChildStmt(node, (child) => catchUp(child, changes));
}

/** The changes that calls of functions make; null for those that are being looked at. */
type Seen = Map<FunctionNode, Changes | null>;

function collect(
  body: readonly (Stmt | Expr)[],
  callees: Callees,
  out: Map<string, Change[]>,
  seen: Seen,
): void {
  const clamps = new Set<Stmt | Expr>();
  const visit = (node: Stmt | Expr): false => {
    const clamp = node.kind === 'if' ? clampIn(node) : null;
    if (clamp !== null) {
      clamps.add(clamp.node);
      add(out, clamp.path, { kind: 'clamp', node: clamp.node });
    } else if (!clamps.has(node)) ownChange(node, callees, out, seen);
    return false;
  };
  for (const node of body) someAct(node, visit);
}

/** `if x < e: x = e` is `x = max(x, e)`. */
function clampIn({ test, then, otherwise }: If): { readonly path: string; readonly node: Assign } | null {
  const [set, ...more] = then;
  if (test.kind !== 'compare' || !/^[<>]/.test(test.op) || otherwise.length > 0 || more.length > 0)
    return null;
  if (set?.kind !== 'assign' || set.op !== null || set.targets.length > 1) return null;
  const path = pathOf(set.targets[0]!);
  const sides = [test.left, test.right];
  const at = sides.findIndex((side) => pathOf(side) === path);
  return path !== null && at >= 0 && printExpr(sides[1 - at]!) === printExpr(set.value)
    ? { path, node: set }
    : null;
}

function add(out: Map<string, Change[]>, path: string | null, change: Change): void {
  if (path === null) return;
  const list = out.get(path);
  if (list === undefined) out.set(path, [change]);
  else list.push(change);
}

/** What the node itself changes, without its parts. */
function ownChange(node: Stmt | Expr, callees: Callees, out: Map<string, Change[]>, seen: Seen): void {
  switch (node.kind) {
    case 'assign': {
      const threaded = threadedChange(node, callees, out, seen);
      for (const target of node.targets)
        assignChange(target, node.op, node.value, node, { out, callees, threaded });
      return;
    }
    case 'assignExpr':
      return assignChange(node.target, node.op, node.value, node, { out, callees, threaded: null });
    case 'forEach':
      return assignChange(node.target, null, null, node, { out, callees, threaded: null });
    case 'delete':
      if (node.target.kind === 'index' || node.target.kind === 'slice')
        add(out, pathOf(node.target.object), { kind: 'pop', node });
      return;
    case 'call':
      return callChange(node, callees, out, seen);
    default:
  }
}

/** `i = skip(s, i)` of a function that gives its own `i` back: what it changes of that; the variable, or null. */
function threadedChange(
  node: Assign,
  callees: Callees,
  out: Map<string, Change[]>,
  seen: Seen,
): string | null {
  const func = node.op === null && node.value.kind === 'call' ? callees.resolve(node.value) : null;
  const thread = func === null ? null : threadOf(node, func);
  if (func === null || thread === null) return null;
  const inner = changesOf(func, callees, seen);
  // A call of what is being looked at changes what that changes.
  if (inner === null) return thread.path;
  const list = inner.get(thread.param) ?? [];
  if (!list.every(isOnward)) return null;
  for (const change of thread.step === null ? list : [...list, thread.step]) add(out, thread.path, change);
  return thread.path;
}

const isOnward = (change: Change): boolean =>
  change.kind === 'cursor' || (change.kind === 'step' && change.amount.kind === 'number');

interface Collecting {
  readonly out: Map<string, Change[]>;
  readonly callees: Callees;
  /** The variable that a function gives back, whose change is noted already. */
  readonly threaded: string | null;
}

function assignChange(
  target: Expr,
  op: BinaryOp | null,
  value: Expr | null,
  node: Stmt | Expr,
  collecting: Collecting,
): void {
  const { out, callees, threaded } = collecting;
  if (target.kind === 'collection' && value?.kind === 'call' && callees.roles.is(value, 'divmod')) {
    const [number, by] = value.args.map((arg) => arg.value);
    if (number === undefined || by === undefined) return;
    const part = (op: '//' | '%'): Binary => ({
      kind: 'binary',
      span: value.span,
      op,
      left: number,
      right: by,
    });
    const [quotient, remainder] = target.elements;
    if (quotient !== undefined) assignChange(quotient, null, part('//'), node, collecting);
    if (remainder !== undefined) assignChange(remainder, null, part('%'), node, collecting);
    return;
  }
  if (target.kind === 'collection') {
    target.elements.forEach((element, i) => {
      const part = value !== null && value.kind === 'collection' ? (value.elements[i] ?? null) : null;
      if (element.kind === 'collection') assignChange(element, null, part, node, collecting);
      else if (threaded === null || pathOf(element) !== threaded)
        add(
          out,
          pathOf(element.kind === 'spread' ? element.value : element),
          classify(element, op, part, node, callees, true),
        );
    });
    return;
  }
  if (target.kind === 'slice') {
    add(out, pathOf(target.object), { kind: 'set', value: null, node, tuple: false });
    return;
  }
  if (op === '+' && value !== null && (value.kind === 'collection' || value.kind === 'comprehension')) {
    add(out, pathOf(target), { kind: 'push', node });
    return;
  }
  if (threaded === null || pathOf(target) !== threaded)
    for (const change of changesBy(target, op, value, node, callees)) add(out, pathOf(target), change);
}

function callChange(call: Call, callees: Callees, out: Map<string, Change[]>, seen: Seen): void {
  libraryChange(call, callees.roles, out);
  const func = callees.resolve(call);
  if (func === null) return;
  const inner = changesOf(func, callees, seen);
  if (inner === null) return;
  for (const [path, list] of inner) {
    const outside = pathOutside(path, func, call, inner);
    if (outside !== null) for (const change of list) add(out, outside, change);
  }
}

const whole = factsBy<FunctionNode, Changes>();

/** What a call of the function changes, by its own names; null while that is being found out. */
function changesOf(func: FunctionNode, callees: Callees, seen: Seen): Changes | null {
  const known = seen.has(func) ? seen.get(func) : whole.get(func);
  if (known !== undefined) return known;
  // Within another function that is being looked at, calls of that one would be missing.
  const isWhole = ![...seen.values()].includes(null);
  seen.set(func, null);
  const inner = new Map<string, Change[]>();
  collect(func.body, callees, inner, seen);
  seen.set(func, inner);
  if (isWhole) whole.set(func, inner);
  return inner;
}

/** The caller's name for what the function knows as `path`; null for what is the function's own. */
function pathOutside(path: string, func: FunctionNode, call: Call, inner: Changes): string | null {
  const root = rootOf(path);
  if (root === func.receiver) {
    const object = call.callee.kind === 'field' ? pathOf(call.callee.object) : null;
    return object === null ? null : object + path.slice(root.length);
  }
  if (!func.locals.includes(root)) return path;
  const at = func.params.findIndex((param) => param.name === root);
  if (at < 0 || !(inner.get(root) ?? []).every(isInPlace)) return null;
  const given = call.args.find((arg) => arg.name === root) ?? call.args[at];
  const object = given === undefined || given.spread ? null : pathOf(given.value);
  return object === null ? null : object + path.slice(root.length);
}

/** It changes the object, not which object the variable names. */
export const isInPlace = ({ kind }: Change): boolean => kind === 'push' || kind === 'pop' || kind === 'clear';

const IN_PLACE = ['pop', 'push', 'clear'] as const;

/** What a method of the library changes of its receiver, and a function of its first argument. */
function libraryChange(call: Call, roles: RoleIndex, out: Map<string, Change[]>): void {
  const { callee, args } = call;
  const kind = IN_PLACE.find((role) => roles.is(call, role));
  if (kind !== undefined && callee.kind === 'field') add(out, pathOf(callee.object), { kind, node: call });
  const first = args[0]?.value;
  if (first === undefined) return;
  if (roles.is(call, 'popFirst')) add(out, pathOf(first), { kind: 'pop', node: call });
  if (roles.is(call, 'pushFirst')) add(out, pathOf(first), { kind: 'push', node: call });
}
