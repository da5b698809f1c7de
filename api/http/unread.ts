/** Answers to what never became a request: it came too slowly, its head was too large, or it was no HTTP at all. */
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { HEADERS, type ProblemCode } from '../../shared/protocol/service.ts';
import type { Parts } from '../parts.ts';
import { correlationOf } from './correlation.ts';
import { PROBLEM_TYPE, ProblemError, problemOf } from './problems.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

interface Reason {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** Node's error code -> what the caller is told. */
const REASONS: ReadonlyMap<string | undefined, Reason> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', { code: 'request-timeout', detail: 'The request did not arrive in time.' }],
  ['HPE_HEADER_OVERFLOW', { code: 'headers-too-large', detail: 'The headers are larger than they may be.' }],
]);
const NO_HTTP: Reason = { code: 'malformed-request', detail: 'This is not HTTP.' };

/** For Fastify's `clientErrorHandler`. The connection ends: where the next request would begin is unknown. */
export function answerUnread({
  logger,
  metrics,
}: Pick<Parts, 'logger' | 'metrics'>): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const { code, detail } = REASONS.get(error.code) ?? NO_HTTP;
    const correlationId = correlationOf({});
    metrics.problem(code);
    logger.debug({ correlationId, reason: error.code }, 'a connection was ended');
    if (socket.writable) socket.write(answerOf(new ProblemError(code, detail), correlationId));
    socket.destroy(error);
  };
}

function answerOf(problem: ProblemError, correlationId: string): string {
  const body = JSON.stringify(problemOf(problem, '', correlationId));
  const headers = {
    ...SECURITY_HEADERS,
    [HEADERS.correlation]: correlationId,
    'content-type': PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`;
}
