/** The recursive calls of a function and how each of their arguments differs from the parameter. */
import type { Call, Comprehension, Expr, ForEach, FunctionNode, Stmt, While } from '../../ir/ir.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import { pathOf } from '../progress.ts';
import { isMidpoint } from '../while.ts';

type LoopNode = ForEach | While | Comprehension;

export interface SelfCall {
  readonly call: Call;
  readonly target: FunctionNode;
  /** Loops of the function around the call, outermost first. */
  readonly loops: readonly LoopNode[];
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
  | { readonly kind: 'grow' }
  | { readonly kind: 'bit'; readonly shift: Expr | null }
  | { readonly kind: 'constant' }
  /** The sequence without one element, in the middle. */
  | { readonly kind: 'without' }
  | { readonly kind: 'other'; readonly value: Expr };

/** Resolves a name of the function to the one expression that it is assigned, if there is just one. */
export type Definitions = ReadonlyMap<string, Expr | null>;

/** Single assignments of local names: `mid = (lo + hi) // 2`. A name assigned twice maps to null. */
export function definitionsOf(func: FunctionNode): Definitions {
  const out = new Map<string, Expr | null>();
  const add = (target: Expr, value: Expr | null): void => {
    if (target.kind === 'name') out.set(target.name, out.has(target.name) ? null : value);
    else if (target.kind === 'collection')
      target.elements.forEach((t, i) =>
        add(t, value?.kind === 'collection' ? (value.elements[i] ?? null) : null),
      );
  };
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'function' || node.kind === 'class' || node.kind === 'lambda') return;
    if (node.kind === 'assign')
      for (const target of node.targets) add(target, node.op === null ? node.value : null);
    if (node.kind === 'assignExpr') add(node.target, node.op === null ? node.value : null);
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
  };
  func.body.forEach(visit);
  return out;
}

/** Every call of a function of the cycle in the body of `func`, nested lambdas and comprehensions included. */
export function selfCallsOf(
  func: FunctionNode,
  cycle: ReadonlySet<FunctionNode>,
  resolve: (call: Call) => FunctionNode | null,
): SelfCall[] {
  const definitions = definitionsOf(func);
  const out: SelfCall[] = [];
  const loops: LoopNode[] = [];
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'class') return;
    if (node.kind === 'function') {
      if (!cycle.has(node.func)) node.func.body.forEach(visit);
      return;
    }
    if (node.kind === 'lambda') {
      node.func.body.forEach(visit);
      return;
    }
    if (node.kind === 'call') {
      const target = resolve(node);
      if (target !== null && cycle.has(target))
        out.push({
          call: node,
          target,
          loops: [...loops],
          changes: changesOf(node, func, target, definitions, loops),
        });
    }
    const isLoop = node.kind === 'forEach' || node.kind === 'while' || node.kind === 'comprehension';
    if (node.kind === 'forEach') visit(node.iterable);
    if (node.kind === 'comprehension') {
      const first = node.clauses[0];
      if (first?.kind === 'for') visit(first.iterable);
    }
    if (isLoop) loops.push(node);
    for (const child of childStmts(node)) visit(child);
    for (const child of childExprs(node)) {
      if (node.kind === 'forEach' && child === node.iterable) continue;
      if (
        node.kind === 'comprehension' &&
        node.clauses[0]?.kind === 'for' &&
        child === node.clauses[0].iterable
      )
        continue;
      visit(child);
    }
    if (isLoop) loops.pop();
  };
  func.body.forEach(visit);
  return out;
}

function changesOf(
  call: Call,
  func: FunctionNode,
  target: FunctionNode,
  definitions: Definitions,
  loops: readonly LoopNode[],
): Map<string, ArgChange> {
  const out = new Map<string, ArgChange>();
  const positional = call.args.filter((arg) => arg.name === null);
  target.params.forEach((param, i) => {
    const named = call.args.find((arg) => arg.name === param.name);
    const value = named?.value ?? positional[i]?.value;
    const own = func === target ? param.name : (func.params[i]?.name ?? param.name);
    if (value !== undefined) out.set(param.name, argChange(value, own, func, definitions, loops, 4));
    else out.set(param.name, { kind: 'constant' });
  });
  return out;
}

