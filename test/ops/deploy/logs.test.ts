/** What Elasticsearch, Filebeat and Logstash would be told. None of them is here: these are checks of the files. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { parse } from 'yaml';
import { createLogger } from '../../../api/observe/logger.ts';
import { read } from '../../tidy/project.ts';

const LOGS = 'deploy/logs';

interface Template {
  readonly index_patterns: readonly string[];
  readonly template: {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly mappings: { readonly properties: Readonly<Record<string, object>> };
  };
}
const template = JSON.parse(read(`${LOGS}/elasticsearch/index-template.json`)) as Template;

describe('the log in Elasticsearch', () => {
  it('is mapped field by field, as the service writes it', () => {
    const sink = new PassThrough();
    const logger = createLogger({ level: 'info', destination: sink });
    logger.error({ err: new Error('x'), correlationId: 'a', part: 'redis' }, 'failed');
    // The line of a request: api/observe/requests.ts.
    logger.info({ correlationId: 'a', method: 'GET', route: '/', status: 200, ms: 1 }, 'answered');
    const lines = (sink.read() as Buffer).toString().trim().split('\n');
    const fields = lines.flatMap((line) => Object.keys(JSON.parse(line) as object));
    const { properties } = template.template.mappings;
    // The pipeline turns `time` into `@timestamp`.
    assert.deepEqual(
      fields.filter((field) => !(field in properties) && field !== 'time'),
      [],
    );
    assert.ok(fields.includes('time') && read(`${LOGS}/elasticsearch/pipeline.json`).includes('UNIX_MS'));
  });

  it('goes where template, pipeline and life-cycle are for it, by either way', () => {
    const name = 'logs-big-o-lens';
    assert.deepEqual(template.index_patterns, [`${name}*`]);
    assert.ok(read(`${LOGS}/rsyslog.conf`).includes(`searchIndex="${name}"`));
    assert.ok(read(`${LOGS}/logstash.conf`).includes(`index => "${name}"`));
    const { settings } = template.template;
    const applied = read(`${LOGS}/apply.sh`);
    assert.ok(applied.includes(`_ilm/policy/${String(settings['index.lifecycle.name'])}`));
    assert.ok(applied.includes(`_ingest/pipeline/${String(settings['index.default_pipeline'])}`));
  });

  it('is deleted after thirty days', () => {
    const { policy } = JSON.parse(read(`${LOGS}/elasticsearch/lifecycle.json`)) as {
      policy: { phases: Record<string, { min_age?: string; actions: object }> };
    };
    assert.deepEqual(Object.keys(policy.phases), ['hot', 'warm', 'delete']);
    assert.deepEqual([policy.phases.delete!.min_age, policy.phases.delete!.actions], ['30d', { delete: {} }]);
  });

  it('waits on disk and is encrypted on its way with Filebeat, too', () => {
    const filebeat = parse(read(`${LOGS}/filebeat.yml`)) as Record<string, unknown>;
    assert.deepEqual(filebeat['queue.disk'], { max_size: '1GB' });
    assert.equal((filebeat['output.logstash'] as Record<string, unknown>)['ssl.enabled'], true);
    assert.equal(filebeat['setup.ilm.enabled'], false);
    assert.match(read(`${LOGS}/logstash.conf`), /ssl_enabled => true/);
  });

  it('loses the same secrets again in Logstash as in the service', () => {
    const logger = read('api/observe/logger.ts');
    const secrets = /const SECRET = \[(.*)\];/.exec(logger)![1]!.match(/\w+/g)!;
    const removed = /remove_field => \[(.*)\]/.exec(read(`${LOGS}/logstash.conf`))![1]!.match(/\w+/g)!;
    assert.deepEqual(removed, secrets);
  });
});
