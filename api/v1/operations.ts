/** For admins: `/audit` and `/log-level`. */
import type { AuditEntry, LogLevel } from '../../shared/protocol/service.ts';
import { principalOf } from '../http/access.ts';
import { pageOf, positionOf } from '../http/pages.ts';
import type { Parts } from '../parts.ts';
import type { StoredAudit } from '../store/store.ts';
import { type App, SECURED, at, isoOf } from './routes.ts';
import { AuditPageSchema, LogLevelSchema, PageQuerySchema } from '../../shared/schemas/v1/account.ts';
import { KEY_PROBLEMS, problems } from './answers.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

const TAGS = ['operations'];

export function addOperations(
  app: App,
  { store, audit, logger }: Pick<Parts, 'store' | 'audit' | 'logger'>,
): void {
  const levelNow = (): LogLevel => ({ level: logger.level as LogLevel['level'] });

  app.route({
    ...at('listAudit'),
    config: { access: { needs: 'operations', limit: 'read' } },
    schema: {
      summary: 'Who changed what, newest first',
      tags: TAGS,
      security: SECURED,
      querystring: PageQuerySchema,
      response: { 200: ref(AuditPageSchema), ...problems(...KEY_PROBLEMS, 'invalid-cursor') },
    },
    handler: async (request) => {
      const { cursor, limit = 50 } = request.query;
      const found = await store.audit.list(positionOf(cursor), limit + 1);
      return pageOf(found, limit, ({ at: time, id }) => ({ at: time, id }), entryOf);
    },
  });

  app.route({
    ...at('readLogLevel'),
    config: { access: { needs: 'operations', limit: 'read' } },
    schema: {
      summary: 'The least severe level that is logged',
      tags: TAGS,
      security: SECURED,
      response: { 200: ref(LogLevelSchema), ...problems(...KEY_PROBLEMS) },
    },
    handler: levelNow,
  });

  app.route({
    ...at('changeLogLevel'),
    config: { access: { needs: 'operations', limit: 'manage' } },
    schema: {
      summary: 'Change the log level of this process, until it ends',
      tags: TAGS,
      security: SECURED,
      body: ref(LogLevelSchema),
      response: { 200: ref(LogLevelSchema), ...problems(...KEY_PROBLEMS) },
    },
    handler: async (request) => {
      const before = logger.level;
      const { level } = request.body;
      await audit.record({
        actor: principalOf(request).owner,
        action: 'log.level',
        target: 'log-level',
        detail: { from: before, to: level },
        correlationId: request.id,
      });
      logger.level = level;
      return levelNow();
    },
  });
}

function entryOf(stored: StoredAudit): AuditEntry {
  return { ...stored, at: isoOf(stored.at) };
}
