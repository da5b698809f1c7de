/** The HTTP application: what holds for every request, then the versions of the API. Listening is up to `main.ts`. */
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { API_V1, HEADERS, ROUTES_V1 } from '../shared/protocol/service.ts';
import { accessHook } from './http/access.ts';
import { correlationOf } from './http/correlation.ts';
import { handleErrors } from './http/errors.ts';
import { addHealth } from './http/health.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { answerUnread } from './http/unread.ts';
import type { Parts } from './parts.ts';
import { v1 } from './v1/v1.ts';

/** Smaller answers are sent as they are. */
const COMPRESS_FROM = 1024;

/** Requests that take too long to arrive are looked for so often; Node's own half a minute would add to their time. */
const CHECK_EVERY_MS = 1000;

/** @param observe adds what measures every request */
export async function createApp(
  parts: Parts,
  observe: (app: FastifyInstance) => void = () => undefined,
): Promise<FastifyInstance> {
  const { config } = parts;
  const app = Fastify({
    loggerInstance: childless(parts.logger),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => correlationOf(request.headers),
    trustProxy: config.TRUST_PROXY.length === 0 ? false : [...config.TRUST_PROXY],
    bodyLimit: config.BODY_LIMIT_KB * 1024,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    // Fastify sets it once the server is made, and then Node does not count it for bodies.
    http: { requestTimeout: config.REQUEST_TIMEOUT_MS, connectionsCheckingInterval: CHECK_EVERY_MS },
    clientErrorHandler: answerUnread(parts),
    // What still comes over connections that are kept alive is answered, and told that the connection ends.
    return503OnClosing: false,
  });
  app.decorateRequest('principal', null);
  handleErrors(app, parts);

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header(HEADERS.correlation, request.id);
    done();
  });
  if (config.CORS_ORIGINS.length > 0) {
    await app.register(cors, {
      origin: [...config.CORS_ORIGINS],
      methods: [...new Set(Object.values(ROUTES_V1).map(({ method }) => method))],
      exposedHeaders: [
        'etag',
        'location',
        'ratelimit',
        'ratelimit-policy',
        'retry-after',
        HEADERS.correlation,
      ],
    });
  }
  await app.register(compress, { threshold: COMPRESS_FROM, encodings: ['br', 'gzip'] });
  app.addHook('onRequest', accessHook(parts));

  observe(app);
  addHealth(app, parts);
  await app.register(v1, { prefix: API_V1, parts });
  return app;
}

/** One logger for all requests: one for each would cost more than its one line, which has the correlation id anyhow. */
function childless(logger: FastifyBaseLogger): FastifyBaseLogger {
  const shared = Object.create(logger) as FastifyBaseLogger;
  shared.child = () => shared;
  return shared;
}
