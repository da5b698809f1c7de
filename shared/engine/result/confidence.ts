/** How sure a bound is, from the assumptions and the rules of reasoning that its derivation used. */
import type { Outcome } from '../analysis/run.ts';

/** Factors by the kind of assumption (the part of its id before the colon). */
const DOUBT: Readonly<Record<string, number>> = {
  size: 0.6,
  while: 0.5,
  flag: 0.7,
  memo: 0.7,
  unsupported: 0.8,
  limit: 0.4,
  depth: 0.5,
};

export function confidenceOf(outcome: Outcome, kind: 'time' | 'space'): number {
  let confidence = kind === 'time' ? 0.95 : 0.93;
  for (const assumption of outcome.assumptions) confidence *= DOUBT[assumption.id.split(':')[0]!] ?? 1;
  confidence *= 0.85 ** outcome.unexplained.size;
  return Math.round(confidence * 100) / 100;
}
