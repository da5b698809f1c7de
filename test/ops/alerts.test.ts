/**
 * An alert's whole way: the real service, Prometheus, Alertmanager and the probe from outside with the files of
 * deploy/monitoring, and a webhook.
 * Time runs sixty times faster: minutes of the rules are seconds here. All else is as it is deployed.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type HttpStub, startHttpStub } from '../support/http-stub.ts';
import { freePorts } from '../support/ports.ts';
import { type ServerProcess, isServed, startServer } from '../support/server-process.ts';
import { type ServiceProcess, createKey, startService } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { ROOT, read } from '../tidy/project.ts';
import { has, run } from './deploy/tools.ts';

/** What Alertmanager sends. */
interface Notification {
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}
interface AlertmanagerConfig {
  route: { routes: { group_wait?: string }[] } & Record<string, unknown>;
  receivers: { name: string; webhook_configs: unknown[] }[];
}
interface PrometheusConfig {
  global: Record<string, string>;
  alerting: unknown;
  scrape_configs: Record<string, unknown>[];
}

/** Minutes become seconds, hours minutes. Names of rules, which have no bracket before them, stay. */
function faster(rules: string): string {
  return rules.replace(/(?<=\[|for: |offset )(\d+)([mhd])/g, (_, count: string, unit: string) => {
    const seconds = { m: 1, h: 60, d: 1440 }[unit as 'm' | 'h' | 'd'];
    return `${Number(count) * seconds}s`;
  });
}

describe('an alert', () => {
  const complete =
    has('prometheus', '--version', 'the way of an alert') &&
    has('prometheus-alertmanager', '--version', 'the way of an alert') &&
    has('prometheus-blackbox-exporter', '--version', 'the way of an alert') &&
    has('openssl', 'version', 'the way of an alert');
  if (!complete) return;
  let folder: string;
  let webhook: HttpStub;
  let service: ServiceProcess;
  let adminKey: string;
  let prometheus: ServerProcess;
  let alertmanager: ServerProcess;
  let probe: ServerProcess;
  let entrance: Server;
  const ENVIRONMENT = { LIMIT_MEMBER: 'analyse=1/60 read=1/60 manage=1/60 token=1/60' };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-alerts-'));
    const ports = await freePorts(6);
    const [servicePort, prometheusPort, alertmanagerPort, webhookPort, probePort, entrancePort] = ports as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    webhook = await startHttpStub(webhookPort, () => ({}));
    service = await startService({
      folder: join(folder, 'data'),
      port: servicePort,
      environment: ENVIRONMENT,
    });
    adminKey = service.firstKey!;
    alertmanager = await startAlertmanager(alertmanagerPort);
    probe = await startProbe(probePort);
    entrance = await startEntrance(entrancePort);
    prometheus = await startPrometheus(prometheusPort, { alertmanagerPort, probePort, entrancePort });
  });
  after(async () => {
    await prometheus.stop();
    await alertmanager.stop();
    await probe.stop();
    entrance.close();
    await service.stop();
    await webhook.stop();
    rmSync(folder, { recursive: true });
  });

  const startAlertmanager = async (port: number): Promise<ServerProcess> => {
    const config = parse(read('deploy/monitoring/alertmanager.yml')) as AlertmanagerConfig;
    Object.assign(config.route, { group_wait: '1s', group_interval: '2s' });
    for (const route of config.route.routes) route.group_wait = '1s';
    // Where the addresses are secrets, in files, Debian's Alertmanager is too old to read them.
    for (const receiver of config.receivers) {
      receiver.webhook_configs = [{ url: `${webhook.url}/${receiver.name}`, send_resolved: true }];
    }
    writeFileSync(join(folder, 'alertmanager.yml'), stringify(config));
    return startServer({
      command: 'prometheus-alertmanager',
      args: [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      ready: async () => isServed(`http://127.0.0.1:${port}/-/ready`),
    });
  };

  const startProbe = async (port: number): Promise<ServerProcess> =>
    startServer({
      command: 'prometheus-blackbox-exporter',
      args: [
        `--config.file=${join(ROOT, 'deploy/monitoring/blackbox.yml')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      ready: async () => isServed(`http://127.0.0.1:${port}/-/healthy`),
    });

  /** What the world sees: an answer over TLS, with a certificate that ends in two days. */
  const startEntrance = async (port: number): Promise<Server> => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
    ]);
    assert.equal(made.code, 0, made.text);
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, reply) =>
      reply.end('{}'),
    ).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };

  const startPrometheus = async (
    port: number,
    { alertmanagerPort, probePort, entrancePort }: Readonly<Record<string, number>>,
  ): Promise<ServerProcess> => {
    const text = read('deploy/monitoring/prometheus.yml')
      .replace('blackbox-exporter:9115', `127.0.0.1:${probePort}`)
      .replace('https://nginx/', `https://127.0.0.1:${entrancePort}/`);
    const config = parse(text) as PrometheusConfig;
    Object.assign(config.global, { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' });
    config.alerting = {
      alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }],
    };
    const [inside, outside] = config.scrape_configs as [{ job_name: string }, Record<string, unknown>];
    const target = { static_configs: [{ targets: [`127.0.0.1:${service.port}`] }] };
    config.scrape_configs = [{ job_name: inside.job_name, ...target }, outside];
    mkdirSync(join(folder, 'prometheus'));
    writeFileSync(join(folder, 'prometheus.yml'), stringify(config));
    writeFileSync(join(folder, 'rules.yml'), faster(read('deploy/monitoring/rules.yml')));
    return startServer({
      command: 'prometheus',
      args: [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      ready: async () => isServed(`http://127.0.0.1:${port}/-/ready`),
    });
  };

  /** The last that a receiver was told of an alert. */
  const told = (receiver: string, name: string): Notification['alerts'][number] | undefined =>
    webhook.received
      .filter(({ path }) => path === `/${receiver}`)
      .flatMap(({ body }) => (JSON.parse(body) as Notification).alerts)
      .findLast(({ labels }) => labels.alertname === name);

  it('about the limits fires while somebody storms, and resolves when they stop', async () => {
    const key = await createKey(service.url, adminKey, 'member');
    const answers: number[] = [];
    const storm = setInterval(() => {
      void fetch(`${service.url}/v1/quota`, { headers: { authorization: `Bearer ${key}` } }).then(
        ({ status }) => answers.push(status),
        () => undefined,
      );
    }, 100);
    await until('the alert', () => told('tickets', 'BigOLensRateLimits')?.status === 'firing');
    clearInterval(storm);
    assert.ok(answers.includes(429));
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
    const { annotations } = told('pager', 'BigOLensCertificate')!;
    assert.match(
      annotations.summary!,
      /^The certificate of https:\/\/127\.0\.0\.1:\d+\/health\/ready ends in 1d 23h/,
    );
  });

  it('about the entrance fires when nobody answers the world', async () => {
    entrance.close();
    entrance.closeAllConnections();
    await until('the alert', () => told('pager', 'BigOLensUnreachable')?.status === 'firing');
  });
});
