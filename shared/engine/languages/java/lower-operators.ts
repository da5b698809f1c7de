/** Operators, assignments as values, casts and conditions. */
import type { AssignExpr, BinaryOp, Compare, CompareOp, Expr } from '../../ir/ir.ts';
import { comparison } from '../../ir/comparison.ts';
import { notOf } from '../../ir/negation.ts';
import { printExpr } from '../../ir/print.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import {
  type Typed,
  type Context,
  bind,
  partsOf,
  spanOfNode,
  syntaxError,
  textOf,
  typed,
  unsupported,
} from './lower-context.ts';
import { withDefault } from './defaults.ts';
import { type Chooser, lesserOf } from '../shared/lesser.ts';
import { emptinessTest, isSize } from './emptiness.ts';
import { lowerExpr } from './lower-expressions.ts';
import { fieldExpr, nameExpr } from './lower-names.ts';
import { bigComparison } from './big-numbers.ts';
import { lowerInitializer } from './lower-arrays.ts';
import {
  BOOLEAN,
  FLOAT,
  INT,
  type JavaType,
  STRING,
  isChar,
  isFloating,
  isIntegral,
  isKnown,
  isText,
  typeOfNode,
} from './java-types.ts';

const COMPARES: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const BINARIES: ReadonlySet<string> = new Set(['+', '-', '*', '%', '&', '|', '^', '<<', '>>']);

/** The operand in a field of the node; a syntax error where it is missing. */
export function operand(ctx: Context, node: SyntaxNode, field: string): Typed {
  const child = childOf(node, field);
  return child === null ? typed(syntaxError(ctx, node)) : lowerExpr(ctx, child);
}

export function lowerBinary(ctx: Context, node: SyntaxNode): Typed {
  const op = childOf(node, 'operator')?.type ?? '+';
  const left = operand(ctx, node, 'left');
  const right = operand(ctx, node, 'right');
  const span = spanOfNode(ctx, node);
  if (op === '&&' || op === '||') {
    const logical = op === '&&' ? 'and' : 'or';
    return typed({ kind: 'logical', op: logical, left: left.expr, right: right.expr, span }, BOOLEAN);
  }
  if (COMPARES.has(op)) {
    const said: Compare = {
      kind: 'compare',
      op: op as CompareOp,
      left: left.expr,
      right: right.expr,
      span,
    };
    const asked = isIntegral(left.type) && isIntegral(right.type) ? ofWholeNumbers(said) : said;
    const plain = comparison(asked.op, asked.left, asked.right, span);
    return typed(bigComparison(plain) ?? emptinessTest(plain), BOOLEAN);
  }
  const type = arithmeticType(op, left.type, right.type);
  if (op === '+' && isText(type))
    return typed({ kind: 'binary', op, left: asText(left), right: asText(right), span }, type);
  const real = operatorOf(op, type);
  return real === null
    ? typed(unsupported(ctx, node, `the operator ${op}`, [left.expr, right.expr]))
    : typed({ kind: 'binary', op: real, left: asAdded(op, left), right: asAdded(op, right), span }, type);
}

/** Of whole numbers, `i <= n - 1` is `i < n`, and `i < n + 1` is `i <= n`. */
function ofWholeNumbers(compare: Compare): Compare {
  const { op, right } = compare;
  if (right.kind !== 'binary' || right.right.kind !== 'number' || right.right.value !== 1) return compare;
  const asked = WHOLE[`${op} ${right.op}`];
  return asked === undefined ? compare : { ...compare, op: asked, right: right.left };
}

const WHOLE: Readonly<Record<string, CompareOp>> = { '<= -': '<', '> -': '>=', '< +': '<=', '>= +': '>' };

/** Put to a text, a character is the text of it. */
function asText({ expr, type }: Typed): Expr {
  return isChar(type) && expr.kind === 'number'
    ? { kind: 'string', value: String.fromCharCode(expr.value), span: expr.span }
    : expr;
}

/** Put to a number, a character is its code. */
function asAdded(op: string, { expr, type }: Typed): Expr {
  if (op !== '+' || !isChar(type) || expr.kind === 'number') return expr;
  const args = [{ value: expr, name: null, spread: false }];
  return { kind: 'call', callee: nameExpr('int', expr.span), args, style: 'call', span: expr.span };
}

/** Division of whole numbers drops the fraction; a shift without sign is a shift. */
export function operatorOf(op: string, type: JavaType): BinaryOp | null {
  if (op === '/') return isFloating(type) ? '/' : '//';
  if (op === '>>>') return '>>';
  return BINARIES.has(op) ? (op as BinaryOp) : null;
}

function arithmeticType(op: string, left: JavaType, right: JavaType): JavaType {
  if (op === '+' && (isText(left) || isText(right))) return STRING;
  if (isFloating(left) || isFloating(right)) return FLOAT;
  if (left.name === 'boolean') return BOOLEAN;
  return isIntegral(left) || isIntegral(right) ? INT : isKnown(left) ? left : right;
}

export function lowerUnary(ctx: Context, node: SyntaxNode): Typed {
  const op = childOf(node, 'operator')?.type ?? '-';
  const value = operand(ctx, node, 'operand');
  const span = spanOfNode(ctx, node);
  if (op === '!') return typed(denied(value.expr, span), BOOLEAN);
  if (op !== '-' && op !== '+' && op !== '~') return value;
  const type = isChar(value.type) ? INT : value.type;
  return typed({ kind: 'unary', op, operand: value.expr, span }, type);
}

