/**
 * Gradient boosting of small decision trees for a yes-or-no label (Friedman 2001, algorithm 5: logistic loss, one
 * Newton step a leaf), each grown from a part of the examples and asking a part of the questions (Friedman 2002,
 * "Stochastic gradient boosting"). The draws are always the same ones, so the same examples give the same forest.
 */
import type { Evidence } from '../../../shared/engine/result/calibration/evidence.ts';
import type { Forest, Tree } from '../../../shared/engine/result/calibration/forest.ts';
import { randomNumbers } from '../random.ts';

export interface Example {
  readonly evidence: Evidence;
  readonly right: boolean;
}

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  /** Share of each tree's answer that counts. */
  readonly rate: number;
  /** Fewest examples of a leaf. */
  readonly leaf: number;
  /** Added to the curvature of a leaf: draws leaves of few examples to 0. */
  readonly shrink: number;
  /** Names that fewer examples have are left out. */
  readonly seldom: number;
  /** Share of the examples that each tree is grown from. */
  readonly sample: number;
  /** Share of the names that each level of a tree may ask for. */
  readonly ask: number;
}

export const BOOST: BoostOptions = {
  trees: 350,
  depth: 4,
  rate: 0.05,
  leaf: 8,
  shrink: 2,
  seldom: 25,
  sample: 0.5,
  ask: 0.15,
};

const SEED = 1;

/** One number of all examples: its values, and the examples in ascending order. */
interface Column {
  readonly name: string;
  readonly values: Float64Array;
  readonly order: Uint32Array;
}

