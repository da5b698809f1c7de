/** What the rewritings of programs share: edits of a text by the places of its syntax tree. */
import type { SyntaxNode, SyntaxTree } from '../../shared/engine/syntax/tree.ts';

/** A program rewritten, or null where the rewriting does not apply. */
export type Transformation = (text: string) => string | null;

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function* nodes(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* nodes(child);
}

/** The nodes from `root` down to `node`, both included. */
export function pathTo(root: SyntaxNode, node: SyntaxNode): SyntaxNode[] {
  const path = [root];
  for (let at = root; at !== node;) {
    const below = at.children.find(
      (child) =>
        child === node || (child.start <= node.start && child.end >= node.end && contains(child, node)),
    );
    if (below === undefined) return path;
    path.push(below);
    at = below;
  }
  return path;
}

function contains(outer: SyntaxNode, node: SyntaxNode): boolean {
  return outer.children.some(
    (child) =>
      child === node || (child.start <= node.start && child.end >= node.end && contains(child, node)),
  );
}

/** What holds where an order fails. */
export const OPPOSITE: Readonly<Record<string, string>> = { '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

/** What a comparison asks where its sides change places. */
export const MIRRORED: Readonly<Record<string, string>> = {
  '<': '>',
  '>=': '<=',
  '>': '<',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};

export const slice = (text: string, { start, end }: SyntaxNode): string => text.slice(start, end);

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

export function indentOf(text: string, { start }: SyntaxNode): string {
  return /^\s*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? '';
}

/** All edits at once. Of insertions at one place the one for the innermost, written last, comes first. */
export function apply(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, i) => ({ ...edit, i }))
    .sort((a, b) => b.start - a.start || b.end - a.end || a.i - b.i);
  return ordered.reduce((out, edit) => out.slice(0, edit.start) + edit.text + out.slice(edit.end), text);
}

/** The text of a node, or null where it stays as it is; `render` gives the text of what is in it, rewritten. */
export type Rewriting = (node: SyntaxNode, render: (node: SyntaxNode) => string) => string | null;

/** The text with nodes rewritten, also those inside of others; null where nothing is. */
export function rewritten({ root, text }: SyntaxTree, rewriting: Rewriting): string | null {
  const inside = (node: SyntaxNode): string => {
    let out = '';
    let at = node.start;
    for (const child of node.children) {
      out += text.slice(at, child.start) + render(child);
      at = child.end;
    }
    return out + text.slice(at, node.end);
  };
  const render = (node: SyntaxNode): string => rewriting(node, inside) ?? inside(node);
  const out = text.slice(0, root.start) + render(root) + text.slice(root.end);
  return out === text ? null : out;
}
