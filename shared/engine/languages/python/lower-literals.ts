/** Numbers and strings. */
import type { Expr, NumberLiteral, StringLiteral } from '../../ir/ir.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { type Context, partsOf, spanOfNode, syntaxError, textOf, unsupported } from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';

/** Also Python 2's `0777` and `10L`, and imaginary numbers. */
export function lowerNumber(ctx: Context, node: SyntaxNode): NumberLiteral {
  const source = textOf(ctx, node);
  const plain = source.startsWith('0') ? NaN : Number(source);
  if (Number.isFinite(plain))
    return { kind: 'number', value: plain, float: node.type === 'float', span: spanOfNode(ctx, node) };
  const text = source.replaceAll('_', '').toLowerCase();
  const float = node.type === 'float' || text.endsWith('j');
  const value = Number(digitsOf(text));
  return { kind: 'number', value: Number.isFinite(value) ? value : NaN, float, span: spanOfNode(ctx, node) };
}

function digitsOf(text: string): string {
  if (text.startsWith('0x')) return text.replace(/l$/, '');
  const digits = text.replace(/[lj]$/, '');
  return /^0[0-7]+$/.test(digits) ? `0o${digits}` : digits;
}

/** A plain string, an interpolated one, or Python 2's backquotes. */
export function lowerString(ctx: Context, node: SyntaxNode): Expr {
  const [first] = node.children;
  if (first === undefined) return syntaxError(ctx, node);
  if (ctx.text.charCodeAt(first.start) === 96) return lowerBackquotes(ctx, node);
  if (node.children.some((child) => child.type === 'interpolation')) return lowerTemplate(ctx, [node], node);
  return { kind: 'string', value: contentOf(ctx, node), span: spanOfNode(ctx, node) };
}

/** Adjacent strings are one. */
export function lowerConcatenation(ctx: Context, node: SyntaxNode): Expr {
  const strings = partsOf(node);
  if (strings.some((string) => string.children.some((child) => child.type === 'interpolation'))) {
    return lowerTemplate(ctx, strings, node);
  }
  const value = strings.map((string) => contentOf(ctx, string)).join('');
  return { kind: 'string', value, span: spanOfNode(ctx, node) };
}

function lowerTemplate(ctx: Context, strings: readonly SyntaxNode[], node: SyntaxNode): Expr {
  const parts: Expr[] = [];
  for (const string of strings) {
    for (const child of string.children) {
      if (child.type === 'string_content') parts.push(lowerContent(ctx, child));
      else if (child.type === 'interpolation') lowerInterpolation(ctx, child, parts);
    }
  }
  return { kind: 'template', parts, span: spanOfNode(ctx, node) };
}

/** The expression and those in its format. */
function lowerInterpolation(ctx: Context, node: SyntaxNode, parts: Expr[]): void {
  for (const child of partsOf(node)) {
    if (child.type === 'format_specifier') {
      for (const inner of partsOf(child)) lowerInterpolation(ctx, inner, parts);
    } else if (child.type !== 'type_conversion') {
      parts.push(lowerExpr(ctx, child));
    }
  }
}

function lowerContent(ctx: Context, node: SyntaxNode): StringLiteral {
  return { kind: 'string', value: unescape(ctx, node), span: spanOfNode(ctx, node) };
}

function contentOf(ctx: Context, string: SyntaxNode): string {
  let value = '';
  for (const child of string.children) if (child.type === 'string_content') value += unescape(ctx, child);
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r': '',
};

function unescape(ctx: Context, content: SyntaxNode): string {
  if (content.children.length === 0) return textOf(ctx, content);
  let value = '';
  let at = content.start;
  for (const child of content.children) {
    value += ctx.text.slice(at, child.start) + unescaped(textOf(ctx, child));
    at = child.end;
  }
  return value + ctx.text.slice(at, content.end);
}

/** `{{`, `\n`, `\x41`, `\u0041`, `\101`; a character that has no such name stands for itself. */
function unescaped(escape: string): string {
  if (escape.startsWith('{') || escape.startsWith('}')) return escape.charAt(0);
  const code = /^\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{1,3}))$/i.exec(escape);
  if (code === null) return ESCAPES[escape.charAt(1)] ?? escape.slice(1);
  const hex = code[1] ?? code[2] ?? code[3];
  const point = hex === undefined ? parseInt(code[4]!, 8) : parseInt(hex, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : escape;
}

/** `` `x` `` is `repr(x)`; the grammar leaves its inside unparsed. */
function lowerBackquotes(ctx: Context, node: SyntaxNode): Expr {
  const name = ctx.text.slice(node.start + 1, node.end - 1);
  if (!/^\s*[A-Za-z_]\w*\s*$/.test(name)) return unsupported(ctx, node, 'an expression in backquotes');
  const span = spanOfNode(ctx, node);
  const value: Expr = { kind: 'name', name: name.trim(), span };
  const callee: Expr = { kind: 'name', name: 'repr', span };
  return { kind: 'call', callee, args: [{ value, name: null, spread: false }], style: 'call', span };
}
