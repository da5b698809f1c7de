/** Rows joined with their results, as pairs that count. */
import { type Kind, type Row, labelOf } from './rows.ts';
import type { Pair } from './metrics.ts';
import type { Result } from './run.ts';

export interface Scored extends Pair {
  readonly row: Row;
  readonly result: Result;
}

/** The pairs of the rows that count for a kind of bound. */
export function scored(rows: readonly Row[], results: readonly Result[], kind: Kind): Scored[] {
  return rows.flatMap((row, index) => {
    const result = results[index];
    const label = labelOf(row, kind);
    if (label === null || result === undefined) return [];
    const answer = result[kind];
    return [{ row, result, label, answer: answer?.class ?? null, confidence: answer?.confidence ?? 0 }];
  });
}
