/** Entity tags of reads: who has the answer already is told so, and sent nothing. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, onSendHookHandler } from 'fastify';

/** For every GET of this scope that answers 200 with text. The tag is weak: compression changes the bytes. */
export function tagReads(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    // A hook for all would be run for every answer that creates something, too. The tag is that of the text, so it is
    // made before the text is compressed.
    if (route.method === 'GET') route.onSend = [tagRead, ...[route.onSend ?? []].flat()];
  });
}

const tagRead: onSendHookHandler = (request, reply, payload, done) => {
  if (reply.statusCode !== 200 || typeof payload !== 'string') {
    done(null, payload);
    return;
  }
  const tag = `W/"${createHash('sha1').update(payload).digest('base64url')}"`;
  reply.header('etag', tag);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
  if (!matches(request.headers['if-none-match'], tag)) {
    done(null, payload);
    return;
  }
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  done(null, '');
};

function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return header.split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}
