/** Statements without blocks of their own, and lists of statements. */
import type { Argument, Expr, Stmt } from '../../ir/ir.ts';
import { indexRoles } from '../../ir/roles.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { lowerAssignment, lowerAugmented } from './lower-assignments.ts';
import { lowerFor, lowerIf, lowerTry, lowerWhile, lowerWith } from './lower-blocks.ts';
import {
  bind,
  type Context,
  MAX_DEPTH,
  partsOf,
  spanOfNode,
  textOf,
  TOO_DEEP,
  unsupported,
} from './lower-context.ts';
import { isExpression, rescue, rescueErrors } from './lower-errors.ts';
import { lowerExpr, lowerTuple } from './lower-expressions.ts';
import { lowerClassStatement, lowerDecorated, lowerFunctionStatement } from './lower-functions.ts';
import { lowerFutureImport, lowerImport, lowerImportFrom } from './lower-imports.ts';
import { lowerMatch } from './lower-match.ts';
import { begunAnew } from '../shared/begun-anew.ts';
import { joined } from '../shared/sequences.ts';
import { pythonRoles } from './roles.ts';

/** The statements of a block. */
export function lowerBlock(ctx: Context, block: SyntaxNode): Stmt[] {
  const out: Stmt[] = [];
  for (const node of block.children) if (node.named) lowerStatement(ctx, node, out);
  const roles = indexRoles(pythonRoles);
  return begunAnew(roles, joined(roles, out));
}

/** Lowers one statement into its block; some become several, some none. */
export function lowerStatement(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (ctx.depth >= MAX_DEPTH) {
    out.push(unsupported(ctx, node, TOO_DEEP));
    return;
  }
  ctx.depth++;
  const pending = ctx.pending.length;
  if (ctx.broken) rescueErrors(ctx, node);
  const at = out.length;
  lowerKind(ctx, node, out);
  if (ctx.pending.length > pending) insert(out, at, ctx.pending.splice(pending));
  ctx.depth--;
}

function insert(out: Stmt[], at: number, stmts: readonly Stmt[]): void {
  const behind = out.splice(at);
  for (const stmt of stmts) out.push(stmt);
  for (const stmt of behind) out.push(stmt);
}

/** The kinds of nodes that `lowerStatement` knows. */
export function isStatement(node: SyntaxNode): boolean {
  return node.type.endsWith('_statement') || DEFINITIONS.has(node.type);
}

const DEFINITIONS: ReadonlySet<string> = new Set([
  'function_definition',
  'class_definition',
  'decorated_definition',
  'assignment',
  'augmented_assignment',
]);

function lowerKind(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  switch (node.type) {
    case 'expression_statement':
      return lowerExpressionStatement(ctx, node, out);
    case 'assignment':
      return lowerAssignment(ctx, node, out);
    case 'augmented_assignment':
      return lowerAugmented(ctx, node, out);
    case 'return_statement':
      out.push({ kind: 'return', value: optionalTuple(ctx, node), span: spanOfNode(ctx, node) });
      return;
    case 'if_statement':
      return lowerIf(ctx, node, out);
    case 'for_statement':
      return lowerFor(ctx, node, out);
    case 'while_statement':
      return lowerWhile(ctx, node, out);
    case 'break_statement':
      out.push({ kind: 'break', span: spanOfNode(ctx, node) });
      return;
    case 'continue_statement':
      out.push({ kind: 'continue', span: spanOfNode(ctx, node) });
      return;
    case 'function_definition':
      return lowerFunctionStatement(ctx, node, out);
    case 'class_definition':
      return lowerClassStatement(ctx, node, out);
    case 'decorated_definition':
      return lowerDecorated(ctx, node, out);
    case 'import_statement':
      return lowerImport(ctx, node);
    case 'import_from_statement':
      return lowerImportFrom(ctx, node);
    case 'future_import_statement':
      return lowerFutureImport(ctx, node);
    case 'print_statement':
    case 'exec_statement':
      return lowerPrint(ctx, node, out);
    case 'assert_statement':
      return lowerAssert(ctx, node, out);
    case 'raise_statement':
      return lowerRaise(ctx, node, out);
    case 'delete_statement':
      return lowerDelete(ctx, node, out);
    case 'global_statement':
    case 'nonlocal_statement':
      for (const name of partsOf(node)) ctx.scope.outer.add(textOf(ctx, name));
      return;
    case 'with_statement':
      return lowerWith(ctx, node, out);
    case 'try_statement':
      return lowerTry(ctx, node, out);
    case 'match_statement':
      return lowerMatch(ctx, node, out);
    case 'pass_statement':
    case 'type_alias_statement':
      return;
    case 'block':
      for (const child of node.children) if (child.named) lowerStatement(ctx, child, out);
      return;
    case 'ERROR':
      return rescue(ctx, node, out);
    default:
      if (ctx.broken && !isExpression(node)) return rescue(ctx, node, out);
      out.push({ kind: 'expr', expr: lowerExpr(ctx, node), span: spanOfNode(ctx, node) });
  }
}

