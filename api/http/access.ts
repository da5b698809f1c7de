/** Before a route runs: who sent the request, whether they may, and whether they have not sent too many. */
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { RouteClass, Scope } from '../../shared/protocol/service.ts';
import { type Principal, type Reach, reachOf } from '../auth/permissions.ts';
import type { Parts } from '../parts.ts';
import type { Caller, LimitDecision } from '../ports.ts';
import { type Soon, after } from '../soon.ts';
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

/**
 * The hook that does all of it: in the same turn if it can, since a body that arrives before somebody reads it has to be
 * put aside.
 */
export function accessHook(parts: AccessParts): onRequestHookHandler {
  return (request, reply, done) => {
    try {
      const admitted = admit(parts, request, reply);
      if (admitted instanceof Promise) admitted.then(() => done(), done);
      else done();
    } catch (error) {
      done(error as Error);
    }
  };
}

/** @throws ProblemError, at once or later */
function admit(parts: AccessParts, request: FastifyRequest, reply: FastifyReply): Soon<void> {
  const access = request.routeOptions.config.access;
  if (access === undefined) return;
  if (access.needs === 'nobody') return spend(parts, anonymous(request), access.limit, 1, reply);
  const { needs, limit } = access;
  return after(authenticate(parts, request, reply), (principal) => {
    request.principal = principal;
    if (needs !== 'anybody' && reachOf(principal, needs) === null) {
      throw new ProblemError('forbidden', `This needs a key with the scope ${needs}.`);
    }
    return spend(parts, callerOf(principal), limit, 1, reply);
  });
}

/** Whoever tries keys is slowed down by their address. */
function authenticate(parts: AccessParts, request: FastifyRequest, reply: FastifyReply): Soon<Principal> {
  const refuse = async (error: unknown): Promise<never> => {
    if (error instanceof ProblemError && error.status === 401) {
      await spend(parts, anonymous(request), 'token', 1, reply);
      reply.header('www-authenticate', 'Bearer realm="big-o-lens"');
    }
    throw error;
  };
  try {
    const found = parts.authenticator.authenticate(request.headers.authorization);
    return found instanceof Promise ? found.catch(refuse) : found;
  } catch (error) {
    return refuse(error);
  }
}

/** Takes `cost` requests of the caller's share, and says in the headers what is left. @throws ProblemError, at once or later */
export function spend(
  { limiter, metrics }: Pick<AccessParts, 'limiter' | 'metrics'>,
  caller: Caller,
  routes: RouteClass,
  cost: number,
  reply: FastifyReply,
): Soon<void> {
  return after(limiter.take(caller, routes, cost), (decision) => {
    reply.headers(limitHeaders(decision));
    if (decision.allowed) return;
    metrics.limitHit(routes, caller.role);
    throw new ProblemError(
      'rate-limited',
      `The limit of ${decision.limit} requests in ${decision.windowSeconds} seconds is used up.`,
      { retryAfterSeconds: decision.retryAfterSeconds },
    );
  });
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

const callers = new WeakMap<Principal, Caller>();

/** Always the same one for the same principal. */
export function callerOf(principal: Principal): Caller {
  let caller = callers.get(principal);
  if (caller === undefined) {
    const { owner, keyId, role } = principal;
    callers.set(principal, (caller = { subject: owner, keyId, role }));
  }
  return caller;
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
