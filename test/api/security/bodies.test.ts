/** Requests that are made to be expensive: too large, too deep, too slow for a pattern, or pointing elsewhere. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { correlationOf } from '../../../api/http/correlation.ts';
import { PROBLEMS, type Problem, type ProblemCode, UNVERSIONED } from '../../../shared/protocol/service.ts';
import { type TestService, startTestService } from '../support/service.ts';

const BODY_LIMIT_KB = 64;
const GENEROUS = 'analyse=9999/60 read=9999/60 manage=9999/60 token=9999/60';

/** A hostile request may cost this much more than the same one without malice takes on a slow machine. */
const PATIENCE_MS = 1500;

let service: TestService;
let key: string;
before(async () => {
  service = await startTestService({
    environment: {
      BODY_LIMIT_KB: String(BODY_LIMIT_KB),
      REQUEST_TIMEOUT_MS: '1000',
      LIMIT_MEMBER: GENEROUS,
      LIMIT_ANONYMOUS: GENEROUS,
    },
  });
  key = await service.keyOf('ada');
});
after(async () => service.close());

const json = { 'content-type': 'application/json' };
const post = async (payload: string | Buffer, headers: Readonly<Record<string, string>> = json) =>
  service.send({ method: 'POST', url: '/v1/analyses', payload, headers }, key);

async function withinPatience<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  const took = performance.now() - begin;
  assert.ok(took < PATIENCE_MS, `${what} took ${Math.round(took)} ms`);
  return result;
}

let port: number;
before(async () => {
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = service.app.server.address() as AddressInfo);
});

/** All that the service answers to bytes as they are, until it ends the connection or says nothing for a while. */
async function raw(text: string, patience = 300): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1').setTimeout(patience);
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  socket.on('timeout', () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return answer;
}

describe('bodies that are too much', () => {
  it('are refused by their length, stated or not', async () => {
    const code = 'x'.repeat(BODY_LIMIT_KB * 1024);
    const payload = JSON.stringify({ code, language: 'python' });
    assert.equal((await post(payload)).statusCode, 413);
    assert.equal((await post(payload, { ...json, 'transfer-encoding': 'chunked' })).statusCode, 413);
  });

  it('are unpacked no further than the limit, however small they come', async () => {
    const good = gzipSync(JSON.stringify({ code: 'x = 1', language: 'python' }));
    const packed = { ...json, 'content-encoding': 'gzip' };
    assert.equal((await post(good, packed)).statusCode, 201);
    // 50 MB in 49 kB: under the limit as it comes.
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    const before = process.memoryUsage().rss;
    const { statusCode } = await withinPatience('a bomb', async () => post(bomb, packed));
    assert.equal(statusCode, 413);
    assert.ok(process.memoryUsage().rss - before < 40_000_000);
    assert.equal((await post(good, { ...json, 'content-encoding': 'zip' })).statusCode, 415);
    assert.equal((await post(good.subarray(0, 20), packed)).statusCode, 400);
  });

  it('are refused however deep or wide they are', async () => {
    const half = (BODY_LIMIT_KB * 1024) / 2 - 100;
    const texts = {
      'nested arrays': '['.repeat(half) + ']'.repeat(half),
      'nested objects': '{"a":'.repeat(half / 5) + '1' + '}'.repeat(half / 5),
      'never closed': '['.repeat(half),
      'many keys': `{${Array.from({ length: 5000 }, (_, i) => `"k${i}":1`).join(',')}}`,
      'one key many times': `{${'"code":"x",'.repeat(4000)}"language":"python"}`.replace('"language"', '"l"'),
      'a number without end': `{"code": ${'9'.repeat(half)}, "language": "python"}`,
    };
    for (const [what, text] of Object.entries(texts)) {
      const { statusCode } = await withinPatience(what, async () => post(text));
      assert.equal(statusCode, 400, what);
    }
  });

  it('of batches are refused beyond a hundred', async () => {
    const items = Array.from({ length: 101 }, () => ({ code: 'x', language: 'python' }));
    const url = '/v1/analyses/batch';
    assert.equal((await service.send({ method: 'POST', url, payload: { items } }, key)).statusCode, 400);
  });
});

