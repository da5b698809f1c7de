/** When a service is left alone, against a model. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RemoteFailure, isRemoteFailure } from '../../../shared/remote/failure.ts';
import { createOutageGuard } from '../../../shared/remote/outage.ts';

const OUTCOMES = ['value', 'failed', 'slow', 'refused', 'thrown'] as const;
type Outcome = (typeof OUTCOMES)[number];

describe('the guard against outages', () => {
  it('stops after five outages in a row and lets everything else through as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 60 }), async (outcomes) => {
        const guard = createOutageGuard('lens.example.org');
        let inARow = 0;
        for (const outcome of outcomes) {
          const expected = inARow < 5 ? outcome : 'paused';
          assert.equal(await seen(guard.run(async () => make(outcome))), expected);
          if (expected === 'failed' || expected === 'slow') inARow += 1;
          else if (expected !== 'paused') inARow = 0;
        }
      }),
    );
  });
});

async function make(outcome: Outcome): Promise<Outcome> {
  if (outcome === 'value') return Promise.resolve(outcome);
  throw outcome === 'thrown' ? new Error(outcome) : new RemoteFailure(outcome, outcome);
}

async function seen(work: Promise<Outcome>): Promise<string> {
  return work.catch((error: unknown) => (isRemoteFailure(error) ? error.kind : (error as Error).message));
}
