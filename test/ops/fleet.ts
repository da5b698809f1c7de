/** Several processes of the service that share a store, as replicas do. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  API_V1,
  type AnalysisRequest,
  HEADERS,
  ROUTES_V1,
  UNVERSIONED,
} from '../../shared/protocol/service.ts';
import { type Answer, type Next, isServed, statuses } from '../support/load.ts';
import { linesOf } from '../support/json-lines.ts';
import { freePorts } from '../support/ports.ts';
import { type ServiceProcess, createKey, startService } from '../support/service-process.ts';

export interface FleetOptions {
  readonly count: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Fleet {
  readonly ports: readonly number[];
  /** In the order of the ports; one that was killed stays until it is restarted. */
  readonly replicas: readonly ServiceProcess[];
  /** The store's folder. */
  readonly folder: string;
  readonly adminKey: string;
  /** Of a key of the role `service`, good at all of them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends one in good order, if it runs, and starts it again at its port. */
  readonly restart: (number: number) => Promise<void>;
  /** Lines of all their logs. */
  readonly log: () => Readonly<Record<string, unknown>>[];
  readonly stop: () => Promise<void>;
}

export async function startFleet({ count, environment = {} }: FleetOptions): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-fleet-'));
  const ports = await freePorts(count);
  const log = join(folder, 'log.jsonl');
  const settings = {
    // Of tokens that all of them take.
    PUBLIC_URL: 'https://localhost',
    TRUST_PROXY: '127.0.0.1',
    WORKERS: '1',
    ...environment,
  };
  const launch = async (port: number) => startService({ folder, port, log, environment: settings });
  // The first makes the store that the others open.
  const replicas = [await launch(ports[0]!)];
  replicas.push(...(await Promise.all(ports.slice(1).map(launch))));
  const adminKey = replicas[0]!.firstKey!;
  const key = await createKey(replicas[0]!.url, adminKey, 'service');
  return {
    ports,
    replicas,
    folder,
    adminKey,
    headers: { authorization: `Bearer ${key}` },
    restart: async (number) => {
      if (replicas[number]!.isRunning()) await replicas[number]!.stop();
      replicas[number] = await launch(ports[number]!);
    },
    log: () => linesOf(log),
    stop: async () => {
      await Promise.all(replicas.map(async (replica) => replica.isRunning() && replica.stop()));
      rmSync(folder, { recursive: true });
    },
  };
}

export const PROGRAM: AnalysisRequest = {
  code: 'def total(nums):\n    s = 0\n    for x in nums:\n        s += x\n    return s\n',
  language: 'python',
  keep: 'summary',
};

/**
 * What clients do, all of it safe to repeat: three reads, then an analysis that is kept, with a key of its own.
 * @param series tells the requests of one load from those of another
 */
export function mixed(url: string, headers: Readonly<Record<string, string>>, series: string): Next {
  const body = JSON.stringify(PROGRAM);
  return (number) => {
    if (number % 4 !== 3)
      return { method: 'GET', url: `${url}${API_V1}${ROUTES_V1.listAnalyses.path}?limit=5`, headers };
    return {
      method: 'POST',
      url: `${url}${API_V1}${ROUTES_V1.createAnalysis.path}`,
      headers: {
        ...headers,
        'content-type': 'application/json',
        [HEADERS.idempotency]: `${series}-${number}`,
      },
      body,
    };
  };
}

/** Requests that a process has answered, without those for probes and metrics; by route where one is named. */
export async function answeredBy(replica: ServiceProcess, route?: string): Promise<number> {
  const text = await (await fetch(replica.url + UNVERSIONED.metrics)).text();
  const quiet = new Set<string>(Object.values(UNVERSIONED));
  return [...text.matchAll(/^big_o_lens_http_request_duration_seconds_count\{(.*)\} (\d+)$/gm)]
    .filter(([, labels]) => {
      const found = /route="([^"]*)"/.exec(labels!)![1]!;
      return route === undefined ? !quiet.has(found) : found === route;
    })
    .reduce((sum, [, , count]) => sum + Number(count), 0);
}

/** @throws AssertionError with the first answer that is no success */
export function assertServed(answers: readonly Answer[]): void {
  const failed = answers.find((answer) => !isServed(answer));
  assert.equal(failed, undefined, `of ${answers.length}: ${statuses(answers)}; ${JSON.stringify(failed)}`);
}
