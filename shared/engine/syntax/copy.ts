/** Copies a tree of tree-sitter into plain objects, crossing into WebAssembly as seldom as possible. */
import type { Language, Tree, TreeCursor } from 'web-tree-sitter';
import type { SyntaxNode, SyntaxTree } from './tree.ts';

/** What the grammar says about its node types and fields, by their numbers. */
export interface GrammarTables {
  readonly types: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

const COMMENTS: ReadonlySet<string> = new Set(['comment', 'line_comment', 'block_comment']);
const SKIPPED: ReadonlySet<string> = new Set([...COMMENTS, 'line_continuation']);

/** The number by which tree-sitter marks a node for text that it could not parse. */
const ERROR_TYPE = 0xffff;
const NONE: readonly SyntaxNode[] = [];

interface Building extends SyntaxNode {
  children: SyntaxNode[] | typeof NONE;
}

export function tablesOf(language: Language): GrammarTables {
  return {
    types: language.types,
    named: language.types.map((_, type) => language.nodeTypeIsNamed(type)),
    fields: language.fields,
  };
}

/** All of a syntax tree that the nodes make up. */
export type Copy = Pick<SyntaxTree, 'root' | 'comments' | 'errors'>;

/** The copy of the text before an edit, and the offset up to which nothing has changed. */
export interface Earlier {
  readonly copy: Copy;
  readonly unchanged: number;
}

/** A node whose children are being copied, with the same one in the copy before, as far as it begins alike. */
interface Open {
  readonly node: Building;
  readonly old: SyntaxNode | undefined;
}

/**
 * Iterative, since the text of a user may be nested to any depth. What stands before an edit is taken from the copy
 * before, without asking tree-sitter.
 */
export function copyTree(tree: Tree, tables: GrammarTables, earlier: Earlier | null = null): Copy {
  const cursor = tree.walk();
  const comments: SyntaxNode[] = [];
  const errors: SyntaxNode[] = [];
  const root = copyNode(cursor, tables);
  if (root.type === 'ERROR') errors.push(root);
  const parents: Open[] = [];
  const commentsIn = inOrder(earlier?.copy.comments ?? NONE);
  let at: Open | null = { node: root, old: earlier?.copy.root };
  while (advance(cursor, at, parents)) {
    const parent = parents[parents.length - 1]!;
    const node = copyNode(cursor, tables);
    at = null;
    if (node.missing || node.type === 'ERROR') errors.push(node);
    if (COMMENTS.has(node.type)) comments.push(node);
    if (SKIPPED.has(node.type)) continue;
    const old = sameAt(parent, node);
    if (old?.end === node.end && isSettled(parent, earlier!)) {
      addChild(parent.node, old);
      comments.push(...commentsIn(node));
    } else {
      addChild(parent.node, node);
      at = { node, old };
    }
  }
  cursor.delete();
  return { root, comments, errors };
}

/** Goes to the first child of a node, if there is one to be entered, or to what follows; false at the end. */
function advance(cursor: TreeCursor, enter: Open | null, parents: Open[]): boolean {
  if (enter?.node.named && cursor.gotoFirstChild()) {
    parents.push(enter);
    return true;
  }
  while (!cursor.gotoNextSibling()) {
    if (parents.pop() === undefined || !cursor.gotoParent()) return false;
  }
  return true;
}

/** The child of the earlier parent that stands where the next child of the new one does, if it begins alike. */
function sameAt({ node: { children }, old: parent }: Open, node: SyntaxNode): SyntaxNode | undefined {
  const old = parent?.children[children.length];
  return old?.type === node.type && old.start === node.start ? old : undefined;
}

/** Whether the child after the next one ends before the edit: then the parser has not looked from the one as far as it. */
function isSettled({ node: { children }, old }: Open, { unchanged }: Earlier): boolean {
  const next = old?.children[children.length + 1];
  return next !== undefined && next.end < unchanged;
}

/** Gives the nodes inside of each of several others, which are asked for in source order: one pass over all. */
function inOrder(nodes: readonly SyntaxNode[]): (within: SyntaxNode) => SyntaxNode[] {
  let next = 0;
  return ({ start, end }) => {
    const found: SyntaxNode[] = [];
    for (; next < nodes.length && nodes[next]!.end <= end; next++)
      if (nodes[next]!.start >= start) found.push(nodes[next]!);
    return found;
  };
}

function addChild(parent: Building, node: SyntaxNode): void {
  if (parent.children === NONE) parent.children = [node];
  else (parent.children as SyntaxNode[]).push(node);
}

function copyNode(cursor: TreeCursor, { types, named, fields }: GrammarTables): Building {
  const type = cursor.nodeTypeId;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  return {
    type: type === ERROR_TYPE ? 'ERROR' : types[type]!,
    named: type === ERROR_TYPE || named[type]!,
    field: fields[cursor.currentFieldId] ?? null,
    start,
    end,
    missing: start === end && cursor.nodeIsMissing,
    children: NONE,
  };
}
