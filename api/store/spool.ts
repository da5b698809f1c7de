/**
 * Where analyses wait on disk while the store is down. What has been acknowledged is either in the store or here, and
 * here it survives a crash; several processes may share the folder. Saving twice does no harm: a record whose
 * identifier is in the store is left as it is.
 */
import { deserialize, serialize } from 'node:v8';
import { every } from '../every.ts';
import type { Logger, Metrics } from '../ports.ts';
import { groupCommit } from './group-commit.ts';
import { type Row, openDatabase } from './sqlite/database.ts';
import { type AnalysisRepository, type StoredAnalysis, StoreUnavailable } from './store.ts';

export interface Spool {
  /** To the store if it takes them, else to the disk. Rejects with `StoreUnavailable` if neither does. */
  readonly save: (records: readonly StoredAnalysis[]) => Promise<void>;
  /** One that waits here. */
  readonly find: (id: string, owner: string | null) => Promise<StoredAnalysis | null>;
  /** False if none of this identifier, and with an owner of theirs, waits here. */
  readonly remove: (id: string, owner: string | null) => Promise<boolean>;
  /** Writes all that waits to the store; rejects with `StoreUnavailable` if it does not take it. */
  readonly drain: () => Promise<void>;
  readonly waiting: () => number;
  readonly close: () => Promise<void>;
}

export interface SpoolOptions {
  readonly file: string;
  readonly analyses: Pick<AnalysisRepository, 'save'>;
  readonly metrics: Pick<Metrics, 'spooled'>;
  readonly logger: Logger;
}

/** How often the store is tried while something waits. */
const DRAIN_MS = 500;
/** Records that are written to the store at once. */
const PORTION = 200;

const TABLE = `
  CREATE TABLE IF NOT EXISTS spool (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, record BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS spool_by_id ON spool (id);`;

export function openSpool({ file, analyses, metrics, logger }: SpoolOptions): Spool {
  const database = openDatabase(file, (raw) => raw.exec(TABLE));
  let waiting = 0;
  const count = (): void => {
    waiting = Number(database.get('SELECT count(*) AS n FROM spool')?.n);
    metrics.spooled(waiting);
  };
  count();

  const append = groupCommit((records: readonly StoredAnalysis[]) =>
    database.run(() => {
      database.transaction(() => {
        for (const record of records) {
          database.change('INSERT INTO spool (id, record) VALUES (?, ?)', record.id, serialize(record));
        }
      });
      count();
    }),
  );

  const drain = async (): Promise<void> => {
    for (;;) {
      const rows = await database.run(() =>
        database.all('SELECT seq, record FROM spool ORDER BY seq LIMIT ?', PORTION),
      );
      if (rows.length === 0) break;
      await analyses.save(rows.map(recordOf));
      await database.run(() => {
        database.change('DELETE FROM spool WHERE seq <= ?', Number(rows.at(-1)!.seq));
        count();
      });
    }
  };

  const find = (id: string, owner: string | null): StoredAnalysis | null => {
    if (waiting === 0) return null;
    const row = database.get('SELECT record FROM spool WHERE id = ?', id);
    const record = row === undefined ? null : recordOf(row);
    return record === null || (owner !== null && record.owner !== owner) ? null : record;
  };

  const stopDraining = every(DRAIN_MS, logger, async () => {
    if (waiting === 0) return;
    await drain();
    logger.info({}, 'all that was spooled has been stored');
  });

  return {
    save: async (records) => {
      try {
        await analyses.save(records);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await append(records);
      }
    },
    find: (id, owner) => database.run(() => find(id, owner)),
    remove: (id, owner) =>
      database.run(() => {
        if (find(id, owner) === null) return false;
        database.change('DELETE FROM spool WHERE id = ?', id);
        count();
        return true;
      }),
    drain,
    waiting: () => waiting,
    close: async () => {
      await stopDraining();
      database.close();
    },
  };
}

function recordOf(row: Row): StoredAnalysis {
  return deserialize(row.record as Uint8Array) as StoredAnalysis;
}
