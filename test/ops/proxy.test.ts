/** nginx in front of the service: what it takes, what it passes on, what it refuses, what it writes down. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import * as http2 from 'node:http2';
import * as tls from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECURITY_HEADERS } from '../../api/http/security-headers.ts';
import {
  API_V1,
  HEADERS,
  PROBLEMS,
  type Problem,
  ROUTES_V1,
  UNVERSIONED,
} from '../../shared/protocol/service.ts';
import { type Fleet, PROGRAM, answeredBy, startFleet } from './fleet.ts';
import { type NginxServer, missingNginx, startNginx } from './nginx-server.ts';

const ANALYSES = API_V1 + ROUTES_V1.createAnalysis.path;
const TOKENS = API_V1 + ROUTES_V1.createToken.path;

describe('nginx in front of the service', () => {
  const missing = missingNginx();
  if (missing !== null) {
    it(`is not tested: ${missing}`, () => undefined);
    return;
  }
  let fleet: Fleet;
  let nginx: NginxServer;
  before(async () => {
    const LIMIT_ANONYMOUS = 'analyse=0/60 read=120/60 manage=0/60 token=5/3600';
    fleet = await startFleet({ count: 1, environment: { LIMIT_ANONYMOUS, LOG_LEVEL: 'info' } });
    nginx = await startNginx({ blue: fleet.ports });
  });
  after(async () => {
    await nginx.stop();
    await fleet.stop();
  });

  interface Got {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }
  const ask = async (path: string, options: AskOptions = {}, server = nginx): Promise<Got> => {
    const { method = 'GET', headers = {}, body } = options;
    return new Promise((resolve, reject) => {
      const outgoing = request(server.url + path, { method, headers, ca: server.ca }, (incoming) => {
        let text = '';
        incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode!, headers: incoming.headers, body: text }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };

  describe('over TLS', () => {
    const connect = async (options: tls.ConnectionOptions) => {
      const socket = tls.connect({ port: nginx.port, host: '127.0.0.1', ca: nginx.ca, ...options });
      try {
        await once(socket, 'secureConnect');
        return { protocol: socket.getProtocol(), cipher: socket.getCipher().name, alpn: socket.alpnProtocol };
      } finally {
        socket.destroy();
      }
    };

    it('takes versions 1.2 and 1.3 and none before', async () => {
      for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
        const { protocol } = await connect({ minVersion: version, maxVersion: version });
        assert.equal(protocol, version);
      }
      // Security level 0, or this side would refuse by itself.
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
      await assert.rejects(connect(old), /protocol version/i);
    });

    it('takes ciphers with authenticated encryption only', async () => {
      const { cipher } = await connect({ maxVersion: 'TLSv1.2' });
      assert.match(cipher, /^ECDHE-ECDSA-.*(GCM|POLY1305)/);
      const weak = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0' } as const;
      await assert.rejects(connect(weak), /handshake failure/i);
    });

    it('speaks HTTP/2', async () => {
      const session = http2.connect(nginx.url, { ca: nginx.ca });
      const stream = session.request({ ':path': UNVERSIONED.ready });
      const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
      assert.equal(headers[':status'], 200);
      stream.close();
      session.close();
    });

    it('sends callers without it there, method and body included', async () => {
      const answer = await fetch(nginx.plainUrl + ANALYSES, { method: 'POST', redirect: 'manual' });
      assert.equal(answer.status, 308);
      assert.match(answer.headers.get('location')!, new RegExp(`^https://.*${ANALYSES}$`));
    });
  });

  describe('passes on', () => {
    const lineOf = async (log: () => Readonly<Record<string, unknown>>[], id: string) => {
      for (let tries = 0; tries < 200; tries += 1) {
        const line = log().find(({ correlationId }) => correlationId === id);
        if (line !== undefined) return line;
        await sleep(50);
      }
      throw new Error(`no line of the log has ${id}`);
    };

    it('the identifier of a request, into its own log and the service’s', async () => {
      const trace = '0af7651916cd43dd8448eb211c80319c';
      const given: [Readonly<Record<string, string>>, string][] = [
        [{ [HEADERS.correlation]: 'order-66.a_b' }, 'order-66.a_b'],
        [{ traceparent: `00-${trace}-b7ad6b7169203331-01` }, trace],
      ];
      for (const [headers, id] of given) {
        const answer = await ask(ANALYSES, { headers: { ...headers, ...fleet.headers } });
        assert.equal(answer.headers[HEADERS.correlation], id);
        await lineOf(nginx.log, id);
        assert.equal((await lineOf(fleet.log, id)).route, ANALYSES);
      }
      const forged = await ask(ANALYSES, { headers: { [HEADERS.correlation]: 'a b"}', ...fleet.headers } });
      assert.match(String(forged.headers[HEADERS.correlation]), /^[\da-f]{32}$/);
    });

    it('the address of the caller, not what the caller says it is', async () => {
      const body = JSON.stringify({ grantType: 'key', key: 'bol_wrong' });
      const statuses: number[] = [];
      for (let i = 0; i < 8; i += 1) {
        const headers = {
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.0.${i}`,
          forwarded: `for=10.0.1.${i}`,
        };
        statuses.push((await ask(TOKENS, { method: 'POST', headers, body })).status);
      }
      assert.ok(statuses.includes(429), `each forged address had a limit of its own: ${statuses.join(', ')}`);
    });

    it('neither query nor headers nor bodies to its log', async () => {
      const id = 'logged-1';
      const secret = 'SECRET-IN-QUERY';
      await ask(`${ANALYSES}?cursor=${secret}`, { headers: { [HEADERS.correlation]: id, ...fleet.headers } });
      const line = await lineOf(nginx.log, id);
      assert.deepEqual(Object.keys(line), [
        ...['time', 'service', 'correlationId', 'client', 'method', 'path', 'protocol', 'tls'],
        ...['status', 'bytes', 'seconds', 'upstream', 'upstreamStatus', 'upstreamSeconds'],
      ]);
      assert.equal(line.path, ANALYSES);
      assert.doesNotMatch(JSON.stringify(nginx.log()), new RegExp(secret));
    });
  });

  describe('refuses', () => {
    /** As the service itself would. */
    const assertProblem = (got: Got, status: number, code: Problem['code']) => {
      assert.equal(got.status, status, got.body);
      const problem = JSON.parse(got.body) as Problem;
      assert.equal(problem.status, status);
      assert.equal(problem.code, code);
      assert.ok(code in PROBLEMS);
      assert.match(String(got.headers['content-type']), /^application\/problem\+json/);
      assert.equal(got.headers[HEADERS.correlation], problem.correlationId);
    };

    it('bodies that are too large, before the service sees any of them', async () => {
      const before = await answeredBy(fleet.replicas[0]!, ANALYSES);
      const body = JSON.stringify({ ...PROGRAM, code: 'x = 1\n'.repeat(200_000) });
      const headers = { 'content-type': 'application/json', ...fleet.headers };
      assertProblem(await ask(ANALYSES, { method: 'POST', headers, body }), 413, 'body-too-large');
      assert.equal(await answeredBy(fleet.replicas[0]!, ANALYSES), before);
    });

    it('headers that are too large, and paths that are not the public’s', async () => {
      assertProblem(await ask('/', { headers: { 'x-much': 'x'.repeat(20_000) } }), 400, 'malformed-request');
      assertProblem(await ask(UNVERSIONED.metrics), 404, 'not-found');
    });

    it('with the headers that the service sends with every answer, each once', async () => {
      for (const path of [UNVERSIONED.metrics, UNVERSIONED.ready]) {
        const { headers } = await ask(path);
        for (const [name, value] of Object.entries(SECURITY_HEADERS))
          assert.equal(headers[name], value, name);
        assert.doesNotMatch(String(headers.server), /\d/);
      }
    });

    it('requests that arrive too slowly', async () => {
      const before = await answeredBy(fleet.replicas[0]!);
      const head = `POST ${ANALYSES} HTTP/1.1\r\nHost: localhost\r\n`;
      const slow = [head, `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code"`];
      await Promise.all(slow.map(async (text) => untilClosed(text)));
      assert.equal(await answeredBy(fleet.replicas[0]!), before);
    });

    /** Sends a beginning and nothing more; resolves when the other side has had enough. */
    const untilClosed = async (text: string) => {
      const socket = tls.connect({ port: nginx.port, host: '127.0.0.1', ca: nginx.ca });
      socket.on('error', () => undefined);
      socket.write(text);
      socket.resume();
      await once(socket, 'close');
    };

    it('floods from one address', async () => {
      const guarded = await startNginx({ blue: fleet.ports, rate: 1 });
      try {
        // One a second, and 200 at once.
        const answers = await Promise.all(
          Array.from({ length: 90 }, async () => {
            const three: Got[] = [];
            for (let i = 0; i < 3; i += 1) three.push(await ask(UNVERSIONED.live, {}, guarded));
            return three;
          }),
        );
        const refused = answers.flat().filter(({ status }) => status === 429);
        const served = answers.flat().filter(({ status }) => status === 200);
        assert.equal(refused.length + served.length, 270);
        assert.ok(served.length >= 200, `only ${served.length} served`);
        assert.ok(refused.length > 0, 'nothing was refused');
        assertProblem(refused[0]!, 429, 'rate-limited');
        assert.equal(refused[0]!.headers['retry-after'], '1');
      } finally {
        await guarded.stop();
      }
    });

    it('all, as a problem, while no process answers', async () => {
      const alone = await startNginx({ blue: [1] });
      try {
        for (const headers of [{}, { [HEADERS.idempotency]: 'one' }]) {
          const got = await ask(ANALYSES, { method: 'POST', headers }, alone);
          assertProblem(got, 502, 'internal');
          assert.equal(got.headers['retry-after'], '1');
        }
      } finally {
        await alone.stop();
      }
    });
  });
});

interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
