/**
 * The keys that sign access tokens: Ed25519, kept sealed in the store, so that all replicas sign and verify alike.
 * The next key is published well before it signs; an old one is published until the last token it signed has expired.
 */
import { randomUUID } from 'node:crypto';
import { type CryptoKey, type JWK, exportJWK, generateKeyPair, importJWK } from 'jose';
import { signingKeyContext } from '../store/contexts.ts';
import type { SigningKeyRepository, StoredSigningKey } from '../store/store.ts';
import type { Vault } from '../store/vault.ts';

export const SIGNING_ALGORITHM = 'EdDSA';

export interface SigningKeys {
  readonly current: () => { readonly kid: string; readonly key: CryptoKey };
  /** Null for a kid that no key of ours has. */
  readonly verifier: (kid: string) => Promise<CryptoKey | null>;
  /** What `/.well-known/jwks.json` answers. */
  readonly published: () => { readonly keys: readonly JWK[] };
  /** Reads what other replicas made, and makes the next key when it is time. To be called now and then. */
  readonly maintain: () => Promise<void>;
}

export interface SigningKeyOptions {
  readonly repository: SigningKeyRepository;
  readonly vault: Vault;
  readonly now: () => number;
  /** How long a key signs. */
  readonly lifeMs: number;
  /** How long a token that it signed is good. */
  readonly tokenMs: number;
}

/** A key is published so long before it signs: longer than anybody may cache the published keys. */
export const PUBLISHED_AHEAD_MS = 600_000;

/** The store is asked about a kid that is unknown so often at most. */
const ASK_AGAIN_MS = 5000;

/** Clocks of replicas differ a little. */
const SKEW_MS = 60_000;

interface Loaded {
  readonly stored: StoredSigningKey;
  readonly jwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** Rejects when the store can't be reached: without a key no token can be made. */
export async function openSigningKeys(options: SigningKeyOptions): Promise<SigningKeys> {
  const { repository, vault, now } = options;
  const loaded = new Map<string, Loaded>();
  let readAt = -Infinity;
  /** Of all keys in the store, expired ones too: a number is taken for as long as its key is there. */
  let generation = 0;

  const read = async (): Promise<void> => {
    readAt = now();
    const all = await repository.list();
    generation = all.at(-1)?.generation ?? 0;
    const stored = all.filter(({ expiresAt }) => expiresAt > readAt);
    const kids = new Set(stored.map(({ kid }) => kid));
    for (const kid of loaded.keys()) if (!kids.has(kid)) loaded.delete(kid);
    for (const key of stored) if (!loaded.has(key.kid)) loaded.set(key.kid, await load(key, vault));
  };
  const newest = (): Loaded | undefined => [...loaded.values()].at(-1);
  const current = (): Loaded | undefined =>
    [...loaded.values()].findLast(({ stored }) => stored.signsFrom <= now());

  const maintain = async (): Promise<void> => {
    await read();
    const last = newest()?.stored;
    if (last !== undefined && now() < last.retiresAt - PUBLISHED_AHEAD_MS) return;
    // After a long rest there is nothing to overlap with.
    const signsFrom = last === undefined || last.retiresAt < now() ? now() : last.retiresAt;
    await repository.insert(await make(generation + 1, signsFrom, options));
    // If another replica was faster, its key is the one that is there.
    await read();
  };
  await maintain();

  return {
    current: () => {
      const key = current();
      if (key === undefined) throw new Error('There is no key that signs.');
      return { kid: key.stored.kid, key: key.privateKey };
    },
    verifier: async (kid) => {
      if (!loaded.has(kid) && now() - readAt > ASK_AGAIN_MS) await read();
      return loaded.get(kid)?.publicKey ?? null;
    },
    published: () => ({ keys: [...loaded.values()].map(({ jwk }) => jwk) }),
    maintain,
  };
}

async function make(
  generation: number,
  signsFrom: number,
  { vault, lifeMs, tokenMs }: SigningKeyOptions,
): Promise<StoredSigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, {
    crv: 'Ed25519',
    extractable: true,
  });
  const kid = randomUUID();
  const retiresAt = signsFrom + lifeMs;
  return {
    generation,
    kid,
    publicKey: JSON.stringify({
      ...(await exportJWK(publicKey)),
      kid,
      use: 'sig',
      alg: SIGNING_ALGORITHM,
    }),
    privateKey: vault.seal(Buffer.from(JSON.stringify(await exportJWK(privateKey))), signingKeyContext(kid)),
    signsFrom,
    retiresAt,
    expiresAt: retiresAt + tokenMs + SKEW_MS,
  };
}

async function load(stored: StoredSigningKey, vault: Vault): Promise<Loaded> {
  const jwk = JSON.parse(stored.publicKey) as JWK;
  const secret = Buffer.from(vault.open(stored.privateKey, signingKeyContext(stored.kid))).toString();
  return {
    stored,
    jwk,
    publicKey: (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey,
    privateKey: (await importJWK(JSON.parse(secret) as JWK, SIGNING_ALGORITHM)) as CryptoKey,
  };
}
