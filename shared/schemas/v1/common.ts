/** Parts of several messages. */
import { Type } from 'typebox';
import { PROBLEMS, type Problem, type ProblemCode, ROLES, SCOPES } from '../../protocol/service.ts';
import { message, oneOf } from './message.ts';

export const Time = Type.String({ format: 'date-time', examples: ['2026-01-31T12:00:00.000Z'] });

export const Owner = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\w.@:+-]+$',
  description: 'Whose it is: a user’s name in the platform that the service works for.',
});

export const RoleSchema = oneOf(ROLES);
export const ScopeSchema = oneOf(SCOPES);

export const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items of a page.' });
export const Cursor = Type.String({
  maxLength: 300,
  description: 'The `next` of the page before.',
});

export const ProblemSchema = message<Problem>()(
  'Problem',
  Type.Object(
    {
      type: Type.String({ format: 'uri' }),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      instance: Type.String(),
      code: oneOf(Object.keys(PROBLEMS) as ProblemCode[]),
      correlationId: Type.String(),
      errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() }))),
    },
    { description: 'Problem details, RFC 9457. `code` is stable.' },
  ),
);
