/** The thread of the cache on disk: an SQLite file that any number of processes may share. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { openWal } from '../wal.ts';

export interface DiskOptions {
  /** The file; folders above it are made. */
  readonly file: string;
  /** What the results may take; the ones that were used least recently go first. */
  readonly megabytes: number;
}

/** Results are marked as used at most once in so many seconds. */
const USE_GRAIN = 3600;

/** The size is looked at once in so many new results. */
const CHECK_EVERY = 64;

/** Others that open the file at the same time are waited for; once it is open, so long as a look-up may take. */
const OPEN_MS = 10_000;
const BUSY_MS = 50;

/** SQLite's codes for a file that is damaged or something else. */
const UNREADABLE: ReadonlySet<unknown> = new Set([11, 26]);

/** A cache may lose what it had last: nothing waits for the disk to have written it. */
const SCHEMA = `
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS results (id TEXT PRIMARY KEY, sealed BLOB NOT NULL, used INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS results_by_use ON results (used);
  PRAGMA busy_timeout = ${BUSY_MS};
`;

const { file, megabytes } = workerData as DiskOptions;
const database = open();
const find = database.prepare('SELECT sealed, used FROM results WHERE id = ?');
const touch = database.prepare('UPDATE results SET used = ? WHERE id = ?');
const insert = database.prepare('INSERT OR REPLACE INTO results (id, sealed, used) VALUES (?, ?, ?)');
const dropOldest = database.prepare(
  'DELETE FROM results WHERE id IN (SELECT id FROM results ORDER BY used LIMIT (SELECT count(*) / 10 + 1 FROM results))',
);
let inserted = 0;

export function get(id: string): Uint8Array | null {
  const row = find.get(id) as { sealed: Uint8Array; used: number } | undefined;
  if (row === undefined) return null;
  const now = seconds();
  if (now - row.used > USE_GRAIN) touch.run(now, id);
  return row.sealed;
}

export function set({ id, sealed }: { id: string; sealed: Uint8Array }): void {
  insert.run(id, sealed, seconds());
  inserted += 1;
  if (inserted % CHECK_EVERY === 0) makeRoom();
}

function makeRoom(): void {
  while (bytesUsed() > megabytes * 2 ** 20 && dropOldest.run().changes > 0);
}

/** Opens the file, or a new one in its place if it can't be read: what it held can be computed again. */
function open(): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return opened();
  } catch (error) {
    if (!UNREADABLE.has((error as { readonly errcode?: unknown }).errcode)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return opened();
  }
}

function opened(): DatabaseSync {
  const database = openWal(file, OPEN_MS);
  try {
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function bytesUsed(): number {
  const pages = pragma('page_count') - pragma('freelist_count');
  return pages * pragma('page_size');
}

function pragma(name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0]);
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
