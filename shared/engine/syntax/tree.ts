/**
 * A syntax tree of plain objects, copied from tree-sitter's in one pass and without its memory management: nothing
 * has to be freed, and reading a node never crosses into WebAssembly.
 */

export interface SyntaxNode {
  /** The grammar's name of the node; the text itself for a keyword or punctuation. */
  readonly type: string;
  /** False for keywords and punctuation. */
  readonly named: boolean;
  /** The field of the parent that holds the node. */
  readonly field: string | null;
  /** UTF-16 offsets, half-open. */
  readonly start: number;
  readonly end: number;
  /** The parser put the node in where the text lacks it. */
  readonly missing: boolean;
  /** In source order, without comments and line continuations. */
  readonly children: readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly text: string;
  readonly root: SyntaxNode;
  /** Comments in source order; they are in no node's children. */
  readonly comments: readonly SyntaxNode[];
  /** `ERROR` and missing nodes, outer ones first. */
  readonly errors: readonly SyntaxNode[];
  /** Parses another text with the same grammar: a front end may repair a text that is broken. */
  readonly reparse: (text: string) => SyntaxTree;
}

/** The first child in a field, or null. */
export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
  for (const child of node.children) if (child.field === field) return child;
  return null;
}

/** The children in a field. */
export function childrenOf(node: SyntaxNode, field: string): SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}

/** The children that are neither keywords nor punctuation. */
export function namedChildren(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter((child) => child.named);
}

/** The first child of a type, or null. */
export function childOfType(node: SyntaxNode, type: string): SyntaxNode | null {
  for (const child of node.children) if (child.type === type) return child;
  return null;
}
