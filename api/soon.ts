/** What is mostly there at once. To wait for it all the same would cost a request more than what it waits for. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value as soon as it is there: at once if it is. */
export function after<T, U>(value: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
