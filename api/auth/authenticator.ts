/** Who sent a request: `Authorization: Bearer` with an access token or an API key. */
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
  readonly authenticate: (authorization: string | undefined) => Principal | Promise<Principal>;
  /** The key of a text, if it is good now. Throws as `authenticate` does. */
  readonly keyOf: (text: string) => Promise<StoredKey>;
}

export function createAuthenticator(
  tokens: AccessTokens,
  directory: KeyDirectory,
  now: () => number,
): Authenticator {
  const keyOf = async (text: string): Promise<StoredKey> => {
    const credential = parseCredential('key', text);
    const key = credential === null ? null : await directory.find(credential.id);
    if (key === null || !sameHash(key.hash, credential!.hash)) {
      throw new ProblemError('unauthenticated', 'The API key is not valid.');
    }
    return usable(key, now());
  };

  /** A token's role and scopes are those that its key has now, not those that it had when the token was made. */
  const ofToken = async (token: string): Promise<Principal> => {
    const claimed = await tokens.verify(token);
    try {
      const key = await directory.find(claimed.keyId);
      if (key === null) throw new ProblemError('token-revoked', 'The key of this token is gone.');
      return principalOf(usable(key, now()));
    } catch (error) {
      // The store is down: the token is signed and short-lived, so what it says is good enough.
      if (error instanceof StoreUnavailable) return claimed;
      throw error;
    }
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
      return text.includes('.') ? ofToken(text) : keyOf(text).then(principalOf);
    },
  };
}

export function principalOf({ owner, role, scopes, id }: StoredKey): Principal {
  return { owner, role, scopes, keyId: id };
}

/** The key itself. @throws ProblemError if it has been revoked or has expired. */
export function usable(key: StoredKey, now: number): StoredKey {
  if (key.revokedAt !== null) throw new ProblemError('token-revoked', 'The API key has been revoked.');
  if (key.expiresAt !== null && key.expiresAt <= now) {
    throw new ProblemError('token-expired', 'The API key has expired.');
  }
  return key;
}
