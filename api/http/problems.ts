/** Errors as answers: RFC 9457 problem details with a stable code. */
import { PROBLEMS, type Problem, type ProblemCode } from '../../shared/protocol/service.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const DOCUMENTATION = 'https://github.com/big-o-lens/big-o-lens/blob/main/docs/api/v1.md';

export interface ProblemExtras {
  /** Seconds, for a `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  readonly errors?: Problem['errors'];
}

/** Thrown by whatever can't answer; the error handler makes the answer of it. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly extras: ProblemExtras;
  /** @param detail One sentence for people, without secrets or text of programs. */
  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.extras = extras;
  }
}

/** The body of the answer. */
export function problemOf(error: ProblemError, instance: string, correlationId: string): Problem {
  const { code, status, message: detail, extras } = error;
  return {
    type: `${DOCUMENTATION}#${code}`,
    title: PROBLEMS[code].title,
    status,
    detail,
    instance,
    code,
    correlationId,
    ...(extras.errors === undefined ? {} : { errors: extras.errors }),
  };
}