describe('texts that patterns are slow at', () => {
  const LONG = 15_000;

  it('cost little in a header', async () => {
    const headers: Readonly<Record<string, string>>[] = [
      { authorization: `Bearer${' '.repeat(LONG)}` },
      { authorization: `Bearer ${'a.'.repeat(LONG / 2)}` },
      { authorization: `Bearer bol_${'_'.repeat(LONG)}` },
      { 'x-correlation-id': `${'a-'.repeat(LONG / 2)}!` },
      { traceparent: `00-${'0'.repeat(LONG)}` },
      { 'idempotency-key': '!'.repeat(LONG) },
      { origin: `https://${'a.'.repeat(LONG / 2)}` },
      { 'accept-encoding': 'gzip;q=0,'.repeat(LONG / 9) },
      { 'if-none-match': '"a",'.repeat(LONG / 4) },
    ];
    for (const given of headers) {
      const what = Object.keys(given)[0]!;
      const { statusCode } = await withinPatience(what, async () =>
        service.app.inject({ url: '/v1/quota', headers: given }),
      );
      assert.equal(statusCode, 401, what);
    }
    assert.equal(correlationOf({ 'x-correlation-id': 'a'.repeat(129) }).length, 36);
  });

  it('cost little in a query', async () => {
    for (const field of ['owner', 'problem', 'language', 'cursor', 'from']) {
      for (const text of [
        'a'.repeat(LONG),
        '@.'.repeat(LONG / 2),
        '1'.repeat(LONG),
        '2026-01-01T'.repeat(1000),
      ]) {
        const url = `/v1/analyses?${field}=${encodeURIComponent(text)}`;
        const { statusCode } = await withinPatience(field, async () => service.send({ url }, key));
        assert.ok([400, 403].includes(statusCode), `${field}: ${statusCode}`);
      }
    }
  });

  it('cost little in the head of a program, where problems are read from', async () => {
    const heads = [
      `# @lc app=leetcode id=${'1'.repeat(LONG)} lang=${'p'.repeat(LONG)}`,
      `# [${'1'.repeat(LONG)}] ${'a '.repeat(LONG / 2)}`,
      `# https://leetcode.com/problems/${'-'.repeat(LONG)}`,
      `# Constraints:\n# ${'1 <= '.repeat(LONG / 5)}`,
      `# ${'10^'.repeat(LONG / 3)} <= n <= ${'10^'.repeat(LONG / 3)}`,
      `#${' '.repeat(LONG)}x`,
      '#\n'.repeat(LONG / 2),
    ];
    for (const [i, head] of heads.entries()) {
      const { statusCode } = await withinPatience(`head ${i}`, async () =>
        post(JSON.stringify({ code: `${head}\nx = 1`, language: 'python' })),
      );
      assert.equal(statusCode, 201, `head ${i}`);
    }
  });
});

describe('paths to elsewhere', () => {
  const TARGETS = ['etc/passwd', 'package.json', 'encryption-key.json', 'store.sqlite'];
  const STEPS = [
    '../',
    '..%2f',
    '%2e%2e/',
    '%2e%2e%2f',
    '..%5c',
    '....//',
    '..;/',
    '%252e%252e%252f',
    '..%c0%af',
  ];

  it('lead nowhere, as they are on the wire', async () => {
    const get = async (path: string) => raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.match(await get(UNVERSIONED.live), /^HTTP\/1\.1 200 /);
    for (const base of ['/', '/v1/docs/', '/v1/analyses/', '/.well-known/', '/health/']) {
      for (const step of STEPS) {
        for (const target of TARGETS) {
          const path = base + step.repeat(6) + target;
          const text = await get(path);
          assert.match(text, /^HTTP\/1\.1 (?:400|401|404) /, path);
          assert.doesNotMatch(text, /root:|"dependencies"|SQLite format|"key"/, path);
        }
      }
    }
  });

  it('are not taken from the name of a file', async () => {
    for (const fileName of ['../../etc/passwd', '/etc/passwd', '..\\x.py', 'a\u0000.py']) {
      const payload = JSON.stringify({ code: 'x = 1', language: 'python', fileName });
      assert.equal((await post(payload)).statusCode, 400, fileName);
    }
  });
});

