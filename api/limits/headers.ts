/** What a client is told of its limits: RateLimit header fields for HTTP (draft-ietf-httpapi-ratelimit-headers-10). */
import type { Verdict } from './limiter.ts';

/**
 * `RateLimit-Policy` names each quota (q tokens in w seconds), `RateLimit` what is left of it (r tokens) and when it is
 * whole again (in t seconds). `Retry-After` comes with a refusal that does not last for ever.
 */
export function rateLimitHeaders({ levels, retryAfter }: Verdict): Readonly<Record<string, string>> {
  const policies = levels.map(({ name, quota }) => `"${name}";q=${quota.tokens};w=${quota.seconds}`);
  const states = levels.map(({ name, remaining, fullIn }) => `"${name}";r=${remaining};t=${fullIn}`);
  return {
    'ratelimit-policy': policies.join(', '),
    ratelimit: states.join(', '),
    ...(retryAfter !== null && { 'retry-after': String(retryAfter) }),
  };
}
