import type { FastifyReply } from 'fastify';

/**
 * Gives a signal, always the same one, that is aborted once the caller has hung up before the answer was sent. (Fastify's own `request.signal` is aborted as soon as
 * the body has been read: that is when Node closes the request.)
 */
export function goneSignal({ raw }: FastifyReply): () => AbortSignal {
  let signal: AbortSignal | null = null;
  return () => (signal ??= watched(raw));
}

function watched(raw: FastifyReply['raw']): AbortSignal {
  const gone = new AbortController();
  const closed = () => {
    if (!raw.writableFinished) gone.abort();
  };
  if (raw.closed) closed();
  else raw.once('close', closed);
  return gone.signal;
}