/** How an argument differs from the parameter named `param`. */
export function argChange(
  value: Expr,
  param: string,
  func: FunctionNode,
  definitions: Definitions,
  loops: readonly LoopNode[],
  depth: number,
): ArgChange {
  if (pathOf(value) === param) return { kind: 'same' };
  switch (value.kind) {
    case 'number':
    case 'string':
    case 'constant':
      return { kind: 'constant' };
    case 'name':
      return nameChange(value, param, func, definitions, loops, depth);
    case 'binary':
      return binaryChange(value, param, func, definitions, loops, depth);
    case 'slice':
      return sliceChange(value, param, definitions);
    case 'field':
      return rootIs(value, param, definitions)
        ? { kind: 'child', field: value.name }
        : { kind: 'other', value };
    case 'index':
      if (rootIs(value, param, definitions)) return { kind: 'child', field: '[]' };
      return { kind: 'other', value };
    case 'conditional': {
      const then = argChange(value.then, param, func, definitions, loops, depth);
      return then.kind === 'constant' || then.kind === 'other'
        ? argChange(value.otherwise, param, func, definitions, loops, depth)
        : then;
    }
    case 'call': {
      const arg = value.args[0]?.value;
      if (
        value.callee.kind === 'name' &&
        /^(max|min|int|tuple|list|str|frozenset|set|abs)$/.test(value.callee.name) &&
        arg !== undefined
      ) {
        for (const { value: part } of value.args) {
          const change = argChange(part, param, func, definitions, loops, depth);
          if (change.kind !== 'constant' && change.kind !== 'other') return change;
        }
      }
      return { kind: 'other', value };
    }
    case 'collection': {
      const grows = value.elements.some(
        (element) => element.kind === 'spread' && pathOf(element.value) === param,
      );
      return grows ? { kind: 'grow' } : { kind: 'other', value };
    }
    case 'unary':
      return value.op === '-' && pathOf(value.operand) === param
        ? { kind: 'same' }
        : value.op === 'not'
          ? { kind: 'constant' }
          : value.op === '-' && value.operand.kind === 'number'
            ? { kind: 'constant' }
            : { kind: 'other', value };
    default:
      return { kind: 'other', value };
  }
}

function rootIs(expr: Expr, param: string, definitions: Definitions | null = null, depth = 3): boolean {
  if (expr.kind === 'name') {
    if (expr.name === param) return true;
    const defined = definitions?.get(expr.name);
    return (
      defined != null &&
      depth > 0 &&
      (defined.kind === 'field' || defined.kind === 'index') &&
      rootIs(defined, param, definitions, depth - 1)
    );
  }
  if (expr.kind === 'field') return rootIs(expr.object, param, definitions, depth);
  if (expr.kind === 'index') return rootIs(expr.object, param, definitions, depth);
  if (expr.kind === 'call' && expr.callee.kind === 'field')
    return rootIs(expr.callee.object, param, definitions, depth);
  return false;
}

function nameChange(
  value: Expr & { kind: 'name' },
  param: string,
  func: FunctionNode,
  definitions: Definitions,
  loops: readonly LoopNode[],
  depth: number,
): ArgChange {
  for (const loop of loops) {
    for (const { target, iterable } of loopTargets(loop)) {
      if (!names(target).includes(value.name)) continue;
      if (rootIs(iterable, param))
        return { kind: 'child', field: iterable.kind === 'field' ? iterable.name : '[]' };
      const table = neighbourTable(iterable, param);
      if (table !== null) return { kind: 'neighbour', table };
      return { kind: 'loop', loop, offset: 0 };
    }
  }
  const defined = definitions.get(value.name);
  if (
    defined !== undefined &&
    defined !== null &&
    depth > 0 &&
    !func.params.some((p) => p.name === value.name)
  ) {
    if (isMidpoint(defined)) return { kind: 'inner', at: value, midpoint: true };
    return argChange(defined, param, func, definitions, loops, depth - 1);
  }
  if (func.params.some((p) => p.name === value.name)) return { kind: 'other', value };
  return { kind: 'other', value };
}

