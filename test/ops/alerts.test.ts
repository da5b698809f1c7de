/** An alert's whole way: the real service, the probe from outside, Prometheus, Alertmanager, and a webhook. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpStub, startHttpStub } from '../support/http-stub.ts';
import { freePort } from '../support/ports.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { type ServiceProcess, createKey, startService } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { has, run } from './deploy/tools.ts';
import { startAlertmanager, startProbe, startPrometheus } from './monitoring-servers.ts';

/** What Alertmanager sends. */
interface Notification {
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

const PROGRAMS = ['prometheus', 'prometheus-alertmanager', 'prometheus-blackbox-exporter'];

/** A member may ask once a minute: the second request is one too many. */
const ENVIRONMENT = { LIMIT_MEMBER: 'analyse=1/60 read=1/60 manage=1/60 token=1/60' };

describe('an alert', () => {
  if (!PROGRAMS.every((program) => has(program, '--version', 'the way of an alert'))) return;
  let folder: string;
  let webhook: HttpStub;
  let service: ServiceProcess;
  let adminKey: string;
  let entrance: Server;
  const others: ServerProcess[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-alerts-'));
    webhook = await startHttpStub(await freePort(), () => ({}));
    service = await startService({ folder: join(folder, 'data'), environment: ENVIRONMENT });
    adminKey = service.firstKey!;
    const ports = {
      service: service.port,
      alertmanager: await freePort(),
      probe: 0,
      entrance: await freePort(),
    };
    entrance = await startEntrance(folder, ports.entrance);
    others.push(await startAlertmanager(folder, ports.alertmanager, webhook.url));
    ports.probe = await freePort();
    others.push(await startProbe(ports.probe));
    others.push(await startPrometheus(folder, await freePort(), ports));
  });
  after(async () => {
    for (const server of others.reverse()) await server.stop();
    entrance.close();
    await service.stop();
    await webhook.stop();
    rmSync(folder, { recursive: true });
  });

  /** The last that a receiver was told of an alert. */
  const told = (receiver: string, name: string): Notification['alerts'][number] | undefined =>
    webhook.received
      .filter(({ path }) => path === `/${receiver}`)
      .flatMap(({ body }) => (JSON.parse(body) as Notification).alerts)
      .findLast(({ labels }) => labels.alertname === name);

  it('about the limits fires while somebody storms, and resolves when they stop', async () => {
    const key = await createKey(service.url, adminKey, 'member');
    const statuses = new Set<number>();
    const storm = setInterval(() => {
      void fetch(`${service.url}/v1/quota`, { headers: { authorization: `Bearer ${key}` } }).then(
        ({ status }) => statuses.add(status),
        () => undefined,
      );
    }, 100);
    await until('the alert', () => told('tickets', 'BigOLensRateLimits')?.status === 'firing');
    clearInterval(storm);
    assert.ok(statuses.has(429));
    const { labels, annotations } = told('tickets', 'BigOLensRateLimits')!;
    assert.deepEqual([labels.job, labels.severity], ['big-o-lens', 'ticket']);
    assert.match(annotations.summary!, /^\d+(?:\.\d+)?% of requests are refused by limits$/);
    assert.match(annotations.runbook_url!, /docs\/runbooks\/rate-limits\.md$/);
    await until('the end', () => told('tickets', 'BigOLensRateLimits')?.status === 'resolved');
  });

  it('about a process fires when it is killed, and resolves when it is back', async () => {
    await service.stop('SIGKILL');
    await until('the alert', () => told('tickets', 'BigOLensDown')?.status === 'firing');
    const { port } = service;
    service = await startService({ folder: join(folder, 'data'), port, environment: ENVIRONMENT });
    await until('the end', () => told('tickets', 'BigOLensDown')?.status === 'resolved');
    assert.equal(told('pager', 'BigOLensDown'), undefined);
  });

  it('about the certificate reaches the pager before it ends', async () => {
    await until('the alert', () => told('pager', 'BigOLensCertificate')?.status === 'firing');
    const { summary } = told('pager', 'BigOLensCertificate')!.annotations;
    assert.match(summary!, /^The certificate of https:\/\/127\.0\.0\.1:\d+\/health\/ready ends in 1d 23h/);
  });

  it('about the entrance fires when nobody answers the world', async () => {
    entrance.close();
    entrance.closeAllConnections();
    await until('the alert', () => told('pager', 'BigOLensUnreachable')?.status === 'firing');
  });
});

/** What the world sees: an answer over TLS, with a certificate that ends in two days. */
async function startEntrance(folder: string, port: number): Promise<Server> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
  ]);
  assert.equal(made.code, 0, made.text);
  const identity = { key: readFileSync(key), cert: readFileSync(cert) };
  const server = createServer(identity, (_, reply) => reply.end('{}')).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
