/** The built service in a process of its own, and a caller with a key. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  API_V1,
  type KeyCreated,
  ROUTES_V1,
  type Role,
  type TokenAnswer,
  UNVERSIONED,
} from '../../shared/protocol/service.ts';
import { freePort } from './ports.ts';
import { type ServerProcess, isServed, startServer } from './server-process.ts';

const SERVICE = resolve(import.meta.dirname, '../../dist/service.js');

/** Nothing is switched off, but the limits are out of the way. */
export const UNLIMITED = 'analyse=900000000/60 read=900000000/60 manage=900000000/60 token=900000000/60';

export interface ServiceOptions {
  /** Of the data; several processes may share one. */
  readonly folder: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** A file for its log. Default: it is dropped. */
  readonly log?: string;
}

export interface ServiceProcess extends ServerProcess {
  /** "http://127.0.0.1:8080" */
  readonly url: string;
  readonly port: number;
  /** The first admin's key, if this start made it: then the folder had no store yet. */
  readonly firstKey: string | null;
}

/** Starts the service as built (`npm run build`) and waits until it is ready. */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const { folder, environment, log, port = await freePort() } = options;
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: [SERVICE],
    environment: { DATA_DIR: folder, PORT: String(port), LIMIT_SERVICE: UNLIMITED, ...environment },
    ...(log !== undefined && { log }),
    ready: async () => isServed(url + UNVERSIONED.ready),
  });
  return { ...server, url, port, firstKey: /\bbol_[\w-]+/.exec(server.notes())?.[0] ?? null };
}

export interface OwnService extends ServiceProcess {
  /** The address of `POST /analyses`. */
  readonly analyses: string;
  /** With an access token of the role `service`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts the service on an empty folder, which goes when it stops, with a caller whom no limit hinders. */
export async function startOwnService(
  environment: Readonly<Record<string, string>> = {},
): Promise<OwnService> {
  const folder = await mkdtemp(join(tmpdir(), 'big-o-lens-service-'));
  const service = await startService({ folder, environment });
  const key = await createKey(service.url, service.firstKey!, 'service');
  const exchange = { grantType: 'key', key };
  const { accessToken } = await post<TokenAnswer>(
    service.url + API_V1 + ROUTES_V1.createToken.path,
    exchange,
  );
  return {
    ...service,
    analyses: service.url + API_V1 + ROUTES_V1.createAnalysis.path,
    headers: { authorization: `Bearer ${accessToken}` },
    stop: async (signal) => {
      await service.stop(signal);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The text of a new key, made with an admin's. */
export async function createKey(url: string, adminKey: string, role: Role): Promise<string> {
  const request = { name: `a ${role} of tests`, role };
  const { key } = await post<KeyCreated>(url + API_V1 + ROUTES_V1.createKey.path, request, adminKey);
  return key;
}

/** Posts JSON. @throws Error with the answer if it is no success */
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
