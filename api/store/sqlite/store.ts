/** The embedded store: one SQLite file, nothing to install. */
import type { AUDIT_ACTIONS } from '../../../shared/protocol/service.ts';
import type { AuditRepository, Store, StoredAudit } from '../store.ts';
import { sqliteAnalyses } from './analyses.ts';
import { type Database, type Row, openDatabase } from './database.ts';
import { sqliteFamilies, sqliteKeys, sqliteSigningKeys } from './keys.ts';
import { page } from './pages.ts';
import { migrate } from './schema.ts';

/** Opens or makes the store. `file` may be `:memory:`. */
export function openSqliteStore(file: string): Store {
  const database = openDatabase(file, migrate);
  return {
    analyses: sqliteAnalyses(database),
    keys: sqliteKeys(database),
    families: sqliteFamilies(database),
    signingKeys: sqliteSigningKeys(database),
    audit: sqliteAudit(database),
    ping: () =>
      database.run(() => {
        // A read alone would not notice a lock or a full disk.
        database.transaction(() => database.change('DELETE FROM families WHERE id IS NULL'));
      }),
    purge: (now) =>
      database.run(() => {
        for (const table of ['analyses', 'families', 'signing_keys']) {
          database.change(`DELETE FROM ${table} WHERE expires_at <= ?`, now);
        }
      }),
    close: () => database.run(() => database.close()),
  };
}

function sqliteAudit(database: Database): AuditRepository {
  return {
    append: (entry) =>
      database.run(() => {
        database.change(
          'INSERT INTO audit (id, at, actor, action, target, detail, correlation_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
          entry.id,
          entry.at,
          entry.actor,
          entry.action,
          entry.target,
          JSON.stringify(entry.detail),
          entry.correlationId,
        );
      }),
    list: (after, limit) =>
      database.run(() =>
        page(database, { table: 'audit', columns: '*', time: 'at' }, [], after, limit).map(auditOf),
      ),
  };
}

function auditOf(row: Row): StoredAudit {
  return {
    id: row.id as string,
    at: row.at as number,
    actor: row.actor as string,
    action: row.action as (typeof AUDIT_ACTIONS)[number],
    target: row.target as string,
    detail: JSON.parse(row.detail as string) as Record<string, string>,
    correlationId: row.correlation_id as string,
  };
}
