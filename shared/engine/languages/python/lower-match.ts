/** `match` as a chain of `if`: a pattern is a test of the subject, and assignments of what it captures. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { childOf, childOfType, childrenOf, type SyntaxNode } from '../../syntax/tree.ts';
import { bind, type Context, deeper, MAX_DEPTH, TOO_DEEP, unsupported } from './lower-context.ts';
import { lowerInner, lowerTuple } from './lower-expressions.ts';
import { allOf, lowerPattern, lowerSequence, type Pattern } from './lower-patterns.ts';
import { lowerBlock } from './lower-statements.ts';

/** The name that holds a subject which is more than a name. */
const SUBJECT = '<match>';

export function lowerMatch(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const subjects = childrenOf(node, 'subject');
  const subject = nameSubject(ctx, lowerTuple(ctx, subjects, node), out);
  const block = childOf(node, 'body') ?? childOfType(node, 'block') ?? node;
  const clauses = block.children.filter((child) => child.type === 'case_clause');
  const cases = clauses
    .slice(0, MAX_DEPTH)
    .map((clause, i) => deeper(ctx, i, () => lowerCase(ctx, clause, subject)));
  let rest: Stmt[] = [];
  for (const { clause, test, before, then } of cases.reverse()) {
    const span = ctx.spanOf(clause.start, node.end);
    rest = test === null ? then : [...before, { kind: 'if', test, then, otherwise: rest, span }];
  }
  if (clauses.length > MAX_DEPTH) rest.push(unsupported(ctx, clauses[MAX_DEPTH]!, TOO_DEEP));
  for (const stmt of rest) out.push(stmt);
}

/** A subject that is evaluated only once: a name, a tuple of names, or a variable for any other expression. */
function nameSubject(ctx: Context, subject: Expr, out: Stmt[]): Expr {
  if (isPlain(subject)) return subject;
  const { span } = subject;
  const name: Expr = { kind: 'name', name: SUBJECT, span };
  bind(ctx, SUBJECT);
  out.push({ kind: 'assign', targets: [name], op: null, value: subject, declared: null, span });
  return name;
}

function isPlain(expr: Expr): boolean {
  if (expr.kind === 'collection') return expr.shape === 'tuple' && expr.elements.every(isPlain);
  return expr.kind === 'name' || expr.kind === 'number' || expr.kind === 'string' || expr.kind === 'constant';
}

function lowerCase(ctx: Context, clause: SyntaxNode, subject: Expr) {
  const pattern: Pattern = { tests: [], captures: [] };
  const patterns = clause.children.filter((child) => child.type === 'case_pattern');
  const whole =
    patterns.length > 1 ? ctx.spanOf(patterns[0]!.start, patterns[patterns.length - 1]!.end) : null;
  if (whole !== null) lowerSequence(ctx, patterns, whole, subject, pattern);
  else for (const only of patterns) lowerPattern(ctx, only, subject, pattern);
  const guard = childOf(clause, 'guard');
  const body = childOf(clause, 'consequence');
  const then = body === null ? [] : lowerBlock(ctx, body);
  // A guard reads what the pattern captures, so the captures come first.
  if (guard !== null) pattern.tests.push(lowerInner(ctx, guard));
  const test = allOf(pattern.tests);
  if (guard !== null) return { clause, test, before: pattern.captures, then };
  return { clause, test, before: [], then: [...pattern.captures, ...then] };
}
