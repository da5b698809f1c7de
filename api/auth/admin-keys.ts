/** The keys by which all others are made: a new store gets one, and whoever runs the service may make another. */
import type { Audit } from '../audit.ts';
import type { KeyRepository } from '../store/store.ts';
import { scopesOf } from './permissions.ts';
import { newCredential } from './secrets.ts';

/** Fixed, so that of several replicas that start at once one makes it. */
const FIRST_ID = 'firstadmin00';
const OWNER = 'admin';

export interface AdminKeyOptions {
  readonly keys: KeyRepository;
  readonly audit: Audit;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The text of the first key of a store, which is shown once; null if the store has had one. */
export async function createFirstKey(options: AdminKeyOptions): Promise<string | null> {
  if ((await options.keys.find(FIRST_ID)) !== null) return null;
  return insert(options, newCredential('key', FIRST_ID), { name: 'First admin', by: 'start' });
}

/** The text of another one, for when all are lost. @throws Error for a store that has none to lose. */
export async function replaceLostKey(options: AdminKeyOptions): Promise<string> {
  if ((await options.keys.find(FIRST_ID)) === null) {
    throw new Error('this store has no admin yet: the first start of the service makes one');
  }
  const text = await insert(options, newCredential('key'), { name: 'In place of a lost one', by: 'command' });
  if (text === null) throw new Error('a key of the same identifier is there: try again');
  return text;
}

async function insert(
  { keys, audit, now }: AdminKeyOptions,
  { id, hash, text }: ReturnType<typeof newCredential>,
  { name, by }: { readonly name: string; readonly by: string },
): Promise<string | null> {
  const made = await keys.insert({
    id,
    hash,
    name,
    owner: OWNER,
    role: 'admin',
    scopes: scopesOf('admin'),
    createdAt: now(),
    expiresAt: null,
    revokedAt: null,
  });
  if (!made) return null;
  await audit.record({
    actor: 'system',
    action: 'key.created',
    target: id,
    detail: { owner: OWNER, role: 'admin' },
    correlationId: by,
  });
  return text;
}
