/** Edits on the lines of a text, in languages whose statements stand on lines of their own. */
import type { TextChange } from '../../../protocol/analysis.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { givenName, startWithMoved } from '../../ir/standing.ts';
import { spansOf } from '../../syntax/lines.ts';
import type { FixSource } from '../language.ts';

/** A fix before it has its safety: null where the text does not allow it. */
export type Made = { readonly title: string; readonly edits: readonly TextChange[] } | null;

export interface Editing {
  readonly source: FixSource;
  /** How the text ends its lines. */
  readonly newline: string;
  /** The text of a node; the name where that stands for it. */
  readonly code: (node: Expr | Stmt) => string;
  readonly replace: (start: number, end: number, newText: string) => TextChange;
}

export function editing(source: FixSource): Editing {
  const { text } = source;
  const spanOf = spansOf(text);
  return {
    source,
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    code: (node) => givenName(node) ?? text.slice(node.span.start, node.span.end),
    replace: (start, end, newText) => ({ span: spanOf(start, end), newText }),
  };
}

/** Replaces a node by another text. */
export function replaceNode(at: Editing, { span }: Expr | Stmt, newText: string): TextChange {
  return at.replace(span.start, span.end, newText);
}

/** The white space before a statement; null when something else stands before it on its line. */
export function indentOf(at: Editing, offset: number): string | null {
  const indent = at.source.text.slice(lineStart(at.source.text, offset), offset);
  return indent.trim() === '' ? indent : null;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** The offset of the next line's start, or the end of the text. */
function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** Puts lines before a statement, above its decorators. */
export function linesBefore(at: Editing, stmt: Stmt, lines: readonly string[]): TextChange | null {
  const { text } = at.source;
  const start = startWithMoved(stmt);
  const indent = indentOf(at, start);
  if (indent === null) return null;
  let offset = lineStart(text, start);
  while (offset > 0 && (stmt.kind === 'function' || stmt.kind === 'class')) {
    const above = lineStart(text, offset - 1);
    if (!text.slice(above, offset).trimStart().startsWith('@')) break;
    offset = above;
  }
  return at.replace(offset, offset, lines.map((line) => indent + line + at.newline).join(''));
}

/** Puts lines after a statement that ends its line. */
export function linesAfter(at: Editing, stmt: Stmt, lines: readonly string[]): TextChange | null {
  const { text } = at.source;
  const indent = indentOf(at, stmt.span.start);
  const end = nextLine(text, stmt.span.end);
  if (indent === null || !/^\s*(?:(?:#|\/\/).*)?$/.test(text.slice(stmt.span.end, end))) return null;
  const added = lines.map((line) => indent + line + at.newline).join('');
  const isEnded = end > 0 && text[end - 1] === '\n';
  return at.replace(end, end, isEnded ? added : at.newline + added);
}

/** Whether the name stands anywhere in the text. */
export function occurs(at: Editing, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(at.source.text);
}

/** The first of the names that the text does not have, or the last one with a number. */
export function freshName(at: Editing, ...candidates: readonly string[]): string {
  const found = candidates.find((name) => !occurs(at, name));
  if (found !== undefined) return found;
  const base = candidates[candidates.length - 1] ?? 'value';
  let number = 2;
  while (occurs(at, `${base}${number}`)) number++;
  return `${base}${number}`;
}

/** The changes, or null when one of them is not possible. */
export function allOf(changes: readonly (TextChange | null)[]): TextChange[] | null {
  const possible = changes.filter((change) => change !== null);
  return possible.length === changes.length ? possible : null;
}
