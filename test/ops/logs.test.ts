/** The service's log on its way to Elasticsearch by rsyslog. In place of Elasticsearch, which can't be had here, is a stub. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/ports.ts';
import { type HttpStub, type Received, startHttpStub } from '../support/http-stub.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { type ServiceProcess, startService } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { ROOT } from '../tidy/project.ts';
import { has } from './deploy/tools.ts';

interface Action {
  readonly create: { readonly _index: string; readonly _id: string };
}
type Line = Readonly<Record<string, unknown>>;

/** The documents that a `_bulk` request creates, by their identifiers. */
function documentsOf({ path, body }: Received): [string, Line][] {
  if (path !== '/_bulk') return [];
  const lines = body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
  return lines.flatMap((line, i) =>
    i % 2 === 1 ? [[(lines[i - 1] as Action).create._id, line as Line] as [string, Line]] : [],
  );
}

/** What Elasticsearch answers when it has taken everything. */
function takeAll(request: Received): unknown {
  const items = documentsOf(request).map(() => ({ create: { status: 201 } }));
  return request.path === '/_bulk' ? { took: 1, errors: false, items } : { status: 'green' };
}

describe('the log of the service', () => {
  if (!has('rsyslogd', '-v', 'how the log is shipped')) return;
  let folder: string;
  let log: string;
  let elasticsearch: HttpStub;
  let service: ServiceProcess;
  let rsyslog: ServerProcess;

  const documents = (): Map<string, Line> => new Map(elasticsearch.received.flatMap(documentsOf));
  const startRsyslog = async (): Promise<ServerProcess> => {
    const pidFile = join(folder, 'rsyslog.pid');
    rmSync(pidFile, { force: true });
    return startServer({
      command: 'rsyslogd',
      args: ['-n', '-f', join(ROOT, 'deploy/logs/rsyslog.conf'), '-i', pidFile],
      environment: {
        LOG_FILES: join(folder, '*.log'),
        ELASTICSEARCH_URL: elasticsearch.url,
        SPOOL_DIR: join(folder, 'spool'),
      },
      ready: async () => Promise.resolve(true),
    });
  };
  /** Requests with correlation ids of their own, which are returned. */
  const ask = async (count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => `log-${randomUUID()}`);
    for (const id of ids) {
      const answer = await fetch(`${service.url}/v1/languages`, { headers: { 'x-correlation-id': id } });
      assert.equal(answer.status, 200);
    }
    return ids;
  };
  const arrived = (ids: readonly string[]): boolean => {
    const there = new Set([...documents().values()].map(({ correlationId }) => correlationId));
    return ids.every((id) => there.has(id));
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'big-o-lens-logs-'));
    mkdirSync(join(folder, 'spool'));
    log = join(folder, 'service.log');
    elasticsearch = await startHttpStub(await freePort(), takeAll);
    service = await startService({ folder: join(folder, 'data'), log });
    rsyslog = await startRsyslog();
  });
  after(async () => {
    await rsyslog.stop();
    await service.stop();
    await elasticsearch.stop();
    rmSync(folder, { recursive: true });
  });

  it('arrives line by line, with the ids by which a caller’s answer is found', async () => {
    const ids = await ask(20);
    await until('the log', () => arrived(ids));
    const [line] = [...documents().values()].filter(({ correlationId }) => correlationId === ids[0]);
    assert.deepEqual(
      [line!.service, line!.method, line!.route, line!.status, line!.level],
      ['big-o-lens', 'GET', '/v1/languages', 200, 30],
    );
    const indices = elasticsearch.received
      .filter(({ path }) => path === '/_bulk')
      .map(({ body }) => (JSON.parse(body.split('\n')[0]!) as Action).create._index);
    assert.deepEqual([...new Set(indices)], ['logs-big-o-lens']);
  });

  it('has what a crashing process says, too', async () => {
    appendFileSync(log, 'FATAL ERROR: "heap" out of memory\n');
    const found = () =>
      [...documents().values()].find(({ msg }) => msg === 'FATAL ERROR: "heap" out of memory');
    await until('the text', () => found() !== undefined);
    assert.equal(found()!.level, 50);
  });

  it('waits on disk while Elasticsearch is away, whatever becomes of rsyslog, and arrives once', async () => {
    await elasticsearch.stop();
    const ids = await ask(30);
    // Killed in the middle of it: some lines wait in its queue, others have yet to be read.
    await until('the note that nobody answers', () => rsyslog.notes().includes('suspending'));
    await rsyslog.stop('SIGKILL');
    const later = await ask(5);
    rsyslog = await startRsyslog();
    await elasticsearch.start();
    await until('the log', () => arrived([...ids, ...later]));
    const counts = [...documents().values()].filter(({ correlationId }) =>
      ids.includes(String(correlationId)),
    );
    assert.equal(counts.length, ids.length);
  });
});
