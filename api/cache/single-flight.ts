/** Work that several ask for at once is done once. */

export type SingleFlight<T> = (
  key: string,
  signal: AbortSignal,
  work: (abandoned: AbortSignal) => Promise<T>,
) => Promise<T>;

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly abandoned: AbortController;
  waiting: number;
}

/**
 * The answer to all that ask for one key while the work for it is under way. Whoever aborts gets the reason of its
 * signal at once; the work hears of it when nobody is left who waits for it.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, work: (abandoned: AbortSignal) => Promise<T>): Flight<T> {
    const abandoned = new AbortController();
    const flight = { answer: work(abandoned.signal), abandoned, waiting: 0 };
    flights.set(key, flight);
    flight.answer.then(
      () => end(key, flight),
      () => end(key, flight),
    );
    return flight;
  }

  function end(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return async (key, signal, work) => {
    signal.throwIfAborted();
    const flight = flights.get(key) ?? start(key, work);
    flight.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          end(key, flight);
          flight.abandoned.abort();
        }
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is the caller's
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      flight.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  };
}
