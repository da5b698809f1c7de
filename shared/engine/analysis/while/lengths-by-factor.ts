/**
 * Sequences of which every turn leaves half, `nums = nums[1::2]` or one for each two of its elements, and such as every
 * turn doubles, up to a length that the test asks for: their lengths in all the turns add up to the largest.
 */
import { affine, affineToCost } from '../../cost/affine.ts';
import { type Cost, symbol } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Clause, Comprehension, Expr, Stmt, While } from '../../ir/ir.ts';
import { measuredBy } from '../../ir/roles.ts';
import { someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { lookup, ownerOf, setVariable } from '../frame.ts';
import { newObject } from '../heap.ts';
import { type Level, addSpan } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { below } from '../loops/tested.ts';
import { type Machine, newSymbol, settle } from '../machine.ts';
import { type Change, pathOf } from '../progress.ts';
import { type Value, find, ref } from '../value.ts';
import { movesEachTurn } from './motion.ts';
import { type Query, limitOf, logarithmic } from './query.ts';

/** How a sequence changes its length; `limit`: what the test says it is shorter than, where it gets longer. */
interface Scaled {
  readonly name: string;
  readonly limit: Expr | null;
}

/** As many turns as the length can be halved, or doubled. */
export function byScaledLength(q: Query): LoopBound | null {
  const scaled = scaledLength(q.node, q);
  const length = scaled === null ? null : lengthOf(q, scaled);
  if (length === null) return null;
  const how = scaled!.limit === null ? 'keeps half of its elements each turn' : 'doubles each turn';
  return logarithmic(q, length, q.m.levels.length, scaled!.name, how);
}

/** Gives the length within a turn a symbol; to be called with the level open, before its body is run. */
export function noteScaledLength(q: Query, level: Level): void {
  const scaled = scaledLength(q.node, q);
  const length = scaled === null ? null : lengthOf(q, scaled);
  if (length === null || !isOfNumbers(lookup(q.frame, scaled!.name)!)) return;
  const { name } = scaled!;
  const within = newSymbol(q.m);
  addSpan(level, within, { total: length, from: q.m.levels.lastIndexOf(level) });
  setVariable(ownerOf(q.frame, name), name, asLongAs(q.m, lookup(q.frame, name)!, within));
}

/** What holds texts or containers may hold fewer and larger ones: only their number changes by a factor. */
function isOfNumbers(value: Value): boolean {
  if (value.kind === 'str') return true;
  const elem = value.kind === 'ref' ? find(value.object).elem : null;
  const isNumber = (part: Value | null): boolean => part === null || part.kind === 'num';
  return elem?.kind === 'tuple' ? elem.parts.every(isNumber) : isNumber(elem);
}

/** The largest length that the sequence has. */
function lengthOf(q: Query, { name, limit }: Scaled): Cost | null {
  const value = lookup(q.frame, name);
  if (value?.kind !== 'str' && (value?.kind !== 'ref' || !SEQUENCES.has(find(value.object).type)))
    return null;
  return limit === null ? settle(q.m, valueSize(q.m, value)) : limitOf(q, limit);
}

const SEQUENCES: ReadonlySet<string> = new Set(['list', 'array', 'deque']);

/** The same sequence with a length of its own in each turn. */
function asLongAs(m: Machine, value: Value, name: string): Value {
  const exact = affine.symbol(name);
  if (value.kind === 'str') return { ...value, size: affineToCost(exact), exact };
  if (value.kind !== 'ref') return value;
  const { type, elem, born } = find(value.object);
  return ref(newObject(m, type, symbol(name), { exact, elem, born, origin: 'input', total: null }));
}

const scaledLength = remembered((_: While, q: Query): Scaled | null => new Reading(q).found());

/** Reads off the body of a loop how the lengths of sequences change in it. */
class Reading {
  private readonly q: Query;
  private name = '';

  constructor(q: Query) {
    this.q = q;
  }

  found(): Scaled | null {
    for (const [name, changes] of this.q.changes) {
      this.name = name;
      if (changes.length > 0 && changes.every((change) => this.halves(change)) && movesEachTurn(this.q, name))
        return { name, limit: null };
    }
    for (const [small, limit] of below(this.q.node.test)) {
      const name = this.measured(small);
      if (name === null) continue;
      this.name = name;
      const changes = this.q.changes.get(name) ?? [];
      if (changes.length === 1 && this.doubles(changes[0]!)) return { name, limit };
    }
    return null;
  }

  private measured(expr: Expr): string | null {
    const subject = measuredBy(this.q.m.index.roles, expr);
    return subject?.kind === 'name' ? subject.name : null;
  }

  private halves(change: Change): boolean {
    if (change.kind === 'copy') return change.offset === 0 && this.isFilledWithHalf(change.from);
    return change.kind === 'set' && change.value !== null && this.isHalf(change.value);
  }

  private isHalf(expr: Expr): boolean {
    if (expr.kind === 'slice') return pathOf(expr.object) === this.name && isStepped(expr.step);
    return expr.kind === 'comprehension' && isPlain(expr) && this.isOverHalf(iterableOf(expr.clauses));
  }

  /** It is made anew, and gets one element for each turn over half of the sequence, and a few beside them. */
  private isFilledWithHalf(name: string): boolean {
    const changes = this.q.changes.get(name) ?? [];
    const pushes = changes.filter(({ kind }) => kind === 'push').map(({ node }) => node);
    const isAnew = changes.some((change) => change.kind === 'set' && isShort(change.value));
    if (!isAnew || changes.some((change) => change.kind !== 'push' && change.kind !== 'set')) return false;
    if (!changes.every((change) => change.kind !== 'set' || isShort(change.value))) return false;
    const isOne = (node: Stmt | Expr): boolean =>
      node.kind === 'call' && this.q.m.index.roles.is(node, 'append');
    // What a function puts in that a loop calls is seen in no loop here.
    const isHere = (push: Stmt | Expr): boolean =>
      this.q.node.body.some((stmt) => someCode(stmt, (node) => node === push));
    if (!pushes.every((push) => isOne(push) && isHere(push))) return false;
    return this.q.node.body.every((stmt) => this.isAtMostHalf(stmt, pushes, false));
  }

  /** Where the statement puts something in, it does so in no loop, or in one over half of the sequence. */
  private isAtMostHalf(stmt: Stmt, pushes: readonly (Stmt | Expr)[], inLoop: boolean): boolean {
    if (!someCode(stmt, (node) => pushes.includes(node))) return true;
    if (stmt.kind === 'while') return false;
    if (stmt.kind === 'if')
      return [...stmt.then, ...stmt.otherwise].every((inner) => this.isAtMostHalf(inner, pushes, inLoop));
    if (stmt.kind !== 'forEach') return true;
    return (
      !inLoop &&
      this.isOverHalf(stmt.iterable) &&
      stmt.body.every((part) => this.isAtMostHalf(part, pushes, true))
    );
  }

  /** `range(0, len(nums), 2)`, `range(len(nums) // 2)`, `zip(nums[::2], nums[1::2])`. */
  private isOverHalf(iterable: Expr | null): boolean {
    if (iterable?.kind === 'call' && this.q.m.index.roles.is(iterable, 'pairs'))
      return iterable.args.some(({ value }) => this.isHalf(value));
    if (iterable?.kind !== 'range') return false;
    if (iterable.step === null) return this.isHalfLength(iterable.end);
    return isStepped(iterable.step) && this.isLength(iterable.end);
  }

  private isHalfLength(expr: Expr): boolean {
    if (expr.kind === 'name') return this.isAlways(expr.name, (value) => this.isHalfLength(value));
    if (expr.kind !== 'binary' || expr.right.kind !== 'number') return false;
    const { op, right } = expr;
    const divides = op === '>>' ? right.value >= 1 : /^\/\/?$/.test(op) && right.value >= 2;
    return divides && this.isLength(expr.left);
  }

  /** The length of the sequence, give or take a constant. */
  private isLength(expr: Expr): boolean {
    if (expr.kind === 'binary' && /^[+-]$/.test(expr.op))
      return expr.right.kind === 'number' && this.isLength(expr.left);
    if (expr.kind === 'name') return this.isAlways(expr.name, (value) => this.isLength(value));
    return this.measured(expr) === this.name;
  }

  private isAlways(name: string, holds: (value: Expr) => boolean): boolean {
    const changes = name === this.name ? [] : (this.q.changes.get(name) ?? []);
    const isSo = (change: Change): boolean =>
      change.kind === 'set' && change.value !== null && change.value.kind !== 'name' && holds(change.value);
    return changes.length > 0 && changes.every(isSo);
  }

  /** `nums += [-x for x in nums]`, `nums.extend(nums)`, `nums = [0] + nums + nums`, in every turn. */
  private doubles(change: Change): boolean {
    if (
      !this.q.node.body.some(
        (stmt) => stmt === change.node || (stmt.kind === 'expr' && stmt.expr === change.node),
      )
    )
      return false;
    if (change.kind === 'step') return change.sign > 0 && this.isAsLong(change.amount);
    if (change.kind === 'set') return change.value !== null && this.timesIn(change.value) >= 2;
    const { node } = change;
    if (change.kind !== 'push' || node.kind !== 'call' || this.q.m.index.roles.is(node, 'append'))
      return false;
    return node.args.length === 1 && this.isAsLong(node.args[0]!.value);
  }

  private timesIn(expr: Expr): number {
    return expr.kind === 'binary' && expr.op === '+'
      ? this.timesIn(expr.left) + this.timesIn(expr.right)
      : Number(this.isAsLong(expr));
  }

  private isAsLong(expr: Expr): boolean {
    if (expr.kind === 'name')
      return expr.name === this.name || this.isAlways(expr.name, (value) => this.isAsLong(value));
    if (expr.kind === 'slice')
      return expr.start === null && expr.end === null && !isStepped(expr.step) && this.isAsLong(expr.object);
    if (expr.kind === 'comprehension') return this.isOverAll(expr);
    if (expr.kind !== 'call' || expr.args.length !== 1) return false;
    const { roles } = this.q.m.index;
    const joins = expr.callee.kind === 'field' && expr.callee.object.kind === 'string';
    const keeps =
      joins || roles.is(expr, 'elements') || roles.is(expr, 'reorders') || roles.is(expr, 'keeps');
    return keeps && this.isAsLong(expr.args[0]!.value);
  }

  /** It has an element for each of the sequence. */
  private isOverAll(expr: Comprehension): boolean {
    const over = isPlain(expr) && expr.clauses.length === 1 ? iterableOf(expr.clauses) : null;
    if (over?.kind === 'range') return over.start === null && over.step === null && this.isLength(over.end);
    return over !== null && this.isAsLong(over);
  }
}

const isStepped = (step: Expr | null): boolean => step?.kind === 'number' && Math.abs(step.value) >= 2;

/** A list, or what gives its elements, of one element for each of what a single loop goes over, or fewer. */
const isPlain = ({ shape, clauses }: Comprehension): boolean =>
  (shape === 'list' || shape === 'generator') && clauses.filter(({ kind }) => kind === 'for').length === 1;

const iterableOf = ([first]: readonly Clause[]): Expr | null =>
  first?.kind === 'for' ? first.iterable : null;

const isShort = (value: Expr | null): boolean => value?.kind === 'collection';
