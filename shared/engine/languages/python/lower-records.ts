/**
 * Lists that stand for records: `heap = [[0, start]]`, `heappush(heap, [cost, node])`, `cost, node = heappop(heap)`. As
 * long as nothing changes them or asks for them as lists they are tuples, whose parts are told apart.
 */
import type { Assign, Call, Collection, Expr, Stmt } from '../../ir/ir.ts';
import { replaceInBlock } from '../../ir/replace.ts';
import { indexRoles, subjectOf } from '../../ir/roles.ts';
import { leavesOf, targetsOf } from '../../ir/targets.ts';
import { walk } from '../../ir/walk.ts';
import { pythonRoles } from './roles.ts';

/** What a text has that puts lists of several parts into a list, and takes them out; most have nothing of the kind. */
const PUTS_IN = /(?:\.append(?:left)?\(|heappush\(.*|\[)\[[^[\]]*,/;
const TAKES_OUT = /\bpop|heappop/;

/** The program with tuples in the place of the records of its worklists. */
export function withRecords(body: readonly Stmt[], text: string): readonly Stmt[] {
  if (!PUTS_IN.test(text) || !TAKES_OUT.test(text)) return body;
  const uses = new Uses();
  uses.read(body);
  const records = uses.records();
  if (records.size === 0) return body;
  return replaceInBlock(body, (expr) =>
    expr.kind === 'collection' && records.has(expr) ? { ...expr, shape: 'tuple' } : expr,
  );
}

/** What is known of the lists that a name stands for, all over the program. */
interface Worklist {
  /** The records that are put in. */
  readonly records: Collection[];
  /** How many parts they are taken apart into, and have. */
  readonly lengths: Set<number>;
  /** Names of what is taken out whole. */
  readonly taken: Set<string>;
}

const roles = indexRoles(pythonRoles);

/** Counts the occurrences of names, and among them those that are fine for records. */
class Uses {
  private readonly occurrences = new Map<string, number>();
  private readonly fine = new Map<string, number>();
  private readonly worklists = new Map<string, Worklist>();
  /** What is set: a part of a record must not be. */
  private readonly set = new Set<Expr>();

  read(body: readonly Stmt[]): void {
    walk(body, {
      stmt: (stmt) => this.stmt(stmt),
      expr: (expr) => this.expr(expr),
      func: ({ params }) => params.forEach(({ name }) => this.count(this.occurrences, name)),
    });
  }

  /** The records of all names that stand for nothing but worklists of records of one length. */
  records(): ReadonlySet<Collection> {
    const found = new Set<Collection>();
    for (const [name, { records, lengths, taken }] of this.worklists)
      if (records.length > 0 && lengths.size === 1 && [name, ...taken].every((one) => this.isFine(one)))
        for (const record of records) found.add(record);
    return found;
  }

  private isFine(name: string): boolean {
    return this.occurrences.get(name) === this.fine.get(name);
  }

  private count(of: Map<string, number>, name: string): void {
    of.set(name, (of.get(name) ?? 0) + 1);
  }

  private worklist(name: string): Worklist {
    let known = this.worklists.get(name);
    if (known === undefined) {
      known = { records: [], lengths: new Set(), taken: new Set() };
      this.worklists.set(name, known);
    }
    return known;
  }

  private stmt(stmt: Stmt): void {
    for (const target of targetsOf(stmt)) for (const leaf of leavesOf(target)) this.set.add(leaf);
    if (stmt.kind === 'assign') this.assign(stmt);
    else if (stmt.kind === 'while' || stmt.kind === 'if') this.asked(stmt.test);
    else if (stmt.kind === 'forEach') this.runOver(stmt.target, stmt.iterable);
  }

  private expr(expr: Expr): void {
    switch (expr.kind) {
      case 'name':
        return this.count(this.occurrences, expr.name);
      case 'unary':
        return this.asked(expr.operand);
      case 'logical':
        this.asked(expr.left);
        return this.asked(expr.right);
      case 'comprehension':
        for (const clause of expr.clauses)
          if (clause.kind === 'for') this.runOver(clause.target, clause.iterable);
        return;
      case 'call':
        return this.call(expr);
      case 'index':
        if (expr.index.kind === 'number' && !this.set.has(expr)) this.part(expr.object);
        return;
      default:
    }
  }

  /** Whether it holds anything. */
  private asked(expr: Expr): void {
    if (expr.kind === 'name') this.count(this.fine, expr.name);
  }

  private runOver(target: Expr, iterable: Expr): void {
    if (iterable.kind !== 'name' || target.kind !== 'collection') return;
    this.worklist(iterable.name).lengths.add(target.elements.length);
    this.count(this.fine, iterable.name);
  }

  /** `x[0]` of what was taken out, `heap[0][1]`. */
  private part(object: Expr): void {
    const isFirst = object.kind === 'index' && isPlace(object.index);
    const of = isFirst ? object.object : object;
    if (of.kind === 'name') this.count(this.fine, of.name);
  }

  private assign({ targets, op, value }: Assign): void {
    const [target, more] = targets;
    if (op !== null || more !== undefined || target === undefined) return;
    if (target.kind === 'name' && this.begins(target.name, value)) return this.count(this.fine, target.name);
    const from = takenFrom(value);
    if (from !== null) this.taken(target, from);
    else if (target.kind === 'collection' && value.kind === 'name') this.count(this.fine, value.name);
  }

  /** `[[0, start]]`, `deque([[0, start]])`, `[]`, `deque()` */
  private begins(name: string, value: Expr): boolean {
    const isCopy = value.kind === 'call' && roles.is(value, 'copies') && value.args.length < 2;
    const list = isCopy ? value.args[0]?.value : value;
    if (list === undefined) return true;
    if (list.kind !== 'collection' || list.shape !== 'list') return false;
    return list.elements.every((element) => this.putIn(name, element));
  }

  private putIn(name: string, value: Expr | undefined): boolean {
    if (value?.kind !== 'collection' || value.shape !== 'list' || value.elements.length < 2) return false;
    if (value.elements.some(({ kind }) => kind === 'spread')) return false;
    const { records, lengths } = this.worklist(name);
    records.push(value);
    lengths.add(value.elements.length);
    return true;
  }

  /** `cost, node = heappop(heap)`, `top = heap[0]` */
  private taken(target: Expr, from: string): void {
    const { lengths, taken } = this.worklist(from);
    if (target.kind === 'collection') lengths.add(target.elements.length);
    else if (target.kind === 'name') {
      taken.add(target.name);
      this.count(this.fine, target.name);
    } else return;
    this.count(this.fine, from);
  }

  private call(call: Call): void {
    const { callee, args } = call;
    const size = roles.is(call, 'size') ? subjectOf(call) : null;
    if (size?.kind === 'name') this.count(this.fine, size.name);
    const isMethod = callee.kind === 'field';
    const onto = roles.is(call, 'pushFirst') ? args[0]?.value : isMethod ? callee.object : undefined;
    if (onto?.kind !== 'name' || !(roles.is(call, 'append') || roles.is(call, 'push'))) return;
    if (this.putIn(onto.name, args.at(-1)?.value)) this.count(this.fine, onto.name);
  }
}

/** The first or last place. */
const isPlace = (index: Expr): boolean =>
  index.kind === 'number' || (index.kind === 'unary' && index.operand.kind === 'number');

/** The name of the list out of which something is taken, or whose first or last element is looked at. */
function takenFrom(value: Expr): string | null {
  let from: Expr | undefined;
  if (value.kind === 'index' && isPlace(value.index)) from = value.object;
  else if (value.kind === 'call' && roles.is(value, 'popFirst')) from = value.args[0]?.value;
  else if (value.kind === 'call' && value.callee.kind === 'field' && roles.is(value, 'pop'))
    from = value.args.length === 0 || isPlace(value.args[0]!.value) ? value.callee.object : undefined;
  return from?.kind === 'name' ? from.name : null;
}
