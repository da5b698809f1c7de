/**
 * Arrays that counters fill and empty, as stacks and queues are kept in them: `queue[tail++] = x` and `x = queue[head++]`,
 * `stack[top++] = x` and `x = stack[--top]`. Read off the IR: each element is put in at the next place, and taken out no
 * more often than it was put in.
 */
import { remembered } from '../ir/facts.ts';
import type { Assign, BinaryOp, ClassNode, Expr, FunctionNode, Index, Program, Stmt } from '../ir/ir.ts';
import { blocksOf } from '../ir/tree.ts';
import { eachChildExpr } from '../ir/walk.ts';
import type { Act, ProgramIndex } from './program-index.ts';
import { type Callees, pathOf, rootOf } from './progress.ts';

/** The counter at which an array is filled, and the one at which elements are taken out: the same of a stack. */
export interface Filled {
  readonly fill: string;
  readonly take: string;
}

/** By the functions whose own the arrays are; by null those that are no function's. */
export type FilledArrays = ReadonlyMap<FunctionNode | null, ReadonlyMap<string, Filled>>;

/** The arrays of a program that are filled and emptied so, found once. */
export const filledArrays = remembered((program: Program, index: ProgramIndex): FilledArrays =>
  mayFill(index.acts) ? read(program, index) : NONE,
);

const NONE: FilledArrays = new Map();

/** Something is stored at a counter that goes up by one: cheaper to tell than all that is done with it. */
function mayFill(acts: readonly Act[]): boolean {
  const [stored, counted] = [new Set<string | null>(), new Set<string | null>()];
  for (const act of acts) {
    if (act.kind === 'call' || act.kind === 'delete') continue;
    const targets = act.kind === 'assign' ? act.targets : [act.target];
    for (const target of targets) {
      if (target.kind === 'index') stored.add(counterOf(target.index));
      else if (act.op === '+') counted.add(pathOf(target));
    }
  }
  return [...stored].some((path) => path !== null && counted.has(path));
}

function read(program: Program, callees: Callees): FilledArrays {
  const reading = new Reading(callees);
  reading.block(program.body);
  return new Map([...reading.scopes].map(([owner, scope]) => [owner, filledIn(scope)]));
}

/** How the cells of an array are used. */
interface Cells {
  /** Counters at which elements are stored; null for a place that is written as a number. */
  readonly stores: (string | null)[];
  /** Counters at which they are read. */
  readonly reads: Set<string>;
  /** They are used in other ways too. */
  others: boolean;
}

/** How a counter is changed. */
interface Counter {
  up: number;
  down: number;
  /** The blocks in which it is set to a number. */
  readonly starts: Set<readonly Stmt[] | null>;
  /** It is changed in other ways too. */
  others: boolean;
}

interface Scope {
  readonly arrays: Map<string, Cells>;
  readonly counters: Map<string, Counter>;
}

class Reading {
  readonly scopes = new Map<FunctionNode | null, Scope>();
  private owner: FunctionNode | null = null;
  private readonly callees: Callees;

  constructor(callees: Callees) {
    this.callees = callees;
  }

  block(stmts: readonly Stmt[]): void {
    for (const stmt of stmts) this.statement(stmt, stmts);
  }

  private statement(stmt: Stmt, around: readonly Stmt[]): void {
    if (stmt.kind === 'function') return this.function(stmt.func);
    if (stmt.kind === 'class') return this.class(stmt.cls);
    if (stmt.kind === 'assign') return this.assign(stmt, around);
    if (stmt.kind === 'forEach') this.other(stmt.target);
    eachChildExpr(stmt, (child) => this.expr(child));
    for (const block of blocksOf(stmt)) this.block(block);
  }

  private class({ fields, methods, classes }: ClassNode): void {
    this.block(fields);
    for (const method of methods) this.function(method);
    for (const inner of classes) this.class(inner);
  }

  /** A nested function belongs to the one around it. */
  private function(func: FunctionNode): void {
    const outer = this.owner;
    this.owner ??= func;
    this.block(func.body);
    this.owner = outer;
  }

  private assign({ targets, op, value }: Assign, around: readonly Stmt[]): void {
    for (const target of targets) {
      if (target.kind === 'index') this.store(target, op);
      else this.change(target, op, value, around);
    }
    this.given(value);
  }

