/** A stand-in for the remote service, which answers as a test wants: well, badly, late or never. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import {
  API_V1,
  type AnalysisCreated,
  type AnalysisListItem,
  type Page,
  type Problem,
  type ProblemCode,
  PROBLEMS,
  ROUTES_V1,
  type RouteV1,
  type TokenAnswer,
} from '../../shared/protocol/service.ts';
import type { SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import { type HttpStub, type Received, startHttpHandler } from './http-stub.ts';
import { freePort } from './ports.ts';

export interface StubAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is; all else as JSON. */
  readonly body?: unknown;
  /** Milliseconds until it answers; `Infinity`: never. */
  readonly after?: number;
  /** The connection breaks instead. */
  readonly breaks?: boolean;
}

export type Answering = (request: Received) => StubAnswer;

export interface ServiceStub extends HttpStub {
  /** How it answers from now on. */
  readonly answer: (how: Answering) => void;
  /** The requests of a route, in their order. */
  readonly asked: (route: RouteV1) => readonly Received[];
}

/** A stub on a free port of this machine. */
export async function startServiceStub(first: Answering): Promise<ServiceStub> {
  let answering = first;
  const stub = await startHttpHandler(await freePort(), (request, reply) => {
    send(answering(request), reply);
  });
  return {
    ...stub,
    answer: (how) => {
      answering = how;
    },
    asked: (route) => stub.received.filter((request) => isOf(route, request)),
  };
}

/** Whether a request is one of a route without parts that vary. */
export function isOf(route: RouteV1, { method, path }: Received): boolean {
  const { method: its, path: where } = ROUTES_V1[route];
  return method === its && path.split('?')[0] === API_V1 + where;
}

function send(
  { status = 200, headers = {}, body, after = 0, breaks = false }: StubAnswer,
  reply: ServerResponse,
): void {
  if (after === Infinity) return;
  setTimeout(() => {
    if (breaks) {
      reply.socket?.destroy();
      return;
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
    reply
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(status === 204 ? '' : text);
  }, after);
}

/** Answers with an error as the service does. */
export function problem(code: ProblemCode, headers: Readonly<Record<string, string>> = {}): StubAnswer {
  const { status, title } = PROBLEMS[code];
  const body: Problem = {
    type: `https://example.org/problems#${code}`,
    title,
    status,
    detail: `${title}.`,
    instance: '/',
    code,
    correlationId: 'stub-1',
  };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'x-correlation-id': 'stub-1', ...headers },
    body,
  };
}

/** Answers that an analysis has been made. */
export function created(result: SolutionAnalysis): StubAnswer {
  const body: AnalysisCreated = { id: null, createdAt: '2026-01-31T12:00:00.000Z', kept: 'nothing', result };
  return { status: 201, body };
}

export function page(items: readonly AnalysisListItem[]): StubAnswer {
  return { body: { items, next: null } satisfies Page<AnalysisListItem> };
}

/** New tokens, different ones each time. */
export function tokens(expiresIn = 900): StubAnswer & { readonly body: TokenAnswer } {
  return {
    body: {
      accessToken: `access-${randomUUID()}`,
      tokenType: 'Bearer',
      expiresIn,
      refreshToken: `refresh-${randomUUID()}`,
      refreshExpiresIn: 86_400,
      owner: 'ada',
      role: 'member',
      scopes: ['analyses:read', 'analyses:write'],
    },
  };
}
