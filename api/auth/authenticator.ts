/** Who sent a request: `Authorization: Bearer` with an access token or an API key. */
import { type Soon, after } from '../soon.ts';
import { ProblemError } from '../http/problems.ts';
import { type StoredKey, StoreUnavailable } from '../store/store.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { KeyDirectory } from './key-directory.ts';
import type { Principal } from './permissions.ts';
import { parseCredential, sameHash } from './secrets.ts';

export interface Authenticator {
  /**
   * @param authorization The header.
   * @throws ProblemError that says why not.
   */
  readonly authenticate: (authorization: string | undefined) => Soon<Principal>;
  /** The key of a text, if it is good now. Throws as `authenticate` does. */
  readonly keyOf: (text: string) => Soon<StoredKey>;
}

export function createAuthenticator(
  tokens: AccessTokens,
  directory: KeyDirectory,
  now: () => number,
): Authenticator {
  const keyOf = (text: string): Soon<StoredKey> => {
    const credential = parseCredential('key', text);
    return after(credential === null ? null : directory.find(credential.id), (key) => {
      if (key === null || !sameHash(key.hash, credential!.hash)) {
        throw new ProblemError('unauthenticated', 'The API key is not valid.');
      }
      return usable(key, now());
    });
  };

  /** A token's role and scopes are those that its key has now, not those that it had when the token was made. */
  const ofClaims = (claimed: Principal): Soon<Principal> => {
    const ofKey = (key: StoredKey | null): Principal => {
      if (key === null) throw new ProblemError('token-revoked', 'The key of this token is gone.');
      return principalOf(usable(key, now()));
    };
    const key = directory.find(claimed.keyId);
    if (!(key instanceof Promise)) return ofKey(key);
    return key.then(ofKey, (error: unknown) => {
      // The store is down: the token is signed and short-lived, so what it says is good enough.
      if (error instanceof StoreUnavailable) return claimed;
      throw error;
    });
  };
  return {
    keyOf,
    authenticate: (authorization) => {
      const match = /^bearer +(\S+)$/i.exec(authorization ?? '');
      if (match === null) {
        throw new ProblemError(
          'unauthenticated',
          'Send `Authorization: Bearer` with an access token or an API key.',
        );
      }
      const text = match[1]!;
      return text.includes('.') ? after(tokens.verify(text), ofClaims) : after(keyOf(text), principalOf);
    },
  };
}

const principals = new WeakMap<StoredKey, Principal>();

/** Always the same one for the same key, as long as the directory does not read it anew. */
export function principalOf(key: StoredKey): Principal {
  let principal = principals.get(key);
  if (principal === undefined) {
    const { owner, role, scopes, id } = key;
    principals.set(key, (principal = { owner, role, scopes, keyId: id }));
  }
  return principal;
}

/** The key itself. @throws ProblemError if it has been revoked or has expired. */
export function usable(key: StoredKey, now: number): StoredKey {
  if (key.revokedAt !== null) throw new ProblemError('token-revoked', 'The API key has been revoked.');
  if (key.expiresAt !== null && key.expiresAt <= now) {
    throw new ProblemError('token-expired', 'The API key has expired.');
  }
  return key;
}
