/** Kinds of load, each bounded in time, and what the service has to keep to under it. */
import { API_V1, ROUTES_V1 } from '../../../shared/protocol/service.ts';
import { type Answer, type Next, pace, startTraffic } from '../../support/load.ts';
import { PROGRAM } from '../fleet.ts';

export interface Target {
  /** Where callers come in. */
  readonly url: string;
  readonly ca?: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Profile {
  readonly what: string;
  /** More than the service can do: then it may refuse, with 429 or 503, but not fail. */
  readonly overloads: boolean;
  readonly run: (target: Target, seconds: number) => Promise<readonly Answer[]>;
}

const RATE = 20;
const SPIKE = 10;

const steady =
  (rate: number, share = 1) =>
  async (target: Target, seconds: number) =>
    pace({ ...target, next: callers(target), rate, seconds: seconds * share });

export const PROFILES: Readonly<Record<string, Profile>> = {
  baseline: { what: `${RATE} a second`, overloads: false, run: steady(RATE) },
  stress: {
    what: '32 callers without a pause',
    overloads: true,
    run: async (target, seconds) => {
      const traffic = startTraffic({ ...target, next: callers(target), callers: 32 });
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return traffic.stop();
    },
  },
  soak: { what: `${RATE} a second, six times as long`, overloads: false, run: steady(RATE, 6) },
  spike: {
    what: `${RATE} a second, then ${RATE * SPIKE}, then ${RATE}`,
    overloads: true,
    run: async (target, seconds) => {
      const calm = steady(RATE, 1 / 3);
      const before = await calm(target, seconds);
      const high = await steady(RATE * SPIKE, 1 / 3)(target, seconds);
      return [...before, ...high, ...(await calm(target, seconds))];
    },
  },
};

let series = 0;

/** In turns a list of what is kept, and an analysis of a program that no cache has. */
function callers({ url, headers }: Target): Next {
  const path = API_V1 + ROUTES_V1.createAnalysis.path;
  const run = `${process.pid}-${(series += 1)}`;
  return (number) =>
    number % 2 === 0
      ? { method: 'GET', url: `${url}${path}?limit=5`, headers }
      : {
          method: 'POST',
          url: url + path,
          headers: {
            ...headers,
            'content-type': 'application/json',
            'idempotency-key': `load-${run}-${number}`,
          },
          body: JSON.stringify({ ...PROGRAM, code: `${PROGRAM.code}# ${run} ${number}\n` }),
        };
}
