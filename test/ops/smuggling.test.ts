/**
 * Requests that one side reads as one and the other as two: nginx and the service must agree on where each ends, or
 * somebody's request could hide in another's body. Each probe ends in a request of a route that nothing else asks for.
 */
import assert from 'node:assert/strict';
import * as tls from 'node:tls';
import { API_V1, ROUTES_V1 } from '../../shared/protocol/service.ts';
import { type Fleet, answeredBy, startFleet } from './fleet.ts';
import { type NginxServer, missingNginx, startNginx } from './nginx-server.ts';

const TARGET = API_V1 + ROUTES_V1.createAnalysis.path;
const HIDDEN_ROUTE = API_V1 + ROUTES_V1.readQuota.path;
const HIDDEN = `GET ${HIDDEN_ROUTE} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

const post = (headers: string, body: string) =>
  `POST ${TARGET} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n${body}`;
const chunked = `0\r\n\r\n${HIDDEN}`;

/** What is sent, and how its first request is answered; null: the connection may just end. */
const PROBES: Readonly<Record<string, readonly [text: string, status: number | null]>> = {
  'a length and chunks': [post('Content-Length: 6\r\nTransfer-Encoding: chunked', chunked), 400],
  'chunks and a length': [
    post(`Transfer-Encoding: chunked\r\nContent-Length: ${chunked.length}`, chunked),
    400,
  ],
  'two lengths': [post(`Content-Length: 0\r\nContent-Length: ${HIDDEN.length}`, HIDDEN), 400],
  'a list of lengths': [post(`Content-Length: 0, ${HIDDEN.length}`, HIDDEN), 400],
  'a length with a sign': [post(`Content-Length: +${HIDDEN.length}`, HIDDEN), 400],
  'a negative length': [post('Content-Length: -1', HIDDEN), 400],
  'an unknown coding': [post('Transfer-Encoding: xchunked', chunked), 501],
  'a coding twice': [post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', chunked), 400],
  'a space before the colon': [
    post(`Transfer-Encoding : chunked\r\nContent-Length: ${chunked.length}`, chunked),
    400,
  ],
  'a folded header': [
    post(`X-Folded: a\r\n Content-Length: 0\r\nContent-Length: ${HIDDEN.length}`, HIDDEN),
    null,
  ],
  'a size of a chunk that is none': [post('Transfer-Encoding: chunked', `0x0\r\n\r\n${HIDDEN}`), 400],
  'two hosts': [`GET ${TARGET} HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n`, 400],
  'no host': [`GET ${TARGET} HTTP/1.1\r\n\r\n`, 400],
  'a zero in a header': [`GET ${TARGET} HTTP/1.1\r\nHost: localhost\r\nX-Zero: a\0b\r\n\r\n`, 400],
  'a line break in the path': [`GET ${TARGET}\rX HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
  'a tunnel': ['CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n', null],
};

describe('smuggling through nginx', () => {
  const missing = missingNginx();
  if (missing !== null) {
    it(`is not tested: ${missing}`, () => undefined);
    return;
  }
  let fleet: Fleet;
  let nginx: NginxServer;
  before(async () => {
    fleet = await startFleet({ count: 1 });
    nginx = await startNginx({ blue: fleet.ports });
  });
  after(async () => {
    await nginx.stop();
    await fleet.stop();
  });

  /** All that comes back until the other side closes. */
  const exchange = async (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = tls.connect({ port: nginx.port, host: '127.0.0.1', ca: nginx.ca });
      let got = '';
      socket.on('data', (chunk: Buffer) => (got += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(got));
      // A last request that ends the connection, if the other side has not done so before.
      socket.write(`${text}GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 'latin1');
    });

  it('is seen where it happens: the hidden request alone reaches the service', async () => {
    await exchange(HIDDEN);
    assert.equal(await answeredBy(fleet.replicas[0]!, HIDDEN_ROUTE), 1);
  });

  for (const [what, [text, status]] of Object.entries(PROBES)) {
    it(`fails with ${what}`, async () => {
      const before = await answeredBy(fleet.replicas[0]!, HIDDEN_ROUTE);
      const got = await exchange(text);
      if (status !== null) assert.match(got, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.equal(await answeredBy(fleet.replicas[0]!, HIDDEN_ROUTE), before, got);
    });
  }

  it('does not let a header with underscores pass for one with hyphens', async () => {
    const text = `GET ${TARGET} HTTP/1.1\r\nHost: localhost\r\nX_Correlation_Id: forged\r\n\r\n`;
    assert.doesNotMatch(await exchange(text), /forged/);
  });
});
