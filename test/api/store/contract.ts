/** What every store has to do, whatever it is made of. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { AnalysisSummary } from '../../../shared/protocol/service.ts';
import type { Store, StoredAnalysis, StoredKey, TokenFamily } from '../../../api/store/store.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

function summary(changes: Partial<AnalysisSummary> = {}): AnalysisSummary {
  return {
    language: 'python',
    problem: { id: '1', slug: 'two-sum' },
    time: { text: 'O(n)', class: 'linear' },
    space: { text: 'O(1)', class: 'constant' },
    verdict: 'yes',
    techniques: ['hash map'],
    findings: [],
    engineVersion: '1.2.3',
    ...changes,
  };
}

function analysis(changes: Partial<StoredAnalysis> = {}): StoredAnalysis {
  return {
    id: randomBytes(16).toString('hex'),
    owner: 'ada',
    createdAt: START,
    expiresAt: null,
    kept: 'source',
    summary: summary(),
    body: Uint8Array.from([0, 1, 255]),
    fingerprint: null,
    ...changes,
  };
}

function key(changes: Partial<StoredKey> = {}): StoredKey {
  return {
    id: randomBytes(6).toString('hex'),
    hash: randomBytes(32),
    name: 'a key',
    owner: 'ada',
    role: 'member',
    scopes: ['analyses:read'],
    createdAt: START,
    expiresAt: null,
    revokedAt: null,
    ...changes,
  };
}

function family(changes: Partial<TokenFamily> = {}): TokenFamily {
  return {
    id: randomUUID(),
    keyId: 'key',
    current: randomBytes(32),
    expiresAt: START + DAY,
    revokedAt: null,
    ...changes,
  };
}

/** @param open a store of which nothing is known; `owner` names below are its tests' own, so it may hold other things */
export function storeContract(open: () => Promise<Store>): void {
  let store: Store;
  let owner: string;
  before(async () => {
    store = await open();
  });
  after(async () => store.close());
  beforeEach(() => {
    owner = `owner-${randomUUID()}`;
  });

  describe('analyses', () => {
    it('are found as they were saved, by their owner or by nobody in particular', async () => {
      const all = [
        analysis({ owner, expiresAt: START + DAY, fingerprint: 'f' }),
        analysis({ owner, kept: 'summary', body: null, summary: summary({ problem: null }) }),
      ];
      await store.analyses.save(all);
      for (const one of all) {
        assert.deepEqual(plain(await store.analyses.find(one.id, owner)), plain(one));
        assert.deepEqual(plain(await store.analyses.find(one.id, null)), plain(one));
        assert.equal(await store.analyses.find(one.id, 'somebody else'), null);
      }
    });

    it('stay as they are when they are saved again', async () => {
      const one = analysis({ owner });
      await store.analyses.save([one]);
      await store.analyses.save([{ ...one, kept: 'result' }, analysis({ owner })]);
      assert.equal((await store.analyses.find(one.id, owner))?.kept, 'source');
      assert.equal((await store.analyses.list({ owner }, null, 10)).length, 2);
    });

    it('give their bodies page by page, each once, and take them back sealed anew', async () => {
      const all = [...Array.from({ length: 5 }, () => analysis({ owner })), analysis({ owner, body: null })];
      await store.analyses.save(all);
      const found: string[] = [];
      for (let after = ''; ;) {
        const bodies = await store.analyses.bodies(after, 2);
        assert.ok(bodies.length <= 2);
        found.push(...bodies.filter((body) => body.owner === owner).map(({ id }) => id));
        if (bodies.length === 0) break;
        after = bodies.at(-1)!.id;
      }
      const withBody = all.filter(({ body }) => body !== null).map(({ id }) => id);
      assert.deepEqual(found, withBody.sort());

      const [one] = all;
      const body = randomBytes(10);
      await store.analyses.reseal(one!.id, body);
      assert.deepEqual(plain(await store.analyses.find(one!.id, owner)), plain({ ...one!, body }));
      await store.analyses.reseal('gone', body);
      assert.equal(await store.analyses.find('gone', null), null);
    });

    it('are listed newest first, page by page, each once, though many have one time', async () => {
      const all = Array.from({ length: 25 }, (_, i) => analysis({ owner, createdAt: START + (i >> 2) }));
      await store.analyses.save(all);
      const seen: string[] = [];
      let after: { at: number; id: string } | null = null;
      for (;;) {
        const page: Awaited<ReturnType<Store['analyses']['list']>> = await store.analyses.list(
          { owner },
          after,
          7,
        );
        seen.push(...page.map(({ id }) => id));
        const last = page.at(-1);
        if (last === undefined) break;
        after = { at: last.createdAt, id: last.id };
      }
      const expected = all
        .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
      assert.deepEqual(seen, expected);
    });

    it('are listed by problem, language and time', async () => {
      const java = analysis({
        owner,
        summary: summary({ language: 'java', problem: null }),
        createdAt: START + 1,
      });
      const slug = analysis({
        owner,
        summary: summary({ problem: { id: null, slug: 'lru-cache' } }),
        createdAt: START + 2,
      });
      const number = analysis({
        owner,
        summary: summary({ problem: { id: '146', slug: null } }),
        createdAt: START + 3,
      });
      await store.analyses.save([java, slug, number, analysis()]);
      const ids = async (filter: object): Promise<string[]> =>
        (await store.analyses.list({ owner, ...filter }, null, 10)).map(({ id }) => id);
      assert.deepEqual(await ids({ language: 'java' }), [java.id]);
      assert.deepEqual(await ids({ problem: 'lru-cache' }), [slug.id]);
      assert.deepEqual(await ids({ problem: '146' }), [number.id]);
      assert.deepEqual(await ids({ problem: '146', language: 'java' }), []);
      assert.deepEqual(await ids({ from: START + 2 }), [number.id, slug.id]);
      assert.deepEqual(await ids({ to: START + 3, from: START + 2 }), [slug.id]);
      assert.deepEqual(await ids({}), [number.id, slug.id, java.id]);
    });

    it('are removed by their owner', async () => {
      const one = analysis({ owner });
      await store.analyses.save([one]);
      assert.equal(await store.analyses.remove(one.id, 'somebody else'), false);
      assert.equal(await store.analyses.remove(one.id, owner), true);
      assert.equal(await store.analyses.remove(one.id, null), false);
      assert.equal(await store.analyses.find(one.id, null), null);
    });

    it('are counted by day, class, technique and finding', async () => {
      await store.analyses.save([
        analysis({ owner, createdAt: START }),
        analysis({
          owner,
          createdAt: START + DAY - 1,
          summary: summary({ findings: ['list-pop-front', 'x'] }),
        }),
        analysis({ owner, createdAt: START + DAY, summary: summary({ techniques: ['heap', 'hash map'] }) }),
        analysis({ owner, createdAt: START + 9 * DAY }),
      ]);
      const tallies = await store.analyses.tallies(owner, START, START + 9 * DAY);
      const day = START / DAY;
      const rows = tallies.map((one) => [one.day - day, one.kind, one.value, one.count].join(' ')).sort();
      assert.deepEqual(rows, [
        '0 analyses  2',
        '0 finding list-pop-front 1',
        '0 finding x 1',
        '0 space constant 2',
        '0 technique hash map 2',
        '0 time linear 2',
        '1 analyses  1',
        '1 space constant 1',
        '1 technique hash map 1',
        '1 technique heap 1',
        '1 time linear 1',
      ]);
    });
  });

  describe('keys', () => {
    it('are inserted once', async () => {
      const one = key({ owner, expiresAt: START + DAY });
      assert.equal(await store.keys.insert(one), true);
      assert.equal(await store.keys.insert({ ...one, name: 'other' }), false);
      assert.deepEqual(plain(await store.keys.find(one.id)), plain(one));
      assert.equal(await store.keys.find('none'), null);
    });

    it('are listed newest first', async () => {
      const [a, b, c] = [0, 1, 2].map((n) => key({ owner, createdAt: START + n }));
      for (const one of [a!, c!, b!, key()]) await store.keys.insert(one);
      const listed = await store.keys.list(owner, null, 10);
      assert.deepEqual(
        listed.map(({ id }) => id),
        [c!.id, b!.id, a!.id],
      );
      const rest = await store.keys.list(owner, { at: b!.createdAt, id: b!.id }, 10);
      assert.deepEqual(
        rest.map(({ id }) => id),
        [a!.id],
      );
      assert.ok((await store.keys.list(null, null, 1000)).length >= 4);
    });

    it('change', async () => {
      const one = key({ owner });
      await store.keys.insert(one);
      const changes = {
        role: 'admin',
        scopes: ['operations'],
        revokedAt: START,
        expiresAt: START + 1,
      } as const;
      assert.deepEqual(plain(await store.keys.update(one.id, changes)), plain({ ...one, ...changes }));
      assert.deepEqual(plain(await store.keys.update(one.id, {})), plain({ ...one, ...changes }));
      assert.equal((await store.keys.update(one.id, { expiresAt: null }))?.expiresAt, null);
      assert.equal(await store.keys.update('none', { name: 'x' }), null);
    });
  });

  describe('families of tokens', () => {
    it('pass from one token to the next, for one of those who try at once', async () => {
      const one = family();
      await store.families.insert(one);
      const next = (): Pick<TokenFamily, 'current' | 'expiresAt'> => ({
        current: randomBytes(32),
        expiresAt: START + 2 * DAY,
      });
      const tries = Array.from({ length: 8 }, async () =>
        store.families.rotate(one.id, one.current, next(), START),
      );
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1);
      const found = (await store.families.find(one.id))!;
      assert.equal(found.expiresAt, START + 2 * DAY);
      assert.equal(await store.families.rotate(one.id, found.current, next(), START + 2 * DAY), false);
      assert.equal(await store.families.rotate(one.id, found.current, next(), START), true);
    });

    it('end', async () => {
      const [one, other, last] = [family({ keyId: owner }), family({ keyId: owner }), family()];
      for (const each of [one, other, last]) await store.families.insert(each);
      await store.families.revoke(one.id, START);
      const next = { current: randomBytes(32), expiresAt: START + DAY };
      assert.equal(await store.families.rotate(one.id, one.current, next, START), false);
      await store.families.revokeKey(owner, START + 1);
      assert.deepEqual(
        await Promise.all(
          [one, other, last].map(async ({ id }) => (await store.families.find(id))?.revokedAt),
        ),
        [START, START + 1, null],
      );
      assert.equal(await store.families.find('none'), null);
    });
  });

  it('signing keys: one of a generation, sealed anew', async () => {
    const generation = 1 + Math.floor(Math.random() * 2 ** 30);
    const made = {
      generation,
      kid: randomUUID(),
      publicKey: '{}',
      privateKey: randomBytes(40),
      signsFrom: START,
      retiresAt: START + 1,
      expiresAt: Date.UTC(2100, 0),
    };
    assert.equal(await store.signingKeys.insert(made), true);
    assert.equal(await store.signingKeys.insert({ ...made, kid: randomUUID() }), false);
    const found = (await store.signingKeys.list()).find(({ kid }) => kid === made.kid);
    assert.deepEqual(plain(found), plain(made));
    const privateKey = randomBytes(40);
    await store.signingKeys.reseal(made.kid, privateKey);
    const resealed = (await store.signingKeys.list()).find(({ kid }) => kid === made.kid);
    assert.deepEqual(plain(resealed), plain({ ...made, privateKey }));
  });

  it('audit: newest first', async () => {
    const future = Date.UTC(2090, 0) + Math.floor(Math.random() * DAY);
    const entries = [0, 1].map((n) => ({
      id: randomUUID(),
      at: future + n,
      actor: owner,
      action: 'key.created' as const,
      target: 'key',
      detail: { role: 'member' },
      correlationId: 'c',
    }));
    for (const entry of entries) await store.audit.append(entry);
    const found = (await store.audit.list({ at: future + 2, id: '' }, 2)).filter(
      ({ actor }) => actor === owner,
    );
    assert.deepEqual(found, entries.toReversed());
  });

  it('answers a ping', async () => store.ping());
}

/** Bytes as a list of numbers, whatever holds them. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
