/**
 * The end of this turn of the event loop, when all requests that have come in are read. Answers that wait for it are
 * written one behind the other; written in between, each of them costs half as much again.
 */
export async function endOfTurn(): Promise<void> {
  ahead ??= new Promise((resolve) => {
    setImmediate(() => {
      ahead = null;
      resolve();
    });
  });
  return ahead;
}

/** The same for all that wait. */
let ahead: Promise<void> | null = null;
