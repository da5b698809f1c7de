/** What is measured and logged of every request, and the page that Prometheus reads. */
import type {} from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { UNVERSIONED } from '../../shared/protocol/service.ts';
import type { ServiceMetrics } from './metrics.ts';

/** Paths that nobody has: one name for all, or a scan of addresses would fill the metrics. */
const NO_ROUTE = 'none';

/** Asked for every few seconds by machines: logged for those who look closely only. */
const QUIET: ReadonlySet<string> = new Set(Object.values(UNVERSIONED));

/** A request's line in the log has its route, never its path, query, headers or body. */
export function observeRequests(
  app: FastifyInstance,
  metrics: Pick<ServiceMetrics, 'answered' | 'text' | 'contentType'>,
  logger: Logger,
): void {
  // These lines have no field that would have to be looked through for secrets, which costs more than to write them.
  const lines = logger.child({}, { level: 'trace', redact: [] });
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? NO_ROUTE;
    const status = reply.statusCode;
    const milliseconds = reply.elapsedTime;
    metrics.answered(method, route, status, milliseconds / 1000);
    const level = QUIET.has(route) ? 'debug' : 'info';
    if (logger.isLevelEnabled(level)) {
      const ms = Math.round(milliseconds * 10) / 10;
      lines[level]({ correlationId: request.id, method, route, status, ms }, 'answered');
    }
    done();
  });

  app.get(UNVERSIONED.metrics, { schema: { hide: true } }, async (_, reply) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).send(text);
  });
}