describe('a request hidden in another', () => {
  const HIDDEN = 'GET /v1/languages HTTP/1.1\r\nHost: x\r\n\r\n';
  /** Headers that leave open, or make two readers disagree on, where a body ends. */
  const AMBIGUOUS: Readonly<Record<string, string>> = {
    'two lengths': `Content-Length: 0\r\nContent-Length: ${HIDDEN.length}`,
    'a length and chunks': `Content-Length: ${HIDDEN.length + 5}\r\nTransfer-Encoding: chunked`,
    'chunks, misspelt': `Transfer-Encoding: xchunked\r\nContent-Length: 5`,
    'chunks that are not last': 'Transfer-Encoding: chunked, identity',
    'a space before the colon': 'Transfer-Encoding : chunked',
    'a folded line': 'X-A: b\r\n Content-Length: 5',
    'a line feed alone': 'X-A: b\nContent-Length: 5',
    'a negative length': 'Content-Length: -1',
    'a length that is a sum': 'Content-Length: 0+5',
    'a carriage return in a name': 'X-A\rContent-Length: 5',
  };

  for (const [what, headers] of Object.entries(AMBIGUOUS)) {
    it(`by ${what} is not answered`, async () => {
      const begin = 'POST /v1/tokens/revoke HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
      const answer = await raw(`${begin}${headers}\r\n\r\n0\r\n\r\n${HIDDEN}`);
      assert.doesNotMatch(answer, /"python"/);
      assert.match(answer, /^HTTP\/1\.1 4\d\d /);
      assert.equal(answer.match(/^HTTP\/1\.1 /gm)!.length, 1);
    });
  }

  it('is answered when it is none: two requests, one after the other', async () => {
    const answer = await raw(HIDDEN + HIDDEN);
    assert.equal(answer.match(/HTTP\/1\.1 200 /g)?.length, 2);
  });
});

describe('what never becomes a request is answered with a problem, and the connection ends', () => {
  const BEGIN = 'POST /v1/analyses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  const UNREAD: readonly [what: string, text: string, code: ProblemCode][] = [
    ['a head that does not end', BEGIN, 'request-timeout'],
    [
      'a body that does not end',
      `${BEGIN}Authorization: KEY\r\nContent-Length: 9\r\n\r\n{`,
      'request-timeout',
    ],
    ['a head that is too large', `${BEGIN}X-A: ${'a'.repeat(20_000)}\r\n\r\n`, 'headers-too-large'],
    ['no HTTP', 'hello\r\n\r\n', 'malformed-request'],
  ];
  for (const [what, text, code] of UNREAD) {
    it(what, async () => {
      const before = service.problems.length;
      const answer = await raw(text.replace('KEY', `Bearer ${key}`), 10_000);
      const [head, body] = answer.split('\r\n\r\n') as [string, string];
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${PROBLEMS[code].status} `));
      assert.match(head, /^content-type: application\/problem\+json/m);
      assert.match(head, /^connection: close/m);
      const problem = JSON.parse(body) as Problem;
      assert.deepEqual([problem.code, problem.status], [code, PROBLEMS[code].status]);
      assert.match(head, new RegExp(`^x-correlation-id: ${problem.correlationId}`, 'm'));
      assert.ok(service.problems.slice(before).includes(code));
    });
  }
});
