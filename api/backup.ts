/**
 * Copies the embedded store while the service runs, and puts a copy back:
 *
 *   node backup.js make FOLDER       a new folder in FOLDER, named after the time; its path is printed
 *   node backup.js restore BACKUP    into DATA_DIR, which must not have a store
 *
 * The key that encrypts what is stored is not copied: whoever has a backup and the key can read everything, so they are
 * kept apart (docs/recovery.md).
 */
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';

/** What is acknowledged is in one of them. The cache is not: it fills itself. */
const DATABASES = ['store.sqlite', 'spool.sqlite'] as const;

const UNUSABLE = 2;

async function make(data: string, folder: string): Promise<void> {
  const target = join(folder, new Date().toISOString().replaceAll(':', '-'));
  const draft = `${target}.part`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  // The spool first: what moves from it to the store meanwhile is then in both, which does no harm.
  for (const name of DATABASES.toReversed()) {
    const source = new DatabaseSync(join(data, name), { readOnly: true });
    try {
      await backup(source, join(draft, name));
    } finally {
      source.close();
    }
    check(join(draft, name));
  }
  // Whoever finds the folder by its name finds it whole.
  renameSync(draft, target);
  process.stdout.write(`${target}\n`);
}

function restore(data: string, source: string): void {
  const taken = DATABASES.find((name) => existsSync(join(data, name)));
  if (taken !== undefined) throw new Error(`${join(data, taken)} is there: move it away first`);
  for (const name of DATABASES) check(join(source, name));
  mkdirSync(data, { recursive: true });
  for (const name of DATABASES) copyFileSync(join(source, name), join(data, name));
}

/** @throws Error if SQLite finds the file damaged */
function check(file: string): void {
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  const database = new DatabaseSync(file);
  try {
    const row = database.prepare('PRAGMA integrity_check').get();
    if (row?.integrity_check !== 'ok') throw new Error(`${file} is damaged: ${String(row?.integrity_check)}`);
  } finally {
    database.close();
  }
}

async function main([command, folder]: readonly string[]): Promise<void> {
  const data = process.env.DATA_DIR ?? 'data';
  if (command === 'make' && folder !== undefined) await make(data, folder);
  else if (command === 'restore' && folder !== undefined) restore(data, folder);
  else {
    process.stderr.write('usage: backup.js make FOLDER | restore BACKUP\n');
    process.exitCode = UNUSABLE;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`backup: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
