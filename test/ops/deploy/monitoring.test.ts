/** Rules, runbooks and dashboards speak of what the service really has. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { createMetrics } from '../../../api/observe/metrics.ts';
import { FILE, ROWS, dashboardText } from '../../../scripts/dashboards.ts';
import { API_V1, ROUTES_V1 } from '../../../shared/protocol/service.ts';
import { ROOT, read } from '../../tidy/project.ts';
import { ALL_RULES, RULES, matchersOf, metricsOf } from './rules.ts';
import { has, run } from './tools.ts';

const MONITORING = join(ROOT, 'deploy/monitoring');
const RUNBOOKS = 'docs/runbooks';

/** Metrics of others: Prometheus itself and the probe from outside. */
const FROM_OTHERS = ['up', 'ALERTS', 'probe_success', 'probe_ssl_earliest_cert_expiry'];

/** What the labels of a matcher may say, where the code knows all their values. */
const LABEL_VALUES: Readonly<Record<string, RegExp>> = {
  route: new RegExp(
    `^(?:${[`${API_V1}/\\.\\*`, ...Object.values(ROUTES_V1).map(({ path }) => API_V1 + path)].join('|')})$`,
  ),
  method: /^(?:GET|POST|PUT|PATCH|DELETE)$/,
  tier: /^(?:memory|redis|disk)$/,
  outcome: /^(?:hit|miss|bypass)$/,
  job: /^big-o-lens(?:-outside)?$/,
};

/** Every name that the service's page of metrics has, those of histograms' parts too. */
async function exposed(): Promise<Set<string>> {
  const metrics = createMetrics();
  metrics.watchPool({ waiting: () => 0, running: () => 0 }, { threads: 1, queueLimit: 1 });
  const types = [...(await metrics.text()).matchAll(/^# TYPE (\S+) (\w+)$/gm)];
  return new Set(
    types.flatMap(([, name, type]) =>
      type === 'histogram' || type === 'summary'
        ? [`${name}_bucket`, `${name}_sum`, `${name}_count`]
        : [name!],
    ),
  );
}

describe('the rules and the dashboard', () => {
  const recorded = ALL_RULES.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const expressions = [
    ...ALL_RULES.map(({ expr }) => expr),
    ...Object.values(ROWS).flatMap((row) => row.flatMap(({ queries }) => Object.values(queries))),
  ];

  it('name only metrics that the service exposes or a rule records', async () => {
    const known = new Set([...(await exposed()), ...recorded, ...FROM_OTHERS]);
    const unknown = expressions.flatMap(metricsOf).filter((name) => !known.has(name));
    assert.deepEqual(unknown, []);
  });

  it('ask for routes, tiers and outcomes that there are', () => {
    const wrong = expressions
      .flatMap(matchersOf)
      .filter(([label, value]) => LABEL_VALUES[label]?.test(value) === false);
    assert.deepEqual(wrong, []);
  });

  it('leave out no metric of ours', async () => {
    const used = new Set(expressions.flatMap(metricsOf));
    const ours = [...(await exposed())].filter((name) =>
      /^big_o_lens_.*(?<!_sum|_bucket|_count)$/.test(name),
    );
    assert.deepEqual(
      ours.filter((name) => !used.has(name)),
      [],
    );
  });

  it('are as scripts/dashboards.ts writes them', () => {
    assert.equal(read(FILE), dashboardText());
  });
});

describe('alerts', () => {
  const alerts = ALL_RULES.filter(({ alert }) => alert !== undefined);
  const pages = readdirSync(join(ROOT, RUNBOOKS)).filter((file) => file !== 'README.md');

  it('page or ticket, and say in a sentence what is wrong', () => {
    for (const { labels, annotations } of alerts) {
      assert.match(labels?.severity ?? '', /^(?:page|ticket)$/);
      assert.ok((annotations?.summary.length ?? 0) > 20);
    }
  });

  it('have a page each, and every page has its alert and its three parts', () => {
    const urls = alerts.map(({ annotations }) => annotations!.runbook_url);
    const files = urls.map((url) => url.replace('https://github.com/big-o-lens/big-o-lens/blob/main/', ''));
    assert.deepEqual(
      files.filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
    assert.deepEqual([...new Set(files)].sort(), pages.map((page) => `${RUNBOOKS}/${page}`).sort());
    const index = read(`${RUNBOOKS}/README.md`);
    alerts.forEach(({ alert }, i) => {
      const text = read(files[i]!);
      assert.ok(text.includes(`Alert: \`${alert}\``), files[i]);
      assert.deepEqual(
        [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title),
        ['Meaning', 'First look', 'Mitigation'],
      );
      assert.ok(index.includes(`\`${alert}\``) && index.includes(`(${files[i]!.split('/').at(-1)})`), alert);
    });
  });

  it('have pages whose links lead somewhere', () => {
    for (const page of pages) {
      for (const [, target] of read(`${RUNBOOKS}/${page}`).matchAll(/\]\((?!https:)([^)#]+)/g)) {
        assert.ok(existsSync(join(ROOT, RUNBOOKS, target!)), `${page}: ${target}`);
      }
    }
  });

  it('have pages whose queries name metrics that there are', async () => {
    const known = await exposed();
    for (const page of pages) {
      for (const [name] of read(`${RUNBOOKS}/${page}`).matchAll(/\b(?:big_o_lens|nodejs|process)_\w+/g)) {
        assert.ok(known.has(name), `${page}: ${name}`);
      }
    }
  });

  it('fire before a pod reaches its limit of memory', () => {
    const deployment = parse(read('deploy/kubernetes/base/slot/deployment.yaml')) as {
      spec: { template: { spec: { containers: [{ resources: { limits: { memory: string } } }] } } };
    };
    assert.equal(deployment.spec.template.spec.containers[0].resources.limits.memory, '1Gi');
    const { expr } = alerts.find(({ alert }) => alert === 'BigOLensMemory')!;
    assert.match(expr, /> 0\.8 \* 1024 \* 1024 \* 1024$/);
  });
});

describe('the rules of a cluster', () => {
  /** UPDATE_RULES=1 writes it. */
  it('are those of deploy/monitoring', () => {
    const file = join(ROOT, 'deploy/kubernetes/base/rules.yaml');
    const object = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'big-o-lens' },
      spec: RULES,
    };
    if (process.env.UPDATE_RULES !== undefined) {
      writeFileSync(
        file,
        `# Written from deploy/monitoring/rules.yml: UPDATE_RULES=1.\n${stringify(object, { aliasDuplicateObjects: false, singleQuote: true, lineWidth: 0 })}`,
      );
    }
    assert.deepEqual(parse(readFileSync(file, 'utf8')), object);
  });
});

describe('Prometheus’s own tools', () => {
  if (has('promtool', '--version', 'what Prometheus says of its files')) {
    it('take the configuration', () => {
      const { code, text } = run('promtool', ['check', 'config', 'prometheus.yml'], { cwd: MONITORING });
      assert.equal(code, 0, text);
    });

    it('see every alert fire when it has to, and end', function () {
      this.timeout(120_000);
      const files = readdirSync(MONITORING).filter((file) => file.endsWith('.test.yml'));
      const { code, text } = run('promtool', ['test', 'rules', ...files], { cwd: MONITORING });
      assert.equal(code, 0, text);
      const tested = files.map((file) => readFileSync(join(MONITORING, file), 'utf8')).join('');
      for (const { alert } of ALL_RULES) {
        if (alert !== undefined)
          assert.match(tested, new RegExp(`alertname: ${alert}\\n +exp_alerts:\\n`), alert);
      }
    });
  }
});
