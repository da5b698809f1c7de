/** The identifier under which a request appears in answers and logs, and in those of the services around. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HEADERS } from '../../shared/protocol/service.ts';

const ACCEPTED = /^[\w.-]{1,128}$/;

/** version-trace-parent-flags, https://www.w3.org/TR/trace-context/; a trace of zeros is none. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/;

/** The caller's correlation id, else the id of its trace, else a new one. */
export function correlationOf(headers: IncomingHttpHeaders): string {
  const given = headers[HEADERS.correlation];
  if (typeof given === 'string' && ACCEPTED.test(given)) return given;
  const { traceparent } = headers;
  const trace = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  return trace ?? randomUUID();
}
