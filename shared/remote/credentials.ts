/** By what a caller proves who it is: a key, or tokens that a key was exchanged for. */
import type { TokenPair } from '../protocol/remote.ts';
import { API_V1, ROUTES_V1, type TokenAnswer, type TokenRequest } from '../protocol/service.ts';
import { failureOf, valueOf } from './answers.ts';
import { isTokenAnswer } from './check.ts';
import { RemoteFailure, isRemoteFailure } from './failure.ts';
import type { CallOptions, Http } from './http.ts';

export interface Credentials {
  /** For `Authorization: Bearer`. @throws RemoteFailure */
  readonly bearer: () => Promise<string>;
  /** The service says that this one has expired: it is not given again. */
  readonly expired: (bearer: string) => void;
}

/** An API key as it is. */
export function keyCredentials(key: string): Credentials {
  return { bearer: async () => Promise.resolve(key), expired: () => undefined };
}

export interface TokenStore {
  /** Null: nobody is signed in. */
  readonly load: () => Promise<TokenPair | null>;
  /** Null: forget them. Resolves when that is safe from a crash. */
  readonly save: (pair: TokenPair | null) => Promise<void>;
  /** Work of this kind is done one at a time, whichever process asks: others may use the same tokens. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Milliseconds before its end at which an access token is taken for expired: clocks differ, requests take time. */
const MARGIN = 30_000;

/** Milliseconds for an exchange. */
const EXCHANGE_DEADLINE = 15_000;

/**
 * Tokens that are exchanged when they are about to expire. A refresh token that is sent twice ends the session, so
 * exchanges are made one at a time, by the tokens as they are stored then, and the new ones are stored before use.
 */
export function tokenCredentials(http: Http, origin: string, store: TokenStore, now = Date.now): Credentials {
  let refused: string | null = null;

  const isFresh = ({ accessToken, accessExpiresAt }: TokenPair) =>
    accessToken !== refused && accessExpiresAt - MARGIN > now();
  const load = async () => {
    const pair = await store.load();
    if (pair?.address !== origin) throw signedOut(http.host);
    return pair;
  };

  return {
    bearer: async () => {
      const pair = await load();
      if (isFresh(pair)) return pair.accessToken;
      return store.exclusively(async () => {
        const latest = await load();
        if (isFresh(latest)) return latest.accessToken;
        const next = await refreshed(http, latest, store, now);
        return next.accessToken;
      });
    },
    expired: (bearer) => {
      refused = bearer;
    },
  };
}

/** The deadline is no caller's: an exchange whose answer nobody waits for would lose the only good token. */
async function refreshed(
  http: Http,
  pair: TokenPair,
  store: TokenStore,
  now: () => number,
): Promise<TokenPair> {
  try {
    const options = { deadline: EXCHANGE_DEADLINE };
    const request = { grantType: 'refresh', refreshToken: pair.refreshToken } as const;
    const next = pairOf(pair.address, await exchange(http, request, options), now());
    await store.save(next);
    return next;
  } catch (error) {
    if (!isRemoteFailure(error) || error.kind !== 'refused') throw error;
    await store.save(null);
    throw signedOut(http.host);
  }
}

/** Exchanges a key for tokens; the key itself need not be kept. @throws RemoteFailure */
export async function signIn(
  http: Http,
  { origin, key }: { readonly origin: string; readonly key: string },
  options: CallOptions,
): Promise<TokenPair> {
  return pairOf(origin, await exchange(http, { grantType: 'key', key }, options), Date.now());
}

/** Ends a session at the service, so that its tokens are good for nothing. @throws RemoteFailure */
export async function signOut(http: Http, { refreshToken }: TokenPair, options: CallOptions): Promise<void> {
  const { method, path } = ROUTES_V1.revokeToken;
  const answer = await http.send({ ...options, method, path: API_V1 + path, body: { refreshToken } });
  if (answer.status !== 204) throw failureOf(answer, http.host);
}

async function exchange(http: Http, body: TokenRequest, options: CallOptions): Promise<TokenAnswer> {
  const { method, path } = ROUTES_V1.createToken;
  return valueOf(
    await http.send({ ...options, method, path: API_V1 + path, body }),
    isTokenAnswer,
    http.host,
  );
}

function pairOf(address: string, answer: TokenAnswer, now: number): TokenPair {
  const { accessToken, refreshToken, owner, expiresIn } = answer;
  return { address, accessToken, accessExpiresAt: now + expiresIn * 1000, refreshToken, owner };
}

function signedOut(host: string): RemoteFailure {
  return new RemoteFailure('signed-out', `Nobody is signed in to ${host}.`);
}
