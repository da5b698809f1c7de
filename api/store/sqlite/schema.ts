/** The embedded database's tables. A step, once released, never changes: a new one is added. */
import type { DatabaseSync } from 'node:sqlite';

/** Step i brings a database from version i to i + 1 (`PRAGMA user_version`). */
const STEPS: readonly string[] = [
  `
  CREATE TABLE analyses (
    id           TEXT PRIMARY KEY,
    owner        TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    kept         TEXT NOT NULL,
    language     TEXT NOT NULL,
    problem_id   TEXT,
    problem_slug TEXT,
    time_class   TEXT NOT NULL,
    space_class  TEXT NOT NULL,
    summary      TEXT NOT NULL,
    fingerprint  TEXT
  ) STRICT;

  -- Lists of an owner, newest first: all, of a problem by its number or slug, of a language. Also progress.
  CREATE INDEX analyses_by_owner ON analyses (owner, created_at, id);
  CREATE INDEX analyses_by_problem_id ON analyses (owner, problem_id, created_at, id) WHERE problem_id IS NOT NULL;
  CREATE INDEX analyses_by_problem_slug ON analyses (owner, problem_slug, created_at, id) WHERE problem_slug IS NOT NULL;
  CREATE INDEX analyses_by_language ON analyses (owner, language, created_at, id);
  -- The purge.
  CREATE INDEX analyses_by_expiry ON analyses (expires_at) WHERE expires_at IS NOT NULL;

  -- Apart from the analyses, so that a list reads few pages.
  CREATE TABLE bodies (
    id   TEXT PRIMARY KEY REFERENCES analyses (id) ON DELETE CASCADE,
    body BLOB NOT NULL
  ) STRICT;

  CREATE TABLE keys (
    id         TEXT PRIMARY KEY,
    hash       BLOB NOT NULL,
    name       TEXT NOT NULL,
    owner      TEXT NOT NULL,
    role       TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
  ) STRICT;
  CREATE INDEX keys_by_owner ON keys (owner, created_at, id);
  CREATE INDEX keys_by_time ON keys (created_at, id);

  CREATE TABLE families (
    id         TEXT PRIMARY KEY,
    key_id     TEXT NOT NULL,
    current    BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
  CREATE INDEX families_by_key ON families (key_id);
  CREATE INDEX families_by_expiry ON families (expires_at);

  CREATE TABLE signing_keys (
    generation  INTEGER PRIMARY KEY,
    kid         TEXT NOT NULL UNIQUE,
    public_key  TEXT NOT NULL,
    private_key BLOB NOT NULL,
    signs_from  INTEGER NOT NULL,
    retires_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE audit (
    id             TEXT PRIMARY KEY,
    at             INTEGER NOT NULL,
    actor          TEXT NOT NULL,
    action         TEXT NOT NULL,
    target         TEXT NOT NULL,
    detail         TEXT NOT NULL,
    correlation_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_by_time ON audit (at, id);
  `,
];

/** Brings the tables to the newest version. Several processes may try at once. */
export function migrate(database: DatabaseSync): void {
  // The lock is taken before the version is read: the second of two processes finds the work done.
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > STEPS.length) {
      throw new Error(
        `The database is of version ${version}; this release knows versions up to ${STEPS.length}.`,
      );
    }
    STEPS.slice(version).forEach((step) => database.exec(step));
    database.exec(`PRAGMA user_version = ${STEPS.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
