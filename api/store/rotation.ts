/** Moves what is sealed under an old encryption key to the newest one, so that the old one can be given up. */
import type { Store } from './store.ts';
import type { Vault } from './vault.ts';
import { bodyContext, signingKeyContext } from './contexts.ts';

export interface Moved {
  /** What is sealed in the store: bodies of analyses and keys that sign. */
  readonly sealed: number;
  /** So many of them were under an old key, and are under the newest now. */
  readonly moved: number;
}

/** Bodies that are read at once: a few megabytes. */
const PORTION = 100;

/**
 * Goes through the whole store. Only the small key of each record is sealed anew, its text stays as it is; may run
 * in several replicas, and be broken off, at any time. Rejects with `StoreUnavailable`, and with `SealError` when a key
 * is missing.
 */
export async function moveToNewestKey(
  { analyses, signingKeys }: Pick<Store, 'analyses' | 'signingKeys'>,
  vault: Vault,
  now: number,
): Promise<Moved> {
  let sealed = 0;
  let moved = 0;
  for (const { kid, privateKey, expiresAt } of await signingKeys.list()) {
    // Nobody needs it any more, nor perhaps has what it is sealed with.
    if (expiresAt <= now) continue;
    const next = vault.rewrap(privateKey, signingKeyContext(kid));
    sealed += 1;
    if (next === privateKey) continue;
    await signingKeys.reseal(kid, next);
    moved += 1;
  }
  for (let after = ''; ;) {
    const bodies = await analyses.bodies(after, PORTION);
    for (const { id, owner, body } of bodies) {
      const next = vault.rewrap(body, bodyContext(id, owner));
      sealed += 1;
      if (next === body) continue;
      await analyses.reseal(id, next);
      moved += 1;
    }
    const last = bodies.at(-1);
    if (last === undefined) return { sealed, moved };
    after = last.id;
  }
}
