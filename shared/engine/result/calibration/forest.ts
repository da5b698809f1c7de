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
export function chance(forest: Forest, evidence: Evidence): number {
  const answers = answersOf(forest, evidence);
  let score = forest.bias;
  for (const { questions: nodes, leaves } of forest.trees) {
    let at = 0;
    while (at < nodes.length) at = 2 * at + 1 + answers[nodes[at]!]!;
    score += leaves[at - nodes.length]!;
  }
  return 1 / (1 + Math.exp(-score));
}

/** 1 for every question whose answer is yes: many trees ask the same ones. */
function answersOf(forest: Forest, evidence: Evidence): Uint8Array {
  const { thresholds } = forest;
  const { different, place } = namesOf(forest);
  const values = different.map((name) => evidence.get(name) ?? 0);
  const answers = new Uint8Array(thresholds.length);
  for (let i = 0; i < answers.length; i++) answers[i] = values[place[i]!]! >= thresholds[i]! ? 1 : 0;
  return answers;
}

/** The names without repetition, and of each question the place of its name among them. */
interface Names {
  readonly different: readonly string[];
  readonly place: readonly number[];
}

const known = new WeakMap<Forest, Names>();

/** Far fewer than the questions, so the evidence is looked up by them. */
function namesOf(forest: Forest): Names {
  let found = known.get(forest);
  if (found === undefined) {
    const places = new Map([...new Set(forest.names)].map((name, i) => [name, i]));
    found = { different: [...places.keys()], place: forest.names.map((name) => places.get(name)!) };
    known.set(forest, found);
  }
  return found;
}