/** Assignments are wrapped in one of these; so are docstrings and `...`, which do nothing. */
function lowerExpressionStatement(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const parts = partsOf(node);
  const [only] = parts;
  if (only === undefined) return;
  if (parts.length === 1) {
    if (only.type === 'assignment') return lowerAssignment(ctx, only, out);
    if (only.type === 'augmented_assignment') return lowerAugmented(ctx, only, out);
    if (IDLE.has(only.type) && !only.children.some((child) => child.type === 'interpolation')) return;
  }
  out.push({ kind: 'expr', expr: lowerTuple(ctx, parts, node), span: spanOfNode(ctx, node) });
}

const IDLE: ReadonlySet<string> = new Set(['string', 'concatenated_string', 'ellipsis']);

function optionalTuple(ctx: Context, node: SyntaxNode): Expr | null {
  const parts = partsOf(node);
  return parts.length === 0 ? null : lowerTuple(ctx, parts, node);
}

/** Python 2: `print x, y`, `print >>file, x` and `exec code in scope` are calls. */
function lowerPrint(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const [keyword] = node.children;
  const args: Argument[] = [];
  for (const part of partsOf(node)) {
    if (part.type !== 'chevron') args.push({ value: lowerExpr(ctx, part), name: null, spread: false });
    else args.push({ value: lowerTuple(ctx, partsOf(part), part), name: 'file', spread: false });
  }
  const name = keyword === undefined ? 'print' : textOf(ctx, keyword);
  const span = spanOfNode(ctx, node);
  const callee: Expr = { kind: 'name', name, span: keyword === undefined ? span : spanOfNode(ctx, keyword) };
  out.push({ kind: 'expr', expr: { kind: 'call', callee, args, style: 'call', span }, span });
}

/** Only the condition is evaluated as long as it holds. */
function lowerAssert(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const [condition] = partsOf(node);
  if (condition !== undefined)
    out.push({ kind: 'expr', expr: lowerExpr(ctx, condition), span: spanOfNode(ctx, node) });
}

function lowerRaise(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const parts = partsOf(node).filter((part) => part.field !== 'cause');
  const value = parts.length === 0 ? null : lowerTuple(ctx, parts, node);
  out.push({ kind: 'throw', value, span: spanOfNode(ctx, node) });
}

/** One statement for each target. */
function lowerDelete(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  for (const part of partsOf(node)) {
    const targets = SEVERAL.has(part.type) ? partsOf(part) : [part];
    for (const target of targets) {
      const expr = lowerExpr(ctx, target);
      if (expr.kind === 'name') bind(ctx, expr.name);
      out.push({ kind: 'delete', target: expr, span: spanOfNode(ctx, node) });
    }
  }
}

const SEVERAL: ReadonlySet<string> = new Set(['expression_list', 'tuple', 'list']);
