/** A store whose calls have a deadline, and are not made at all for a moment after it failed. */
import { BrokenCircuitError } from 'cockatiel';
import { DeadlineError, createGuard } from '../../shared/remote/guard.ts';
import type { Logger } from '../ports.ts';
import { type Store, StoreUnavailable } from './store.ts';

/** Longer than a slow query, shorter than a client's patience. */
const DEADLINE_MS = 2000;
const PAUSE_MS = 500;
const FAILURES = 3;

export interface GuardedStore extends Store {
  /** The last calls failed. */
  readonly isDown: () => boolean;
}

export function guardStore(store: Store, logger: Logger): GuardedStore {
  const guard = createGuard({
    deadline: DEADLINE_MS,
    failures: FAILURES,
    pause: PAUSE_MS,
    onChange: (down, reason) =>
      down
        ? logger.error({ err: reason }, 'the store is down; analyses are spooled')
        : logger.info({}, 'the store is back'),
  });

  type Outcome<T> = { readonly value: T } | { readonly fault: unknown };

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    let outcome: Outcome<T>;
    try {
      // Only a store that can't be reached counts against it: a fault of ours is passed through as it is.
      outcome = await guard.run(() =>
        work().then(
          (value) => ({ value }),
          (error: unknown) => {
            if (error instanceof StoreUnavailable) throw error;
            return { fault: error };
          },
        ),
      );
    } catch (error) {
      if (error instanceof DeadlineError || error instanceof BrokenCircuitError) {
        throw new StoreUnavailable(error.message, { cause: error });
      }
      throw error;
    }
    if ('fault' in outcome) throw outcome.fault;
    return outcome.value;
  };
  return {
    analyses: guarded(store.analyses, run),
    keys: guarded(store.keys, run),
    families: guarded(store.families, run),
    signingKeys: guarded(store.signingKeys, run),
    audit: guarded(store.audit, run),
    ping: () => run(store.ping),
    purge: store.purge,
    close: store.close,
    isDown: guard.isOpen,
  };
}

type Runner = <T>(work: () => Promise<T>) => Promise<T>;

/** A repository is an object of asynchronous methods; each of them goes through the guard. */
function guarded<R extends object>(repository: R, run: Runner): R {
  const methods = Object.entries(repository) as [string, (...values: unknown[]) => Promise<unknown>][];
  return Object.fromEntries(
    methods.map(([name, method]) => [name, (...values: unknown[]) => run(() => method(...values))]),
  ) as R;
}
