/** Figures of merit, from pairs of label and answer. */
import { BOUND_CLASSES, type BoundClass } from '../../../shared/protocol/analysis.ts';

/** One row as it counts: a crash or a program without an answer has the answer null. */
export interface Pair {
  readonly label: BoundClass;
  readonly answer: BoundClass | null;
  readonly confidence: number;
}

export interface ClassScore {
  readonly name: BoundClass;
  /** Rows that have this label. */
  readonly support: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function isRight({ label, answer }: Pair): boolean {
  return label === answer;
}

/** Share of right answers; NaN without rows. */
export function accuracy(pairs: readonly Pair[]): number {
  return pairs.filter(isRight).length / pairs.length;
}

/** Scores of the classes that occur as labels, in the classes' order. */
export function classScores(pairs: readonly Pair[]): ClassScore[] {
  return BOUND_CLASSES.flatMap((name) => {
    const support = pairs.filter(({ label }) => label === name).length;
    if (support === 0) return [];
    const answered = pairs.filter(({ answer }) => answer === name).length;
    const right = pairs.filter((pair) => pair.label === name && isRight(pair)).length;
    const precision = answered === 0 ? 0 : right / answered;
    const recall = right / support;
    const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return [{ name, support, precision, recall, f1 }];
  });
}

/** The mean of F1 over the classes that occur as labels. */
export function macroF1(pairs: readonly Pair[]): number {
  const scores = classScores(pairs);
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}

/** How many rows of each label got each answer: rows by label, columns by answer, the last column for none. */
export function confusion(pairs: readonly Pair[]): {
  readonly labels: readonly BoundClass[];
  readonly answers: readonly (BoundClass | null)[];
  readonly counts: readonly (readonly number[])[];
} {
  const labels = BOUND_CLASSES.filter((name) => pairs.some(({ label }) => label === name));
  const answers = [...BOUND_CLASSES, null].filter((name) => pairs.some(({ answer }) => answer === name));
  const counts = labels.map((label) =>
    answers.map((answer) => pairs.filter((pair) => pair.label === label && pair.answer === answer).length),
  );
  return { labels, answers, counts };
}

export interface Reliability {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly share: number;
  readonly accuracy: number;
  /** Mean confidence: what the accuracy would be if confidence were calibrated. */
  readonly claimed: number;
}

/** Accuracy by confidence, most confident first; bands are [from, to), the first one includes 1. */
export function reliability(pairs: readonly Pair[], bounds: readonly number[]): Reliability[] {
  return bounds.map((from, index) => {
    const to = bounds[index - 1] ?? 1;
    const last = index === 0;
    const band = pairs.filter(({ confidence }) => confidence >= from && (confidence < to || last));
    const claimed = band.reduce((sum, { confidence }) => sum + confidence, 0) / band.length;
    return {
      from,
      to,
      rows: band.length,
      share: band.length / pairs.length,
      accuracy: accuracy(band),
      claimed,
    };
  });
}

/**
 * The pairs with what there is to say about a confidence without having learned any: how many answers of its class are
 * right among all of them.
 */
export function withClassRates<P extends Pair>(pairs: readonly P[]): P[] {
  const rates = new Map(
    groupBy(pairs, ({ answer }) => answer ?? '').map(([name, group]) => [name, accuracy(group)]),
  );
  return pairs.map((pair) => ({ ...pair, confidence: rates.get(pair.answer ?? '') ?? 0 }));
}

/** Groups in the order of their first items. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups];
}

/** How often each text occurs, most frequent first. */
export function frequencies(texts: readonly string[]): [string, number][] {
  return groupBy(texts, (text) => text)
    .map(([text, all]): [string, number] => [text, all.length])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
