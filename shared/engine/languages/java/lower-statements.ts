/** Statements, and lists of them. */
import type { Assign, Expr, If, Stmt } from '../../ir/ir.ts';
import { pushIf } from '../../ir/normal-forms.ts';
import { indexRoles } from '../../ir/roles.ts';
import { childOf, childOfType, childrenOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import { isClassNode, nameOf } from './declarations.ts';
import {
  type Context,
  MAX_DEPTH,
  TOO_DEEP,
  bind,
  bindVariable,
  inBlock,
  irTypeOf,
  partsOf,
  spanOfNode,
  syntaxError,
  textOf,
  unsupported,
} from './lower-context.ts';
import { withoutIterators } from './iterators.ts';
import { lowerInitializer } from './lower-arrays.ts';
import { lowerConstructorCall, refined } from './lower-calls.ts';
import { lowerClass } from './lower-classes.ts';
import { isExpression, lowerCondition, lowerExpr } from './lower-expressions.ts';
import { forEachLoop } from './lower-for-each.ts';
import { lowerDo, lowerEnhancedFor, lowerFor, lowerWhile } from './lower-loops.ts';
import { nameExpr } from './lower-names.ts';
import { withoutPutBack } from './put-back.ts';
import { lowerSwitch } from './lower-switch.ts';
import { dimensionsOf, typeOfNode } from './java-types.ts';
import { assignedFirst } from '../shared/assigned-first.ts';
import { pushLesser } from '../shared/lesser.ts';
import { begunAnew } from '../shared/begun-anew.ts';
import { joined } from '../shared/sequences.ts';
import { CHOOSER } from './lower-operators.ts';
import { javaRoles } from './roles.ts';

/** The statements of a block, or a single statement, in a scope of their own. */
export function lowerBody(ctx: Context, node: SyntaxNode | null): Stmt[] {
  const out: Stmt[] = [];
  if (node !== null) inBlock(ctx, () => lowerInto(ctx, node, out));
  const roles = indexRoles(javaRoles);
  return begunAnew(roles, withoutPutBack(withoutIterators(ctx, joined(roles, out))));
}

function lowerInto(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (node.type !== 'block' && node.type !== 'constructor_body') return lowerStatement(ctx, node, out);
  lowerAll(
    ctx,
    node.children.filter((child) => child.named),
    out,
  );
}

/** Statements one after the other; what a loop may go past, on to the next turn of one around it, is its `else`. */
function lowerAll(ctx: Context, nodes: readonly SyntaxNode[], out: Stmt[]): void {
  for (const [i, node] of nodes.entries()) {
    lowerStatement(ctx, node, out);
    const loop = out.at(-1);
    if ((loop?.kind !== 'forEach' && loop?.kind !== 'while') || !mayGoPast(ctx, node)) continue;
    const rest: Stmt[] = [];
    lowerAll(ctx, nodes.slice(i + 1), rest);
    out[out.length - 1] = { ...loop, otherwise: rest, span: ctx.spanOf(node.start, nodes.at(-1)!.end) };
    return;
  }
}

/** The loop may be left by going on with a loop around it, and in no other way than that or by its end. */
function mayGoPast(ctx: Context, node: SyntaxNode): boolean {
  if (ctx.labels.every((label) => label === null)) return false;
  const text = textOf(ctx, node);
  const labels = [...text.matchAll(/\bcontinue\s+(\w+)/g)].map(([, label]) => label!);
  return labels.some((label) => ctx.labels.includes(label)) && !/\bbreak\s*;/.test(text);
}

/** Lowers one statement into its block; some become several, some none. */
export function lowerStatement(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (ctx.depth >= MAX_DEPTH) {
    out.push(unsupported(ctx, node, TOO_DEEP));
    return;
  }
  ctx.depth++;
  lowerKind(ctx, node, out);
  ctx.depth--;
}

function lowerKind(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const span = spanOfNode(ctx, node);
  switch (node.type) {
    case 'expression_statement':
      return lowerExpressionStatement(ctx, node, out);
    case 'local_variable_declaration':
      return lowerVariables(ctx, node, out);
    case 'if_statement':
      return lowerIf(ctx, node, out);
    case 'for_statement':
      return lowerFor(ctx, node, out);
    case 'enhanced_for_statement':
      return lowerEnhancedFor(ctx, node, out);
    case 'while_statement':
      return lowerWhile(ctx, node, out);
    case 'do_statement':
      return lowerDo(ctx, node, out);
    case 'switch_expression':
    case 'switch_statement':
      return lowerSwitch(ctx, node, out);
    case 'return_statement':
    case 'yield_statement': {
      const [value] = partsOf(node);
      out.push({ kind: 'return', value: value === undefined ? null : lowerExpr(ctx, value).expr, span });
      return;
    }
    case 'throw_statement': {
      const [value] = partsOf(node);
      out.push({ kind: 'throw', value: value === undefined ? null : lowerExpr(ctx, value).expr, span });
      return;
    }
    case 'break_statement':
      // A break out of a switch goes on behind it, which the worst case does anyway.
      if (ctx.targets.at(-1) !== 'switch' || partsOf(node).length > 0) out.push({ kind: 'break', span });
      return;
    case 'continue_statement':
      // To the next turn of a loop around this one: this one ends.
      out.push({
        kind: partsOf(node).length > 0 && !continuesInnermost(ctx, node) ? 'break' : 'continue',
        span,
      });
      return;
    case 'labeled_statement':
      return lowerLabeled(ctx, node, out);
    default:
      return lowerOther(ctx, node, out);
  }
}

function lowerOther(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  switch (node.type) {
    case 'block':
    case 'constructor_body':
      inBlock(ctx, () => lowerInto(ctx, node, out));
      return;
    case 'synchronized_statement':
      out.push(...lowerBody(ctx, childOf(node, 'body')));
      return;
    case 'try_statement':
    case 'try_with_resources_statement':
      return lowerTry(ctx, node, out);
    case 'assert_statement':
      for (const part of partsOf(node).slice(0, 1))
        out.push({ kind: 'expr', expr: lowerExpr(ctx, part).expr, span: spanOfNode(ctx, node) });
      return;
    case 'explicit_constructor_invocation': {
      const call = lowerConstructorCall(ctx, node);
      if (call !== null) out.push({ kind: 'expr', expr: call.expr, span: spanOfNode(ctx, node) });
      return;
    }
    case 'ERROR':
      return rescue(ctx, node, out);
    case 'import_declaration':
    case 'package_declaration':
    case ';':
      return;
    default:
  }
  if (isClassNode(node)) {
    const cls = lowerClass(ctx, node, out);
    if (cls !== null) out.push({ kind: 'class', cls, span: spanOfNode(ctx, node) });
  } else if (isExpression(node)) {
    out.push(asStatement(lowerExpr(ctx, node).expr, ctx.spanOf(node.start, node.end)));
  } else if (node.missing) out.push(syntaxError(ctx, node));
  else rescue(ctx, node, out);
}

/** What the parser did not understand as a whole: its parts that make sense. */
export function rescue(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const at = out.length;
  for (const child of namedChildren(node)) {
    if (isExpression(child) || isStatement(child) || child.type === 'ERROR') lowerStatement(ctx, child, out);
  }
  if (out.length === at) out.push(syntaxError(ctx, node));
}

const isStatement = (node: SyntaxNode): boolean =>
  node.type.endsWith('_statement') || node.type === 'block' || node.type === 'local_variable_declaration';

function lowerExpressionStatement(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const span = spanOfNode(ctx, node);
  for (const part of partsOf(node)) {
    const { expr } = lowerExpr(ctx, part);
    out.push(forEachLoop(ctx, expr, span) ?? asStatement(expr, span));
  }
}

/** An assignment whose value nobody uses is a statement; `a = b = c` has two targets. */
export function asStatement(expr: Expr, span: Stmt['span']): Stmt {
  return expr.kind === 'assignExpr'
    ? assignment(expr.target, expr.op, expr.value, span)
    : { kind: 'expr', expr, span };
}

function assignment(target: Expr, op: Assign['op'], given: Expr, span: Stmt['span']): Assign {
  const targets = [target];
  let value = given;
  while (op === null && value.kind === 'assignExpr' && value.op === null && value.result === 'new') {
    targets.push(value.target);
    ({ value } = value);
  }
  return { kind: 'assign', targets, op, value, declared: null, span };
}

/** `int a, b = 1, c[] = {1}`: one assignment for each value. */
export function lowerVariables(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const base = typeOfNode(ctx.text, childOf(node, 'type'));
  for (const declarator of childrenOf(node, 'declarator')) {
    const name = nameOf(ctx.text, declarator);
    const declared = { ...base, dims: base.dims + dimensionsOf(childOf(declarator, 'dimensions')) };
    const valueNode = childOf(declarator, 'value');
    if (valueNode === null) {
      bindVariable(ctx, name, declared);
      continue;
    }
    const value =
      valueNode.type === 'array_initializer'
        ? { expr: lowerInitializer(ctx, valueNode, declared), type: declared }
        : lowerExpr(ctx, valueNode);
    const type = refined(declared, value.type);
    const ir = bindVariable(ctx, name, type);
    const target = nameExpr(ir, spanOfNode(ctx, childOf(declarator, 'name') ?? declarator));
    const span = ctx.spanOf(node.start, declarator.end);
    out.push({ ...assignment(target, null, value.expr, span), declared: irTypeOf(ctx, type) });
  }
}

function lowerIf(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  inBlock(ctx, () => {
    const test = lowerCondition(ctx, node);
    const then = lowerBody(ctx, childOf(node, 'consequence'));
    const otherwise = lowerBody(ctx, childOf(node, 'alternative'));
    const left = assignedFirst(test, out);
    const branch: If = { kind: 'if', test: left, then, otherwise, span: spanOfNode(ctx, node) };
    if (!pushLesser(out, branch, CHOOSER)) pushIf(out, branch);
  });
}

/** A label stands for nothing of its own: jumps to it leave the loop that they are in. */
function lowerLabeled(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const [label, ...rest] = partsOf(node);
  ctx.label = label === undefined ? null : textOf(ctx, label);
  for (const part of rest) lowerStatement(ctx, part, out);
  ctx.label = null;
}

/** The label belongs to the loop right around, so that the jump is a plain one. */
function continuesInnermost(ctx: Context, node: SyntaxNode): boolean {
  const [label] = partsOf(node);
  return label !== undefined && ctx.labels.at(-1) === textOf(ctx, label);
}

function lowerTry(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  inBlock(ctx, () => {
    const list = childOf(node, 'resources');
    for (const resource of list === null ? [] : partsOf(list)) lowerResource(ctx, resource, out);
    const body = lowerBody(ctx, childOf(node, 'body'));
    const handlers: Stmt[][] = [];
    let finalizer: Stmt[] = [];
    for (const child of node.children) {
      if (child.type === 'catch_clause') handlers.push(lowerCatch(ctx, child));
      if (child.type === 'finally_clause') finalizer = lowerBody(ctx, childOfType(child, 'block'));
    }
    out.push({ kind: 'try', body, handlers, finalizer, span: spanOfNode(ctx, node) });
  });
}

function lowerResource(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const value = childOf(node, 'value');
  const name = childOf(node, 'name');
  if (value === null || name === null) return;
  bind(ctx, textOf(ctx, name), typeOfNode(ctx.text, childOf(node, 'type')));
  out.push({
    kind: 'assign',
    targets: [nameExpr(textOf(ctx, name), spanOfNode(ctx, name))],
    op: null,
    value: lowerExpr(ctx, value).expr,
    declared: null,
    span: spanOfNode(ctx, node),
  });
}

/** What is caught is some exception: no input, however long it is when it is printed. */
function lowerCatch(ctx: Context, node: SyntaxNode): Stmt[] {
  return inBlock(ctx, () => {
    const param = childOfType(node, 'catch_formal_parameter');
    const body = (): Stmt[] => lowerBody(ctx, childOf(node, 'body'));
    if (param === null) return body();
    const name = nameOf(ctx.text, param);
    const span = spanOfNode(ctx, param);
    bind(ctx, name, typeOfNode(ctx.text, null));
    const value: Expr = { kind: 'call', callee: nameExpr('Exception', span), args: [], style: 'new', span };
    return [
      { kind: 'assign', targets: [nameExpr(name, span)], op: null, value, declared: null, span },
      ...body(),
    ];
  });
}
