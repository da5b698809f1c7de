/** The collections: what a document looks like, which indexes there are, and which query each of them serves. */
import type { Document, IndexDirection } from 'mongodb';

export interface Index {
  readonly name: string;
  readonly key: Readonly<Record<string, IndexDirection>>;
  /** The query that needs it. */
  readonly serves: string;
  readonly partial?: Document;
  /** Documents are deleted once the time in the key has come. */
  readonly expires?: true;
}

export interface CollectionPlan {
  /** A `$jsonSchema`: the server refuses documents of another form, whoever writes them. */
  readonly validator: Document;
  readonly indexes: readonly Index[];
  /** For a cluster; null for what is too small to be spread. docs/service.md gives the reasons. */
  readonly shardKey: Readonly<Record<string, 1 | 'hashed'>> | null;
}

const STRING = { bsonType: 'string' };
const DATE = { bsonType: 'date' };
const BYTES = { bsonType: 'binData' };

/** An object with exactly these properties; a name that ends in "?" may be absent. */
function exactly(properties: Readonly<Record<string, Document>>): Document {
  const entries = Object.entries(properties).map(([name, schema]) => [name.replace('?', ''), schema]);
  return {
    bsonType: 'object',
    required: Object.keys(properties).filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(entries) as Document,
    additionalProperties: false,
  };
}

export const COLLECTIONS = {
  analyses: {
    validator: exactly({
      _id: STRING,
      owner: STRING,
      createdAt: DATE,
      'expiresAt?': DATE,
      kept: { enum: ['summary', 'result', 'source'] },
      language: STRING,
      'problemId?': STRING,
      'problemSlug?': STRING,
      summary: { bsonType: 'object' },
      'body?': BYTES,
      'fingerprint?': STRING,
    }),
    indexes: [
      {
        name: 'by_owner',
        key: { owner: 1, createdAt: -1, _id: -1 },
        serves: 'the list of an owner, its progress',
      },
      {
        name: 'by_problem_id',
        key: { owner: 1, problemId: 1, createdAt: -1, _id: -1 },
        serves: 'the list of a problem by its number',
        partial: { problemId: { $exists: true } },
      },
      {
        name: 'by_problem_slug',
        key: { owner: 1, problemSlug: 1, createdAt: -1, _id: -1 },
        serves: 'the list of a problem by its slug',
        partial: { problemSlug: { $exists: true } },
      },
      {
        name: 'by_language',
        key: { owner: 1, language: 1, createdAt: -1, _id: -1 },
        serves: 'the list of a language',
      },
      { name: 'expiry', key: { expiresAt: 1 }, serves: 'deletion after the retention', expires: true },
    ],
    shardKey: { owner: 1, _id: 1 },
  },
  keys: {
    validator: exactly({
      _id: STRING,
      hash: BYTES,
      name: STRING,
      owner: STRING,
      role: { enum: ['admin', 'member', 'service'] },
      scopes: { bsonType: 'array', items: STRING },
      createdAt: DATE,
      'expiresAt?': { bsonType: ['date', 'null'] },
      'revokedAt?': { bsonType: ['date', 'null'] },
    }),
    indexes: [
      {
        name: 'by_owner',
        key: { owner: 1, createdAt: -1, _id: -1 },
        serves: 'the list of an owner’s keys',
      },
      { name: 'by_time', key: { createdAt: -1, _id: -1 }, serves: 'the list of all keys' },
    ],
    shardKey: null,
  },
  families: {
    validator: exactly({
      _id: STRING,
      keyId: STRING,
      current: BYTES,
      expiresAt: DATE,
      revokedAt: { bsonType: ['date', 'null'] },
    }),
    indexes: [
      { name: 'by_key', key: { keyId: 1 }, serves: 'the revocation of a key’s tokens' },
      { name: 'expiry', key: { expiresAt: 1 }, serves: 'deletion once expired', expires: true },
    ],
    shardKey: { _id: 'hashed' },
  },
  signingKeys: {
    validator: exactly({
      _id: { bsonType: ['int', 'long', 'double'] },
      kid: STRING,
      publicKey: STRING,
      privateKey: BYTES,
      signsFrom: DATE,
      retiresAt: DATE,
      expiresAt: DATE,
    }),
    indexes: [{ name: 'expiry', key: { expiresAt: 1 }, serves: 'deletion once expired', expires: true }],
    shardKey: null,
  },
  audit: {
    validator: exactly({
      _id: STRING,
      at: DATE,
      actor: STRING,
      action: STRING,
      target: STRING,
      detail: { bsonType: 'object' },
      correlationId: STRING,
    }),
    indexes: [{ name: 'by_time', key: { at: -1, _id: -1 }, serves: 'the audit log' }],
    shardKey: null,
  },
} as const satisfies Readonly<Record<string, CollectionPlan>>;

export type CollectionName = keyof typeof COLLECTIONS;
