/** Rate limits that all replicas share, in Redis: one script, one round trip, atomic. */
import type { Redis } from 'ioredis';
import { interval, span } from './bucket.ts';
import { type Limiter, verdict } from './limiter.ts';
import type { LocalLimiter } from './local.ts';

/**
 * The arithmetic of bucket.ts. Redis's own clock counts, so that replicas need not agree on the time.
 * KEYS: buckets. ARGV: tokens to take, microseconds since 1970 (empty: now), then interval and span of each bucket.
 * Returns the longest wait (-1: for ever), then what each bucket lacks to be full.
 */
const TAKE = `
local cost = tonumber(ARGV[1])
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local stored = redis.call('MGET', unpack(KEYS))
local lacks, longest = {}, 0
for i = 1, #KEYS do
  local interval, span = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  local full_at = tonumber(stored[i] or 0)
  lacks[i] = math.min(math.max(full_at - now, 0), span)
  if cost * interval > span then
    longest = math.huge
  else
    longest = math.max(longest, lacks[i] + cost * interval - span)
  end
end

if longest == 0 and cost > 0 then
  for i, key in ipairs(KEYS) do
    lacks[i] = lacks[i] + cost * tonumber(ARGV[2 * i + 1])
    redis.call('SET', key, string.format('%.0f', now + lacks[i]), 'PX', math.ceil(lacks[i] / 1000))
  end
end
return {longest == math.huge and -1 or longest, unpack(lacks)}
`;

/**
 * @param follow told what the buckets lack after each request
 * @param now microseconds since 1970; Redis's own clock by default
 */
export function createSharedLimiter(
  redis: Redis,
  follow: LocalLimiter['follow'] = () => undefined,
  now: () => number | '' = () => '',
): Limiter {
  redis.defineCommand('takeTokens', { lua: TAKE });
  // The types of ioredis know no commands of one's own.
  const { takeTokens } = redis as unknown as {
    takeTokens: (...args: (string | number)[]) => Promise<number[]>;
  };
  return {
    take: async (buckets, cost) => {
      const rates = buckets.flatMap(({ allowance }) => [interval(allowance), span(allowance)]);
      const keys = buckets.map(({ key }) => key);
      const [longest, ...lacks] = await takeTokens.call(redis, keys.length, ...keys, cost, now(), ...rates);
      follow(buckets, lacks);
      return verdict(buckets, lacks, longest! < 0 ? Infinity : longest!);
    },
  };
}
