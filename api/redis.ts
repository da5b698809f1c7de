/** The connection to Redis: whatever happens to it, a command fails at once or is answered, and nothing waits in line. */
import { Redis } from 'ioredis';

/** Milliseconds between attempts to connect: 50, 100, 150, ... at most this. */
const LONGEST_PAUSE = 2_000;

/**
 * Connects in the background, again and again; until it has, commands fail. `quit` ends it.
 * @param onError told of every failed attempt
 */
export function openRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    keyPrefix: 'big-o-lens:',
    connectTimeout: 1_000,
    // Commands of one turn of the event loop go out together.
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_PAUSE),
  });
  redis.on('error', onError);
  return redis;
}
