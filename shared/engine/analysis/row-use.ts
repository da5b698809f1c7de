/** How a program uses the rows of a list of lists: as a matrix, as adjacency lists, or as records of fixed width. */
import type { Call, Comprehension, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { measuredBy } from '../ir/roles.ts';
import { leafNames } from '../ir/targets.ts';
import { eachChild, someChild, someCode } from '../ir/walk.ts';
import type { ProgramIndex } from './program-index.ts';
import { pathOf } from './progress.ts';
import { talliesIn } from './tallies.ts';

export type RowUse = 'matrix' | 'adjacency' | 'record';

interface Evidence {
  /** Rows that are run through for their values. */
  walked: number;
  matrix: number;
  adjacency: number;
  record: number;
  /** Rows are read at the first three places. */
  triples: boolean;
}

/** Decides by every use of the parameter, also in the functions that it is handed on to. Without evidence: a matrix. */
export function rowUse(index: ProgramIndex, func: FunctionNode, param: string): RowUse {
  const evidence: Evidence = { walked: 0, matrix: 0, adjacency: 0, record: 0, triples: false };
  const seen = new Set<string>();
  follow(index, func, param, 'list', evidence, seen);
  // One loop over the places of a triple makes no matrix of them.
  const isOfTriples = evidence.triples && evidence.record > evidence.matrix && evidence.adjacency === 0;
  if (evidence.matrix > 0) return isOfTriples ? 'record' : 'matrix';
  if (evidence.adjacency > 0) return 'adjacency';
  return evidence.record > 0 && (evidence.walked === 0 || evidence.triples) ? 'record' : 'matrix';
}

function follow(
  index: ProgramIndex,
  func: FunctionNode,
  param: string,
  as: 'list' | 'row',
  out: Evidence,
  seen: Set<string>,
): void {
  const id = `${func.span.start}:${param}:${as}`;
  if (seen.has(id)) return;
  seen.add(id);
  const scan = new Scan(index, func, out, seen);
  (as === 'list' ? scan.names : scan.rows).add(param);
  func.body.forEach((stmt) => scan.visit(stmt));
}

class Scan {
  readonly index: ProgramIndex;
  readonly func: FunctionNode;
  readonly names = new Set<string>();
  readonly rows = new Set<string>();
  /** `zip(*rows)`, where it is taken apart into a fixed number of columns. */
  readonly columns = new Set<Expr>();
  /** The places at which rows are read. */
  readonly places = new Set<number>();
  /** Names of what is taken out of a container, with the path of the container. */
  readonly taken = new Map<string, string>();
  readonly out: Evidence;
  readonly seen: Set<string>;

  constructor(index: ProgramIndex, func: FunctionNode, out: Evidence, seen: Set<string>) {
    this.index = index;
    this.func = func;
    this.out = out;
    this.seen = seen;
  }

  visit(node: Stmt | Expr): void {
    switch (node.kind) {
      case 'assign':
        this.assign(node.targets, node.value);
        break;
      case 'forEach':
        this.loop(node.target, node.iterable, node.body);
        break;
      case 'comprehension':
        for (const clause of node.clauses)
          if (clause.kind === 'for') this.loop(clause.target, clause.iterable, [node.element]);
        break;
      case 'index':
        this.read(node.object, node.index);
        break;
      case 'call':
        this.call(node);
        break;
      case 'compare':
        // `(x, y) in rows`
        if (/^(?:not )?in$/.test(node.op) && node.left.kind === 'collection' && this.isList(node.right))
          this.out.record++;
        break;
      case 'lambda':
        node.func.body.forEach((stmt) => this.visit(stmt));
        break;
      case 'function':
        node.func.body.forEach((stmt) => this.visit(stmt));
        break;
      default:
    }
    eachChild(node, (child) => this.visit(child));
  }

  isList(expr: Expr): boolean {
    switch (expr.kind) {
      case 'name':
        return this.names.has(expr.name);
      case 'field':
        return this.names.has(`.${expr.name}`);
      case 'call':
        return this.isCopy(expr, (source) => this.isList(source)) || this.isMapped(expr);
      case 'comprehension':
        return this.copiesRows(expr);
      default:
        return false;
    }
  }

  isRow(expr: Expr): boolean {
    switch (expr.kind) {
      case 'name':
        return this.rows.has(expr.name);
      case 'index':
        return this.isList(expr.object);
      case 'call':
        return this.isCopy(expr, (source) => this.isRow(source));
      default:
        return false;
    }
  }

  /** `sorted(rows)`, `set(rows)`, `tuple(row)`: the same elements in a container of their own. */
  isCopy(call: Call, of: (source: Expr) => boolean): boolean {
    const [first] = call.args;
    const { roles } = this.index;
    if (first === undefined || call.callee.kind !== 'name' || roles.is(call, 'counted')) return false;
    return (roles.is(call, 'elements') || roles.is(call, 'keeps')) && of(first.value);
  }

  /** `map(tuple, rows)`: copies of the rows. */
  isMapped(call: Call): boolean {
    const [made, rows] = call.args;
    if (made?.value.kind !== 'name' || rows === undefined || call.args.length > 2) return false;
    return this.index.roles.is({ ...call, callee: made.value }, 'elements') && this.isList(rows.value);
  }

  /** `[tuple(row) for row in rows]`. */
  copiesRows({ clauses, element }: Comprehension): boolean {
    const [clause] = clauses;
    if (clause?.kind !== 'for' || clause.target.kind !== 'name' || !this.isList(clause.iterable))
      return false;
    const { name } = clause.target;
    const is = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
    return is(element) || (element.kind === 'call' && this.isCopy(element, is));
  }

  assign(targets: readonly Expr[], value: Expr): void {
    if (targets.some(({ kind }) => kind === 'collection')) this.takeColumns(value);
    const from =
      value.kind === 'call'
        ? takenFrom(this.index, value)
        : value.kind === 'index'
          ? pathOf(value.object)
          : null;
    for (const target of targets) {
      if (from !== null) for (const name of leafNames(target)) this.taken.set(name, from);
      if (this.isList(value) && target.kind === 'name') this.names.add(target.name);
      if (this.isList(value) && target.kind === 'field') this.keep(target.name);
      if (this.isRow(value)) {
        if (target.kind === 'collection') this.out.record++;
        else if (target.kind === 'name') this.rows.add(target.name);
      }
    }
  }

  /** `self.rows = rows`: the other methods read it there. */
  keep(field: string): void {
    const { owner } = this.func;
    this.names.add(`.${field}`);
    for (const method of this.index.functions)
      if (owner !== null && method.owner === owner)
        follow(this.index, method, `.${field}`, 'list', this.out, this.seen);
  }

  /** `a, b = zip(*rows)`, `a, b = map(f, zip(*rows))`: rows of two. */
  takeColumns(value: Expr): void {
    if (value.kind === 'collection' && value.elements.length === 1 && value.elements[0]!.kind === 'spread') {
      this.takeColumns(value.elements[0].value);
      return;
    }
    if (value.kind !== 'call') return;
    for (const call of [value, ...value.args.map((arg) => arg.value)]) {
      if (call.kind !== 'call' || !this.index.roles.is(call, 'pairs') || !this.spreads(call)) continue;
      this.columns.add(call);
      this.out.record++;
    }
  }

  spreads({ args }: Call): boolean {
    return args.some((arg) => arg.spread && this.isList(arg.value));
  }

  loop(target: Expr, iterable: Expr, body: readonly (Stmt | Expr)[]): void {
    if (iterable.kind === 'call' && target.kind === 'collection' && this.index.roles.is(iterable, 'pairs')) {
      target.elements.forEach((part, i) => {
        const source = iterable.args[i]?.value;
        if (source !== undefined) this.loop(part, source, body);
      });
      return;
    }
    const over = this.unwrapped(iterable);
    const element =
      target.kind === 'collection' && this.isCounted(iterable) && target.elements.length === 2
        ? target.elements[1]!
        : target;
    const path = pathOf(over);
    if (path !== null) for (const name of leafNames(target)) this.taken.set(name, path);
    if (this.isList(over)) {
      if (element.kind === 'collection') this.out.record++;
      else if (element.kind === 'name') this.rows.add(element.name);
    } else if (this.isRow(over)) {
      // `for v, w in graph[u]` has the weight beside the node; neighbours are seldom counted.
      const parts = element.kind === 'collection' ? element.elements : [element];
      const isCounted = this.isCounted(iterable);
      if (!isCounted && parts.some((part) => part.kind === 'name' && this.isNode(over, part.name, body)))
        this.out.adjacency++;
      else this.out.walked++;
    }
  }

  /** The elements of a row are numbers of rows: places of containers, or what the worklist goes on with that chose the row. */
  isNode(row: Expr, element: string, body: readonly (Stmt | Expr)[]): boolean {
    if (usedAsKey(this.index, this.func, body, element)) return true;
    const chosen = row.kind === 'index' ? row.index : null;
    if (chosen?.kind === 'name' && handedAlike(this.index, body, [element, chosen.name])) return true;
    const worklist =
      chosen?.kind === 'name'
        ? this.taken.get(chosen.name)
        : chosen?.kind === 'call'
          ? takenFrom(this.index, chosen)
          : null;
    return (
      worklist != null && body.some((node) => someCode(node, (at) => puts(this.index, at, element, worklist)))
    );
  }

  read(object: Expr, index: Expr): void {
    if (!this.isRow(object)) return;
    if (isConstant(index)) this.out.record++;
    else this.out.matrix++;
    if (index.kind === 'number') this.places.add(index.value);
    // Whatever else is done to it: what has a first, a second and a third place that differ is a triple.
    if ([0, 1, 2].every((place) => this.places.has(place))) this.out.triples = true;
  }

  /** `enumerate(xs)`, `sorted(xs)`, `reversed(xs)`, `xs[::-1]` run over the same elements. */
  unwrapped(expr: Expr): Expr {
    if (expr.kind === 'slice') return this.unwrapped(expr.object);
    if (expr.kind === 'call' && expr.callee.kind === 'field' && expr.args.length === 0)
      return this.index.hints.map.includes(expr.callee.name) ? this.unwrapped(expr.callee.object) : expr;
    return expr.kind === 'call' && expr.args[0] !== undefined && this.index.roles.is(expr, 'elements')
      ? this.unwrapped(expr.args[0].value)
      : expr;
  }

  isCounted(expr: Expr): boolean {
    return (
      expr.kind === 'call' &&
      (this.index.roles.is(expr, 'counted') ||
        (this.index.roles.is(expr, 'elements') && expr.args.some(({ value }) => this.isCounted(value))))
    );
  }

  call(node: Expr & { kind: 'call' }): void {
    const sized = measuredBy(this.index.roles, node);
    // `len(grid[0])`; `len(neighbours[u])` is as well the degree of a node.
    if (sized?.kind === 'index' && isConstant(sized.index) && this.isRow(sized)) this.out.matrix++;
    if (this.spreads(node) && !this.columns.has(node)) this.out.matrix++;
    const func = this.index.resolve(node);
    if (func === null) return;
    node.args.forEach((arg, i) => {
      const param = func.params[i];
      if (param === undefined) return;
      const as = this.isList(arg.value) ? 'list' : this.isRow(arg.value) ? 'row' : null;
      if (as !== null) follow(this.index, func, param.name, as, this.out, this.seen);
    });
  }
}

const receiver = ({ callee }: Call): string | null =>
  callee.kind === 'field' ? pathOf(callee.object) : null;

/** The container that a call takes an element out of; null where it does not. */
function takenFrom({ roles }: ProgramIndex, call: Call): string | null {
  const first = call.args[0]?.value;
  if (roles.is(call, 'popFirst') && first !== undefined) return pathOf(first);
  return roles.named(call, 'pop') ? receiver(call) : null;
}

/** Puts what has the name into the container, alone or as a part. */
function puts({ roles }: ProgramIndex, node: Stmt | Expr, name: string, path: string): boolean {
  if (node.kind !== 'call') return false;
  const [first] = node.args;
  const into =
    roles.is(node, 'pushFirst') && first !== undefined
      ? pathOf(first.value)
      : roles.named(node, 'push')
        ? receiver(node)
        : null;
  return into === path && node.args.some(({ value }) => leafNames(value).includes(name));
}

/** `sets.find(u) == sets.find(v)`, `sets.union(u, v)`: a method of the program's own is called with both. */
function handedAlike(
  { classes }: ProgramIndex,
  body: readonly (Stmt | Expr)[],
  names: readonly string[],
): boolean {
  const calledWith = (name: string): ReadonlySet<string> => {
    const methods = new Set<string>();
    const note = (node: Stmt | Expr): false => {
      if (
        node.kind === 'call' &&
        node.callee.kind === 'field' &&
        node.args.some(({ value }) => pathOf(value) === name)
      )
        methods.add(node.callee.name);
      return false;
    };
    body.forEach((code) => someCode(code, note));
    return methods;
  };
  const [first, ...others] = names.map(calledWith);
  return [...first!].some(
    (method) =>
      others.every((other) => other.has(method)) &&
      [...classes.values()].some((cls) => cls.methods.some(({ name }) => name === method)),
  );
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'number' || (expr.kind === 'unary' && expr.operand.kind === 'number');
}

/** The elements are places of other containers, or what a function goes on with: nodes rather than cells. */
function usedAsKey(
  index: ProgramIndex,
  func: FunctionNode,
  body: readonly (Stmt | Expr)[],
  name: string,
): boolean {
  const is = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
  const tallies = talliesIn(index.roles, func, body);
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind === 'index' && is(node.index)) return !tallies.has(pathOf(node.object) ?? '');
    if (node.kind === 'call' && isKeyOf(index, func, node, is)) return true;
    return someChild(node, visit);
  };
  return body.some(visit);
}

/** A function of the program's own gets it; a method of another object looks something up with it. */
function isKeyOf(index: ProgramIndex, func: FunctionNode, call: Call, is: (expr: Expr) => boolean): boolean {
  const at = call.args.findIndex(
    ({ value }) => is(value) || (value.kind === 'collection' && value.elements.some(is)),
  );
  const callee = at < 0 ? null : index.resolve(call);
  if (callee === null) return false;
  if (callee.receiver === null || receiver(call) === func.receiver) return true;
  const param = callee.params[at]?.name;
  const looksUp = (node: Stmt | Expr): boolean =>
    (node.kind === 'index' && node.index.kind === 'name' && node.index.name === param) ||
    someChild(node, looksUp);
  return callee.body.some(looksUp);
}
