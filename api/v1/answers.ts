/** What a route may answer when it fails, for its `response`. */
import { PROBLEMS, type ProblemCode } from '../../shared/protocol/service.ts';
import { ProblemSchema } from '../../shared/schemas/v1/common.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

/** The errors that a route may answer with, for its `response`. */
export function problems(...codes: readonly ProblemCode[]): Record<number, object> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, found]) => [
      status,
      {
        description: found.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join('\n\n'),
        content: { 'application/problem+json': { schema: ref(ProblemSchema) } },
      },
    ]),
  );
}

/** What every route that asks for a key may answer. */
export const KEY_PROBLEMS = [
  'invalid-request',
  'unauthenticated',
  'token-expired',
  'token-revoked',
  'forbidden',
  'rate-limited',
  'store-unavailable',
] as const satisfies readonly ProblemCode[];
