/** Tokens: exchanged when they are due, once, and stored before use, whatever else goes on. */
import assert from 'node:assert/strict';
import type { TokenRequest } from '../../../shared/protocol/service.ts';
import type { TokenPair } from '../../../shared/protocol/remote.ts';
import type { TokenStore } from '../../../shared/remote/credentials.ts';
import { RemoteFailure } from '../../../shared/remote/failure.ts';
import { type Service, openService } from '../../../shared/remote/service.ts';
import {
  type ServiceStub,
  type StubAnswer,
  isOf,
  page,
  problem,
  startServiceStub,
  tokens,
} from '../../support/service-stub.ts';
import type { Received } from '../../support/http-stub.ts';

const OPTIONS = { deadline: 5_000 };

/** A store that several windows share: each reads and writes the same place, and one exchanges at a time. */
class SharedStore implements TokenStore {
  pair: TokenPair | null = null;
  readonly saved: (TokenPair | null)[] = [];
  #last: Promise<unknown> = Promise.resolve();

  readonly load = async () => Promise.resolve(this.pair);
  readonly save = async (pair: TokenPair | null) => {
    this.pair = pair;
    this.saved.push(pair);
    return Promise.resolve();
  };
  readonly exclusively = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => null);
    return mine;
  };
}

/** A service that knows one family of tokens, as the real one does: a refresh token sent twice ends it. */
class Family {
  access = '';
  refresh = '';
  ended = false;
  exchanges = 0;
  expiresIn = 900;

  readonly answer = (request: Received): StubAnswer => {
    if (isOf('createToken', request)) return this.#exchange(JSON.parse(request.body) as TokenRequest);
    if (isOf('revokeToken', request)) {
      this.ended = true;
      return { status: 204 };
    }
    if (this.ended) return problem('token-revoked');
    return request.headers.authorization === `Bearer ${this.access}` ? page([]) : problem('token-expired');
  };

  #exchange(request: TokenRequest): StubAnswer {
    if (request.grantType === 'key' && request.key !== 'good') return problem('unauthenticated');
    if (request.grantType === 'refresh' && (this.ended || request.refreshToken !== this.refresh)) {
      this.ended = true;
      return problem('token-reused');
    }
    this.exchanges += 1;
    const answer = tokens(this.expiresIn);
    this.access = answer.body.accessToken;
    this.refresh = answer.body.refreshToken;
    return answer;
  }
}

describe('tokens', () => {
  let stub: ServiceStub;
  let service: Service;
  let family: Family;
  let store: SharedStore;

  beforeEach(async () => {
    family = new Family();
    stub = await startServiceStub(family.answer);
    service = openService(stub.url);
    store = new SharedStore();
  });

  afterEach(async () => {
    service.close();
    await stub.stop();
  });

  const signIn = async () => {
    store.pair = await service.signIn('good', OPTIONS);
  };
  const ask = async (at = service) => at.withTokens(store).history({}, OPTIONS);
  const kindOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    assert.ok(error instanceof RemoteFailure, String(error));
    return error.kind;
  };

  it('come from a key, once, and say whose they are and until when', async () => {
    const before = Date.now();
    const pair = await service.signIn('good', OPTIONS);
    assert.deepEqual([pair.address, pair.owner], [stub.url, 'ada']);
    assert.ok(pair.accessExpiresAt >= before + 900_000 && pair.accessExpiresAt <= Date.now() + 900_000);
    assert.ok(!JSON.stringify(pair).includes('good'), 'the key is not kept');
    assert.equal(await kindOf(service.signIn('bad', OPTIONS)), 'refused');
  });

  it('are used until they are about to expire, then exchanged', async () => {
    await signIn();
    await ask();
    await ask();
    assert.equal(family.exchanges, 1);
    store.pair = { ...store.pair!, accessExpiresAt: Date.now() + 20_000 };
    await ask();
    assert.equal(family.exchanges, 2);
    assert.equal(store.pair.refreshToken, family.refresh);
  });

  it('that the service takes for expired are exchanged, whatever the clock says', async () => {
    await signIn();
    family.access = 'rotated by time';
    assert.deepEqual(await ask(), { items: [], next: null });
    assert.equal(family.exchanges, 2);
  });

  it('are exchanged once by many requests of many windows at the same time', async () => {
    await signIn();
    store.pair = { ...store.pair!, accessExpiresAt: 0 };
    const other = openService(stub.url);
    await Promise.all([
      ...Array.from({ length: 8 }, async () => ask()),
      ...Array.from({ length: 8 }, async () => ask(other)),
    ]);
    assert.equal(family.exchanges, 2);
    assert.equal(family.ended, false);
    other.close();
  });

  it('are stored before they are used', async () => {
    await signIn();
    store.pair = { ...store.pair!, accessExpiresAt: 0 };
    stub.answer((request) => {
      if (isOf('listAnalyses', request)) {
        assert.equal(store.pair!.refreshToken, family.refresh);
      }
      return family.answer(request);
    });
    await ask();
    assert.equal(store.saved.length, 1);
  });

  it('are exchanged to the end, though nobody waits any more', async () => {
    await signIn();
    store.pair = { ...store.pair!, accessExpiresAt: 0 };
    stub.answer((request) => ({ ...family.answer(request), after: isOf('createToken', request) ? 300 : 0 }));
    assert.equal(await kindOf(service.withTokens(store).history({}, { deadline: 50 })), 'slow');
    await ask();
    assert.deepEqual([family.exchanges, family.ended], [2, false]);
  });

  it('that are no longer good are forgotten', async () => {
    await signIn();
    store.pair = { ...store.pair!, accessExpiresAt: 0 };
    family.ended = true;
    assert.equal(await kindOf(ask()), 'signed-out');
    assert.equal(store.pair, null);
    assert.equal(await kindOf(ask()), 'signed-out');
    assert.equal(stub.asked('createToken').length, 2);
  });

  it('survive a service that is down when they are due', async () => {
    await signIn();
    store.pair = { ...store.pair!, accessExpiresAt: 0 };
    const { pair } = store;
    stub.answer(() => problem('store-unavailable'));
    assert.equal(await kindOf(ask()), 'overloaded');
    assert.deepEqual(store.pair, pair);
    stub.answer(family.answer);
    await ask();
  });

  it('never go to another service', async () => {
    await signIn();
    const stranger = await startServiceStub(() => page([]));
    const other = openService(stranger.url);
    assert.equal(await kindOf(ask(other)), 'signed-out');
    assert.equal(stranger.received.length, 0);
    other.close();
    await stranger.stop();
  });

  it('end at the service when somebody signs out', async () => {
    await signIn();
    await service.signOut(store.pair!, OPTIONS);
    assert.equal(family.ended, true);
    stub.answer(() => problem('store-unavailable'));
    assert.equal(await kindOf(service.signOut(store.pair!, OPTIONS)), 'overloaded');
  });
});
