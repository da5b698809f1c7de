/** Ends a switch that has named every kind: a kind that is missing does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected kind: ${JSON.stringify(value)}`);
}
