/**
 * Writes Grafana's dashboard from the table below:
 *
 *   node scripts/dashboards.ts
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Panel {
  readonly title: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  /** Legend -> PromQL. */
  readonly queries: Readonly<Record<string, string>>;
  /** A line at this value. */
  readonly threshold?: number;
}

const REQUESTS = 'big_o_lens_http_request_duration_seconds';
const OURS = 'job="big-o-lens"';

const rate = (metric: string, by: string, labels = '', window = '5m'): string =>
  `sum by (${by}) (rate(${metric}{${[OURS, labels].filter((text) => text !== '').join(',')}}[${window}]))`;
const requests30d = (labels: string): string => rate(`${REQUESTS}_count`, 'job', labels, '30d');
const quantile = (q: number, metric: string, by = '', labels = ''): string =>
  `histogram_quantile(${q}, ${rate(`${metric}_bucket`, ['le', by].filter((text) => text !== '').join(', '), labels)})`;

/** Rows of panels, in their order. */
export const ROWS: Readonly<Record<string, readonly Panel[]>> = {
  Objectives: [
    {
      title: 'Error budget left of 30 days',
      unit: 'percentunit',
      queries: {
        left: `1 - ${requests30d('route=~"/v1/.*",status=~"5.."')} / ${requests30d('route=~"/v1/.*"')} / 0.001`,
      },
      threshold: 0,
    },
    {
      title: 'Requests that fail',
      unit: 'percentunit',
      queries: {
        '5 minutes': 'job:big_o_lens_errors:ratio_rate5m',
        '1 hour': 'job:big_o_lens_errors:ratio_rate1h',
      },
      threshold: 0.01,
    },
    {
      title: 'Time of an analysis',
      unit: 's',
      queries: {
        median: quantile(0.5, REQUESTS, '', 'route="/v1/analyses",method="POST"'),
        p95: 'job:big_o_lens_analysis_seconds:p95_5m',
        p99: quantile(0.99, REQUESTS, '', 'route="/v1/analyses",method="POST"'),
      },
      threshold: 0.2,
    },
  ],
  Traffic: [
    {
      title: 'Requests by route',
      unit: 'reqps',
      queries: { '{{method}} {{route}}': rate(`${REQUESTS}_count`, 'method, route') },
    },
    {
      title: 'Problems by code',
      unit: 'reqps',
      queries: { '{{code}}': rate('big_o_lens_problems_total', 'code') },
    },
    {
      title: 'Refused by a limit',
      unit: 'reqps',
      queries: { '{{role}}: {{class}}': rate('big_o_lens_rate_limit_hits_total', 'class, role') },
    },
  ],
  Analyses: [
    {
      title: 'Time on a thread, p95',
      unit: 's',
      queries: { '{{language}}': quantile(0.95, 'big_o_lens_analysis_duration_seconds', 'language') },
    },
    {
      title: 'What becomes of them',
      unit: 'ops',
      queries: { '{{outcome}}': rate('big_o_lens_analysis_duration_seconds_count', 'outcome') },
    },
    {
      title: 'Queue',
      unit: 'percentunit',
      queries: { '{{instance}}': 'big_o_lens_analysis_queue_length / big_o_lens_analysis_queue_limit' },
      threshold: 0.5,
    },
    {
      title: 'Threads that work',
      unit: 'percentunit',
      queries: { '{{instance}}': 'big_o_lens_analysis_threads_busy / big_o_lens_analysis_threads' },
    },
  ],
  Caches: [
    {
      title: 'Results from a cache',
      unit: 'percentunit',
      queries: { 'all tiers': 'job:big_o_lens_cache_hits:ratio_rate30m' },
    },
    {
      title: 'Looks by tier and outcome',
      unit: 'ops',
      queries: { '{{tier}}: {{outcome}}': rate('big_o_lens_cache_lookups_total', 'tier, outcome') },
    },
    {
      title: 'Parts that the service does without',
      unit: 'bool_on_off',
      queries: { '{{instance}}: {{part}}': 'big_o_lens_circuit_open' },
    },
    {
      title: 'Waiting for the store',
      unit: 'short',
      queries: { '{{instance}}': 'big_o_lens_spooled_analyses' },
    },
  ],
  Processes: [
    {
      title: 'Processor',
      unit: 'percentunit',
      queries: { '{{instance}}': `rate(process_cpu_seconds_total{${OURS}}[5m])` },
    },
    {
      title: 'Memory',
      unit: 'bytes',
      queries: { '{{instance}}': `process_resident_memory_bytes{${OURS}}` },
      threshold: 0.8 * 2 ** 30,
    },
    {
      title: 'Delay of the event loop, p99',
      unit: 's',
      queries: { '{{instance}}': `nodejs_eventloop_lag_p99_seconds{${OURS}}` },
      threshold: 0.1,
    },
    {
      title: 'Garbage collection',
      unit: 'percentunit',
      queries: { '{{instance}} {{kind}}': `rate(nodejs_gc_duration_seconds_sum{${OURS}}[5m])` },
    },
  ],
  'From outside': [
    {
      title: 'Answers',
      unit: 'bool_yes_no',
      queries: { '{{instance}}': 'probe_success{job="big-o-lens-outside"}' },
    },
    {
      title: 'Certificate ends in',
      unit: 's',
      queries: { '{{instance}}': 'probe_ssl_earliest_cert_expiry{job="big-o-lens-outside"} - time()' },
      threshold: 21 * 86_400,
    },
    {
      title: 'Pods by slot',
      unit: 'short',
      queries: { '{{big_o_lens_slot}}': `count by (big_o_lens_slot) (up{${OURS}})` },
    },
    {
      title: 'Versions that run',
      unit: 'short',
      queries: {
        '{{version}}, Node {{node}}': `count by (version, node) (big_o_lens_build_info{${OURS}})`,
      },
    },
  ],
};

