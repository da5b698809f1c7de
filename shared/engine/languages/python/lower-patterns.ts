/** Patterns of `match`: tests of the subject, and assignments of what they capture. */
import type { Expr, Span, Stmt } from '../../ir/ir.ts';
import { hull } from '../../ir/normal-forms.ts';
import { childOfType, type SyntaxNode } from '../../syntax/tree.ts';
import {
  bind,
  type Context,
  deeper,
  MAX_DEPTH,
  partsOf,
  spanOfNode,
  textOf,
  TOO_DEEP,
  unsupported,
} from './lower-context.ts';
import { MISSING } from './repair.ts';
import { lowerExpr } from './lower-expressions.ts';

/** Holds if all tests do; then the captures are made. */
export interface Pattern {
  readonly tests: Expr[];
  readonly captures: Stmt[];
}

/** Adds what the pattern tests and captures to `out`. */
export function lowerPattern(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  if (ctx.depth >= MAX_DEPTH) out.tests.push(unsupported(ctx, node, TOO_DEEP));
  else deeper(ctx, 1, () => lowerPatternKind(ctx, node, subject, out));
}

function lowerPatternKind(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  const span = spanOfNode(ctx, node);
  switch (node.type) {
    case 'case_pattern':
      return lowerCasePattern(ctx, node, subject, out);
    case 'dotted_name':
      return lowerName(ctx, node, subject, out);
    case 'identifier':
      return capture(ctx, textOf(ctx, node), subject, span, out);
    case 'union_pattern':
      return lowerUnion(ctx, node, subject, out);
    case 'as_pattern': {
      const [inner, name] = partsOf(node);
      if (inner !== undefined) lowerPattern(ctx, inner, subject, out);
      if (name !== undefined) capture(ctx, textOf(ctx, name), subject, spanOfNode(ctx, name), out);
      return;
    }
    case 'list_pattern':
    case 'tuple_pattern': {
      const items = partsOf(node);
      const grouped = node.type === 'tuple_pattern' && !node.children.some((child) => child.type === ',');
      if (grouped && items.length === 1) return lowerPattern(ctx, items[0]!, subject, out);
      return lowerSequence(ctx, items, span, subject, out);
    }
    case 'dict_pattern':
      return lowerMapping(ctx, node, subject, out);
    case 'class_pattern':
      return lowerClassPattern(ctx, node, subject, out);
    case 'none':
    case 'true':
    case 'false':
      out.tests.push({
        kind: 'compare',
        op: 'is',
        left: at(subject, span),
        right: lowerExpr(ctx, node),
        span,
      });
      return;
    case 'complex_pattern':
      out.tests.push({
        kind: 'compare',
        op: '==',
        left: at(subject, span),
        right: unsupported(ctx, node, 'a complex number in a pattern'),
        span,
      });
      return;
    default:
      out.tests.push({
        kind: 'compare',
        op: '==',
        left: at(subject, span),
        right: lowerExpr(ctx, node),
        span,
      });
  }
}

/** `_` matches all; `-1` is a sign and a number. */
function lowerCasePattern(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  const [inner] = partsOf(node);
  if (inner === undefined) return;
  if (node.children[0]?.type !== '-') return lowerPattern(ctx, inner, subject, out);
  const span = spanOfNode(ctx, node);
  const right: Expr = { kind: 'unary', op: '-', operand: lowerExpr(ctx, inner), span };
  out.tests.push({ kind: 'compare', op: '==', left: at(subject, span), right, span });
}

/** A name captures; a dotted name is a constant. */
function lowerName(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  const names = partsOf(node).slice(0, MAX_DEPTH);
  const [first] = names;
  if (first === undefined) return;
  const span = spanOfNode(ctx, node);
  if (names.length === 1) return capture(ctx, textOf(ctx, first), subject, span, out);
  out.tests.push({ kind: 'compare', op: '==', left: at(subject, span), right: dotted(ctx, names), span });
}

function dotted(ctx: Context, names: readonly SyntaxNode[]): Expr {
  const first = names[0]!;
  return names.slice(1).reduce<Expr>(
    (object, name) => {
      const nameSpan = spanOfNode(ctx, name);
      return {
        kind: 'field',
        object,
        name: textOf(ctx, name),
        nameSpan,
        span: ctx.spanOf(first.start, name.end),
      };
    },
    lowerExpr(ctx, first),
  );
}

function capture(ctx: Context, name: string, subject: Expr, span: Span, out: Pattern): void {
  if (name === '_' || name === '' || name === MISSING) return;
  bind(ctx, name);
  const target: Expr = { kind: 'name', name, span };
  out.captures.push({
    kind: 'assign',
    targets: [target],
    op: null,
    value: at(subject, span),
    declared: null,
    span,
  });
}

/** Alternatives capture the same names: the first one's stand for all. */
function lowerUnion(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  const alternatives = partsOf(node)
    .slice(0, MAX_DEPTH)
    .map((child) => {
      const pattern: Pattern = { tests: [], captures: [] };
      lowerPattern(ctx, child, subject, pattern);
      return pattern;
    });
  const tests = alternatives.map((alternative) => allOf(alternative.tests));
  if (!tests.includes(null)) {
    const any = allOf(
      tests.filter((test) => test !== null),
      'or',
    );
    if (any !== null) out.tests.push(any);
  }
  out.captures.push(...(alternatives[0]?.captures ?? []));
}

