/** Work that is done again and again in the background. */
import type { Logger } from './ports.ts';
import { StoreUnavailable } from './store/store.ts';

/**
 * Does it every so many milliseconds, never twice at a time; a failure is logged, and tried again next time.
 * @returns ends it, and resolves once nothing of it runs any more
 */
export function every(period: number, logger: Logger, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => {
        // The guard of the store has said so already.
        if (!(error instanceof StoreUnavailable)) logger.error({ err: error }, 'background work failed');
      })
      .finally(() => {
        running = null;
      });
  }, period);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
