/** The nginx of deploy/nginx in front of processes on loopback, with a certificate made for it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from '../support/ports.ts';
import { linesOf } from '../support/json-lines.ts';
import { type ServerProcess, missingProgram, startServer } from '../support/server-process.ts';

const CONFIGURATION = resolve(import.meta.dirname, '../../deploy/nginx');

export type Colour = 'blue' | 'green';

export interface NginxOptions {
  /** The ports of the processes of each colour; blue has the traffic first. */
  readonly blue: readonly number[];
  readonly green?: readonly number[];
  /** Requests a second of one address. Default: so many that it limits nobody. */
  readonly rate?: number;
}

export interface NginxServer extends ServerProcess {
  /** "https://127.0.0.1:8443" */
  readonly url: string;
  /** Where callers without TLS are sent away. */
  readonly plainUrl: string;
  readonly port: number;
  /** The certificate that it shows, in PEM. */
  readonly ca: string;
  /** Holds site/ and what nginx writes. */
  readonly folder: string;
  readonly configuration: string;
  /** Lines of the access log so far. */
  readonly log: () => Readonly<Record<string, unknown>>[];
}

/** Why there is no nginx to test with; null if there is. */
export function missingNginx(): string | null {
  return missingProgram('nginx', 'nginx') ?? missingProgram('openssl', 'openssl');
}

export async function startNginx({ blue, green = [], rate = 100_000 }: NginxOptions): Promise<NginxServer> {
  const folder = mkdtempSync(join(tmpdir(), 'big-o-lens-nginx-'));
  // Its workers run as somebody else where it is started by root.
  chmodSync(folder, 0o755);
  cpSync(CONFIGURATION, folder, { recursive: true });
  const site = join(folder, 'site');
  mkdirSync(site);
  const [port, plainPort] = (await freePorts(2)) as [number, number];
  const upstream = (ports: readonly number[]) =>
    ports.map((p) => `server 127.0.0.1:${p} max_fails=2 fail_timeout=2s;\n`).join('');
  const files = {
    'listen.conf': `listen 127.0.0.1:${port} ssl http2;\nserver_name localhost;\n`,
    'plain.conf': `listen 127.0.0.1:${plainPort};\n`,
    'limits.conf':
      `limit_req_zone $binary_remote_addr zone=requests:1m rate=${rate}r/s;\n` +
      'limit_conn_zone $binary_remote_addr zone=connections:1m;\n',
    'blue.conf': upstream(blue),
    'green.conf': upstream(green),
    'active.conf': 'include site/blue.conf;\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(site, name), text);
  const ca = makeCertificate(site);
  const configuration = join(folder, 'nginx.conf');
  const server = await startServer({
    command: 'nginx',
    args: ['-p', `${folder}/`, '-c', configuration],
    ready: async () => acceptsConnections(port),
  });
  return {
    ...server,
    url: `https://127.0.0.1:${port}`,
    plainUrl: `http://127.0.0.1:${plainPort}`,
    port,
    ca,
    folder,
    configuration,
    log: () => linesOf(join(folder, 'access.log')),
    // SIGQUIT lets requests under way end.
    stop: async (signal = 'SIGQUIT') => {
      await server.stop(signal);
      rmSync(folder, { recursive: true });
    },
  };
}

/** For the loopback address, good for two days. */
function makeCertificate(folder: string): string {
  const file = join(folder, 'tls.crt');
  const request = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', join(folder, 'tls.key'), '-out', file];
  execFileSync('openssl', ['req', ...request, ...names, ...files], { stdio: 'pipe' });
  return readFileSync(file, 'utf8');
}

async function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
