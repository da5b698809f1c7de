/** Indexes that count: every turn of a `while` loop has another one, as every turn of a `for` loop over a range has. */
import { lookup, ownerOf, setVariable } from '../frame.ts';
import type { Level } from '../levels.ts';
import { movesEachTurn } from './motion.ts';
import { type Query, pathsIn } from './query.ts';
import { withDistinct } from '../distinct.ts';

/** Marks the variables of the test that every turn counts up, or every turn counts down. */
export function noteSteps(q: Query, level: Level): void {
  for (const name of pathsIn(q.node.test)) {
    const value = lookup(q.frame, name);
    if (value?.kind !== 'num' || !counts(q, name)) continue;
    setVariable(ownerOf(q.frame, name), name, withDistinct(value, level));
  }
}

function counts(q: Query, name: string): boolean {
  const steps = q.changes.get(name) ?? [];
  const signs = new Set(
    steps.map((step) =>
      step.kind === 'step' && step.amount.kind === 'number' && step.amount.value > 0 ? step.sign : 0,
    ),
  );
  return signs.size === 1 && !signs.has(0) && movesEachTurn(q, name);
}
