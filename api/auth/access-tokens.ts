/** Access tokens: JWTs (RFC 9068) that say which key they came from and what it may do. */
import { SignJWT, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Role, Scope } from '../../shared/protocol/service.ts';
import { ROLES, SCOPES } from '../../shared/protocol/service.ts';
import { ProblemError } from '../http/problems.ts';
import type { Soon } from '../soon.ts';
import type { Principal } from './permissions.ts';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts';

export interface AccessTokens {
  readonly issue: (principal: Principal) => Promise<string>;
  /** What the token says; at once if it has been checked before. @throws ProblemError `unauthenticated` or `token-expired`. */
  readonly verify: (token: string) => Soon<Principal>;
}

export interface AccessTokenOptions {
  readonly signingKeys: SigningKeys;
  /** Issuer and audience: the service's own address. */
  readonly address: string;
  readonly seconds: number;
  readonly now: () => number;
}

const TYPE = 'at+jwt';

/** A token is checked once, and its verdict kept until it expires: a signature costs more than all else in a request. */
const MOST_VERDICTS = 10_000;

interface Verdict {
  readonly principal: Principal;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export function createAccessTokens({ signingKeys, address, seconds, now }: AccessTokenOptions): AccessTokens {
  const verdicts = new LRUCache<string, Verdict>({ max: MOST_VERDICTS });

  const check = async (token: string): Promise<Verdict> => {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined ? null : await signingKeys.verifier(kid);
        if (key === null) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        // What a token's own header says never widens this list: no "none", no HMAC with the public key.
        algorithms: [SIGNING_ALGORITHM],
        issuer: address,
        audience: address,
        typ: TYPE,
        requiredClaims: ['sub', 'exp', 'iat', 'key', 'role', 'scope'],
        currentDate: new Date(now()),
      },
    );
    const { sub, key, role, scope, exp } = payload;
    if (!isRole(role) || typeof key !== 'string' || typeof scope !== 'string') throw new errors.JWTInvalid();
    return {
      principal: { owner: sub!, keyId: key, role, scopes: scope.split(' ').filter(isScope) },
      expiresAt: exp! * 1000,
    };
  };
  const principalOf = ({ principal, expiresAt }: Verdict): Principal => {
    if (expiresAt <= now()) throw expired();
    return principal;
  };
  return {
    issue: async ({ owner, keyId, role, scopes }) => {
      const { kid, key } = signingKeys.current();
      const issued = Math.floor(now() / 1000);
      return new SignJWT({ key: keyId, role, scope: scopes.join(' ') })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid })
        .setSubject(owner)
        .setIssuer(address)
        .setAudience(address)
        .setIssuedAt(issued)
        .setExpirationTime(issued + seconds)
        .sign(key);
    },
    verify: (token) => {
      const known = verdicts.get(token);
      if (known !== undefined) return principalOf(known);
      return check(token).then((verdict) => {
        verdicts.set(token, verdict);
        return principalOf(verdict);
      }, refuse);
    },
  };
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw expired();
  // The reason would only help somebody who tries tokens.
  if (error instanceof errors.JOSEError) throw new ProblemError('unauthenticated', 'The token is not valid.');
  throw error;
}

function expired(): ProblemError {
  return new ProblemError('token-expired', 'The access token has expired: refresh it.');
}

function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}
