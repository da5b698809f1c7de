/** Before a route runs: who sent the request, whether they may, and whether they have not sent too many. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteClass, Scope } from '../../shared/protocol/service.ts';
import { type Principal, type Reach, reachOf } from '../auth/permissions.ts';
import type { Parts } from '../parts.ts';
import type { Caller, LimitDecision } from '../ports.ts';
import { ProblemError } from './problems.ts';

/** What a route asks of its caller. */
export interface Access {
  /** `nobody`: no key is needed; `anybody`: any key will do. */
  readonly needs: Scope | 'anybody' | 'nobody';
  readonly limit: RouteClass;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent on probes and documentation, which are open and unlimited. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Null on routes that need nobody. */
    principal: Principal | null;
  }
}

type AccessParts = Pick<Parts, 'authenticator' | 'limiter' | 'metrics'>;

/** The hook that does all of it. */
export function accessHook(
  parts: AccessParts,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const access = request.routeOptions.config.access;
    if (access === undefined) return;
    if (access.needs === 'nobody') {
      await spend(parts, anonymous(request), access.limit, 1, reply);
      return;
    }
    const principal = await authenticate(parts, request, reply);
    request.principal = principal;
    if (access.needs !== 'anybody' && reachOf(principal, access.needs) === null) {
      throw new ProblemError('forbidden', `This needs a key with the scope ${access.needs}.`);
    }
    await spend(parts, callerOf(principal), access.limit, 1, reply);
  };
}

/** Whoever tries keys is slowed down by their address. */
async function authenticate(
  parts: AccessParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal> {
  try {
    return await parts.authenticator.authenticate(request.headers.authorization);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      await spend(parts, anonymous(request), 'token', 1, reply);
      reply.header('www-authenticate', 'Bearer realm="big-o-lens"');
    }
    throw error;
  }
}

/** Takes `cost` requests of the caller's share, and says in the headers what is left. @throws ProblemError */
export async function spend(
  { limiter, metrics }: Pick<AccessParts, 'limiter' | 'metrics'>,
  caller: Caller,
  routes: RouteClass,
  cost: number,
  reply: FastifyReply,
): Promise<void> {
  const decision = await limiter.take(caller, routes, cost);
  reply.headers(limitHeaders(decision));
  if (decision.allowed) return;
  metrics.limitHit(routes, caller.role);
  throw new ProblemError(
    'rate-limited',
    `The limit of ${decision.limit} requests in ${decision.windowSeconds} seconds is used up.`,
    { retryAfterSeconds: decision.retryAfterSeconds },
  );
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
function limitHeaders({ class: name, limit, remaining, windowSeconds, resetSeconds }: LimitDecision): {
  ratelimit: string;
  'ratelimit-policy': string;
} {
  return {
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
    'ratelimit-policy': `"${name}";q=${limit};w=${windowSeconds}`,
  };
}

export function callerOf({ owner, keyId, role }: Principal): Caller {
  return { subject: owner, keyId, role };
}

function anonymous({ ip }: FastifyRequest): Caller {
  return { subject: ip, keyId: null, role: 'anonymous' };
}

/** The caller of a route that needs somebody. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error('The route has no access rule that asks for a caller.');
  return request.principal;
}

/** Whose things the caller means: their own, or those of the owner that they name and may name. @throws ProblemError */
export function ownerFor(principal: Principal, scope: Scope, named: string | undefined): string {
  if (named === undefined || named === principal.owner) return principal.owner;
  if (reachOf(principal, scope) === 'any') return named;
  throw new ProblemError('forbidden', 'Only an admin or a service may name another owner.');
}

/** In whose things the caller may look: null for everybody's. */
export function ownerWithin(principal: Principal, scope: Scope): string | null {
  const reach: Reach | null = reachOf(principal, scope);
  return reach === 'any' ? null : principal.owner;
}
