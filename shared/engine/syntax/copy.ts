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

/** Iterative, since the text of a user may be nested to any depth. */
export function copyTree(tree: Tree, tables: GrammarTables): Copy {
  const cursor = tree.walk();
  const comments: SyntaxNode[] = [];
  const errors: SyntaxNode[] = [];
  const root = copyNode(cursor, tables);
  const parents: Building[] = [];
  if (root.type === 'ERROR') errors.push(root);
  let node = root;
  for (;;) {
    if (node.named && cursor.gotoFirstChild()) {
      parents.push(node);
    } else {
      while (!cursor.gotoNextSibling()) {
        if (parents.pop() === undefined || !cursor.gotoParent()) {
          cursor.delete();
          return { root, comments, errors };
        }
      }
    }
    node = copyNode(cursor, tables);
    if (node.missing || node.type === 'ERROR') errors.push(node);
    if (!SKIPPED.has(node.type)) addChild(parents[parents.length - 1]!, node);
    else if (COMMENTS.has(node.type)) comments.push(node);
  }
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
