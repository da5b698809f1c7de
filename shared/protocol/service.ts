/**
 * The messages of the remote analysis service, API version 1. What a client sends and gets is described here once: the
 * service's JSON schemas (api/v1/schemas) are checked against these types by the compiler.
 * Times are ISO 8601 in UTC. docs/api/v1.md explains each route.
 */
import type { BoundClass, ProblemInfo, SolutionAnalysis, Verdict } from './analysis.ts';

/** The prefix of all routes of this version. */
export const API_V1 = '/v1';

/** Every route of version 1, relative to `API_V1`: the name by which code and documentation speak of it. */
export const ROUTES_V1 = {
  createAnalysis: { method: 'POST', path: '/analyses' },
  createAnalyses: { method: 'POST', path: '/analyses/batch' },
  listAnalyses: { method: 'GET', path: '/analyses' },
  readAnalysis: { method: 'GET', path: '/analyses/:id' },
  deleteAnalysis: { method: 'DELETE', path: '/analyses/:id' },
  readProgress: { method: 'GET', path: '/progress' },
  listLanguages: { method: 'GET', path: '/languages' },
  listRules: { method: 'GET', path: '/rules' },
  readQuota: { method: 'GET', path: '/quota' },
  createKey: { method: 'POST', path: '/keys' },
  listKeys: { method: 'GET', path: '/keys' },
  updateKey: { method: 'PATCH', path: '/keys/:id' },
  revokeKey: { method: 'DELETE', path: '/keys/:id' },
  createToken: { method: 'POST', path: '/tokens' },
  revokeToken: { method: 'POST', path: '/tokens/revoke' },
  listAudit: { method: 'GET', path: '/audit' },
  readLogLevel: { method: 'GET', path: '/log-level' },
  changeLogLevel: { method: 'PUT', path: '/log-level' },
} as const satisfies Readonly<Record<string, { readonly method: string; readonly path: string }>>;
export type RouteV1 = keyof typeof ROUTES_V1;

/** Routes outside of any version: probes, metrics, and the public keys that verify access tokens. */
export const UNVERSIONED = {
  live: '/health/live',
  ready: '/health/ready',
  startup: '/health/startup',
  metrics: '/metrics',
  jwks: '/.well-known/jwks.json',
} as const;

// Who may do what

export const ROLES = ['admin', 'member', 'service'] as const;
/** A member has its own history; a service acts for many owners; an admin also manages keys. */
export type Role = (typeof ROLES)[number];

export const SCOPES = ['analyses:read', 'analyses:write', 'keys:read', 'keys:write', 'operations'] as const;
/** What a key may be used for: its role allows the rest, a scope only narrows. */
export type Scope = (typeof SCOPES)[number];

// Analyses

/** How much of an analysis is kept in the history; each step includes the one before. */
export const KEEP = ['nothing', 'summary', 'result', 'source'] as const;
/**
 * `summary`: bounds, techniques and rules, no text of the program. `result`: also the whole analysis, which quotes
 * lines. `source`: also the program. The service's policy may keep less than was asked for, never more.
 */
export type Keep = (typeof KEEP)[number];

/** `POST /analyses` */
export interface AnalysisRequest {
  /** The program. */
  readonly code: string;
  /** "python", or any other name of the language that `GET /languages` lists. */
  readonly language: string;
  /** The file's name without folders, which may carry the problem's number. */
  readonly fileName?: string;
  /** Rules that report nothing. */
  readonly disabledRules?: readonly string[];
  /** Default: what the service's policy allows. */
  readonly keep?: Keep;
  /** Whose history it goes to; only admins and services may name somebody else. Default: the caller. */
  readonly owner?: string;
}

export interface BoundSummary {
  /** "O(n log n)" */
  readonly text: string;
  readonly class: BoundClass;
}

/** What the history keeps and lists of an analysis. */
export interface AnalysisSummary {
  /** Canonical: "python". */
  readonly language: string;
  readonly problem: Pick<ProblemInfo, 'id' | 'slug'> | null;
  readonly time: BoundSummary;
  readonly space: BoundSummary;
  readonly verdict: Verdict['fits'];
  readonly techniques: readonly string[];
  /** The rules that reported something, each once. */
  readonly findings: readonly string[];
  readonly engineVersion: string;
}

