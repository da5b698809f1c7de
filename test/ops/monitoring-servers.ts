/**
 * Prometheus, Alertmanager and the probe from outside, with the files of deploy/monitoring, as they are deployed but for
 * addresses and time: that runs sixty times faster, so minutes of the rules are seconds.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type ServerProcess, isServed, startServer } from '../support/server-process.ts';
import { ROOT, read } from '../tidy/project.ts';

interface AlertmanagerConfig {
  readonly route: { readonly routes: { group_wait?: string }[] };
  readonly receivers: { readonly name: string; webhook_configs: unknown[] }[];
}
interface PrometheusConfig {
  readonly global: object;
  alerting: unknown;
  scrape_configs: readonly [{ readonly job_name: string }, object];
}

/** @param webhook Each receiver's notifications go to its name below this address. */
export async function startAlertmanager(
  folder: string,
  port: number,
  webhook: string,
): Promise<ServerProcess> {
  const config = parse(read('deploy/monitoring/alertmanager.yml')) as AlertmanagerConfig;
  Object.assign(config.route, { group_wait: '1s', group_interval: '2s' });
  for (const route of config.route.routes) route.group_wait = '1s';
  // The addresses are secrets, in files; Debian's Alertmanager is too old to read them there.
  for (const receiver of config.receivers) {
    receiver.webhook_configs = [{ url: `${webhook}/${receiver.name}`, send_resolved: true }];
  }
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, stringify(config));
  return startServer({
    command: 'prometheus-alertmanager',
    args: [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    ready: async () => isServed(`http://127.0.0.1:${port}/-/ready`),
  });
}

export async function startProbe(port: number): Promise<ServerProcess> {
  return startServer({
    command: 'prometheus-blackbox-exporter',
    args: [
      `--config.file=${join(ROOT, 'deploy/monitoring/blackbox.yml')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    ready: async () => isServed(`http://127.0.0.1:${port}/-/healthy`),
  });
}

/** Where on the loopback address what Prometheus speaks to is. */
export interface Ports {
  readonly service: number;
  readonly alertmanager: number;
  readonly probe: number;
  /** What the probe looks at, by TLS. */
  readonly entrance: number;
}

export async function startPrometheus(folder: string, port: number, ports: Ports): Promise<ServerProcess> {
  const text = read('deploy/monitoring/prometheus.yml')
    .replace('blackbox-exporter:9115', `127.0.0.1:${ports.probe}`)
    .replace('https://nginx/', `https://127.0.0.1:${ports.entrance}/`);
  const config = parse(text) as PrometheusConfig;
  Object.assign(config.global, { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' });
  config.alerting = { alertmanagers: [targets(ports.alertmanager)] };
  const [inside, outside] = config.scrape_configs;
  config.scrape_configs = [{ job_name: inside.job_name, ...targets(ports.service) }, outside];
  const file = join(folder, 'prometheus.yml');
  mkdirSync(join(folder, 'prometheus'));
  writeFileSync(file, stringify(config));
  writeFileSync(join(folder, 'rules.yml'), faster(read('deploy/monitoring/rules.yml')));
  return startServer({
    command: 'prometheus',
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    ready: async () => isServed(`http://127.0.0.1:${port}/-/ready`),
  });
}

function targets(port: number): object {
  return { static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
}

/** Minutes become seconds, hours minutes. Names of rules, which have no bracket before them, stay. */
function faster(rules: string): string {
  return rules.replace(/(?<=\[|for: |offset )(\d+)([mhd])/g, (_, count: string, unit: string) => {
    const seconds = { m: 1, h: 60, d: 1440 }[unit as 'm' | 'h' | 'd'];
    return `${Number(count) * seconds}s`;
  });
}
