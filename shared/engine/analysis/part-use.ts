/**
 * What the uses of an undeclared parameter tell of its parts: of its elements, and of the elements of those. A part is
 * followed by the names that it gets, in loops, comprehensions and functions that a call of the library is given.
 */
import { factsBy } from '../ir/facts.ts';
import type { Call, Expr, FunctionNode, Stmt, Type } from '../ir/ir.ts';
import { countedBy, measuredBy } from '../ir/roles.ts';
import { eachChild } from '../ir/walk.ts';
import { nodeWith } from './platform.ts';
import type { ProgramIndex } from './program-index.ts';
import { pathOf } from './progress.ts';
import { TextTables, type Text } from './text-tables.ts';

/** What is known of the parts at one depth: 0 is the parameter itself, 1 are its elements. */
export interface PartUse {
  /** They are texts: of one letter, as far as the uses tell, or of any length. */
  text: Text | null;
  /** They have elements: they are run over, read at some place or measured. */
  sized: boolean;
  /** They are read at places that are written down, `x[0]`, `x[2:]`. */
  placed: boolean;
  /** Something is looked for in them. */
  searched: boolean;
  /** Their elements are set, or more are put in. */
  changed: boolean;
  /** They have links or methods of nodes. */
  node: Type | null;
}

/** How far a part is followed through functions of the program's own. */
const CALLS = 3;

const known = factsBy<FunctionNode, Map<string, readonly PartUse[]>>();

/** The uses by the depth of the part. */
export function partUse(
  index: ProgramIndex,
  func: FunctionNode,
  name: string,
  calls = CALLS,
): readonly PartUse[] {
  const found = known.get(func) ?? new Map<string, readonly PartUse[]>();
  known.set(func, found);
  const key = `${name} ${calls}`;
  const uses = found.get(key) ?? readUses(index, func, name, calls);
  found.set(key, uses);
  return uses;
}

/** Read twice, since names are used before the text says what they hold. */
function readUses(index: ProgramIndex, func: FunctionNode, name: string, calls: number): readonly PartUse[] {
  const names: Names = { depths: new Map([[name, 0]]), copies: new Set(), tables: new TextTables() };
  const read = (): PartUse[] => {
    const scan = new Scan(index, func, names, calls);
    func.body.forEach((stmt) => scan.visit(stmt));
    return scan.uses;
  };
  read();
  return read();
}

const TEXT: Type = { kind: 'string' };
const listOf = (element: Type): Type => ({ kind: 'list', element });

/** The type of a parameter whose parts are used so; null where nothing is known of its elements. */
export function typeOfParts([whole, parts, inner]: readonly PartUse[]): Type | null {
  if (whole!.text !== null) return TEXT;
  if (parts!.node !== null) return listOf(parts!.node);
  if (parts!.text !== null) {
    const isText = parts!.text === 'letter' && !hasElements(parts!) && !whole!.changed;
    return isText ? TEXT : listOf(TEXT);
  }
  // What is only read at places that are written down is a record, whatever it is made of.
  if (inner!.text !== null && (parts!.sized || !parts!.placed)) {
    const isTable = parts!.changed || inner!.text === 'text' || hasElements(inner!);
    return listOf(isTable ? listOf(TEXT) : TEXT);
  }
  return null;
}

export const hasElements = ({ sized, placed, searched }: PartUse): boolean => sized || placed || searched;

interface Names {
  /** The depth of the part that a name holds. */
  readonly depths: Map<string, number>;
  /** Names of copies: what they change is not the part. */
  readonly copies: Set<string>;
  readonly tables: TextTables;
}

const DEPTHS = 4;

class Scan {
  readonly uses: PartUse[] = Array.from({ length: DEPTHS + 2 }, () => ({
    text: null,
    sized: false,
    placed: false,
    searched: false,
    changed: false,
    node: null,
  }));
  readonly index: ProgramIndex;
  readonly func: FunctionNode;
  readonly names: Names['depths'];
  readonly copies: Names['copies'];
  readonly tables: Names['tables'];
  /** The depth of the parts that functions without a name are called with, one by one. */
  readonly called = new Map<FunctionNode, { readonly param: number; readonly depth: number }>();
  readonly calls: number;

  constructor(index: ProgramIndex, func: FunctionNode, { depths, copies, tables }: Names, calls: number) {
    this.index = index;
    this.func = func;
    this.names = depths;
    this.copies = copies;
    this.tables = tables;
    this.calls = calls;
  }

  visit(node: Stmt | Expr): void {
    this.tables.note(node);
    switch (node.kind) {
      case 'assign':
        if (node.op === null) for (const target of node.targets) this.assign(target, node.value);
        else if (node.op === '+') this.sum(node.targets[0]!, node.value);
        break;
      case 'forEach':
        this.loop(node.target, node.iterable);
        break;
      case 'comprehension':
        for (const clause of node.clauses)
          if (clause.kind === 'for') this.loop(clause.target, clause.iterable);
        break;
      case 'binary':
        if (node.op === '+') this.sum(node.left, node.right);
        break;
      case 'compare':
        this.compare(node.left, node.right, node.op === 'in' || node.op === 'not in');
        break;
      case 'index':
        this.read(node.object, node.index);
        break;
      case 'slice':
        this.readAt(node.object, [node.start, node.end]);
        break;
      case 'call':
        this.call(node);
        break;
      case 'field':
        this.link(node.object, node.name);
        break;
      default:
    }
    eachChild(node, (child) => this.visit(child));
    if (node.kind === 'function' || node.kind === 'lambda') this.inside(node.func);
  }

