/** API keys, token families and signing keys in the embedded database. */
import type { SQLInputValue } from 'node:sqlite';
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
import type { Database, Row } from './database.ts';
import { ofOwner, page } from './pages.ts';

const LISTED = { table: 'keys', columns: '*', time: 'created_at' };

/** A property of `KeyChanges` -> its column and the value for it. */
const CHANGES: { readonly [N in keyof KeyChanges]-?: string } = {
  name: 'name',
  role: 'role',
  scopes: 'scopes',
  expiresAt: 'expires_at',
  revokedAt: 'revoked_at',
};

export function sqliteKeys(database: Database): KeyRepository {
  const find = (id: string): StoredKey | null => {
    const row = database.get('SELECT * FROM keys WHERE id = ?', id);
    return row === undefined ? null : keyOf(row);
  };
  return {
    insert: (key) =>
      database.run(
        () =>
          database.change(
            `INSERT INTO keys (id, hash, name, owner, role, scopes, created_at, expires_at, revoked_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
            key.id,
            key.hash,
            key.name,
            key.owner,
            key.role,
            JSON.stringify(key.scopes),
            key.createdAt,
            key.expiresAt,
            key.revokedAt,
          ) > 0,
      ),
    find: (id) => database.run(() => find(id)),
    list: (owner, after, limit) =>
      database.run(() => page(database, LISTED, ofOwner(owner), after, limit).map(keyOf)),
    update: (id, changes) =>
      database.run(() => {
        const entries = Object.entries(changes) as [keyof KeyChanges, unknown][];
        if (entries.length > 0) {
          const sets = entries.map(([name]) => `${CHANGES[name]} = ?`).join(', ');
          const values = entries.map(([, value]) => (Array.isArray(value) ? JSON.stringify(value) : value));
          database.change(`UPDATE keys SET ${sets} WHERE id = ?`, ...(values as SQLInputValue[]), id);
        }
        return find(id);
      }),
  };
}

function keyOf(row: Row): StoredKey {
  return {
    id: row.id as string,
    hash: row.hash as Uint8Array,
    name: row.name as string,
    owner: row.owner as string,
    role: row.role as Role,
    scopes: JSON.parse(row.scopes as string) as Scope[],
    createdAt: row.created_at as number,
    expiresAt: row.expires_at as number | null,
    revokedAt: row.revoked_at as number | null,
  };
}

export function sqliteFamilies(database: Database): FamilyRepository {
  return {
    insert: (family) =>
      database.run(() => {
        database.change(
          'INSERT INTO families (id, key_id, current, expires_at, revoked_at) VALUES (?, ?, ?, ?, ?)',
          family.id,
          family.keyId,
          family.current,
          family.expiresAt,
          family.revokedAt,
        );
      }),
    find: (id) =>
      database.run(() => {
        const row = database.get('SELECT * FROM families WHERE id = ?', id);
        return row === undefined ? null : familyOf(row);
      }),
    rotate: (id, current, next, now) =>
      database.run(
        () =>
          database.change(
            `UPDATE families SET current = ?, expires_at = ?
             WHERE id = ? AND current = ? AND revoked_at IS NULL AND expires_at > ?`,
            next.current,
            next.expiresAt,
            id,
            current,
            now,
          ) > 0,
      ),
    revoke: (id, now) =>
      database.run(() => {
        database.change('UPDATE families SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', now, id);
      }),
    revokeKey: (keyId, now) =>
      database.run(() => {
        database.change(
          'UPDATE families SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL',
          now,
          keyId,
        );
      }),
  };
}

function familyOf(row: Row): TokenFamily {
  return {
    id: row.id as string,
    keyId: row.key_id as string,
    current: row.current as Uint8Array,
    expiresAt: row.expires_at as number,
    revokedAt: row.revoked_at as number | null,
  };
}

export function sqliteSigningKeys(database: Database): SigningKeyRepository {
  return {
    insert: (key) =>
      database.run(
        () =>
          database.change(
            `INSERT INTO signing_keys (generation, kid, public_key, private_key, signs_from, retires_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (generation) DO NOTHING`,
            key.generation,
            key.kid,
            key.publicKey,
            key.privateKey,
            key.signsFrom,
            key.retiresAt,
            key.expiresAt,
          ) > 0,
      ),
    list: () =>
      database.run(() => database.all('SELECT * FROM signing_keys ORDER BY generation').map(signingKeyOf)),
    reseal: (kid, privateKey) =>
      database.run(
        () => void database.change('UPDATE signing_keys SET private_key = ? WHERE kid = ?', privateKey, kid),
      ),
  };
}

function signingKeyOf(row: Row): StoredSigningKey {
  return {
    generation: row.generation as number,
    kid: row.kid as string,
    publicKey: row.public_key as string,
    privateKey: row.private_key as Uint8Array,
    signsFrom: row.signs_from as number,
    retiresAt: row.retires_at as number,
    expiresAt: row.expires_at as number,
  };
}
