/** Boosted decision trees: what turns evidence into a chance. */
import type { Evidence } from './evidence.ts';

/**
 * A tree in breadth-first order: of an inner node the index of its question, at the children `2i + 1` (below the
 * threshold) and `2i + 2`; after the inner nodes the leaves, whose values are added up over the trees.
 */
export interface Tree {
  readonly questions: readonly number[];
  readonly leaves: readonly number[];
}

export interface Forest {
  /** Log odds before any tree is asked. */
  readonly bias: number;
  /** Question i: is the evidence `names[i]` at least `thresholds[i]`? */
  readonly names: readonly string[];
  readonly thresholds: readonly number[];
  readonly trees: readonly Tree[];
}

/**
 * The chance, from 0 to 1: the logistic function of the sum over the trees
 * (Friedman, Greedy Function Approximation: A Gradient Boosting Machine, 2001).
 */
export function chance({ bias, names, thresholds, trees }: Forest, evidence: Evidence): number {
  const answers = names.map((name, i) => (evidence.get(name) ?? 0) >= thresholds[i]!);
  let score = bias;
  for (const { questions: nodes, leaves } of trees) {
    let at = 0;
    while (at < nodes.length) at = 2 * at + (answers[nodes[at]!] ? 2 : 1);
    score += leaves[at - nodes.length]!;
  }
  return 1 / (1 + Math.exp(-score));
}
