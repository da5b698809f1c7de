/** What can go wrong with a remote service. Whoever calls it has an answer of its own, so none of this is an error. */
import type { Problem } from '../protocol/service.ts';

export const FAILURES = [
  /** No tokens are there, or they are no longer good: somebody has to sign in. */
  'signed-out',
  /** No connection. */
  'unreachable',
  /** No answer in time. */
  'slow',
  'over-quota',
  /** The service can't now: too much work, no store, shutting down. */
  'overloaded',
  /** It does not know the key. */
  'refused',
  /** The key may not do this. */
  'forbidden',
  /** The request is one that the service does not take, such as a program that is too large. */
  'rejected',
  /** The service broke. */
  'failed',
  /** An answer that is none of the service's: a redirect, no JSON, not what the schema says, too much. */
  'nonsense',
  /** After several failures in a row nothing is sent for a while. */
  'paused',
] as const;
export type FailureKind = (typeof FAILURES)[number];

interface Details {
  /** Milliseconds after which it may be worth trying again. */
  readonly retryAfter?: number | null;
  /** By which the service's logs know the request. */
  readonly correlationId?: string | null;
  readonly code?: Problem['code'] | null;
}

const NAME = 'RemoteFailure';

/** The message is a sentence for people, without secrets and without the program. */
export class RemoteFailure extends Error {
  readonly kind: FailureKind;
  readonly retryAfter: number | null;
  readonly correlationId: string | null;
  readonly code: Problem['code'] | null;

  constructor(
    kind: FailureKind,
    message: string,
    { retryAfter = null, correlationId = null, code = null }: Details = {},
  ) {
    super(message);
    this.name = NAME;
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.correlationId = correlationId;
    this.code = code;
  }
}

/** By the name: a bundle that loads this one has a class of its own. */
export function isRemoteFailure(error: unknown): error is RemoteFailure {
  return error instanceof Error && error.name === NAME;
}

/** Worth another try of the same request. */
const TRANSIENT: ReadonlySet<FailureKind> = new Set(['unreachable', 'over-quota', 'overloaded', 'failed']);

export function isTransient(error: unknown): error is RemoteFailure {
  return isRemoteFailure(error) && TRANSIENT.has(error.kind);
}

/** Signs that the service itself is not well, not that a request is not to its liking. */
const OUTAGES: ReadonlySet<FailureKind> = new Set([
  'unreachable',
  'slow',
  'overloaded',
  'failed',
  'nonsense',
]);

export function isOutage(error: unknown): error is RemoteFailure {
  return isRemoteFailure(error) && OUTAGES.has(error.kind);
}

export function tooSlow(host: string): RemoteFailure {
  return new RemoteFailure('slow', `${host} has not answered in time.`);
}
