/** Attacks on what reaches the store and the objects of the process: operators, SQL, prototypes. */
import assert from 'node:assert/strict';
import { openMongoStore } from '../../../api/store/mongo/store.ts';
import type { Store } from '../../../api/store/store.ts';
import type { Page, Problem } from '../../../shared/protocol/service.ts';
import { type MongoDouble, startMongoDouble } from '../support/mongo-double.ts';
import { type TestService, startTestService } from '../support/service.ts';

/** What would widen or break a query if it were taken for more than a text. */
const HOSTILE = [
  `' OR '1'='1`,
  `'; DROP TABLE analyses; --`,
  `" UNION SELECT * FROM keys --`,
  '%',
  '_',
  '*',
  '{"$gt":""}',
  '{"$ne":null}',
  '$where',
  '.*',
  'two-sum\u0000',
  '1 OR 1=1',
];
/** The same as structures, as some parsers of queries make them. */
const STRUCTURED = ['[$ne]=x', '[$gt]=', '[$regex]=.*', '[$where]=1', '[]=x', '[__proto__]=x', '.$ne=x'];

const STORES: Readonly<Record<string, () => Promise<{ store?: Store; close: () => Promise<void> }>>> = {
  SQLite: async () => Promise.resolve({ close: async () => Promise.resolve() }),
  'MongoDB, on a double of the server': async () => {
    const double: MongoDouble = await startMongoDouble();
    const store = await openMongoStore(double.uri);
    return {
      store,
      close: async () => {
        await store.close();
        await double.kill();
      },
    };
  },
};

for (const [name, open] of Object.entries(STORES)) {
  describe(`injection into filters, with ${name}`, () => {
    let service: TestService;
    let close: () => Promise<void>;
    let ada: string;
    before(async () => {
      const opened = await open();
      ({ close } = opened);
      const environment = { LIMIT_MEMBER: 'analyse=9999/60 read=9999/60 manage=99/60 token=99/60' };
      service = await startTestService({
        environment,
        ...(opened.store !== undefined && { store: () => opened.store! }),
      });
      ada = await service.keyOf('ada');
      const bob = await service.keyOf('bob');
      for (const key of [ada, bob]) {
        const payload = { code: '# @lc app=leetcode id=1 lang=python3\nx = 1', language: 'python' };
        const made = await service.send({ method: 'POST', url: '/v1/analyses', payload }, key);
        assert.equal(made.statusCode, 201);
      }
    });
    after(async () => {
      await service.close();
      await close();
    });

    /** What a query gives Ada: items, or null where it is refused as wrong. Nothing else may come of it. */
    const asked = async (query: string): Promise<readonly { owner: string }[] | null> => {
      const answer = await service.send({ url: `/v1/analyses?${query}` }, ada);
      if (answer.statusCode === 200) return answer.json<Page<{ owner: string }>>().items;
      assert.ok([400, 403].includes(answer.statusCode), `${query}: ${answer.body}`);
      assert.notEqual(answer.json<Problem>().code, 'internal');
      return null;
    };

    it('finds Ada’s one analysis when nobody attacks', async () => {
      assert.deepEqual(
        (await asked(''))!.map(({ owner }) => owner),
        ['ada'],
      );
      assert.equal((await asked('problem=1'))!.length, 1);
    });

    it('takes texts for texts: no filter matches more than it says', async () => {
      for (const field of ['problem', 'language']) {
        for (const text of HOSTILE) {
          const items = await asked(`${field}=${encodeURIComponent(text)}`);
          assert.ok(items === null || items.length === 0, `${field}=${text}`);
        }
      }
    });

    it('lets nobody name an owner by an operator', async () => {
      for (const text of [...HOSTILE, 'bob']) {
        assert.equal(await asked(`owner=${encodeURIComponent(text)}`), null, text);
      }
    });

    it('makes no structure of the names of parameters', async () => {
      for (const field of ['owner', 'problem', 'language', 'cursor', 'from']) {
        for (const suffix of STRUCTURED) {
          const items = await asked(`${field}${encodeURI(suffix)}`);
          assert.ok(items === null || items.every(({ owner }) => owner === 'ada'), field + suffix);
        }
      }
    });

    it('takes no position from a cursor that somebody made up', async () => {
      const cursors = [
        '1.x; DROP TABLE keys',
        '1.{"$gt":""}',
        '-1.a',
        '1e9.a',
        `9${'9'.repeat(40)}.a`,
        '1.a\n2.b',
        '',
      ];
      for (const text of cursors) {
        assert.equal(await asked(`cursor=${Buffer.from(text).toString('base64url')}`), null, text);
      }
      const forged = Buffer.from('9999999999999.zzz').toString('base64url');
      assert.ok((await asked(`cursor=${forged}`))!.every(({ owner }) => owner === 'ada'));
    });

    it('takes only texts in bodies where texts belong', async () => {
      for (const value of [{ $gt: '' }, ['x'], 1, true, null, { toString: 'x' }]) {
        const requests = [
          ['/v1/analyses', { code: 'x = 1', language: 'python', owner: value }],
          ['/v1/analyses', { code: value, language: 'python' }],
          ['/v1/keys', { name: 'x', owner: value }],
          ['/v1/tokens', { grantType: 'key', key: value }],
          ['/v1/tokens', { grantType: 'refresh', refreshToken: value }],
          ['/v1/tokens/revoke', { refreshToken: value }],
        ] as const;
        for (const [url, payload] of requests) {
          const answer = await service.send({ method: 'POST', url, payload }, ada);
          assert.equal(answer.statusCode, 400, `${url} ${JSON.stringify(payload)}: ${answer.body}`);
        }
      }
    });

    it('looks an identifier up and nothing else', async () => {
      for (const text of HOSTILE) {
        for (const path of ['analyses', 'keys']) {
          const url = `/v1/${path}/${encodeURIComponent(text)}`;
          const answer = await service.send({ method: 'DELETE', url }, ada);
          assert.ok([400, 404].includes(answer.statusCode), `${url}: ${answer.statusCode}`);
        }
      }
      assert.equal((await asked(''))!.length, 1);
    });
  });
}

