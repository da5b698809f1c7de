/** Exchanges of keys and refresh tokens for access tokens. */
import type { TokenAnswer } from '../../shared/protocol/service.ts';
import type { Audit } from '../audit.ts';
import { ProblemError } from '../http/problems.ts';
import type { FamilyRepository, KeyRepository, StoredKey, TokenFamily } from '../store/store.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type Authenticator, principalOf, usable } from './authenticator.ts';
import { type Credential, newCredential, parseCredential, sameHash } from './secrets.ts';

export interface Sessions {
  /** A new family. @throws ProblemError if the key is not good. */
  readonly exchange: (key: string) => Promise<TokenAnswer>;
  /** The family's next token. @throws ProblemError; a token that was used before ends its family. */
  readonly refresh: (refreshToken: string, correlationId: string) => Promise<TokenAnswer>;
  /** Ends the family of a token; a text that is none is ignored. */
  readonly revoke: (refreshToken: string) => Promise<void>;
}

export interface SessionOptions {
  readonly families: FamilyRepository;
  readonly keys: KeyRepository;
  readonly tokens: AccessTokens;
  readonly authenticator: Authenticator;
  readonly audit: Audit;
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
  readonly now: () => number;
}

export function createSessions(options: SessionOptions): Sessions {
  const { families, keys, tokens, authenticator, audit, accessSeconds, refreshSeconds, now } = options;

  const answer = async (key: StoredKey, refreshToken: string): Promise<TokenAnswer> => ({
    accessToken: await tokens.issue(principalOf(key)),
    tokenType: 'Bearer',
    expiresIn: accessSeconds,
    refreshToken,
    refreshExpiresIn: refreshSeconds,
    owner: key.owner,
    role: key.role,
    scopes: key.scopes,
  });

  return {
    exchange: async (text) => {
      const key = await authenticator.keyOf(text);
      const first = newCredential('refresh');
      await families.insert({
        id: first.id,
        keyId: key.id,
        current: first.hash,
        expiresAt: now() + refreshSeconds * 1000,
        revokedAt: null,
      });
      return answer(key, first.text);
    },

    refresh: async (text, correlationId) => {
      const given = parseCredential('refresh', text);
      const family = given === null ? null : await families.find(given.id);
      if (given === null || family === null) throw unknown();
      // The key itself is asked for, not what the directory remembers: refreshing is rare, and rights may be gone.
      const key = await keys.find(family.keyId);
      if (key === null) throw unknown();
      usable(key, now());
      const next = newCredential('refresh', family.id);
      const expiresAt = now() + refreshSeconds * 1000;
      const rotated = await families.rotate(family.id, given.hash, { current: next.hash, expiresAt }, now());
      if (!rotated) throw await refusal(given, key, correlationId);
      return answer(key, next.text);
    },

    revoke: async (text) => {
      // Any token of the family will do: the answer with the current one may have been lost.
      const given = parseCredential('refresh', text);
      if (given !== null) await families.revoke(given.id, now());
    },
  };

  /** Why a token could not be exchanged. One of a living family that is not its current one was used before. */
  async function refusal(given: Credential, key: StoredKey, correlationId: string): Promise<ProblemError> {
    const family = await families.find(given.id);
    if (family === null || family.expiresAt <= now()) {
      return new ProblemError('token-expired', 'The refresh token has expired: sign in again.');
    }
    if (family.revokedAt === null) await endFamily(family, key, correlationId);
    return sameHash(family.current, given.hash)
      ? new ProblemError('token-revoked', 'The refresh token has been revoked: sign in again.')
      : new ProblemError(
          'token-reused',
          'The refresh token was used before. Its family is revoked: sign in again.',
        );
  }

  async function endFamily(family: TokenFamily, key: StoredKey, correlationId: string): Promise<void> {
    await families.revoke(family.id, now());
    await audit.record({
      actor: key.owner,
      action: 'token.reused',
      target: family.id,
      detail: { key: key.id },
      correlationId,
    });
  }
}

function unknown(): ProblemError {
  return new ProblemError('unauthenticated', 'The refresh token is not valid.');
}
