/**
 * Calls to something that may fail or hang, and that can be done without: each has a deadline, and after a few failures
 * in a row no call is made for a while, so that an outage costs next to nothing.
 */
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';

export interface GuardOptions {
  /** Milliseconds that one call may take. */
  readonly deadline: number;
  /** Failures in a row after which no more calls are made. */
  readonly failures: number;
  /** Milliseconds until one call is tried again; all others wait for its outcome, which has a deadline too. */
  readonly pause: number;
  /** Called when calls stop, with the last failure, and when they go on. */
  readonly onChange?: (open: boolean, reason: unknown) => void;
}

export interface Guard {
  /** @throws whatever the work throws, DeadlineError, or cockatiel's BrokenCircuitError without any work. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly isOpen: () => boolean;
}

export class DeadlineError extends Error {}

export function createGuard({ deadline, failures, pause, onChange }: GuardOptions): Guard {
  const circuit = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: pause,
  });
  circuit.onBreak((reason) => onChange?.(true, 'error' in reason ? reason.error : reason));
  circuit.onReset(() => onChange?.(false, null));
  return {
    run: async (work) => circuit.execute(async () => within(deadline, work())),
    isOpen: () => circuit.state !== CircuitState.Closed,
  };
}

/**
 * The work's outcome, if it comes within so many milliseconds.
 * After a pause of the event loop timers run before input is read, so an answer that has long arrived would seem late:
 * the deadline counts once input has been read.
 */
export async function within<T>(deadline: number, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const late = () => reject(new DeadlineError(`no answer within ${deadline} ms`));
    const timer = setTimeout(() => setImmediate(late), deadline);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