  /** The parameters of a function inside hide the names around it. */
  inside(func: FunctionNode): void {
    const hidden = func.params.map(({ name }) => [name, this.names.get(name)] as const);
    for (const [name] of hidden) this.names.delete(name);
    const called = this.called.get(func);
    if (called !== undefined) this.names.set(func.params[called.param]!.name, called.depth);
    func.body.forEach((stmt) => this.visit(stmt));
    for (const [name, depth] of hidden) {
      this.names.delete(name);
      if (depth !== undefined) this.names.set(name, depth);
    }
  }

  /** The depth of the part that an expression is; negative where it is none. */
  depthOf(expr: Expr): number {
    switch (expr.kind) {
      case 'name':
        return this.names.get(expr.name) ?? -1;
      case 'field':
        return this.names.get(pathOf(expr) ?? '') ?? -1;
      case 'index': {
        const depth = this.depthOf(expr.object);
        return depth < 0 ? -1 : Math.min(depth + 1, DEPTHS);
      }
      case 'slice':
        return this.depthOf(expr.object);
      case 'conditional':
        return Math.max(this.depthOf(expr.then), this.depthOf(expr.otherwise));
      case 'logical':
        return Math.max(this.depthOf(expr.left), this.depthOf(expr.right));
      case 'call':
        return this.depthOfCall(expr);
      case 'comprehension':
        // `[c for c in s]`
        return expr.clauses.length === 1 ? Math.max(this.depthOf(expr.element) - 1, -1) : -1;
      default:
        return -1;
    }
  }

  /** `sorted(x)`, `Counter(x)`, `x.keys()`: the elements of x. */
  depthOfCall({ callee, args }: Call): number {
    const { copies, map } = this.index.hints;
    if (callee.kind === 'field' && args.length === 0 && map.includes(callee.name))
      return this.depthOf(callee.object);
    const name = callee.kind === 'name' || callee.kind === 'field' ? callee.name : '';
    return args[0] !== undefined && copies.includes(name) ? this.depthOf(args[0].value) : -1;
  }

  use(expr: Expr, what: 'sized' | 'placed' | 'searched' | 'changed'): void {
    if (what === 'changed' && this.copies.has(rootOf(expr))) return;
    const depth = this.depthOf(expr);
    if (depth >= 0) this.uses[depth]![what] = true;
  }

  spelled(depth: number, text: Text): void {
    if (depth < 0) return;
    const use = this.uses[depth]!;
    if (use.text !== 'text') use.text = text;
  }

  bind(target: Expr, depth: number): void {
    if (depth < 0 || depth > DEPTHS) return;
    const path = pathOf(target);
    if (path !== null) {
      if (!this.names.has(path)) this.names.set(path, depth);
    } else if (target.kind === 'collection') {
      this.uses[depth]!.sized = true;
      for (const part of target.elements) this.bind(part, depth + 1);
    }
  }

  assign(target: Expr, value: Expr): void {
    if (target.kind === 'collection' && value.kind === 'collection')
      target.elements.forEach((part, i) => {
        const given = value.elements[i];
        if (given !== undefined) this.assign(part, given);
      });
    else if (target.kind === 'index') this.use(target.object, 'changed');
    else {
      if (target.kind === 'name' && (value.kind === 'call' || value.kind === 'comprehension'))
        this.copies.add(target.name);
      this.bind(target, this.depthOf(value));
    }
  }

  loop(target: Expr, iterable: Expr): void {
    const parts = target.kind === 'collection' ? target.elements : [];
    const { roles, hints } = this.index;
    const counted = countedBy(roles, iterable);
    if (counted !== null && parts[1] !== undefined) return this.loop(parts[1], counted);
    if (iterable.kind === 'call') {
      const { args, callee } = iterable;
      if (roles.is(iterable, 'pairs') && parts.length > 0)
        return args.forEach(({ value }, i) => {
          if (parts[i] !== undefined) this.loop(parts[i], value);
        });
      // `for letter, count in Counter(word).items()`
      if (callee.kind === 'field' && parts.length === 2 && hints.map.includes(callee.name))
        return this.loop(parts[0]!, callee.object);
    }
    this.use(iterable, 'sized');
    const depth = this.depthOf(iterable);
    if (depth >= 0) this.bind(target, depth + 1);
  }

  sum(left: Expr, right: Expr): void {
    if (this.tables.isText(right)) this.spelled(this.depthOf(left), 'letter');
    if (this.tables.isText(left)) this.spelled(this.depthOf(right), 'letter');
  }

