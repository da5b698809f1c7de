/** Calls to the service that end in time: with a value that fits its schema, or with the reason why there is none. */
import { randomUUID } from 'node:crypto';
import {
  API_V1,
  type AnalysisCreated,
  type AnalysisListItem,
  type AnalysisQuery,
  type AnalysisRequest,
  HEADERS,
  type Page,
  ROUTES_V1,
  type RouteV1,
} from '../protocol/service.ts';
import { valueOf } from './answers.ts';
import { type Check, isAnalysisCreated, isAnalysisPage } from './check.ts';
import type { Credentials } from './credentials.ts';
import { isRemoteFailure, tooSlow } from './failure.ts';
import { DeadlineError, within } from './guard.ts';
import type { CallOptions, Http, HttpRequest } from './http.ts';
import type { OutageGuard } from './outage.ts';
import { retried } from './retry.ts';

/** All calls throw RemoteFailure, or the reason of the caller's signal. */
export interface Remote {
  /** Sent again after a transient failure; it makes one analysis all the same. */
  readonly analyse: (request: AnalysisRequest, options: CallOptions) => Promise<AnalysisCreated>;
  /** Newest first. */
  readonly history: (query: AnalysisQuery, options: CallOptions) => Promise<Page<AnalysisListItem>>;
}

interface Call<T> extends Pick<HttpRequest, 'body' | 'query' | 'headers'> {
  readonly route: RouteV1;
  readonly check: Check<T>;
}

export function createRemote(http: Http, guard: OutageGuard, credentials: Credentials): Remote {
  const call = async <T>(what: Call<T>, options: CallOptions): Promise<T> => {
    const tries = retried(
      async (left) =>
        guard.run(async () => authorised(http, credentials, what, { ...options, deadline: left })),
      options.deadline,
    );
    return inTime(http, tries, options.deadline);
  };
  return {
    analyse: async (body, options) =>
      call(
        {
          route: 'createAnalysis',
          check: isAnalysisCreated,
          body,
          headers: { [HEADERS.idempotency]: randomUUID() },
        },
        options,
      ),
    history: async (query, options) => call({ route: 'listAnalyses', check: isAnalysisPage, query }, options),
  };
}

/** One try; a token that turns out to have expired is exchanged once. */
async function authorised<T>(
  http: Http,
  credentials: Credentials,
  { route, check, ...request }: Call<T>,
  { deadline, ...options }: CallOptions,
): Promise<T> {
  const end = performance.now() + deadline;
  const { method, path } = ROUTES_V1[route];
  const send = async (bearer: string): Promise<T> => {
    const answer = await http.send({
      ...request,
      ...options,
      deadline: end - performance.now(),
      method,
      path: API_V1 + path,
      headers: { ...request.headers, authorization: `Bearer ${bearer}` },
    });
    return valueOf(answer, check, http.host);
  };
  const bearer = await credentials.bearer();
  try {
    return await send(bearer);
  } catch (error) {
    if (!isRemoteFailure(error) || error.code !== 'token-expired') throw error;
    credentials.expired(bearer);
    return send(await credentials.bearer());
  }
}

/** Whatever a call waits for, its answer comes in time. */
async function inTime<T>({ host }: Http, work: Promise<T>, deadline: number): Promise<T> {
  try {
    return await within(deadline, work);
  } catch (error) {
    if (error instanceof DeadlineError) throw tooSlow(host);
    throw error;
  }
}
