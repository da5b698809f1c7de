/** Who changed what: kept in the store and logged, never with a secret in it. */
import { randomUUID } from 'node:crypto';
import type { Logger } from './ports.ts';
import type { AuditRepository, StoredAudit } from './store/store.ts';

export interface Audit {
  /** Rejects if the store can't take it. */
  readonly record: (event: Omit<StoredAudit, 'id' | 'at'>) => Promise<void>;
}

export function createAudit(repository: AuditRepository, logger: Logger, now: () => number): Audit {
  return {
    record: async (event) => {
      const entry: StoredAudit = { id: randomUUID(), at: now(), ...event };
      await repository.append(entry);
      logger.info({ audit: entry }, `audit: ${entry.action} ${entry.target} by ${entry.actor}`);
    },
  };
}
