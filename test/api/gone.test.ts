/** Over a real connection: a caller that has sent its body is still there, one that hangs up is not. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { goneSignal } from '../../api/http/gone.ts';

describe('a caller that is gone', () => {
  let app: FastifyInstance;
  let url: string;
  let signal: AbortSignal;
  let answer: () => void;
  let arrived: Promise<unknown>;

  beforeEach(async () => {
    app = Fastify();
    const events = new EventTarget();
    arrived = once(events, 'arrived');
    app.post('/', async (_, reply) => {
      signal = goneSignal(reply)();
      const answered = new Promise<void>((resolve) => (answer = resolve));
      events.dispatchEvent(new Event('arrived'));
      await answered;
      return { ok: true };
    });
    url = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => app.close());

  it('is none that waits for its answer', async () => {
    const response = fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    await arrived;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(signal.aborted, false);
    answer();
    assert.equal((await response).status, 200);
    assert.equal(signal.aborted, false);
  });

  it('is one that hangs up', async () => {
    const outgoing = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } });
    outgoing.on('error', () => undefined);
    outgoing.end('{}');
    await arrived;
    outgoing.destroy();
    await once(signal, 'abort');
    answer();
  });
});
