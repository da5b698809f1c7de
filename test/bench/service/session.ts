/** The service in a process of its own, with a key to use it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  API_V1,
  type KeyCreated,
  ROUTES_V1,
  type TokenAnswer,
  UNVERSIONED,
} from '../../../shared/protocol/service.ts';
import { type Server, start } from './process.ts';

/** As built. */
const SERVICE = resolve(import.meta.dirname, '../../../dist/service.js');
const BARE = resolve(import.meta.dirname, 'bare.ts');

/** What every measurement runs with: nothing is switched off, but the limits are out of the way. */
const UNLIMITED = 'analyse=900000000/60 read=900000000/60 manage=900000000/60 token=900000000/60';

export interface ServiceProcess extends Server {
  /** The address of `POST /analyses`. */
  readonly analyses: string;
  /** With an access token. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts the service on an empty folder, which goes when it stops. */
export async function startService(
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-bench-'));
  const port = await freePort();
  const settings = { DATA_DIR: folder, PORT: String(port), LIMIT_SERVICE: UNLIMITED, ...environment };
  const server = await start([SERVICE], settings, { port, ready: UNVERSIONED.ready });
  const admin = /\bbol_[\w-]+/.exec(server.notes())?.[0];
  if (admin === undefined) throw new Error(`the service printed no key:\n${server.notes()}`);
  const request = { name: 'bench', role: 'service' };
  const { key } = await post<KeyCreated>(server.url + API_V1 + ROUTES_V1.createKey.path, request, admin);
  const exchange = { grantType: 'key', key };
  const { accessToken } = await post<TokenAnswer>(server.url + API_V1 + ROUTES_V1.createToken.path, exchange);
  return {
    ...server,
    analyses: server.url + API_V1 + ROUTES_V1.createAnalysis.path,
    headers: { authorization: `Bearer ${accessToken}` },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the bare route, which answers what the file says. */
export async function startBare(answerFile: string): Promise<Server> {
  const port = await freePort();
  return start([BARE, String(port), answerFile], {}, { port, ready: UNVERSIONED.ready });
}

export async function post<T>(url: string, body: object, bearer?: string): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