/** `adj` of `adj[node]`, `adj.get(node)`. */
function neighbourTable(iterable: Expr, param: string): Expr | null {
  if (iterable.kind === 'index' && pathOf(iterable.index) === param) return iterable.object;
  if (
    iterable.kind === 'call' &&
    iterable.callee.kind === 'field' &&
    iterable.args[0] !== undefined &&
    pathOf(iterable.args[0].value) === param
  )
    return iterable.callee.object;
  if (iterable.kind === 'call' && iterable.callee.kind === 'name' && iterable.args.length === 1)
    return neighbourTable(iterable.args[0]!.value, param);
  return null;
}

/** The targets and iterables of a loop. */
export function loopTargets(loop: LoopNode): { target: Expr; iterable: Expr }[] {
  if (loop.kind === 'forEach') return [{ target: loop.target, iterable: loop.iterable }];
  if (loop.kind === 'comprehension')
    return loop.clauses.flatMap((clause) =>
      clause.kind === 'for' ? [{ target: clause.target, iterable: clause.iterable }] : [],
    );
  return [];
}

export function names(target: Expr): string[] {
  if (target.kind === 'name') return [target.name];
  return target.kind === 'collection'
    ? target.elements.flatMap(names)
    : target.kind === 'spread'
      ? names(target.value)
      : [];
}

function binaryChange(
  value: Expr & { kind: 'binary' },
  param: string,
  func: FunctionNode,
  definitions: Definitions,
  loops: readonly LoopNode[],
  depth: number,
): ArgChange {
  if (isMidpoint(value) && pathOf(value.left) !== param) return { kind: 'inner', at: value, midpoint: true };
  const left = pathOf(value.left);
  const { right } = value;
  if (left === param) {
    switch (value.op) {
      case '+':
        if (right.kind === 'number') return { kind: 'step', by: right.value };
        return right.kind === 'collection' || right.kind === 'string' || right.kind === 'template'
          ? { kind: 'grow' }
          : { kind: 'vary', sign: 1, amount: right };
      case '-':
        return right.kind === 'number'
          ? { kind: 'step', by: -right.value }
          : { kind: 'vary', sign: -1, amount: right };
      case '/':
      case '//':
      case '>>':
      case '%':
        return { kind: 'halve' };
      case '|':
      case '^':
      case '&':
        return { kind: 'bit', shift: shiftOf(right) };
      default:
        return { kind: 'other', value };
    }
  }
  if (pathOf(right) === param && value.op === '+')
    return value.left.kind === 'number' ? { kind: 'step', by: value.left.value } : { kind: 'grow' };
  if (pathOf(right) === param && value.op === '%') return { kind: 'halve' };
  if (pathOf(right) === param && (value.op === '|' || value.op === '^'))
    return { kind: 'bit', shift: shiftOf(value.left) };
  if (value.op === '+' && withoutOne(value, param)) return { kind: 'without' };
  if (value.op === '+' && value.left.kind === 'binary' && depth > 0) {
    const inner = argChange(value.left, param, func, definitions, loops, depth - 1);
    if (inner.kind === 'grow' || inner.kind === 'step' || inner.kind === 'vary')
      return inner.kind === 'step' && right.kind !== 'number'
        ? { kind: 'vary', sign: 1, amount: right }
        : inner;
  }
  if (
    (value.op === '+' || value.op === '-') &&
    right.kind === 'number' &&
    value.left.kind === 'name' &&
    depth > 0
  ) {
    const inner = nameChange(value.left, param, func, definitions, loops, depth - 1);
    const by = value.op === '+' ? right.value : -right.value;
    if (inner.kind === 'loop') return { ...inner, offset: inner.offset + by };
    if (inner.kind === 'step') return { kind: 'step', by: inner.by + by };
    if (inner.kind === 'inner') return inner;
    if (inner.kind === 'other' && inner.value.kind === 'name')
      return { kind: 'inner', at: inner.value, midpoint: false };
  }
  return { kind: 'other', value };
}

/** `1 << i` in `mask | (1 << i)`. */
function shiftOf(expr: Expr): Expr | null {
  if (expr.kind === 'binary' && expr.op === '<<') return expr.right;
  if (expr.kind === 'unary') return shiftOf(expr.operand);
  if (expr.kind === 'binary' && expr.op === '**') return expr.right;
  return null;
}

/** `xs[:i] + xs[i + 1:]`. */
function withoutOne(value: Expr & { kind: 'binary' }, param: string): boolean {
  const sides = [value.left, value.right];
  return sides.every(
    (side) =>
      (side.kind === 'slice' && pathOf(side.object) === param) ||
      (side.kind === 'binary' && side.op === '+' && withoutOne(side, param)) ||
      side.kind === 'collection',
  );
}

