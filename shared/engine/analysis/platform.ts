/** The names that the platform, LeetCode, gives to its classes and to the fields of its nodes, in every language. */
import type { Type } from '../ir/ir.ts';
import type { ObjectType } from './value.ts';

/** The class whose public method is the solution. */
export const SOLUTION = 'Solution';
/** Of several solutions to a problem in one file all but the first have a number. */
export const OTHER_SOLUTION = /^Solution\d+$/;

/** The classes of its nodes. */
export const NODE_TYPES: Readonly<Record<string, ObjectType>> = { TreeNode: 'tree', ListNode: 'linked' };

/** What nested lists are made of: a number, or a list of such, so that it is the node of a tree. */
export const NESTED = 'NestedInteger';

/** Its methods. */
export const NESTED_METHODS: ReadonlySet<string> = new Set(['isInteger', 'getInteger', 'getList']);

/** The class of the nodes that have lists of others. */
export const NODE = 'Node';

/** A class of this kind of name is a node of some structure. */
export const NODE_CLASS = /node|employee|list|tree|^NestedInteger$/i;

/** Fields that lead from a node to another one. */
export const LINKS: ReadonlySet<string> = new Set([
  'next',
  'prev',
  'left',
  'right',
  'random',
  'child',
  'parent',
  'down',
  'up',
  'pre',
]);

/** Fields that lead from a node to a list of others. */
export const LINK_LISTS: ReadonlySet<string> = new Set(['neighbors', 'children']);

/** Links, and places in lists of links, that lead away from the root. */
export const DOWNWARD: ReadonlySet<string> = new Set(['left', 'right', 'children', 'child', '[]']);

/** The links of tree nodes. */
export const TREE_LINKS: ReadonlySet<string> = new Set(['left', 'right']);

/** The link from an element of a list to the next one. */
export const NEXT = 'next';

/** What has a field or method of that name; null for a name that says nothing. */
export function nodeWith(name: string): Type | null {
  if (TREE_LINKS.has(name)) return { kind: 'tree' };
  if (name === NEXT) return { kind: 'linked' };
  if (LINK_LISTS.has(name)) return { kind: 'object', name: NODE };
  return NESTED_METHODS.has(name) ? { kind: 'object', name: NESTED } : null;
}
