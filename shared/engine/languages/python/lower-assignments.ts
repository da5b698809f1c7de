/** Assignments, plain and in place. */
import type { Assign, BinaryOp, Collection, Expr, FunctionNode, Span, Stmt, Type } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { selfWrapped } from './lower-caches.ts';
import { type Context, spanOfNode, textOf } from './lower-context.ts';
import { rescueErrors } from './lower-errors.ts';
import { lowerExpr, syntaxErrorAt } from './lower-expressions.ts';
import { lowerTarget } from './lower-targets.ts';
import { lowerStatement } from './lower-statements.ts';
import { oneByOne } from '../shared/parallel.ts';
import { ITERATORS, listOf } from './python2.ts';
import { parseType } from './lower-types.ts';

/** `a = b = value` is nested to the right; it has several targets and one value. */
export function lowerAssignment(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (ctx.broken) rescueErrors(ctx, node);
  const wasRebound = ctx.rebound.size > 0;
  const targets: Expr[] = [];
  let declared: Type | null = null;
  let at = node;
  let right: SyntaxNode | null;
  for (;;) {
    const type = childOf(at, 'type');
    if (type !== null) declared = parseType(textOf(ctx, type));
    targets.push(targetOf(ctx, at));
    right = childOf(at, 'right');
    if (right?.type !== 'assignment' || breaksOff(ctx, at, right)) break;
    at = right;
  }
  // A declaration without a value (`x: int`) only binds its name.
  if (right === null) return;
  if (breaksOff(ctx, at, right)) return lowerBrokenOff(ctx, node, { targets, op: null, end: at, right }, out);
  const value = assignedValue(ctx, right);
  const span = spanOfNode(ctx, node);
  const comment = ctx.typeComments.size === 0 ? undefined : ctx.typeComments.get(span.endLine);
  if (comment !== undefined) declared ??= parseType(comment);
  if (!wasRebound && isAlias(targets, value)) ctx.rebound.clear();
  if (wrapInCache(ctx, targets, value, out)) return;
  const isWritten = targets.length === 1 && value.kind === 'binary' && isWrittenOut(ctx, at, right);
  pushPlain({ targets, value, declared, span }, isWritten, out);
}

type Plain = Pick<Assign, 'targets' | 'value' | 'declared' | 'span'>;

function pushPlain(plain: Plain, isWrittenOut: boolean, out: Stmt[]): void {
  const { targets, value, declared } = plain;
  const parts = targets.length === 1 && declared === null ? oneByOne(targets[0]!, value, plain.span) : null;
  if (parts !== null) for (const part of parts) out.push(part);
  else if (isWrittenOut && value.kind === 'binary' && declared === null)
    out.push({ kind: 'assign', ...plain, op: value.op, value: value.right, whole: value });
  else out.push({ kind: 'assign', ...plain, op: null });
}

/** `cells[i] = cells[i] + more` */
function isWrittenOut(ctx: Context, node: SyntaxNode, right: SyntaxNode): boolean {
  const [target, first] = [childOf(node, 'left'), childOf(right, 'left')];
  if (target?.type !== 'subscript' || first?.type !== 'subscript') return false;
  return textOf(ctx, target) === textOf(ctx, first);
}

export function lowerAugmented(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (ctx.broken) rescueErrors(ctx, node);
  const operator = childOf(node, 'operator')?.type ?? '+=';
  const op = operator.slice(0, -1) as BinaryOp;
  const targets = [targetOf(ctx, node)];
  const right = childOf(node, 'right');
  if (right !== null && breaksOff(ctx, node, right)) {
    return lowerBrokenOff(ctx, node, { targets, op, end: node, right }, out);
  }
  const value = right === null ? syntaxErrorAt(ctx, node) : lowerExpr(ctx, right);
  const span = spanOfNode(ctx, node);
  if (op === '+' && value.kind === 'collection' && isListOfParts(value) && !ctx.text.includes('__iadd__')) {
    for (const element of value.elements) out.push(append(targets[0]!, element, span));
    return;
  }
  out.push({ kind: 'assign', targets, op, value, declared: null, span });
}

/** `xs += [x]`: only a list, or what is filled as one, takes a list that is written down. */
const isListOfParts = ({ shape, elements }: Collection): boolean =>
  shape === 'list' && elements.length > 0 && elements.every(({ kind }) => kind !== 'spread');

