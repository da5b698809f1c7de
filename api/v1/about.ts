/** What the service can do, and what is left of the caller's share: `/languages`, `/rules`, `/quota`. */
import type { Quota } from '../../shared/protocol/service.ts';
import { callerOf, principalOf } from '../http/access.ts';
import type { Parts } from '../parts.ts';
import { type App, SECURED, at } from './routes.ts';
import { LanguagesSchema, QuotaSchema, RulesSchema } from '../../shared/schemas/v1/account.ts';
import { KEY_PROBLEMS, problems } from './answers.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

export function addAbout(app: App, { catalog, limiter }: Pick<Parts, 'catalog' | 'limiter'>): void {
  const open = { access: { needs: 'nobody', limit: 'read' } } as const;
  app.route({
    ...at('listLanguages'),
    config: open,
    schema: {
      summary: 'The languages that are served',
      tags: ['about'],
      response: { 200: ref(LanguagesSchema), ...problems('rate-limited') },
    },
    handler: () => ({ items: catalog.languages }),
  });

  app.route({
    ...at('listRules'),
    config: open,
    schema: {
      summary: 'The rules that report findings',
      tags: ['about'],
      response: { 200: ref(RulesSchema), ...problems('rate-limited') },
    },
    handler: () => ({ items: catalog.rules }),
  });

  app.route({
    ...at('readQuota'),
    config: { access: { needs: 'anybody', limit: 'read' } },
    schema: {
      summary: 'What is left of the caller’s limits',
      tags: ['about'],
      security: SECURED,
      response: { 200: ref(QuotaSchema), ...problems(...KEY_PROBLEMS) },
    },
    handler: async (request): Promise<Quota> => {
      const principal = principalOf(request);
      const entries = await limiter.peek(callerOf(principal));
      const limits = entries.map(({ class: name, limit, remaining, windowSeconds, resetSeconds }) => {
        return { class: name, limit, remaining, windowSeconds, resetSeconds };
      });
      return { owner: principal.owner, role: principal.role, limits };
    },
  });
}
