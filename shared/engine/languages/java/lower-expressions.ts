/** Expressions, each with its static type. */
import type { Expr } from '../../ir/ir.ts';
import { childOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type Typed,
  type Context,
  MAX_DEPTH,
  TOO_DEEP,
  partsOf,
  spanOfNode,
  syntaxError,
  textOf,
  typed,
  unsupported,
} from './lower-context.ts';
import { lowerArrayCreation, lowerInitializer } from './lower-arrays.ts';
import { lowerCreation, lowerInvocation } from './lower-calls.ts';
import { lowerLambda, lowerMethodReference } from './lower-lambdas.ts';
import { lowerFieldAccess, lowerIdentifier, nameExpr, THIS } from './lower-names.ts';
import {
  lowerAssignment,
  lowerBinary,
  lowerCast,
  lowerInstanceof,
  lowerTernary,
  lowerUnary,
  lowerUpdate,
  operand,
} from './lower-operators.ts';
import { lowerSwitchExpression } from './lower-switch.ts';
import {
  BOOLEAN,
  CHAR,
  FLOAT,
  INT,
  STRING,
  UNKNOWN,
  collectionOf,
  elementType,
  typeNamed,
} from './java-types.ts';

export function lowerExpr(ctx: Context, node: SyntaxNode): Typed {
  if (ctx.depth >= MAX_DEPTH) return typed(unsupported(ctx, node, TOO_DEEP));
  ctx.depth++;
  const result = lowerKind(ctx, node);
  ctx.depth--;
  return result;
}

/** The test in the parentheses of a statement. */
export function lowerCondition(ctx: Context, node: SyntaxNode): Expr {
  const condition = childOf(node, 'condition');
  return condition === null ? syntaxError(ctx, node) : lowerExpr(ctx, condition).expr;
}

function lowerKind(ctx: Context, node: SyntaxNode): Typed {
  switch (node.type) {
    case 'identifier':
      return lowerIdentifier(ctx, node);
    case 'this':
      return typed(nameExpr(THIS, spanOfNode(ctx, node)), typeNamed(ctx.cls?.name ?? ''));
    case 'field_access':
      return lowerFieldAccess(ctx, node);
    case 'array_access':
      return lowerArrayAccess(ctx, node);
    case 'method_invocation':
      return lowerInvocation(ctx, node);
    case 'object_creation_expression':
    case 'unqualified_object_creation_expression':
      return lowerCreation(ctx, node);
    case 'array_creation_expression':
      return lowerArrayCreation(ctx, node);
    case 'array_initializer':
      return typed(lowerInitializer(ctx, node, UNKNOWN));
    case 'binary_expression':
      return lowerBinary(ctx, node);
    case 'unary_expression':
      return lowerUnary(ctx, node);
    case 'update_expression':
      return lowerUpdate(ctx, node);
    case 'assignment_expression':
      return lowerAssignment(ctx, node);
    case 'ternary_expression':
      return lowerTernary(ctx, node);
    case 'cast_expression':
      return lowerCast(ctx, node);
    case 'instanceof_expression':
      return lowerInstanceof(ctx, node);
    case 'lambda_expression':
      return lowerLambda(ctx, node);
    case 'method_reference':
      return lowerMethodReference(ctx, node);
    case 'switch_expression':
      return lowerSwitchExpression(ctx, node);
    case 'parenthesized_expression': {
      const [inner] = partsOf(node);
      return inner === undefined ? typed(syntaxError(ctx, node)) : lowerExpr(ctx, inner);
    }
    default:
      return lowerLiteral(ctx, node) ?? lowerUnknown(ctx, node);
  }
}

function lowerArrayAccess(ctx: Context, node: SyntaxNode): Typed {
  const object = operand(ctx, node, 'array');
  const index = operand(ctx, node, 'index').expr;
  const type = collectionOf(object.type) === null ? elementType(object.type) : UNKNOWN;
  return typed({ kind: 'index', object: object.expr, index, span: spanOfNode(ctx, node) }, type);
}

function lowerLiteral(ctx: Context, node: SyntaxNode): Typed | null {
  const text = textOf(ctx, node);
  const span = spanOfNode(ctx, node);
  switch (node.type) {
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'octal_integer_literal':
    case 'binary_integer_literal':
      return typed({ kind: 'number', value: wholeNumber(text), float: false, span }, INT);
    case 'decimal_floating_point_literal':
    case 'hex_floating_point_literal':
      return typed(
        { kind: 'number', value: Number.parseFloat(text.replaceAll('_', '')), float: true, span },
        FLOAT,
      );
    case 'character_literal':
      return typed({ kind: 'number', value: characterCode(text), float: false, span }, CHAR);
    case 'string_literal':
    case 'text_block':
      return typed({ kind: 'string', value: text.replaceAll(/^"+|"+$/g, ''), span }, STRING);
    case 'true':
    case 'false':
      return typed({ kind: 'constant', value: node.type === 'true', span }, BOOLEAN);
    case 'null_literal':
      return typed({ kind: 'constant', value: null, span });
    case 'class_literal':
      return typed({ kind: 'string', value: text, span });
    default:
      return null;
  }
}

/** `1_000L`, `0x1F`, `0b101`, `017`. */
function wholeNumber(text: string): number {
  const digits = text.replaceAll('_', '').replace(/[lL]$/, '');
  return Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, b: 8, f: 12, s: 32 };

/** The number of the character that `'c'` is. */
function characterCode(text: string): number {
  const inner = text.slice(1, -1);
  if (!inner.startsWith('\\')) return inner.charCodeAt(0) || 0;
  const unicode = /^\\u+([0-9a-fA-F]{4})$/.exec(inner);
  if (unicode !== null) return Number.parseInt(unicode[1]!, 16);
  if (/^\\[0-7]+$/.test(inner)) return Number.parseInt(inner.slice(1), 8);
  return ESCAPES[inner[1] ?? ''] ?? inner.charCodeAt(1);
}

function lowerUnknown(ctx: Context, node: SyntaxNode): Typed {
  if (node.type === 'ERROR' || node.missing) {
    const parts = namedChildren(node).filter(isExpression);
    return typed(
      syntaxError(
        ctx,
        node,
        parts.map((part) => lowerExpr(ctx, part).expr),
      ),
    );
  }
  const parts = namedChildren(node).filter(isExpression);
  const exprs = parts.map((part) => lowerExpr(ctx, part).expr);
  return typed(unsupported(ctx, node, node.type.replaceAll('_', ' '), exprs));
}

const PLAIN: ReadonlySet<string> = new Set([
  'identifier',
  'this',
  'field_access',
  'array_access',
  'method_invocation',
]);

/** The kinds of nodes that are values. */
export function isExpression(node: SyntaxNode): boolean {
  return (
    PLAIN.has(node.type) ||
    node.type.endsWith('_expression') ||
    node.type.endsWith('_literal') ||
    node.type === 'method_reference'
  );
}
