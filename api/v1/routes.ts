/** What all routes of version 1 have in common. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { HEADERS, ROUTES_V1, type RouteV1 } from '../../shared/protocol/service.ts';
import { ProblemError } from '../http/problems.ts';

/** A Fastify whose handlers have the types of their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The method and path of a route, as the protocol names it. */
export function at<Name extends RouteV1>(
  name: Name,
): { readonly method: (typeof ROUTES_V1)[Name]['method']; readonly url: string } {
  const { method, path } = ROUTES_V1[name];
  return { method, url: path };
}

/** For the documentation: the route takes a key or a token. */
export const SECURED = [{ bearer: [] }];

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** The Idempotency-Key header; null if there is none. @throws ProblemError if it is no such key. */
export function idempotencyKeyOf(request: FastifyRequest): string | null {
  const given = request.headers[HEADERS.idempotency];
  if (given === undefined) return null;
  if (typeof given === 'string' && IDEMPOTENCY_KEY.test(given)) return given;
  throw new ProblemError('invalid-request', 'The Idempotency-Key has to be 1 to 255 visible characters.', {
    errors: [{ pointer: `/headers/${HEADERS.idempotency}`, message: 'must be 1 to 255 visible characters' }],
  });
}

/** An ISO text as milliseconds; undefined for none. */
export function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

export function isoOf(time: number): string {
  if (time !== formatted.time) formatted = { time, text: new Date(time).toISOString() };
  return formatted.text;
}

/** The last one: under load many answers are of one millisecond, and to format it costs as much as to find a result. */
let formatted = { time: NaN, text: '' };

export function isoOrNull(time: number | null): string | null {
  return time === null ? null : isoOf(time);
}
