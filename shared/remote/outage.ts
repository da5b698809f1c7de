/** While a service is not well it is left alone. */
import { BrokenCircuitError } from 'cockatiel';
import { RemoteFailure, isOutage } from './failure.ts';
import { createGuard } from './guard.ts';

/** Failures in a row after which nothing is sent, and for how many milliseconds. */
const OUTAGE = { failures: 5, pause: 30_000 };

/** Milliseconds: no request takes longer, whatever the caller's deadline. */
const LONGEST = 60_000;

export interface OutageGuard {
  /** @throws what the work throws, or RemoteFailure `paused` without any work. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createOutageGuard(host: string): OutageGuard {
  const guard = createGuard({ deadline: LONGEST, ...OUTAGE });
  return {
    run: async (work) => {
      const outcome = await guard
        .run(async () => settled(work))
        .catch((error: unknown) => {
          if (!(error instanceof BrokenCircuitError)) throw error;
          throw new RemoteFailure('paused', `${host} has failed several times; it is asked again soon.`);
        });
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
  };
}

/** Rejects for outages only: a service that refuses a request is well. */
async function settled<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isOutage(error)) throw error;
    return { error };
  }
}