/** `[a, b, *rest]`: the length, then the elements from the front and, behind a star, from the back. */
export function lowerSequence(
  ctx: Context,
  items: readonly SyntaxNode[],
  span: Span,
  subject: Expr,
  out: Pattern,
): void {
  const star = items.findIndex((item) => starOf(item) !== null);
  if (subject.kind === 'collection' && star < 0 && subject.elements.length === items.length) {
    items.slice(0, MAX_DEPTH).forEach((item, i) => lowerPattern(ctx, item, subject.elements[i]!, out));
    return;
  }
  const whole = at(subject, span);
  const callee: Expr = { kind: 'name', name: 'len', span };
  const length: Expr = {
    kind: 'call',
    callee,
    args: [{ value: whole, name: null, spread: false }],
    style: 'call',
    span,
  };
  const required = star < 0 ? items.length : items.length - 1;
  out.tests.push({
    kind: 'compare',
    op: star < 0 ? '==' : '>=',
    left: length,
    right: integer(required, span),
    span,
  });
  items.slice(0, MAX_DEPTH).forEach((item, i) => {
    const itemSpan = spanOfNode(ctx, item);
    const object = at(subject, itemSpan);
    const behind = items.length - i;
    const starred = starOf(item);
    if (starred !== null) {
      const end = behind === 1 ? null : integer(1 - behind, itemSpan);
      const start = integer(i, itemSpan);
      lowerPattern(ctx, starred, { kind: 'slice', object, start, end, step: null, span: itemSpan }, out);
      return;
    }
    const index = integer(star >= 0 && i > star ? -behind : i, itemSpan);
    lowerPattern(ctx, item, { kind: 'index', object, index, span: itemSpan }, out);
  });
}

/** What follows the star of `*rest`; the star itself for `*_`. */
function starOf(item: SyntaxNode): SyntaxNode | null {
  const inner = item.type === 'case_pattern' ? partsOf(item)[0] : item;
  return inner?.type === 'splat_pattern' ? (partsOf(inner)[0] ?? EMPTY_PATTERN) : null;
}

const EMPTY_PATTERN: SyntaxNode = {
  type: 'case_pattern',
  named: true,
  field: null,
  start: 0,
  end: 0,
  missing: false,
  children: [],
};

/** `{"k": v, **rest}`: a test for each key, and what is stored there. */
function lowerMapping(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  let key: Expr | null = null;
  for (const child of partsOf(node).slice(0, MAX_DEPTH)) {
    const span = spanOfNode(ctx, child);
    if (child.type === 'splat_pattern') {
      const [rest] = partsOf(child);
      if (rest !== undefined) capture(ctx, textOf(ctx, rest), subject, span, out);
    } else if (child.field === 'key') {
      key = lowerExpr(ctx, child);
      out.tests.push({ kind: 'compare', op: 'in', left: key, right: at(subject, span), span });
    } else if (key !== null) {
      lowerPattern(
        ctx,
        child,
        { kind: 'index', object: at(subject, span), index: respan(key, span), span },
        out,
      );
    }
  }
}

/** Classes whose only positional pattern is the value itself. */
const VALUES: ReadonlySet<string> = new Set([
  'bool',
  'bytearray',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
]);

/** `Point(x=0, y=y)`: the class, then its fields. */
function lowerClassPattern(ctx: Context, node: SyntaxNode, subject: Expr, out: Pattern): void {
  const [name, ...items] = partsOf(node).slice(0, MAX_DEPTH);
  if (name === undefined) return;
  const span = spanOfNode(ctx, node);
  const callee: Expr = { kind: 'name', name: 'isinstance', span };
  const args = [at(subject, span), dotted(ctx, partsOf(name).length === 0 ? [name] : partsOf(name))];
  out.tests.push({
    kind: 'call',
    callee,
    args: args.map((value) => ({ value, name: null, spread: false })),
    style: 'call',
    span,
  });
  for (const item of items) {
    const keyword = childOfType(item, 'keyword_pattern');
    const [field, value] = keyword === null ? [] : partsOf(keyword);
    if (field !== undefined && value !== undefined) {
      const nameSpan = spanOfNode(ctx, field);
      const object = at(subject, nameSpan);
      lowerPattern(
        ctx,
        value,
        { kind: 'field', object, name: textOf(ctx, field), nameSpan, span: nameSpan },
        out,
      );
    } else if (VALUES.has(textOf(ctx, name))) lowerPattern(ctx, item, subject, out);
    else
      out.tests.push(
        unsupported(ctx, item, 'a positional pattern of a class', [at(subject, spanOfNode(ctx, item))]),
      );
  }
}

function integer(value: number, span: Span): Expr {
  const literal: Expr = { kind: 'number', value: Math.abs(value), float: false, span };
  return value < 0 ? { kind: 'unary', op: '-', operand: literal, span } : literal;
}

/** The subject, as it is read at another place. */
function at(subject: Expr, span: Span): Expr {
  return respan(subject, span);
}

function respan(expr: Expr, span: Span): Expr {
  switch (expr.kind) {
    case 'collection':
      return { ...expr, elements: expr.elements.map((element) => respan(element, span)), span };
    case 'index':
      return { ...expr, object: respan(expr.object, span), index: respan(expr.index, span), span };
    case 'field':
      return { ...expr, object: respan(expr.object, span), nameSpan: span, span };
    case 'slice':
      return {
        ...expr,
        object: respan(expr.object, span),
        start: expr.start && respan(expr.start, span),
        end: expr.end && respan(expr.end, span),
        span,
      };
    case 'unary':
      return { ...expr, operand: respan(expr.operand, span), span };
    default:
      return { ...expr, span };
  }
}

/** One test for several; null for none. */
export function allOf(tests: readonly Expr[], op: 'and' | 'or' = 'and'): Expr | null {
  return tests.reduce<Expr | null>((left, right) => {
    if (left === null) return right;
    return { kind: 'logical', op, left, right, span: hull(left.span, right.span) };
  }, null);
}
