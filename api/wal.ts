/** SQLite files that several processes may open at the same moment, the first time included. */
import { DatabaseSync } from 'node:sqlite';

/** Milliseconds between two attempts. */
const PAUSE_MS = 5;

/** SQLite's code for a file that another connection holds. */
const BUSY = 5;

/**
 * Opens or makes a file, with a write-ahead log.
 *
 * @param patience milliseconds that others, who open it at the same time, are waited for. The change to a write-ahead log
 *   needs the file for itself, and SQLite's own timeout does not count for it.
 * @throws Error as `node:sqlite` does
 */
export function openWal(file: string, patience: number): DatabaseSync {
  const end = performance.now() + patience;
  const database = new DatabaseSync(file, { timeout: patience });
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return database;
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) {
        database.close();
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

/** The lower byte is the primary result code. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}
