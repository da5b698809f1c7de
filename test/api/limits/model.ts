/** Token buckets as the textbook has them: a count of tokens, and when it was counted. Exact: in fractions of a token. */
import { type Bucket, interval } from '../../../api/limits/bucket.ts';

/** A count in units of 1 / interval tokens, so that every microsecond adds one unit. */
interface State {
  units: bigint;
  at: bigint;
}

export interface ModelAnswer {
  readonly allowed: boolean;
  readonly remaining: readonly number[];
}

export function createModel(): (buckets: readonly Bucket[], cost: number, now: number) => ModelAnswer {
  const states = new Map<string, State>();
  return (buckets, cost, now) => {
    const at = BigInt(now);
    const refilled = buckets.map(({ key, allowance }) => {
      const whole = BigInt(allowance.limit) * BigInt(interval(allowance));
      const state = states.get(key) ?? { units: whole, at };
      const units = state.units + at - state.at;
      const next = { units: units > whole ? whole : units, at };
      states.set(key, next);
      return {
        state: next,
        price: BigInt(cost) * BigInt(interval(allowance)),
        unit: BigInt(interval(allowance)),
      };
    });
    const allowed = refilled.every(({ state, price }) => state.units >= price);
    if (allowed) for (const { state, price } of refilled) state.units -= price;
    return { allowed, remaining: refilled.map(({ state, unit }) => Number(state.units / unit)) };
  };
}
