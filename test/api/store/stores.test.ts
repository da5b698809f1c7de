/** The stores: SQLite, MongoDB's driver on a double of the server, and on a real one where MONGODB_URI names it. */
import assert from 'node:assert/strict';
import { openMongoStore } from '../../../api/store/mongo/store.ts';
import { COLLECTIONS } from '../../../api/store/mongo/collections.ts';
import { openSqliteStore } from '../../../api/store/sqlite/store.ts';
import { StoreUnavailable } from '../../../api/store/store.ts';
import { type MongoDouble, startMongoDouble } from '../support/mongo-double.ts';
import { storeContract } from './contract.ts';

describe('the store in SQLite', () => {
  storeContract(async () => Promise.resolve(openSqliteStore(':memory:')));

  it('deletes what has expired', async () => {
    const store = openSqliteStore(':memory:');
    const family = { id: 'f', keyId: 'k', current: new Uint8Array(1), expiresAt: 5, revokedAt: null };
    await store.families.insert(family);
    await store.purge(4);
    assert.notEqual(await store.families.find('f'), null);
    await store.purge(5);
    assert.equal(await store.families.find('f'), null);
    await store.close();
    await assert.rejects(store.ping(), StoreUnavailable);
  });
});

describe('the store in MongoDB, on a double of the server', () => {
  let double: MongoDouble;
  before(async () => {
    double = await startMongoDouble();
  });
  after(async () => double.kill());

  storeContract(async () => openMongoStore(double.uri));

  it('makes the indexes of the plan', () => {
    for (const [name, { indexes }] of Object.entries(COLLECTIONS)) {
      const made = double.indexes.get(name)!.map((index) => String(index.name));
      assert.deepEqual(
        made,
        indexes.map((index) => index.name),
      );
    }
  });

  it('says so when the server is gone, and works again when it is back', async () => {
    const store = await openMongoStore(double.uri);
    await double.kill();
    await assert.rejects(store.ping(), StoreUnavailable);
    await assert.rejects(store.keys.find('x'), StoreUnavailable);
    await double.restart();
    assert.equal(await store.keys.find('x'), null);
    await store.close();
  });
});

const { MONGODB_URI } = process.env;
if (MONGODB_URI === undefined) {
  console.log('      MONGODB_URI is not set: the contract does not run against a real MongoDB server');
} else {
  describe('the store in MongoDB, on the server of MONGODB_URI', () => {
    storeContract(async () => openMongoStore(MONGODB_URI));
  });
}
