/**
 * What the service keeps, as interfaces. Two implementations, `sqlite` and `mongo`, pass one contract suite
 * (test/api/store/contract.ts). All times are milliseconds since 1970; records survive a structured clone.
 * Every method rejects with `StoreUnavailable` when the store can't be reached.
 */
import type { AnalysisSummary, AUDIT_ACTIONS, Keep, Role, Scope } from '../../shared/protocol/service.ts';

export interface Store {
  readonly analyses: AnalysisRepository;
  readonly keys: KeyRepository;
  readonly families: FamilyRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly audit: AuditRepository;
  /** Rejects when the store can't be reached. */
  readonly ping: () => Promise<void>;
  /** Deletes what has expired; a store that does so by itself does nothing. */
  readonly purge: (now: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The store is down or too slow: the same call may work later. */
export class StoreUnavailable extends Error {}

// Analyses

export interface StoredAnalysis {
  readonly id: string;
  readonly owner: string;
  readonly createdAt: number;
  /** Null: kept until somebody deletes it. */
  readonly expiresAt: number | null;
  readonly kept: Keep;
  readonly summary: AnalysisSummary;
  /** Result and program, sealed (`vault.ts`); null where only the summary is kept. */
  readonly body: Uint8Array | null;
  /** Of a request with an Idempotency-Key: what the request was, so that another one is told apart. */
  readonly fingerprint: string | null;
}

/** A stored analysis as lists have it. */
export type ListedAnalysis = Omit<StoredAnalysis, 'body' | 'fingerprint' | 'expiresAt'>;

export interface AnalysisFilter {
  readonly owner: string;
  /** A number finds by the problem's number, all else by its slug. */
  readonly problem?: string | undefined;
  readonly language?: string | undefined;
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
}

/** A place in a list that is ordered by time, newest first, then by identifier. */
export interface Position {
  readonly at: number;
  readonly id: string;
}

/** So many analyses of an owner, on a day, had this value. */
export interface Tally {
  /** Days since 1970, in UTC. */
  readonly day: number;
  readonly kind: 'analyses' | 'time' | 'space' | 'technique' | 'finding';
  /** The class, technique or rule; empty for `analyses`. */
  readonly value: string;
  readonly count: number;
}

export interface AnalysisRepository {
  /** Saves durably; if it rejects, some may be saved. A record whose identifier is there already is left as it is. */
  readonly save: (records: readonly StoredAnalysis[]) => Promise<void>;
  /** With an owner only if it is theirs. */
  readonly find: (id: string, owner: string | null) => Promise<StoredAnalysis | null>;
  /** The first `limit` after a position. */
  readonly list: (
    filter: AnalysisFilter,
    after: Position | null,
    limit: number,
  ) => Promise<readonly ListedAnalysis[]>;
  /** False if there was none. */
  readonly remove: (id: string, owner: string | null) => Promise<boolean>;
  readonly tallies: (owner: string, from: number, to: number) => Promise<readonly Tally[]>;
  /** The first `limit` bodies whose identifiers are greater than `after`, everybody's, by identifier. */
  readonly bodies: (after: string, limit: number) => Promise<readonly StoredBody[]>;
  /** Puts the same body, sealed under another key, in its place; nothing if the record is gone. */
  readonly reseal: (id: string, body: Uint8Array) => Promise<void>;
}

export interface StoredBody {
  readonly id: string;
  readonly owner: string;
  readonly body: Uint8Array;
}

// API keys

export interface StoredKey {
  readonly id: string;
  /** SHA-256 of the secret. */
  readonly hash: Uint8Array;
  readonly name: string;
  readonly owner: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export type KeyChanges = Partial<Pick<StoredKey, 'name' | 'role' | 'scopes' | 'expiresAt' | 'revokedAt'>>;

export interface KeyRepository {
  /** False, and nothing changes, if there is a key of this identifier. */
  readonly insert: (key: StoredKey) => Promise<boolean>;
  readonly find: (id: string) => Promise<StoredKey | null>;
  /** Newest first; all owners' for null. */
  readonly list: (
    owner: string | null,
    after: Position | null,
    limit: number,
  ) => Promise<readonly StoredKey[]>;
  /** The key as it is now; null if there is none. */
  readonly update: (id: string, changes: KeyChanges) => Promise<StoredKey | null>;
}

// Refresh tokens

/** All refresh tokens that descend from one exchange of a key; one of them is good at a time. */
export interface TokenFamily {
  readonly id: string;
  readonly keyId: string;
  /** SHA-256 of the secret of the token that may be exchanged next. */
  readonly current: Uint8Array;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

export interface FamilyRepository {
  readonly insert: (family: TokenFamily) => Promise<void>;
  readonly find: (id: string) => Promise<TokenFamily | null>;
  /**
   * Puts `next` in the place of `current`, in one step: of two that try at once, one succeeds.
   * False if the family is revoked or expired at `now`, or its current token is another.
   */
  readonly rotate: (
    id: string,
    current: Uint8Array,
    next: Pick<TokenFamily, 'current' | 'expiresAt'>,
    now: number,
  ) => Promise<boolean>;
  readonly revoke: (id: string, now: number) => Promise<void>;
  /** All families of a key. */
  readonly revokeKey: (keyId: string, now: number) => Promise<void>;
}

// Keys that sign access tokens

export interface StoredSigningKey {
  /** 1, 2, 3, ...: of two replicas that make a key at once, one succeeds. */
  readonly generation: number;
  readonly kid: string;
  /** JWK as JSON. */
  readonly publicKey: string;
  /** JWK as JSON, sealed. */
  readonly privateKey: Uint8Array;
  /** It signs from here to `retiresAt`, and verifies until `expiresAt`. */
  readonly signsFrom: number;
  readonly retiresAt: number;
  readonly expiresAt: number;
}

export interface SigningKeyRepository {
  /** False if there is a key of this generation. */
  readonly insert: (key: StoredSigningKey) => Promise<boolean>;
  /** All by generation, those that expired and have not been deleted yet among them. */
  readonly list: () => Promise<readonly StoredSigningKey[]>;
  /** Puts the same key, sealed under another one, in its place; nothing if it is gone. */
  readonly reseal: (kid: string, privateKey: Uint8Array) => Promise<void>;
}

// Audit

export interface StoredAudit {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: (typeof AUDIT_ACTIONS)[number];
  readonly target: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly correlationId: string;
}

export interface AuditRepository {
  readonly append: (entry: StoredAudit) => Promise<void>;
  /** Newest first. */
  readonly list: (after: Position | null, limit: number) => Promise<readonly StoredAudit[]>;
}