  compare(left: Expr, right: Expr, isMember: boolean): void {
    if (!isMember) {
      this.sameAs(left, right);
      this.sameAs(right, left);
      return;
    }
    const among = this.tables.elementsOf(right);
    if (among !== null) this.spelled(this.depthOf(left), among);
    this.use(right, 'searched');
    const depth = this.depthOf(right);
    if (left.kind === 'string' && depth >= 0) this.spelled(depth + 1, textOf(left.value));
  }

  sameAs(one: Expr, other: Expr): void {
    if (other.kind === 'string') this.spelled(this.depthOf(one), textOf(other.value));
  }

  read(object: Expr, index: Expr): void {
    this.readAt(object, [index]);
    const key = this.tables.keysOf(object);
    if (key !== null) this.spelled(this.depthOf(index), key);
  }

  readAt(object: Expr, places: readonly (Expr | null)[]): void {
    this.use(object, places.every(isWritten) ? 'placed' : 'sized');
  }

  link(object: Expr, name: string): void {
    const depth = this.depthOf(object);
    const node = depth < 0 ? null : nodeWith(name);
    if (node !== null) this.uses[depth]!.node ??= node;
  }

  call(call: Call): void {
    const { callee, args } = call;
    const { roles } = this.index;
    const measured = measuredBy(roles, call);
    if (measured !== null) this.use(measured, 'sized');
    const first = args[0]?.value;
    if (first !== undefined && roles.is(call, 'code')) this.spelled(this.depthOf(first), 'letter');
    // `int(time[:2])`
    if (first?.kind === 'slice' && roles.is(call, 'truncate')) this.spelled(this.depthOf(first), 'text');
    if (callee.kind === 'field') this.method(call, callee.object, callee.name);
    this.handOn(call);
  }

  method(call: Call, object: Expr, name: string): void {
    const { hints } = this.index;
    const depth = this.depthOf(object);
    const first = call.args[0]?.value;
    if (hints.joins.includes(name) && first !== undefined) {
      const part = first.kind === 'comprehension' ? this.depthOf(first.element) : this.depthOf(first) + 1;
      if (part > 0)
        this.spelled(
          part,
          object.kind === 'string' && object.value.trim() === object.value ? 'letter' : 'text',
        );
    }
    // `word.startswith(start)`
    if (hints.string.includes(name))
      for (const { value } of call.args) this.spelled(this.depthOf(value), 'text');
    if (depth < 0) return;
    if (hints.letter.includes(name)) this.spelled(depth, 'letter');
    else if (hints.string.includes(name)) this.spelled(depth, 'text');
    else if (hints.list.includes(name)) this.use(object, 'changed');
    else if (hints.searches.includes(name)) {
      // `word.count('1')`
      if (first?.kind === 'string' && depth > 0) this.spelled(depth, 'text');
      this.use(object, 'sized');
    }
  }

  /** The parts go on to a function of the program's own, or one by one to a function that is an argument beside them. */
  handOn(call: Call): void {
    const func = this.index.resolve(call);
    if (func !== null) {
      if (func !== this.func)
        call.args.forEach(({ value }, i) =>
          this.given(func, i, this.depthOf(value), this.copies.has(rootOf(value))),
        );
      return;
    }
    const values = call.args.map(({ value }) => value);
    const among = call.callee.kind === 'field' ? [...values, call.callee.object] : values;
    const depth = Math.max(...among.map((value) => this.depthOf(value)));
    if (depth < 0 || depth >= DEPTHS) return;
    const last = this.index.roles.is(call, 'folds') ? 1 : 0;
    for (const value of values) {
      if (value.kind === 'lambda') {
        if (last < value.func.params.length) this.called.set(value.func, { param: last, depth: depth + 1 });
      } else if (value.kind === 'name') {
        const named = this.index.resolve({ ...call, callee: value });
        if (named !== null) this.given(named, last, depth + 1);
        // `map(tuple, rows)`
        else if (this.index.hints.copies.includes(value.name)) this.uses[depth + 1]!.sized = true;
      }
    }
  }

  /** What the function does with its parameter, it does with the part. */
  given(func: FunctionNode, at: number, depth: number, isCopy = false): void {
    const param = func.params[at];
    if (depth < 0 || depth > DEPTHS || param === undefined || this.calls === 0) return;
    if (param.type.kind === 'string') this.spelled(depth, 'text');
    if (param.type.kind !== 'unknown') return;
    partUse(this.index, func, param.name, this.calls - 1).forEach((use, i) => {
      const mine = this.uses[depth + i];
      if (mine === undefined) return;
      if (use.text !== null) this.spelled(depth + i, use.text);
      mine.sized ||= use.sized;
      mine.placed ||= use.placed;
      mine.searched ||= use.searched;
      mine.changed ||= use.changed && !isCopy;
      mine.node ??= use.node;
    });
  }
}

const isWritten = (place: Expr | null): boolean =>
  place === null || place.kind === 'number' || (place.kind === 'unary' && place.operand.kind === 'number');

function rootOf(expr: Expr): string {
  if (expr.kind === 'name') return expr.name;
  return expr.kind === 'index' || expr.kind === 'slice' ? rootOf(expr.object) : '';
}

const textOf = (literal: string): Text => (literal.length === 1 ? 'letter' : 'text');
