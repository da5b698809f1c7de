/**
 * What client and language server say to each other about the remote service. The server makes all the calls; the client
 * asks the user and keeps the tokens, in the editor's secret storage.
 */
import type { SolutionAnalysis } from './analysis.ts';
import type { AnalysisListItem } from './service.ts';

/** Request to the server: exchange a key for tokens, which `TOKENS_SAVE` then brings to the client. */
export const SIGN_IN_REQUEST = 'bigOLens/remote/signIn';

export interface SignInParams {
  /** An origin, as `serviceOrigin` gives it. */
  readonly address: string;
  readonly key: string;
}

/** Whose tokens they are, or a sentence that says why there are none. */
export type SignInResult = { readonly owner: string } | { readonly failure: string };

/** Request to the server, with `{}`: end the session at the service, and forget the tokens in any case. */
export const SIGN_OUT_REQUEST = 'bigOLens/remote/signOut';

/** Null: it has ended. Else why the service could not be told: it ends by itself some day. */
export interface SignOutResult {
  readonly failure: string | null;
}

/** What is kept of a session. */
export interface TokenPair {
  /** The service's origin: the tokens are for no other. */
  readonly address: string;
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
  readonly owner: string;
}

/** Request to the client, without parameters: the tokens. Null when nobody is signed in or the workspace is not trusted. */
export const TOKENS_LOAD = 'bigOLens/remote/loadTokens';
export type TokensLoadResult = TokenPair | null;

/** Request to the client: keep these tokens; null: forget them. Answered when they are kept. */
export const TOKENS_SAVE = 'bigOLens/remote/saveTokens';
export interface TokensSaveParams {
  readonly pair: TokenPair | null;
}

/** Notification to the server: somebody wants to see the analysis of a document, so the service is asked too. */
export const ASK_SERVICE = 'bigOLens/remote/ask';

export interface AskServiceParams {
  readonly uri: string;
}

/**
 * Notification to the client: what the service says about a document. It comes when there is something new, at the
 * latest when the time is over that somebody waits for an answer; the history often comes later.
 */
export const SERVICE_REPORT = 'bigOLens/remote/report';

export interface ServiceReport {
  readonly uri: string;
  /** The document's version that the service was asked about. */
  readonly version: number;
  /** "lens.example.org" */
  readonly host: string;
  /** Its analysis; null: the one made here stands. */
  readonly analysis: SolutionAnalysis | null;
  /** A sentence that says why there is no analysis of the service; null when there is one. */
  readonly failure: string | null;
  /** What the service keeps of the same problem, newest first; null: not there, or not yet. */
  readonly history: readonly AnalysisListItem[] | null;
  /** A sentence that says why there is no history; null where it may yet come. */
  readonly historyFailure: string | null;
}
