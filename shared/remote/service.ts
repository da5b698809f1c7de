/**
 * The entry of what callers of the remote service need. It is a bundle of its own (dist/remote.js), which who never
 * calls a service does not load.
 */
import type { TokenPair } from '../protocol/remote.ts';
import { serviceOrigin } from './address.ts';
import { type TokenStore, keyCredentials, signIn, signOut, tokenCredentials } from './credentials.ts';
import { type CallOptions, createHttp } from './http.ts';
import { createOutageGuard } from './outage.ts';
import { type Remote, createRemote } from './remote.ts';

/** A service at an address. */
export interface Service {
  /** "https://lens.example.org" */
  readonly origin: string;
  /** Exchanges a key for tokens; the key itself need not be kept. @throws RemoteFailure */
  readonly signIn: (key: string, options: CallOptions) => Promise<TokenPair>;
  /** Ends a session, so that its tokens are good for nothing. @throws RemoteFailure */
  readonly signOut: (pair: TokenPair, options: CallOptions) => Promise<void>;
  readonly withKey: (key: string) => Remote;
  readonly withTokens: (store: TokenStore) => Remote;
  /** Ends the connections that are kept open for further calls. */
  readonly close: () => void;
}

/** @throws AddressError */
export function openService(address: string): Service {
  const origin = serviceOrigin(address);
  const http = createHttp(origin);
  const guard = createOutageGuard(http.host);
  return {
    origin,
    signIn: async (key, options) => signIn(http, { origin, key }, options),
    signOut: async (pair, options) => signOut(http, pair, options),
    withKey: (key) => createRemote(http, guard, keyCredentials(key)),
    withTokens: (store) => createRemote(http, guard, tokenCredentials(http, origin, store)),
    close: http.close,
  };
}
