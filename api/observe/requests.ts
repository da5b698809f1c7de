/** What is measured and logged of every request, and the page that Prometheus reads. */
import type {} from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UNVERSIONED } from '../../shared/protocol/service.ts';
import type { Logger } from '../ports.ts';
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
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? NO_ROUTE;
    const status = reply.statusCode;
    const milliseconds = reply.elapsedTime;
    metrics.answered(method, route, status, milliseconds / 1000);
    const fields = {
      correlationId: request.id,
      method,
      route,
      status,
      ms: Math.round(milliseconds * 10) / 10,
    };
    if (QUIET.has(route)) logger.debug(fields, 'answered');
    else logger.info(fields, 'answered');
    done();
  });

  app.get(UNVERSIONED.metrics, { schema: { hide: true } }, async (_, reply) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).send(text);
  });
}
