import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it holds. @throws Error that says what did not come, after `patience` milliseconds */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patience = 60_000,
): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what} did not come within ${patience} ms`);
    await sleep(50);
  }
}
