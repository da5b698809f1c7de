/** Work that is done again and again in the background. */
import type { Logger } from './ports.ts';
import { StoreUnavailable } from './store/store.ts';

/**
 * Does it every so many milliseconds, never twice at a time; a failure is logged, and tried again next time.
 * @param atOnce The first time now, not after the first period.
 * @returns ends it, and resolves once nothing of it runs any more
 */
export function every(
  period: number,
  logger: Logger,
  work: () => Promise<void>,
  { atOnce = false } = {},
): () => Promise<void> {
  let running: Promise<void> | null = null;
  const turn = (): void => {
    running ??= work()
      .catch((error: unknown) => {
        // The guard of the store has said so already.
        if (!(error instanceof StoreUnavailable)) logger.error({ err: error }, 'background work failed');
      })
      .finally(() => {
        running = null;
      });
  };
  if (atOnce) turn();
  const timer = setInterval(turn, period);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
