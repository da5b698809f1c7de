/** What an answer of the service means: a value, or why there is none. */
import { HEADERS, type Problem } from '../protocol/service.ts';
import { type Check, isProblem } from './check.ts';
import { type FailureKind, RemoteFailure } from './failure.ts';
import type { HttpAnswer } from './http.ts';

/** @throws RemoteFailure */
export function valueOf<T>(answer: HttpAnswer, check: Check<T>, host: string): T {
  if (answer.status < 200 || answer.status > 299) throw failureOf(answer, host);
  const value = parsed(answer.text);
  if (!check(value)) throw nonsense(host);
  return value;
}

/** Why there is no value. */
export function failureOf(answer: HttpAnswer, host: string): RemoteFailure {
  const body = parsed(answer.text);
  const problem = isProblem(body) ? body : null;
  const kind = kindOf(answer.status);
  // Only the service itself says what it does not like: a proxy's or a stranger's page is not for people to read.
  if (kind === 'nonsense' || (kind === 'rejected' && problem === null)) return nonsense(host);
  return new RemoteFailure(kind, sentence(kind, host, problem), {
    retryAfter: waitOf(answer.header('retry-after')),
    correlationId: answer.header(HEADERS.correlation),
    code: problem?.code ?? null,
  });
}

function nonsense(host: string): RemoteFailure {
  return new RemoteFailure('nonsense', `${host} does not answer as a service of Big-O Lens does.`);
}

const KINDS: Readonly<Record<number, FailureKind>> = {
  400: 'rejected',
  401: 'refused',
  403: 'forbidden',
  408: 'slow',
  409: 'rejected',
  413: 'rejected',
  415: 'rejected',
  422: 'rejected',
  429: 'over-quota',
  502: 'overloaded',
  503: 'overloaded',
  504: 'slow',
};

function kindOf(status: number): FailureKind {
  return KINDS[status] ?? (status >= 500 ? 'failed' : 'nonsense');
}

const SENTENCES: Readonly<Partial<Record<FailureKind, string>>> = {
  refused: 'does not know this key',
  forbidden: 'does not allow this key to do that',
  slow: 'has not answered in time',
  'over-quota': 'has had as many requests as it allows for now',
  overloaded: 'can’t take requests now',
  failed: 'has failed',
};

function sentence(kind: FailureKind, host: string, problem: Problem | null): string {
  const said = SENTENCES[kind];
  return said === undefined ? `${host} says: ${shown(problem?.detail ?? '')}` : `${host} ${said}.`;
}

/** One line of reasonable length. */
function shown(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** Milliseconds by a Retry-After header: seconds, or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
