import type { FastifyReply } from 'fastify';

/**
 * Aborted once the caller has hung up before the answer was sent. (Fastify's own `request.signal` is aborted as soon as
 * the body has been read: that is when Node closes the request.)
 */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
