/** What code sets. */
import type { Expr } from './ir.ts';
import type { Code } from './walk.ts';

const NONE: readonly Expr[] = [];

/** The targets that a node gives a value, or takes it from, itself: not those of the code in it. */
export function targetsOf(node: Code): readonly Expr[] {
  switch (node.kind) {
    case 'assign':
      return node.targets;
    case 'forEach':
    case 'delete':
    case 'assignExpr':
      return [node.target];
    case 'comprehension':
      return node.clauses.flatMap((clause) => (clause.kind === 'for' ? [clause.target] : []));
    default:
      return NONE;
  }
}

/** What a tuple or a pattern of tuples and spreads ends in: of `(a, *b), xs[i]` three. */
export function leavesOf(pattern: Expr): readonly Expr[] {
  switch (pattern.kind) {
    case 'collection':
      return pattern.elements.flatMap(leavesOf);
    case 'spread':
      return leavesOf(pattern.value);
    default:
      return [pattern];
  }
}

/** The names among the leaves: those that a target gives a value as a whole. */
export const leafNames = (pattern: Expr): string[] =>
  leavesOf(pattern).flatMap((leaf) => (leaf.kind === 'name' ? [leaf.name] : []));
