/** A whole service without a socket: the embedded store in a folder of its own, and a clock that tests set. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { type Assembly, assemble } from '../../../api/assemble.ts';
import { type Environment, readConfig } from '../../../api/config/config.ts';
import { createLocalLimiter } from '../../../api/limits/local.ts';
import { createRateLimiter } from '../../../api/limits/rate-limiter.ts';
import { createMetrics } from '../../../api/observe/metrics.ts';
import { observeRequests } from '../../../api/observe/requests.ts';
import { openSqliteStore } from '../../../api/store/sqlite/store.ts';
import type { Store } from '../../../api/store/store.ts';
import type { ProblemCode, Role, Scope } from '../../../shared/protocol/service.ts';
import { type TestAnalyzer, testAnalyzer } from './analyzer.ts';

export interface TestService {
  readonly app: FastifyInstance;
  readonly assembly: Assembly;
  readonly analyzer: TestAnalyzer;
  readonly folder: string;
  /** The first admin's key. */
  readonly adminKey: string;
  /** What was logged: objects of pino, parsed. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  /** Codes of problems that were counted. */
  readonly problems: readonly ProblemCode[];
  readonly announceEnd: () => void;
  readonly clock: { now: number };
  readonly send: (options: InjectOptions, bearer?: string) => Promise<LightMyRequestResponse>;
  /** A new key of an owner. */
  readonly keyOf: (owner: string, role?: Role, scopes?: readonly Scope[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface TestServiceOptions {
  readonly environment?: Environment;
  /** In place of the embedded store; it stays open when the service ends. */
  readonly store?: (folder: string) => Store;
  /** Of a service that ran before, and its key. */
  readonly continued?: { readonly folder: string; readonly adminKey: string };
  readonly clock?: { now: number };
}

/** A Saturday. */
const START = Date.UTC(2026, 0, 31, 12);

export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = options.continued?.folder ?? mkdtempSync(join(tmpdir(), 'big-o-lens-'));
  const config = readConfig({ DATA_DIR: folder, ...options.environment });
  const clock = options.clock ?? { now: START };
  const logs: Record<string, unknown>[] = [];
  const problems: ProblemCode[] = [];
  const analyzer = testAnalyzer();
  let adminKey = options.continued?.adminKey ?? '';
  // Without the censorship of the service's own: what is not to be logged should not get there at all.
  const logger = pino(
    { level: 'debug' },
    { write: (line) => void logs.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const metrics = createMetrics();
  const ending = new AbortController();

  const assembly = await assemble(config, {
    logger,
    metrics: {
      ...metrics,
      problem: (code) => {
        problems.push(code);
        metrics.problem(code);
      },
    },
    analyzer,
    limiter: createRateLimiter({
      limiter: createLocalLimiter(() => clock.now * 1000),
      allowances: {
        admin: config.LIMIT_ADMIN,
        member: config.LIMIT_MEMBER,
        service: config.LIMIT_SERVICE,
        anonymous: config.LIMIT_ANONYMOUS,
      },
      close: async () => Promise.resolve(),
    }),
    store: options.store?.(folder) ?? openSqliteStore(join(folder, 'store.sqlite')),
    ending: ending.signal,
    address: 'https://lens.example',
    now: () => clock.now,
    onFirstKey: (key) => {
      adminKey = key;
    },
  });
  const app = await createApp(assembly.parts, (scope) => observeRequests(scope, metrics, logger));
  await app.ready();

  const send: TestService['send'] = async (request, bearer) =>
    app.inject({
      ...request,
      headers: { ...request.headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
    });
  return {
    app,
    assembly,
    analyzer,
    folder,
    adminKey,
    logs,
    problems,
    announceEnd: () => ending.abort(),
    clock,
    send,
    keyOf: async (owner, role = 'member', scopes) => {
      const body = { name: `key of ${owner}`, owner, role, ...(scopes === undefined ? {} : { scopes }) };
      const response = await send({ method: 'POST', url: '/v1/keys', payload: body }, adminKey);
      if (response.statusCode !== 201) throw new Error(response.body);
      return response.json<{ key: string }>().key;
    },
    close: async () => {
      await app.close();
      await assembly.close();
      if (options.continued === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
