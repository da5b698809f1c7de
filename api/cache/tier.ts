/** A place outside of this process that keeps sealed results for a while. It may fail, and it may hang. */
export interface Tier {
  readonly name: 'redis' | 'disk';
  readonly get: (id: string) => Promise<Uint8Array | null>;
  readonly set: (id: string, sealed: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}
