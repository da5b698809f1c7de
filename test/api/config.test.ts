import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ConfigError, readConfig } from '../../api/config/config.ts';
import { VARIABLES } from '../../api/config/variables.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');

describe('the configuration', () => {
  it('has defaults for everything', () => {
    const config = readConfig({ PORT: '' });
    assert.deepEqual([config.PORT, config.MONGODB_URI, config.KEEP], [8080, null, 'source']);
    assert.deepEqual(config.LIMIT_MEMBER.analyse, { limit: 300, windowSeconds: 60 });
  });

  it('names everything that is wrong at once, and shows no secret', () => {
    const wrong = {
      PORT: 'x',
      KEEP: 'all',
      LIMIT_ADMIN: 'read=1',
      REDIS_URL: 'http://secret',
      ENCRYPTION_KEYS: 'secret',
    };
    assert.throws(
      () => readConfig(wrong),
      (error) => {
        assert.ok(error instanceof ConfigError);
        for (const name of Object.keys(wrong)) assert.ok(error.message.includes(name), name);
        return !error.message.includes('secret');
      },
    );
  });

  it('needs keys that replicas share with MongoDB', () => {
    const MONGODB_URI = 'mongodb://a,b/lens';
    assert.throws(() => readConfig({ MONGODB_URI }), /ENCRYPTION_KEYS/);
    assert.equal(
      readConfig({ MONGODB_URI, ENCRYPTION_KEYS: `new:${KEY},old:${KEY}` }).ENCRYPTION_KEYS[1]!.id,
      'old',
    );
    assert.throws(() => readConfig({ ENCRYPTION_KEYS: `a:${KEY},a:${KEY}` }), /two keys with one id/);
  });

  it('is documented, variable by variable', () => {
    const rows = readFileSync(new URL('../../docs/service.md', import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    for (const [name, { description }] of Object.entries(VARIABLES)) {
      const row = rows.find((cells) => cells[1] === `\`${name}\``);
      assert.equal(row?.[3], description, name);
    }
  });
});
