/** Every error as a problem: those of routes, of Fastify itself, of the store, and those that nobody foresaw. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../shared/protocol/service.ts';
import type { Parts } from '../parts.ts';
import { StoreUnavailable } from '../store/store.ts';
import { PROBLEM_TYPE, ProblemError, problemOf } from './problems.ts';

/** Seconds after which a store that was down may be back. */
const STORE_RETRY = 2;

export function handleErrors(
  app: FastifyInstance,
  { logger, metrics }: Pick<Parts, 'logger' | 'metrics'>,
): void {
  const answer = (error: ProblemError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    metrics.problem(error.code);
    const { retryAfterSeconds } = error.extras;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    return reply
      .code(error.status)
      .type(PROBLEM_TYPE)
      .serializer(JSON.stringify)
      .send(problemOf(error, request.url.split('?')[0]!, request.id));
  };
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
    if (problem.code === 'internal')
      logger.error({ err: error, correlationId: request.id }, 'a request failed');
    return answer(problem, request, reply);
  });
  const routes = routesOf(app);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!;
    const methods = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) {
      return answer(new ProblemError('not-found', 'There is no such route.'), request, reply);
    }
    const allowed = [...new Set(methods)].join(', ');
    reply.header('allow', allowed);
    return answer(new ProblemError('method-not-allowed', `This route has ${allowed}.`), request, reply);
  });
}

/** Every route that is registered from now on, so that a wrong method is told from a wrong path. */
function routesOf(app: FastifyInstance): readonly { readonly pattern: RegExp; readonly method: string }[] {
  const routes: { pattern: RegExp; method: string }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    // CORS answers OPTIONS of any path: that is no path by itself.
    if (url === '*') return;
    const pattern = new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`);
    for (const name of [method].flat()) routes.push({ pattern, method: name });
  });
  return routes;
}

/** What an error is to the caller. Of one that nobody foresaw the caller learns nothing but the correlation id. */
export function toProblem(error: FastifyError | ProblemError | Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreUnavailable) {
    return new ProblemError('store-unavailable', 'The store can’t be reached at the moment.', {
      retryAfterSeconds: STORE_RETRY,
    });
  }
  if ('validation' in error) {
    return new ProblemError('invalid-request', 'The request does not fit its schema; `errors` says where.', {
      errors: errorsOf(error),
    });
  }
  switch ('code' in error ? error.code : undefined) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('body-too-large', 'The body is larger than the service takes.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError('unsupported-media-type', 'Send the body as application/json.');
    case 'FST_CP_ERR_INVALID_CONTENT_ENCODING':
      return new ProblemError('unsupported-media-type', 'The body may be packed by gzip, deflate or br.');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ProblemError('malformed-request', 'The body is not JSON.');
    case 'FST_ERR_HANDLER_TIMEOUT':
      return new ProblemError('overloaded', 'The request took longer than it may.', { retryAfterSeconds: 1 });
    default:
      return 'statusCode' in error && error.statusCode === 400
        ? new ProblemError('malformed-request', error.message)
        : new ProblemError(
            'internal',
            'The service failed; the correlation id finds the reason in its logs.',
          );
  }
}

function errorsOf({ validation = [], validationContext }: FastifyError): Problem['errors'] {
  return validation.map(({ instancePath, message, params }) => ({
    pointer: `/${validationContext}${instancePath}`,
    message: [message ?? 'is wrong', allowed(params)].join(''),
  }));
}

/** Ajv names what is allowed, or too much, beside its message only. */
function allowed(params: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(params.allowedValues)) return `: ${params.allowedValues.join(', ')}`;
  if (typeof params.additionalProperty === 'string') return `: ${params.additionalProperty}`;
  return '';
}