export interface AnalysisListItem extends AnalysisSummary {
  readonly id: string;
  readonly owner: string;
  readonly createdAt: string;
  readonly kept: Keep;
}

/** The answer to `POST /analyses`. */
export interface AnalysisCreated {
  /** Null when nothing is kept: there is nothing to read later. */
  readonly id: string | null;
  readonly createdAt: string;
  readonly kept: Keep;
  readonly result: SolutionAnalysis;
}

/** `GET /analyses/:id` */
export interface AnalysisRecord extends AnalysisListItem {
  /** Null where less than `result` was kept. */
  readonly result: SolutionAnalysis | null;
  /** Null where less than `source` was kept. */
  readonly code: string | null;
}

/** The most analyses in a batch. */
export const MAX_BATCH = 100;

/** `POST /analyses/batch` */
export interface BatchRequest {
  readonly items: readonly AnalysisRequest[];
}

/** One answer an item, in the order of the items; `status` is what `POST /analyses` would have answered. */
export interface BatchAnswer {
  readonly items: readonly (
    | { readonly status: 200 | 201; readonly analysis: AnalysisCreated }
    | { readonly status: number; readonly problem: Problem }
  )[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `cursor` for the next page; null on the last. */
  readonly next: string | null;
}

/** `GET /analyses`: newest first. */
export interface AnalysisQuery {
  /** Default: the caller. */
  readonly owner?: string;
  /** A problem's number or slug: "1", "two-sum". */
  readonly problem?: string;
  readonly language?: string;
  /** From this time on. */
  readonly from?: string;
  /** Before this time. */
  readonly to?: string;
  readonly cursor?: string;
  /** From 1 to 200; default 50. */
  readonly limit?: number;
}

// Progress

export const INTERVALS = ['day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** `GET /progress` */
export interface ProgressQuery {
  readonly owner?: string;
  /** Default: a year before `to`. */
  readonly from?: string;
  /** Default: now. */
  readonly to?: string;
  /** Weeks start on Monday. All are in UTC. Default: week. */
  readonly interval?: Interval;
}

/** How many analyses had what. */
export interface Tallies {
  readonly analyses: number;
  readonly time: Readonly<Partial<Record<BoundClass, number>>>;
  readonly space: Readonly<Partial<Record<BoundClass, number>>>;
  readonly techniques: Readonly<Record<string, number>>;
  readonly findings: Readonly<Record<string, number>>;
}

export interface Progress {
  readonly owner: string;
  readonly from: string;
  readonly to: string;
  readonly interval: Interval;
  readonly total: Tallies;
  /** Intervals in which there was anything, oldest first. */
  readonly intervals: readonly (Tallies & { readonly start: string })[];
}

// What the service can do

export interface LanguageInfo {
  readonly id: string;
  /** Other names by which a request may call it. */
  readonly names: readonly string[];
}

export interface RuleInfo {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly what: string;
  readonly docs: string;
}

/** `GET /languages` and `GET /rules` */
export interface Listing<T> {
  readonly items: readonly T[];
}

// Limits

export const ROUTE_CLASSES = ['analyse', 'read', 'manage', 'token'] as const;
/** Routes that share a limit. */
export type RouteClass = (typeof ROUTE_CLASSES)[number];

export interface QuotaEntry {
  readonly class: RouteClass;
  /** Requests in a window; an item of a batch counts as one. */
  readonly limit: number;
  readonly remaining: number;
  readonly windowSeconds: number;
  /** Until the full limit is there again. */
  readonly resetSeconds: number;
}

/** `GET /quota` */
export interface Quota {
  readonly owner: string;
  readonly role: Role;
  readonly limits: readonly QuotaEntry[];
}

// Keys

/** `POST /keys` */
export interface KeyRequest {
  /** For people: "CI of the compiler course". */
  readonly name: string;
  /** Default: the caller. Only admins may name somebody else. */
  readonly owner?: string;
  /** Default: member. */
  readonly role?: Role;
  /** Default: all that the role allows. */
  readonly scopes?: readonly Scope[];
  /** Default: never. */
  readonly expiresAt?: string;
}

/** `PATCH /keys/:id` (admins): what is left out stays. */
export interface KeyChange {
  readonly name?: string;
  readonly role?: Role;
  readonly scopes?: readonly Scope[];
  readonly expiresAt?: string | null;
}

export interface KeyInfo {
  readonly id: string;
  readonly name: string;
  /** How the key begins: enough to recognise it, not to use it. */
  readonly prefix: string;
  readonly owner: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** The only answer that ever has the key itself. */
export interface KeyCreated extends KeyInfo {
  readonly key: string;
}

// Tokens

/** `POST /tokens` */
export type TokenRequest =
  | { readonly grantType: 'key'; readonly key: string }
  | { readonly grantType: 'refresh'; readonly refreshToken: string };

export interface TokenAnswer {
  /** For `Authorization: Bearer`. An API key may stand there, too. */
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds. */
  readonly expiresIn: number;
  /**
   * Good for one exchange, which gives the next. Sending one twice revokes all that came from the same key exchange:
   * a client must not refresh twice at once.
   */
  readonly refreshToken: string;
  /** Seconds. */
  readonly refreshExpiresIn: number;
  readonly owner: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
}

/** `POST /tokens/revoke`: ends the whole family; 204, also for a token that is unknown. */
export interface RevokeRequest {
  readonly refreshToken: string;
}

// Operations

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** `GET` and `PUT /log-level` (admins) */
export interface LogLevel {
  readonly level: (typeof LOG_LEVELS)[number];
}

export const AUDIT_ACTIONS = [
  'key.created',
  'key.changed',
  'key.revoked',
  'token.reused',
  'log.level',
] as const;

/** `GET /audit` (admins): who changed what, newest first. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** The owner of the key that was used; "system" for the service itself. */
  readonly actor: string;
  readonly action: (typeof AUDIT_ACTIONS)[number];
  /** The key, family or setting that it was done to. */
  readonly target: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly correlationId: string;
}

// Errors

/** Stable code -> status and title (RFC 9457). Codes are never renamed or given another meaning within a version. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request can’t be read' },
  'invalid-request': { status: 400, title: 'The request does not fit its schema' },
  'invalid-cursor': { status: 400, title: 'The cursor is not one of this list' },
  unauthenticated: { status: 401, title: 'A valid key or access token is needed' },
  'token-expired': { status: 401, title: 'The token has expired' },
  'token-revoked': { status: 401, title: 'The key or token has been revoked' },
  'token-reused': { status: 401, title: 'The refresh token was used before, so its family is revoked' },
  forbidden: { status: 403, title: 'The key may not do this' },
  'not-found': { status: 404, title: 'There is no such thing, or not for you' },
  'method-not-allowed': { status: 405, title: 'The route has no such method' },
  'request-timeout': { status: 408, title: 'The request came too slowly' },
  'idempotency-replayed': { status: 409, title: 'The key of this Idempotency-Key was made before' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has to be JSON' },
  'unknown-language': { status: 422, title: 'The language is not served' },
  'program-too-large': { status: 422, title: 'The program is too large to be a solution' },
  'idempotency-mismatch': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'The service failed' },
  overloaded: { status: 503, title: 'The service has more work than it can do' },
  'analysis-timeout': { status: 503, title: 'The analysis took too long' },
  'store-unavailable': { status: 503, title: 'The store can’t be reached' },
  'shutting-down': { status: 503, title: 'The service is shutting down' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;
export type ProblemCode = keyof typeof PROBLEMS;

/** `application/problem+json`, the body of every error. */
export interface Problem {
  /** A URI that identifies the code: the heading in docs/api/v1.md. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for; empty if the request could not be read so far. */
  readonly instance: string;
  readonly code: ProblemCode;
  readonly correlationId: string;
  /** Of `invalid-request`: where the request is wrong, as JSON pointers, and how. */
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** Headers of requests and answers beyond the usual ones. */
export const HEADERS = {
  /** Accepted if it is 1 to 128 letters, digits, `.`, `_` or `-`; sent with every answer. */
  correlation: 'x-correlation-id',
  idempotency: 'idempotency-key',
} as const;