describe('prototype pollution', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(async () => service.close());

  const POLLUTING = [
    '{"code": "x = 1", "language": "python", "__proto__": {"polluted": true}}',
    '{"code": "x = 1", "language": "python", "constructor": {"prototype": {"polluted": true}}}',
    '{"code": "x = 1", "language": "python", "\\u005f_proto__": {"polluted": true}}',
    '{"items": [{"code": "x = 1", "language": "python", "__proto__": {"polluted": true}}]}',
  ];

  it('is refused in every body that a route takes', async () => {
    const key = await service.keyOf('ada');
    for (const url of ['/v1/analyses', '/v1/analyses/batch', '/v1/keys', '/v1/tokens', '/v1/tokens/revoke']) {
      for (const payload of POLLUTING) {
        const headers = { 'content-type': 'application/json' };
        const answer = await service.send({ method: 'POST', url, payload, headers }, key);
        assert.equal(answer.statusCode, 400, `${url} ${payload}: ${answer.body}`);
      }
    }
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('does not come by a query, nor by a name that a map is asked for', async () => {
    const key = await service.keyOf('bob');
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const query = await service.send({ url: `/v1/analyses?${name}[polluted]=1&language=${name}` }, key);
      assert.ok([200, 400].includes(query.statusCode), query.body);
      const payload = { code: 'x = 1', language: name };
      const answer = await service.send({ method: 'POST', url: '/v1/analyses', payload }, key);
      assert.equal(answer.json<Problem>().code, 'unknown-language', name);
    }
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('does not come by a program whose names are those of prototypes', async () => {
    const key = await service.keyOf('eve');
    const code = [
      'def constructor(__proto__, toString, valueOf):',
      '    seen = {}',
      '    for hasOwnProperty in __proto__:',
      '        seen[hasOwnProperty] = constructor',
      '    return seen',
    ].join('\n');
    const payload = { code, language: 'python' };
    const answer = await service.send({ method: 'POST', url: '/v1/analyses', payload }, key);
    assert.equal(answer.statusCode, 201, answer.body);
    assert.match(answer.body, /O\(n\)/);
  });
});
