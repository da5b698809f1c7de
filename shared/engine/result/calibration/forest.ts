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
 * (Friedman, Greedy Function Approximation: A Gradient Boosting Machine, 2001). The evidence may come in several parts.
 */
export function chance(forest: Forest, ...evidence: readonly Evidence[]): number {
  const dense = packed(forest);
  const { questions, leaves, inner } = dense;
  const answers = answersOf(dense, forest.thresholds, evidence);
  let score = forest.bias;
  let tree = 0;
  for (let i = 0; i < inner.length; i++) {
    const nodes = inner[i]!;
    let at = 0;
    while (at < nodes) at = 2 * at + 1 + answers[questions[tree + at]!]!;
    // A tree has one leaf more than inner nodes.
    score += leaves[tree + i + at - nodes]!;
    tree += nodes;
  }
  return 1 / (1 + Math.exp(-score));
}

/** 1 for every question whose answer is yes: many trees ask the same ones. Good until the forest is asked again. */
function answersOf(
  { places, place, values, answers }: Packed,
  thresholds: Forest['thresholds'],
  evidence: readonly Evidence[],
): Uint8Array {
  values.fill(0);
  for (const part of evidence)
    for (const [name, value] of part) {
      const at = places.get(name);
      if (at !== undefined) values[at] = value;
    }
  for (let i = 0; i < answers.length; i++) answers[i] = values[place[i]!]! >= thresholds[i]! ? 1 : 0;
  return answers;
}

/** A forest in few and dense lists: what takes the time of a look at it is its way through the caches. */
interface Packed {
  /** The places of the names without repetition, and of each question the place of its name. */
  readonly places: ReadonlyMap<string, number>;
  readonly place: Uint16Array;
  /** Of each tree the number of its inner nodes; their questions and its leaves, one tree behind the other. */
  readonly inner: Uint16Array;
  readonly questions: Uint16Array;
  readonly leaves: Float64Array;
  /** What is being asked about: the evidence by place, and the answers by question. */
  readonly values: Float64Array;
  readonly answers: Uint8Array;
}

const known = new WeakMap<Forest, Packed>();

function packed(forest: Forest): Packed {
  let found = known.get(forest);
  if (found === undefined) {
    found = pack(forest);
    known.set(forest, found);
  }
  return found;
}

function pack({ names, trees }: Forest): Packed {
  const places = new Map([...new Set(names)].map((name, i) => [name, i]));
  return {
    places,
    place: Uint16Array.from(names, (name) => places.get(name)!),
    inner: Uint16Array.from(trees, ({ questions }) => questions.length),
    questions: Uint16Array.from(trees.flatMap(({ questions }) => questions)),
    leaves: Float64Array.from(trees.flatMap(({ leaves }) => leaves)),
    values: new Float64Array(places.size),
    answers: new Uint8Array(names.length),
  };
}
