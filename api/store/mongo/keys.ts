/** API keys, token families and signing keys in MongoDB. */
import type { Document } from 'mongodb';
import type { Role, Scope } from '../../../shared/protocol/service.ts';
import type {
  FamilyRepository,
  KeyChanges,
  KeyRepository,
  SigningKeyRepository,
  StoredKey,
  StoredSigningKey,
  TokenFamily,
} from '../store.ts';
import { type Database, after, insertOnce } from './database.ts';

interface KeyDocument extends Document {
  readonly _id: string;
  readonly hash: Buffer;
  readonly name: string;
  readonly owner: string;
  readonly role: Role;
  readonly scopes: Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export function mongoKeys({ collection, run }: Database): KeyRepository {
  const keys = collection<KeyDocument>('keys');
  return {
    insert: ({ id, ...key }) =>
      run(() => insertOnce(() => keys.insertOne({ _id: id, ...withDates(key) } as unknown as KeyDocument))),
    find: (id) =>
      run(async () => {
        const found = await keys.findOne({ _id: id });
        return found === null ? null : keyOf(found);
      }),
    list: (owner, position, limit) =>
      run(async () => {
        const found = await keys
          .find({ ...(owner === null ? {} : { owner }), ...after(position, 'createdAt') })
          .sort({ createdAt: -1, _id: -1 })
          .limit(limit)
          .toArray();
        return found.map((document) => keyOf(document));
      }),
    update: (id, changes: KeyChanges) =>
      run(async () => {
        const found =
          Object.keys(changes).length === 0
            ? await keys.findOne({ _id: id })
            : await keys.findOneAndUpdate(
                { _id: id },
                { $set: withDates(changes) as Partial<KeyDocument> },
                { returnDocument: 'after' },
              );
        return found === null ? null : keyOf(found);
      }),
  };
}

function keyOf({ _id, hash, createdAt, expiresAt, revokedAt, ...rest }: KeyDocument): StoredKey {
  return {
    id: _id,
    hash,
    name: rest.name,
    owner: rest.owner,
    role: rest.role,
    scopes: rest.scopes,
    createdAt: createdAt.getTime(),
    expiresAt: expiresAt?.getTime() ?? null,
    revokedAt: revokedAt?.getTime() ?? null,
  };
}

interface FamilyDocument extends Document {
  readonly _id: string;
  readonly keyId: string;
  readonly current: Buffer;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export function mongoFamilies({ collection, run }: Database): FamilyRepository {
  const families = collection<FamilyDocument>('families');
  const revoke = (filter: Document, now: number): Promise<void> =>
    run(async () => {
      await families.updateMany({ ...filter, revokedAt: null }, { $set: { revokedAt: new Date(now) } });
    });
  return {
    insert: ({ id, ...family }) =>
      run(async () => {
        await families.insertOne({ _id: id, ...withDates(family) } as unknown as FamilyDocument);
      }),
    find: (id) =>
      run(async () => {
        const found = await families.findOne({ _id: id });
        return found === null ? null : familyOf(found);
      }),
    rotate: (id, current, next, now) =>
      run(async () => {
        const { modifiedCount } = await families.updateOne(
          {
            _id: id,
            current: Buffer.from(current),
            revokedAt: null,
            expiresAt: { $gt: new Date(now) },
          },
          { $set: withDates(next) as Partial<FamilyDocument> },
        );
        return modifiedCount > 0;
      }),
    revoke: (id, now) => revoke({ _id: id }, now),
    revokeKey: (keyId, now) => revoke({ keyId }, now),
  };
}

function familyOf({ _id, keyId, current, expiresAt, revokedAt }: FamilyDocument): TokenFamily {
  return {
    id: _id,
    keyId,
    current,
    expiresAt: expiresAt.getTime(),
    revokedAt: revokedAt?.getTime() ?? null,
  };
}

interface SigningKeyDocument extends Document {
  readonly _id: number;
  readonly kid: string;
  readonly publicKey: string;
  readonly privateKey: Buffer;
  readonly signsFrom: Date;
  readonly retiresAt: Date;
  readonly expiresAt: Date;
}

export function mongoSigningKeys({ collection, run }: Database): SigningKeyRepository {
  const keys = collection<SigningKeyDocument>('signingKeys');
  return {
    insert: ({ generation, ...key }) =>
      run(() =>
        insertOnce(() =>
          keys.insertOne({ _id: generation, ...withDates(key) } as unknown as SigningKeyDocument),
        ),
      ),
    list: () =>
      run(async () => {
        const found = await keys.find().sort({ _id: 1 }).toArray();
        return found.map((document) => signingKeyOf(document as SigningKeyDocument));
      }),
    reseal: (kid, privateKey) =>
      run(async () => {
        await keys.updateOne({ kid }, { $set: { privateKey: Buffer.from(privateKey) } });
      }),
  };
}

function signingKeyOf({ _id, kid, publicKey, privateKey, ...times }: SigningKeyDocument): StoredSigningKey {
  return {
    generation: _id,
    kid,
    publicKey,
    privateKey,
    signsFrom: times.signsFrom.getTime(),
    retiresAt: times.retiresAt.getTime(),
    expiresAt: times.expiresAt.getTime(),
  };
}

const TIMES: ReadonlySet<string> = new Set(['createdAt', 'expiresAt', 'revokedAt', 'signsFrom', 'retiresAt']);

/** Times as dates, bytes as the driver takes them. */
function withDates(values: object): Document {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => {
      if (TIMES.has(name) && typeof value === 'number') return [name, new Date(value)];
      return [name, value instanceof Uint8Array ? Buffer.from(value) : value];
    }),
  );
}
