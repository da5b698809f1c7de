/** `switch`, old and new, as a chain of `if`. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { childOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type Typed,
  type Context,
  MAX_DEPTH,
  inBlock,
  inFunction,
  makeFunction,
  spanOfNode,
  textOf,
  typed,
  unsupported,
} from './lower-context.ts';
import { isExpression, lowerCondition, lowerExpr } from './lower-expressions.ts';
import { THIS } from './lower-names.ts';
import { lowerStatement } from './lower-statements.ts';
import { UNKNOWN } from './java-types.ts';

/** The statements under some labels; null labels are `default`. */
interface Group {
  readonly labels: readonly (SyntaxNode | null)[];
  readonly body: readonly SyntaxNode[];
  /** What follows is run as well. */
  readonly fallsThrough: boolean;
  readonly node: SyntaxNode;
}

export function lowerSwitch(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const subject = lowerCondition(ctx, node);
  ctx.targets.push('switch');
  const branches = inBlock(ctx, () =>
    segments(groupsOf(node)).map((segment) => ({
      test: testOf(
        ctx,
        subject,
        segment.flatMap((group) => group.labels),
        node,
      ),
      body: segmentBody(ctx, subject, segment, node),
      node: segment[0]!.node,
    })),
  );
  ctx.targets.pop();
  chain(ctx, branches, out, subject, node);
}

interface Branch {
  readonly test: Expr | null;
  readonly body: readonly Stmt[];
  readonly node: SyntaxNode;
}

/** The branches as `if ... else if ... else`; `default` comes last wherever it stands. */
function chain(
  ctx: Context,
  branches: readonly Branch[],
  out: Stmt[],
  subject: Expr,
  node: SyntaxNode,
): void {
  const plain = branches.filter((branch) => branch.test !== null).slice(0, MAX_DEPTH / 2);
  let otherwise: readonly Stmt[] = branches.find((branch) => branch.test === null)?.body ?? [];
  const span = spanOfNode(ctx, node);
  for (const branch of plain.reverse()) {
    otherwise = [{ kind: 'if', test: branch.test!, then: branch.body, otherwise, span }];
  }
  const left = branches.filter((branch) => branch.test !== null).length - plain.length;
  if (left > 0) out.push(unsupported(ctx, node, `${left} cases more than are read`));
  if (plain.length === 0) out.push({ kind: 'expr', expr: subject, span: spanOfNode(ctx, node) });
  for (const stmt of otherwise) out.push(stmt);
}

/** Groups that run into each other belong together. */
function segments(groups: readonly Group[]): Group[][] {
  const out: Group[][] = [];
  let open: Group[] | null = null;
  for (const group of groups) {
    if (open === null) out.push((open = []));
    open.push(group);
    if (!group.fallsThrough) open = null;
  }
  return out;
}

/** The first group, then each of the others under the labels that lead to it. */
function segmentBody(ctx: Context, subject: Expr, segment: readonly Group[], node: SyntaxNode): Stmt[] {
  const out: Stmt[] = [];
  segment.forEach((group, i) => {
    const body: Stmt[] = [];
    for (const child of group.body) lowerStatement(ctx, child, body);
    if (segment.length === 1) out.push(...body);
    else {
      const labels = segment.slice(0, i + 1).flatMap((one) => one.labels);
      const test = testOf(ctx, subject, labels, node);
      if (test === null || i === segment.length - 1) out.push(...body);
      else out.push({ kind: 'if', test, then: body, otherwise: [], span: spanOfNode(ctx, node) });
    }
  });
  return out;
}

function groupsOf(node: SyntaxNode): Group[] {
  const block = childOf(node, 'body');
  const groups: Group[] = [];
  let pending: (SyntaxNode | null)[] = [];
  for (const child of block === null ? [] : namedChildren(block)) {
    if (child.type !== 'switch_block_statement_group' && child.type !== 'switch_rule') continue;
    const labels = namedChildren(child).filter((part) => part.type === 'switch_label');
    const body = namedChildren(child).filter((part) => part.type !== 'switch_label');
    pending.push(...labels.flatMap(valuesOf));
    if (body.length === 0) continue;
    const fallsThrough = child.type === 'switch_block_statement_group' && !leaves(body.at(-1)!);
    groups.push({ labels: pending, body: withoutBreak(body), fallsThrough, node: child });
    pending = [];
  }
  return groups;
}

function valuesOf(label: SyntaxNode): (SyntaxNode | null)[] {
  const values = namedChildren(label).filter((part) => part.type !== 'guard');
  return values.length === 0 ? [null] : values;
}

const LEAVING: ReadonlySet<string> = new Set([
  'break_statement',
  'return_statement',
  'continue_statement',
  'throw_statement',
  'yield_statement',
]);

function leaves(node: SyntaxNode): boolean {
  if (node.type === 'block') {
    const last = namedChildren(node).at(-1);
    return last !== undefined && leaves(last);
  }
  return LEAVING.has(node.type);
}

/** The `break` at the end of a group only ends the switch. */
function withoutBreak(body: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const last = body.at(-1)!;
  return last.type === 'break_statement' && namedChildren(last).length === 0 ? body.slice(0, -1) : body;
}

/** The value is one of the labels; null for `default`. */
function testOf(
  ctx: Context,
  subject: Expr,
  labels: readonly (SyntaxNode | null)[],
  node: SyntaxNode,
): Expr | null {
  if (labels.includes(null)) return null;
  const tests = labels.map((label): Expr => {
    const right: Expr = isExpression(label!)
      ? lowerExpr(ctx, label!).expr
      : { kind: 'string', value: textOf(ctx, label!), span: spanOfNode(ctx, label!) };
    return { kind: 'compare', op: '==', left: subject, right, span: ctx.spanOf(node.start, label!.end) };
  });
  const [first, ...rest] = tests;
  if (first === undefined) return null;
  return rest.reduce<Expr>(
    (left, right) => ({ kind: 'logical', op: 'or', left, right, span: spanOfNode(ctx, node) }),
    first,
  );
}

/** A switch as a value: a function that is called at once, in which `yield` returns. */
export function lowerSwitchExpression(ctx: Context, node: SyntaxNode): Typed {
  const span = spanOfNode(ctx, node);
  const func = inFunction(ctx, true, (scope) => {
    const body: Stmt[] = [];
    lowerSwitch(ctx, node, body);
    return makeFunction(
      {
        name: '<switch>',
        nameSpan: null,
        headerSpan: span,
        params: [],
        body: valued(body),
        locals: scope.locals,
        span,
      },
      { receiver: ctx.isStatic ? null : THIS },
    );
  });
  const callee: Expr = { kind: 'lambda', func, span };
  return typed({ kind: 'call', callee, args: [], style: 'call', span }, UNKNOWN);
}

/** The expression at the end of a branch is its value. */
function valued(body: readonly Stmt[]): Stmt[] {
  return body.map((stmt, i): Stmt => {
    if (stmt.kind === 'if') return { ...stmt, then: valued(stmt.then), otherwise: valued(stmt.otherwise) };
    return stmt.kind === 'expr' && i === body.length - 1
      ? { kind: 'return', value: stmt.expr, span: stmt.span }
      : stmt;
  });
}