export function boost(examples: readonly Example[], options: BoostOptions = BOOST): Forest {
  const columns = columnsOf(examples, options.seldom);
  const labels = Float64Array.from(examples, ({ right }) => (right ? 1 : 0));
  const rate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const bias = Math.log(rate / (1 - rate));
  const scores = new Float64Array(examples.length).fill(bias);
  const questions = createQuestions();
  const draw = randomNumbers(SEED);
  const trees: Tree[] = [];
  for (let round = 0; round < options.trees; round++) {
    const { splits, leaves } = growTree({ columns, labels, scores, options, draw });
    const nodes = splits.map(({ column, threshold }) => questions.number(column.name, threshold));
    trees.push({ questions: nodes, leaves: leaves.map(rounded) });
  }
  return { bias: rounded(bias), names: questions.names, thresholds: questions.thresholds, trees };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Numbers each question once. */
function createQuestions(): {
  readonly names: string[];
  readonly thresholds: number[];
  readonly number: (name: string, threshold: number) => number;
} {
  const names: string[] = [];
  const thresholds: number[] = [];
  const numbers = new Map<string, number>();
  return {
    names,
    thresholds,
    number: (name, threshold) => {
      const key = `${name}|${threshold}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      names.push(name);
      thresholds.push(threshold);
      numbers.set(key, names.length - 1);
      return names.length - 1;
    },
  };
}

function columnsOf(examples: readonly Example[], seldom: number): Column[] {
  const counts = new Map<string, number>();
  for (const { evidence } of examples)
    for (const name of evidence.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].filter(([, count]) => count >= seldom).map(([name]) => name);
  return names.sort().map((name) => {
    const values = Float64Array.from(examples, ({ evidence }) => evidence.get(name) ?? 0);
    const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
    return { name, values, order };
  });
}

interface Split {
  readonly column: Column;
  readonly threshold: number;
}

interface Growth {
  readonly columns: readonly Column[];
  readonly labels: Float64Array;
  /** Log odds of each example; the tree's answers are added. */
  readonly scores: Float64Array;
  readonly options: BoostOptions;
  readonly draw: () => number;
}

/** Where an example is that the tree is not grown from. */
const ABSENT = -1;

/** A complete tree; where no split helps, a node asks what sends every example the same way. */
function growTree(growth: Growth): { splits: Split[]; leaves: number[] } {
  const { columns, labels, scores, options, draw } = growth;
  const inner = 2 ** options.depth - 1;
  const gradient = labels.map((label, i) => label - logistic(scores[i]!));
  const curvature = scores.map((score) => logistic(score) * (1 - logistic(score)));
  const node = Int32Array.from(labels, () => (draw() < options.sample ? 0 : ABSENT));
  const splits: Split[] = [];
  for (let level = 0, first = 0; level < options.depth; level++, first = 2 * first + 1) {
    const asked = columns.filter(() => draw() < options.ask);
    const best = bestSplits(asked, { node, first, count: 2 ** level, gradient, curvature, options });
    splits.push(...best);
    node.forEach((at, i) => {
      if (at !== ABSENT) node[i] = childOf(at, best[at - first]!, i);
    });
  }
  const leaves = Array.from({ length: inner + 1 }, () => ({ gradient: 0, curvature: options.shrink }));
  node.forEach((at, i) => {
    if (at === ABSENT) return;
    const leaf = leaves[at - inner]!;
    leaf.gradient += gradient[i]!;
    leaf.curvature += curvature[i]!;
  });
  const values = leaves.map((leaf) => (options.rate * leaf.gradient) / leaf.curvature);
  scores.forEach((_, i) => {
    let at = 0;
    while (at < inner) at = childOf(at, splits[at]!, i);
    scores[i]! += values[at - inner]!;
  });
  return { splits, leaves: values };
}

/** To which node example `i` goes from node `at`. */
function childOf(at: number, { column, threshold }: Split, i: number): number {
  return 2 * at + (column.values[i]! >= threshold ? 2 : 1);
}

const logistic = (score: number): number => 1 / (1 + Math.exp(-score));

interface Level {
  /** The node of each example; those of the level are `first` to `first + count - 1`. */
  readonly node: Int32Array;
  readonly first: number;
  readonly count: number;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly options: BoostOptions;
}

interface Sums {
  gradient: number;
  curvature: number;
  count: number;
}

const newSums = (count: number): Sums[] =>
  Array.from({ length: count }, () => ({ gradient: 0, curvature: 0, count: 0 }));

/** Sends every example the same way. */
const NOTHING: Column = { name: '', values: new Float64Array(), order: new Uint32Array() };

/** The best question of every node of a level. */
function bestSplits(columns: readonly Column[], level: Level): Split[] {
  const { node, first, count, gradient, curvature, options } = level;
  const totals = newSums(count);
  node.forEach((at, i) => {
    if (at !== ABSENT) add(totals[at - first]!, gradient[i]!, curvature[i]!);
  });
  // JSON has no infinity.
  const best = totals.map(() => ({ column: columns[0] ?? NOTHING, threshold: 1e9, gain: 1e-9 }));
  for (const column of columns) {
    const { values, order } = column;
    const below = newSums(count);
    const last = new Float64Array(count).fill(NaN);
    for (const i of order) {
      if (node[i] === ABSENT) continue;
      const at = node[i]! - first;
      const sums = below[at]!;
      const value = values[i]!;
      if (value > last[at]! && sums.count >= options.leaf) {
        const total = totals[at]!;
        if (total.count - sums.count >= options.leaf) {
          const gain = gainOf(sums, total, options.shrink);
          if (gain > best[at]!.gain) best[at] = { column, threshold: (value + last[at]!) / 2, gain };
        }
      }
      add(sums, gradient[i]!, curvature[i]!);
      last[at] = value;
    }
  }
  return best;
}

function add(sums: Sums, gradient: number, curvature: number): void {
  sums.gradient += gradient;
  sums.curvature += curvature;
  sums.count += 1;
}

/** How much a split lowers the loss (second order). */
function gainOf(below: Sums, total: Sums, shrink: number): number {
  const part = (gradient: number, curvature: number): number => gradient ** 2 / (curvature + shrink);
  return (
    part(below.gradient, below.curvature) +
    part(total.gradient - below.gradient, total.curvature - below.curvature) -
    part(total.gradient, total.curvature)
  );
}