const WIDTH = 24;
const HEIGHT = 8;
const SOURCE = { type: 'prometheus', uid: 'prometheus' };

/** The dashboard as Grafana reads it. */
export function dashboard(): object {
  const panels: object[] = [];
  let y = 0;
  for (const [title, row] of Object.entries(ROWS)) {
    panels.push({
      type: 'row',
      id: panels.length + 1,
      title,
      collapsed: false,
      gridPos: { h: 1, w: WIDTH, x: 0, y },
    });
    const w = WIDTH / row.length;
    row.forEach((panel, i) =>
      panels.push({
        id: panels.length + 1,
        gridPos: { h: HEIGHT, w, x: i * w, y: y + 1 },
        ...timeSeries(panel),
      }),
    );
    y += HEIGHT + 1;
  }
  return {
    uid: 'big-o-lens',
    title: 'Big-O Lens: the service',
    tags: ['big-o-lens'],
    schemaVersion: 39,
    editable: false,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    panels,
  };
}

function timeSeries({ title, unit, queries, threshold }: Panel): object {
  const steps = [
    { color: 'green', value: null },
    ...(threshold === undefined ? [] : [{ color: 'red', value: threshold }]),
  ];
  return {
    type: 'timeseries',
    title,
    datasource: SOURCE,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds: { mode: 'absolute', steps },
        custom: { thresholdsStyle: { mode: threshold === undefined ? 'off' : 'line' } },
      },
      overrides: [],
    },
    targets: Object.entries(queries).map(([legendFormat, expr], i) => {
      return { refId: String.fromCharCode(65 + i), datasource: SOURCE, expr, legendFormat };
    }),
  };
}

export const FILE = 'deploy/monitoring/dashboards/service.json';

export function dashboardText(): string {
  return `${JSON.stringify(dashboard(), null, 1)}\n`;
}

if (import.meta.main) {
  writeFileSync(join(resolve(import.meta.dirname, '..'), FILE), dashboardText());
}
