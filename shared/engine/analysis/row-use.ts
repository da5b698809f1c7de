/** How a program uses the rows of a list of lists: as a matrix, as adjacency lists, or as records of fixed width. */
import type { Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { subjectOf } from '../ir/roles.ts';
import { childExprs, childStmts } from '../ir/walk.ts';
import type { ProgramIndex } from './program-index.ts';

export type RowUse = 'matrix' | 'adjacency' | 'record';

interface Evidence {
  /** Rows that are run through for their values. */
  walked: number;
  matrix: number;
  adjacency: number;
  record: number;
}

/** Decides by every use of the parameter, also in the functions that it is handed on to. Without evidence: a matrix. */
export function rowUse(index: ProgramIndex, func: FunctionNode, param: string): RowUse {
  const evidence: Evidence = { walked: 0, matrix: 0, adjacency: 0, record: 0 };
  const seen = new Set<string>();
  follow(index, func, param, evidence, seen);
  if (evidence.matrix > 0) return 'matrix';
  if (evidence.adjacency > 0) return 'adjacency';
  return evidence.record > 0 && evidence.walked === 0 ? 'record' : 'matrix';
}

function follow(
  index: ProgramIndex,
  func: FunctionNode,
  param: string,
  out: Evidence,
  seen: Set<string>,
): void {
  const id = `${func.span.start}:${param}`;
  if (seen.has(id)) return;
  seen.add(id);
  const scan = new Scan(index, param, out, seen);
  func.body.forEach((stmt) => scan.visit(stmt));
}

class Scan {
  readonly index: ProgramIndex;
  readonly names: Set<string>;
  readonly rows = new Set<string>();
  readonly out: Evidence;
  readonly seen: Set<string>;

  constructor(index: ProgramIndex, param: string, out: Evidence, seen: Set<string>) {
    this.index = index;
    this.names = new Set([param]);
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
      case 'lambda':
        node.func.body.forEach((stmt) => this.visit(stmt));
        break;
      case 'function':
        node.func.body.forEach((stmt) => this.visit(stmt));
        break;
      default:
    }
    childStmts(node).forEach((child) => this.visit(child));
    childExprs(node).forEach((child) => this.visit(child));
  }

  isList(expr: Expr): boolean {
    return (
      (expr.kind === 'name' && this.names.has(expr.name)) ||
      (expr.kind === 'field' && this.names.has(`.${expr.name}`))
    );
  }

  isRow(expr: Expr): boolean {
    return (
      (expr.kind === 'name' && this.rows.has(expr.name)) ||
      (expr.kind === 'index' && this.isList(expr.object))
    );
  }

  assign(targets: readonly Expr[], value: Expr): void {
    for (const target of targets) {
      if (this.isList(value) && target.kind === 'name') this.names.add(target.name);
      if (this.isList(value) && target.kind === 'field') this.names.add(`.${target.name}`);
      if (this.isRow(value)) {
        if (target.kind === 'collection') this.out.record++;
        else if (target.kind === 'name') this.rows.add(target.name);
      }
    }
  }

  loop(target: Expr, iterable: Expr, body: readonly (Stmt | Expr)[]): void {
    const over = this.unwrapped(iterable);
    const element =
      target.kind === 'collection' && over !== iterable && target.elements.length === 2
        ? target.elements[1]!
        : target;
    if (this.isList(over)) {
      if (element.kind === 'collection') this.out.record++;
      else if (element.kind === 'name') this.rows.add(element.name);
    } else if (this.isRow(over)) {
      if (element.kind === 'name' && usedAsKey(this.index, body, element.name)) this.out.adjacency++;
      else this.out.walked++;
    }
  }

  read(object: Expr, index: Expr): void {
    if (!this.isRow(object)) return;
    if (isConstant(index)) this.out.record++;
    else this.out.matrix++;
  }

  /** `enumerate(xs)`, `sorted(xs)`, `reversed(xs)` run over the same elements. */
  unwrapped(expr: Expr): Expr {
    return expr.kind === 'call' && expr.args[0] !== undefined && this.index.roles.is(expr, 'elements')
      ? this.unwrapped(expr.args[0].value)
      : expr;
  }

  call(node: Expr & { kind: 'call' }): void {
    const sized = this.index.roles.is(node, 'size') ? subjectOf(node) : null;
    if (sized !== null && this.isRow(sized)) this.out.matrix += sized.kind === 'index' ? 1 : 0;
    if (node.args.some((arg) => arg.spread && this.isList(arg.value))) this.out.matrix++;
    const func = this.index.resolve(node);
    if (func === null) return;
    node.args.forEach((arg, i) => {
      const param = func.params[i];
      if (param !== undefined && this.isList(arg.value))
        follow(this.index, func, param.name, this.out, this.seen);
    });
  }
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'number' || (expr.kind === 'unary' && expr.operand.kind === 'number');
}

/** The elements are places of other containers, or what a function goes on with: nodes rather than cells. */
function usedAsKey(index: ProgramIndex, body: readonly (Stmt | Expr)[], name: string): boolean {
  const is = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind === 'index' && is(node.index)) return true;
    if (
      node.kind === 'call' &&
      index.resolve(node) !== null &&
      node.args.some(
        (arg) => is(arg.value) || (arg.value.kind === 'collection' && arg.value.elements.some(is)),
      )
    )
      return true;
    return childStmts(node).some(visit) || childExprs(node).some(visit);
  };
  return body.some(visit);
}