  private store({ object, index }: Index, op: BinaryOp | null): void {
    const path = pathOf(object);
    const at = counterOf(index);
    if (path === null) this.expr(object);
    else if (op !== null || (at === null && index.kind !== 'number')) this.array(path).others = true;
    else this.array(path).stores.push(at);
    this.expr(index);
  }

  private change(target: Expr, op: BinaryOp | null, value: Expr, around: readonly Stmt[] | null): void {
    const path = pathOf(target);
    if (path === null) return this.other(target);
    const counter = this.counter(path);
    const isOne = value.kind === 'number' && value.value === 1;
    if (op === '+' && isOne) counter.up++;
    else if (op === '-' && isOne) counter.down++;
    else if (op === null && isNumber(value)) counter.starts.add(around);
    else counter.others = true;
  }

  /** Something is stored here in another way. */
  private other(target: Expr): void {
    const path = pathOf(target);
    if (path !== null) this.counter(path).others = true;
    else if (target.kind !== 'index') eachChildExpr(target, (child) => this.other(child));
    else if (pathOf(target.object) !== null) this.array(pathOf(target.object)!).others = true;
  }

  /** What gets a second name may be used in other ways by that. */
  private given(value: Expr): void {
    const path = pathOf(value);
    if (path !== null) this.array(path).others = true;
    this.expr(value);
  }

  private expr(expr: Expr): void {
    if (expr.kind === 'lambda') return this.function(expr.func);
    if (expr.kind === 'assignExpr') {
      if (expr.target.kind === 'index') this.other(expr.target);
      else this.change(expr.target, expr.op, expr.value, null);
      return this.given(expr.value);
    }
    const array = expr.kind === 'index' ? pathOf(expr.object) : null;
    const at = expr.kind === 'index' ? readAt(expr.index) : null;
    if (array !== null && at !== null) this.array(array).reads.add(at);
    if (expr.kind === 'call' && this.callees.resolve(expr) !== null)
      for (const { value } of expr.args) this.given(value);
    else eachChildExpr(expr, (child) => this.expr(child));
  }

  private array(path: string): Cells {
    return getOr(this.scope(path).arrays, path, () => ({ stores: [], reads: new Set(), others: false }));
  }

  private counter(path: string): Counter {
    const none = (): Counter => ({ up: 0, down: 0, starts: new Set(), others: false });
    return getOr(this.scope(path).counters, path, none);
  }

  private scope(path: string): Scope {
    const root = rootOf(path);
    const owner = this.owner?.locals.includes(root) === true ? this.owner : null;
    return getOr(this.scopes, owner, () => ({ arrays: new Map(), counters: new Map() }));
  }
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** `i`, `i++`, `--i` */
export const counterOf = (index: Expr): string | null =>
  pathOf(index.kind === 'assignExpr' ? index.target : index);

/** The counter at which an element is read, `i` or, for what is on top and stays there, `i - 1`. */
export function readAt(index: Expr): string | null {
  const isBefore = index.kind === 'binary' && index.op === '-' && index.right.kind === 'number';
  return isBefore && index.right.value === 1 ? pathOf(index.left) : counterOf(index);
}

/** `0`, `-1`, and `t = 0` in `h = t = 0`. */
function isNumber(value: Expr): boolean {
  if (value.kind === 'assignExpr') return value.op === null && isNumber(value.value);
  return value.kind === 'number' || (value.kind === 'unary' && isNumber(value.operand));
}

function filledIn(scope: Scope): ReadonlyMap<string, Filled> {
  const found = new Map<string, Filled>();
  for (const [path, { stores, reads, others }] of scope.arrays) {
    const [fill, ...more] = new Set(stores.filter((at) => at !== null));
    const counter = fill === undefined ? undefined : scope.counters.get(fill);
    if (others || fill === undefined || more.length > 0 || counter === undefined) continue;
    if (counter.others || counter.up === 0 || counter.up > stores.length) continue;
    const take = [...reads].find((at) => takes(scope.counters.get(at), counter));
    if (take !== undefined) found.set(path, { fill, take });
  }
  return found;
}

/** A stack is read at its own counter, which goes down; a queue at one that only goes up, and begins again only with the other. */
function takes(counter: Counter | undefined, fill: Counter): boolean {
  if (counter === undefined || counter.others) return false;
  if (counter === fill) return counter.down > 0;
  return (
    fill.down === 0 &&
    counter.down === 0 &&
    counter.up > 0 &&
    [...counter.starts].every((block) => fill.starts.has(block))
  );
}
