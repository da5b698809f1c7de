/** One connection to an embedded database, and what all its repositories need of it. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openWal } from '../../wal.ts';
import { StoreUnavailable } from '../store.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  /** Runs synchronous work; what SQLite throws because it can't work becomes `StoreUnavailable`. */
  readonly run: <T>(work: () => T) => Promise<T>;
  readonly get: (sql: string, ...values: SQLInputValue[]) => Row | undefined;
  readonly all: (sql: string, ...values: SQLInputValue[]) => Row[];
  /** The number of rows that changed. */
  readonly change: (sql: string, ...values: SQLInputValue[]) => number;
  /** All of it or nothing. */
  readonly transaction: <T>(work: () => T) => T;
  readonly close: () => void;
}

/** Others that open the file at the same time are waited for. */
const OPEN_MS = 10_000;

/** How long a statement waits for another process's transaction; the whole process waits with it. */
const BUSY_MS = 100;

/**
 * Opens or makes the file. `prepareTables` runs before anything else.
 * A commit returns once it is on the disk (`synchronous = FULL`), whatever happens to the process or the machine then.
 */
export function openDatabase(file: string, prepareTables: (database: DatabaseSync) => void): Database {
  const database = openWal(file, OPEN_MS);
  database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  prepareTables(database);
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);

  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let found = prepared.get(sql);
    if (found === undefined) prepared.set(sql, (found = database.prepare(sql)));
    return found;
  };
  return {
    run: async (work) => {
      try {
        return await Promise.resolve(work());
      } catch (error) {
        throw isUnavailable(error) ? new StoreUnavailable(error.message, { cause: error }) : error;
      }
    },
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    change: (sql, ...values) => Number(statement(sql).run(...values).changes),
    transaction: (work) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

/** What the place is to blame for and not the statement: busy, locked, read-only, I/O, corrupt, full, can't open, no database. */
const UNAVAILABLE: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 13, 14, 26]);

function isUnavailable(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  // The database has been closed.
  if (error.code === 'ERR_INVALID_STATE') return true;
  // The lower byte is the primary result code.
  return 'errcode' in error && UNAVAILABLE.has(Number(error.errcode) & 0xff);
}
