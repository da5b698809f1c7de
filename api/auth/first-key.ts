/** The key by which all others are made: a new store gets one, and its text is shown once. */
import type { Audit } from '../audit.ts';
import type { KeyRepository } from '../store/store.ts';
import { scopesOf } from './permissions.ts';
import { newCredential } from './secrets.ts';

/** Fixed, so that of several replicas that start at once one makes it. */
const FIRST_ID = 'firstadmin00';
export const FIRST_OWNER = 'admin';

export interface FirstKeyOptions {
  readonly keys: KeyRepository;
  readonly audit: Audit;
  readonly now: () => number;
  readonly onFirstKey: (key: string) => void;
}

export async function createFirstKey({ keys, audit, now, onFirstKey }: FirstKeyOptions): Promise<void> {
  if ((await keys.find(FIRST_ID)) !== null) return;
  const { id, hash, text } = newCredential('key', FIRST_ID);
  const made = await keys.insert({
    id,
    hash,
    name: 'First admin',
    owner: FIRST_OWNER,
    role: 'admin',
    scopes: scopesOf('admin'),
    createdAt: now(),
    expiresAt: null,
    revokedAt: null,
  });
  if (!made) return;
  await audit.record({
    actor: 'system',
    action: 'key.created',
    target: id,
    detail: { owner: FIRST_OWNER, role: 'admin' },
    correlationId: 'start',
  });
  onFirstKey(text);
}
