/** Probes for whoever runs the service, and the public keys of its tokens. */
import type { FastifyInstance } from 'fastify';
import { UNVERSIONED } from '../../shared/protocol/service.ts';
import type { Parts } from '../parts.ts';
import { ProblemError } from './problems.ts';

/** Below what a token's key is published ahead of its use. */
const JWKS_SECONDS = 300;

export function addHealth(
  app: FastifyInstance,
  { signingKeys, store, ending }: Pick<Parts, 'signingKeys' | 'store' | 'ending'>,
): void {
  const ok = { status: 'ok' };

  // The process runs: nothing that it depends on is asked, or an outage elsewhere would restart it for nothing.
  app.get(UNVERSIONED.live, () => ok);
  // It listens, so whatever it needs to start is there.
  app.get(UNVERSIONED.startup, () => ok);
  // It takes requests. While the store is down it still does: results are returned and spooled.
  app.get(UNVERSIONED.ready, async () => {
    if (ending.aborted) throw new ProblemError('shutting-down', 'The service ends.');
    const reachable = await store.ping().then(
      () => true,
      () => false,
    );
    return { status: reachable ? 'ok' : 'degraded', store: reachable ? 'ok' : 'down' };
  });

  app.get(UNVERSIONED.jwks, (_request, reply) => {
    reply.header('cache-control', `public, max-age=${JWKS_SECONDS}`);
    return signingKeys.published();
  });
}