/** What can be assigned to. */
function placeOf(ctx: Context, node: SyntaxNode): Typed {
  const place = lowerExpr(ctx, node);
  switch (place.expr.kind) {
    case 'name':
    case 'index':
    case 'field':
    case 'unsupported':
      return place;
    default:
      return typed(unsupported(ctx, node, 'an assignment to what is no target', [place.expr]), place.type);
  }
}

/** `i++`, `--i`. */
export function lowerUpdate(ctx: Context, node: SyntaxNode): Typed {
  const [target] = partsOf(node);
  const sign = node.children.find((child) => child.type === '++' || child.type === '--');
  if (target === undefined || sign === undefined) return typed(syntaxError(ctx, node));
  const place = placeOf(ctx, target);
  const expr: AssignExpr = {
    kind: 'assignExpr',
    target: place.expr,
    op: sign.type === '++' ? '+' : '-',
    value: { kind: 'number', value: 1, float: false, span: spanOfNode(ctx, sign) },
    result: sign.start < target.start ? 'new' : 'old',
    span: spanOfNode(ctx, node),
  };
  return typed(expr, place.type);
}

export function lowerAssignment(ctx: Context, node: SyntaxNode): Typed {
  const left = childOf(node, 'left');
  const target = left === null ? typed(syntaxError(ctx, node)) : placeOf(ctx, left);
  const right = childOf(node, 'right');
  const value =
    right === null
      ? typed(syntaxError(ctx, node))
      : right.type === 'array_initializer'
        ? typed(lowerInitializer(ctx, right, target.type), target.type)
        : lowerExpr(ctx, right);
  const operator = childOf(node, 'operator')?.type ?? '=';
  const spelled = operator === '=' ? ownUpdate(target, value) : null;
  if (spelled !== null) {
    const { op, by } = spelled;
    const span = spanOfNode(ctx, node);
    return typed(
      { kind: 'assignExpr', target: target.expr, op, value: by, result: 'new', span },
      target.type,
    );
  }
  const op = operator === '=' ? null : operatorOf(operator.slice(0, -1), target.type);
  return typed(
    {
      kind: 'assignExpr',
      target: target.expr,
      op,
      value:
        isText(target.type) && op === '+'
          ? asText(value)
          : asAdded(isKnown(target.type) ? (op ?? '') : '', value),
      result: 'new',
      span: spanOfNode(ctx, node),
    },
    target.type,
  );
}

/** What `i = i + 1` does to its own place, as `i += 1` says it. */
function ownUpdate(target: Typed, { expr: value }: Typed): { op: BinaryOp; by: Expr } | null {
  if (value.kind !== 'binary' || !isKnown(target.type)) return null;
  const { op, left, right } = value;
  const place = printExpr(target.expr);
  if (printExpr(left) === place) return { op, by: right };
  const turns = (op === '+' || op === '*') && !isText(target.type) && printExpr(right) === place;
  return turns ? { op, by: left } : null;
}

export function lowerTernary(ctx: Context, node: SyntaxNode): Typed {
  const test = operand(ctx, node, 'condition').expr;
  const then = operand(ctx, node, 'consequence');
  const otherwise = operand(ctx, node, 'alternative');
  const expr = lesserOf(
    { kind: 'conditional', test, then: then.expr, otherwise: otherwise.expr, span: spanOfNode(ctx, node) },
    CHOOSER,
  );
  return typed(
    expr.kind === 'conditional' ? withDefault(expr) : expr,
    isKnown(then.type) ? then.type : otherwise.type,
  );
}

export const CHOOSER: Chooser = {
  callee: (which, span) => fieldExpr(nameExpr('Math', span), which, span, span, 'Math'),
  isSize,
};

/** A cast changes what a number is; of objects it only tells the type. */
export function lowerCast(ctx: Context, node: SyntaxNode): Typed {
  const type = typeOfNode(ctx.text, childOf(node, 'type'));
  const value = operand(ctx, node, 'value');
  if (!isFloating(value.type) || !isIntegral(type)) return typed(value.expr, type);
  const span = spanOfNode(ctx, node);
  const args = [{ value: value.expr, name: null, spread: false }];
  return typed({ kind: 'call', callee: nameExpr('int', span), args, style: 'call', span }, type);
}

/** `x instanceof T t` binds t where it holds. */
export function lowerInstanceof(ctx: Context, node: SyntaxNode): Typed {
  const value = operand(ctx, node, 'left');
  const span = spanOfNode(ctx, node);
  const right = childOf(node, 'right');
  const name = childOf(node, 'name');
  let left: Expr = value.expr;
  if (name !== null) {
    bind(ctx, textOf(ctx, name), typeOfNode(ctx.text, right));
    const target = nameExpr(textOf(ctx, name), spanOfNode(ctx, name));
    left = { kind: 'assignExpr', target, op: null, value: left, result: 'new', span };
  }
  const type: Expr = { kind: 'string', value: right === null ? '' : textOf(ctx, right), span };
  return typed({ kind: 'compare', op: 'is', left, right: type, span }, BOOLEAN);
}

function denied(expr: Expr, span: Expr['span']): Expr {
  const negation = notOf(expr, span);
  return negation.kind === 'compare' ? emptinessTest(negation) : negation;
}
