/**
 * Many small writes as few large ones: what arrives while a write is under way, or in the same turn of the event loop,
 * goes into the next one. A commit waits for the disk, so under load this is worth a factor of the number of callers.
 */
export function groupCommit<T>(
  write: (items: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | null = null;
  let running: Promise<unknown> = Promise.resolve();
  return (items) => {
    waiting.push(...items);
    next ??= new Promise<void>((resolve, reject) => {
      const previous = running;
      setImmediate(() => {
        running = previous.then(async () => {
          const batch = waiting;
          waiting = [];
          next = null;
          await write(batch).then(resolve, reject);
        });
      });
    });
    return next;
  };
}