function sliceChange(value: Expr & { kind: 'slice' }, param: string, definitions: Definitions): ArgChange {
  if (pathOf(value.object) !== param) return { kind: 'other', value };
  const { start, end } = value;
  const middle = (e: Expr | null): boolean =>
    e !== null &&
    (isMidpoint(e) ||
      (e.kind === 'name' && definitions.get(e.name) != null && isHalfOf(definitions.get(e.name)!)) ||
      (e.kind === 'binary' && e.op === '+' && middle(e.left)));
  if (middle(start) || middle(end)) return { kind: 'halve' };
  if (end === null && start?.kind === 'number')
    return start.value === 0 ? { kind: 'same' } : { kind: 'step', by: -start.value };
  if (start === null && end?.kind === 'unary') return { kind: 'step', by: -1 };
  const cut = end ?? start;
  return cut === null ? { kind: 'same' } : { kind: 'inner', at: cut, midpoint: false };
}

function isHalfOf(expr: Expr): boolean {
  return isMidpoint(expr);
}

// ---------------------------------------------------------------- calls on one path

/** The largest number of recursive calls on one path through the body; a call in a loop counts as `perLoop`. */
export function callsOnPath(
  func: FunctionNode,
  calls: readonly SelfCall[],
): { once: number; inLoop: boolean } {
  const set = new Set<Expr>(calls.map((call) => call.call));
  const inLoop = calls.some((call) => call.loops.length > 0);
  return { once: pathCount(func.body, set).most, inLoop };
}

interface PathCount {
  /** Most calls on any path through. */
  readonly most: number;
  /** Most calls on a path that reaches the end; -1 when none does. */
  readonly through: number;
}

function pathCount(stmts: readonly Stmt[], calls: ReadonlySet<Expr>): PathCount {
  let most = 0;
  let through = 0;
  for (const stmt of stmts) {
    const here = stmtCount(stmt, calls);
    most = Math.max(most, through + here.most);
    if (here.through < 0) return { most, through: -1 };
    through += here.through;
  }
  return { most: Math.max(most, through), through };
}

function stmtCount(stmt: Stmt, calls: ReadonlySet<Expr>): PathCount {
  switch (stmt.kind) {
    case 'if': {
      const test = exprCount(stmt.test, calls);
      const then = pathCount(stmt.then, calls);
      const otherwise = pathCount(stmt.otherwise, calls);
      const through = Math.max(then.through, otherwise.through);
      return { most: test + Math.max(then.most, otherwise.most), through: through < 0 ? -1 : test + through };
    }
    case 'return':
    case 'throw': {
      const most = stmt.value === null ? 0 : exprCount(stmt.value, calls);
      return { most, through: -1 };
    }
    case 'break':
    case 'continue':
      return { most: 0, through: -1 };
    case 'function':
      return { most: 0, through: 0 };
    case 'forEach':
    case 'while': {
      const head = childExprs(stmt).reduce((sum, expr) => sum + exprCount(expr, calls), 0);
      const body = pathCount(stmt.body, calls);
      const count = head + body.most;
      return { most: count, through: count };
    }
    default: {
      const inner =
        childStmts(stmt).length === 0 ? { most: 0, through: 0 } : pathCount(childStmts(stmt), calls);
      const own = childExprs(stmt).reduce((sum, expr) => sum + exprCount(expr, calls), 0);
      return { most: own + inner.most, through: inner.through < 0 ? own : own + inner.through };
    }
  }
}

function exprCount(expr: Expr, calls: ReadonlySet<Expr>): number {
  if (expr.kind === 'lambda')
    return expr.func.body.reduce(
      (sum, stmt) => sum + childExprs(stmt).reduce((s, e) => s + exprCount(e, calls), 0),
      0,
    );
  const own = calls.has(expr) ? 1 : 0;
  if (expr.kind === 'conditional')
    return (
      own +
      exprCount(expr.test, calls) +
      Math.max(exprCount(expr.then, calls), exprCount(expr.otherwise, calls))
    );
  return own + childExprs(expr).reduce((sum, child) => sum + exprCount(child, calls), 0);
}
