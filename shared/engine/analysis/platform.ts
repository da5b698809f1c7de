/** The names that the platform, LeetCode, gives to its classes and to the fields of its nodes, in every language. */
import type { ObjectType } from './value.ts';

/** The class whose public method is the solution. */
export const SOLUTION = 'Solution';
/** Of several solutions to a problem in one file all but the first have a number. */
export const OTHER_SOLUTION = /^Solution\d+$/;

/** The classes of its nodes. */
export const NODE_TYPES: Readonly<Record<string, ObjectType>> = { TreeNode: 'tree', ListNode: 'linked' };

/** What nested lists are made of: a number, or a list of such, so that it is the node of a tree. */
export const NESTED = 'NestedInteger';

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