/** `xs.append(x)`; the method's name stands nowhere. */
function append(list: Expr, element: Expr, span: Span): Stmt {
  const { end, endLine, endColumn } = list.span;
  const nameSpan = { ...list.span, start: end, line: endLine, column: endColumn };
  const callee: Expr = { kind: 'field', object: list, name: 'append', nameSpan, span: list.span };
  const args = [{ value: element, name: null, spread: false }];
  return { kind: 'expr', expr: { kind: 'call', callee, args, style: 'call', span }, span };
}

/** In Python 2 a variable that `range` or `map` is assigned to holds a list. */
function assignedValue(ctx: Context, node: SyntaxNode): Expr {
  const value = lowerExpr(ctx, node);
  return makesList(ctx, node, value) && ctx.isPython2() ? listOf(value) : value;
}

function makesList(ctx: Context, node: SyntaxNode, value: Expr): boolean {
  if (value.kind === 'range') return /^range\b/.test(textOf(ctx, node));
  return value.kind === 'call' && value.callee.kind === 'name' && ITERATORS.has(value.callee.name);
}

function targetOf(ctx: Context, node: SyntaxNode): Expr {
  const left = childOf(node, 'left');
  return left === null ? syntaxErrorAt(ctx, node) : lowerTarget(ctx, left);
}

/** The parser reads on after an operator at the end of a line: what follows is no value but the next statement. */
function breaksOff(ctx: Context, node: SyntaxNode, right: SyntaxNode): boolean {
  const operator = operatorOf(node);
  if (operator === null) return false;
  if (right.type === 'augmented_assignment') return true;
  if (right.type === 'assignment' && node.type === 'augmented_assignment') return true;
  for (let at = operator.end; at < right.start; at++) {
    const code = ctx.text.charCodeAt(at);
    if (code === BACKSLASH) return false;
    if (code === NEWLINE) return true;
  }
  return false;
}

const NEWLINE = 10;
const BACKSLASH = 92;

function operatorOf(node: SyntaxNode): SyntaxNode | null {
  return node.children.findLast((child) => !child.named && child.type.endsWith('=')) ?? null;
}

interface BrokenOff {
  readonly targets: readonly Expr[];
  readonly op: BinaryOp | null;
  readonly end: SyntaxNode;
  readonly right: SyntaxNode;
}

/** The assignment of a value that is missing, then the statement that the parser took for it. */
function lowerBrokenOff(
  ctx: Context,
  node: SyntaxNode,
  { targets, op, end, right }: BrokenOff,
  out: Stmt[],
): void {
  const offset = operatorOf(end)?.end ?? right.start;
  const value: Expr = {
    kind: 'unsupported',
    reason: 'syntax error',
    parts: [],
    span: ctx.spanOf(offset, offset),
  };
  ctx.notes.push({ span: ctx.spanOf(node.start, offset), kind: 'syntax', message: 'missing value' });
  out.push({ kind: 'assign', targets, op, value, declared: null, span: ctx.spanOf(node.start, offset) });
  lowerStatement(ctx, right, out);
}

/** `xrange = range` for both versions of Python leaves the meaning of both names. */
function isAlias(targets: readonly Expr[], value: Expr): boolean {
  const [target] = targets;
  return (
    target?.kind === 'name' &&
    targets.length === 1 &&
    value.kind === 'name' &&
    /^x?range$/.test(target.name) &&
    /^x?range$/.test(value.name)
  );
}

/** `f = cache(f)` marks the function in place of the assignment. */
function wrapInCache(ctx: Context, targets: readonly Expr[], value: Expr, out: Stmt[]): boolean {
  const [target] = targets;
  if (target === undefined || targets.length > 1) return false;
  const wrapped = selfWrapped(ctx, target, value);
  if (wrapped?.kind === 'field' && wrapped.object.kind === 'name' && ctx.classScope !== null) {
    ctx.classScope.wrapped.add(wrapped.name);
    return true;
  }
  if (wrapped?.kind !== 'name') return false;
  const at = out.findLastIndex((stmt) => stmt.kind === 'function' && stmt.func.name === wrapped.name);
  const stmt = out[at];
  if (stmt?.kind !== 'function') return false;
  const func: FunctionNode = { ...stmt.func, memoised: true };
  ctx.definitions.set(func.name, func);
  out[at] = { ...stmt, func };
  return true;
}
