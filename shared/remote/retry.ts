/** Further tries of a request that may be sent twice. */
import { DelegateBackoff, type IRetryBackoffContext, handleWhen, retry } from 'cockatiel';
import { isRemoteFailure, isTransient } from './failure.ts';

/** Tries after the first. */
const MORE_TRIES = 2;

/** Milliseconds: the longest pause before the first further try; each next one may be twice as long. */
const FIRST_PAUSE = 200;

/**
 * Does the work again after a transient failure, as long as the deadline allows: after a random part of a pause that
 * doubles ("full jitter": Brooker, Exponential Backoff and Jitter, 2015), and not before the service's Retry-After.
 * @param work gets the milliseconds that are left
 * @throws what the work threw last
 */
export async function retried<T>(work: (left: number) => Promise<T>, deadline: number): Promise<T> {
  const end = performance.now() + deadline;
  const left = () => end - performance.now();
  const policy = retry(
    handleWhen((error) => isTransient(error) && (error.retryAfter ?? 0) < left()),
    { maxAttempts: MORE_TRIES, backoff: new DelegateBackoff(pauseBefore) },
  );
  return policy.execute(async () => work(left()));
}

function pauseBefore({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const error = 'error' in result ? result.error : null;
  const asked = isRemoteFailure(error) ? (error.retryAfter ?? 0) : 0;
  return asked + Math.random() * FIRST_PAUSE * 2 ** (attempt - 1);
}
