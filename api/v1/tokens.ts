/** `/tokens`: exchange a key or a refresh token for an access token, and end a session. */
import { Type } from 'typebox';
import type { Parts } from '../parts.ts';
import { type App, at } from './routes.ts';
import {
  RevokeRequestSchema,
  TokenAnswerSchema,
  TokenRequestSchema,
} from '../../shared/schemas/v1/account.ts';
import { problems } from './answers.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

const TAGS = ['tokens'];
const ACCESS = { needs: 'nobody', limit: 'token' } as const;

export function addTokens(app: App, { sessions }: Pick<Parts, 'sessions'>): void {
  app.route({
    ...at('createToken'),
    config: { access: ACCESS },
    schema: {
      summary: 'Exchange a key or a refresh token',
      description:
        'A refresh token is good for one exchange. Sent a second time, it ends the session: whoever has the other copy is not to go on.',
      tags: TAGS,
      body: ref(TokenRequestSchema),
      response: {
        200: ref(TokenAnswerSchema),
        ...problems('invalid-request', 'unauthenticated', 'token-expired', 'token-revoked', 'token-reused'),
        ...problems('rate-limited', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      const { body } = request;
      const answer =
        body.grantType === 'key'
          ? await sessions.exchange(body.key)
          : await sessions.refresh(body.refreshToken, request.id);
      return reply.header('cache-control', 'no-store').send(answer);
    },
  });

  app.route({
    ...at('revokeToken'),
    config: { access: ACCESS },
    schema: {
      summary: 'End a session',
      description: 'Also 204 for a token that is unknown: who signs out has nothing to do about it.',
      tags: TAGS,
      body: ref(RevokeRequestSchema),
      response: {
        204: Type.Null({ description: 'Ended.' }),
        ...problems('invalid-request', 'rate-limited', 'store-unavailable'),
      },
    },
    handler: async (request, reply) => {
      await sessions.revoke(request.body.refreshToken);
      return reply.code(204).send(null);
    },
  });
}
