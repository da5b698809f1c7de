/** Analyses in the embedded database. */
import type { AnalysisSummary, Keep } from '../../../shared/protocol/service.ts';
import type {
  AnalysisFilter,
  AnalysisRepository,
  ListedAnalysis,
  StoredAnalysis,
  StoredBody,
  Tally,
} from '../store.ts';
import { isProblemNumber } from '../problems.ts';
import { groupCommit } from '../group-commit.ts';
import type { Database, Row } from './database.ts';
import { type Condition, ofOwner, page } from './pages.ts';

const INSERT = `
  INSERT INTO analyses (id, owner, created_at, expires_at, kept, language, problem_id, problem_slug, time_class,
                        space_class, summary, fingerprint)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO NOTHING`;

const LISTED = { table: 'analyses', columns: 'id, owner, created_at, kept, summary', time: 'created_at' };

const DAY = 86_400_000;

/** What is counted by day: one row a class, technique and rule. */
const TALLIES = `
  WITH chosen AS (
    SELECT created_at / ${DAY} AS day, time_class, space_class, summary
    FROM analyses WHERE owner = ? AND created_at >= ? AND created_at < ?
  )
  SELECT day, 'analyses' AS kind, '' AS value, count(*) AS count FROM chosen GROUP BY day
  UNION ALL SELECT day, 'time', time_class, count(*) FROM chosen GROUP BY day, time_class
  UNION ALL SELECT day, 'space', space_class, count(*) FROM chosen GROUP BY day, space_class
  UNION ALL SELECT day, 'technique', each.value, count(*)
    FROM chosen, json_each(summary, '$.techniques') AS each GROUP BY day, each.value
  UNION ALL SELECT day, 'finding', each.value, count(*)
    FROM chosen, json_each(summary, '$.findings') AS each GROUP BY day, each.value`;

export function sqliteAnalyses(database: Database): AnalysisRepository {
  const insert = (records: readonly StoredAnalysis[]): void =>
    database.transaction(() => records.forEach((record) => insertOne(database, record)));
  const save = groupCommit((records: readonly StoredAnalysis[]) => database.run(() => insert(records)));
  return {
    save,
    find: (id, owner) =>
      database.run(() => {
        const row = database.get(
          'SELECT * FROM analyses LEFT JOIN bodies USING (id) WHERE id = ?1 AND owner = coalesce(?2, owner)',
          id,
          owner,
        );
        return row === undefined ? null : storedOf(row);
      }),
    list: (filter, after, limit) =>
      database.run(() => page(database, LISTED, conditionsOf(filter), after, limit).map(listedOf)),
    remove: (id, owner) =>
      database.run(
        () =>
          database.change('DELETE FROM analyses WHERE id = ?1 AND owner = coalesce(?2, owner)', id, owner) >
          0,
      ),
    tallies: (owner, from, to) =>
      database.run(() => database.all(TALLIES, owner, from, to) as unknown as readonly Tally[]),
    bodies: (after, limit) =>
      database.run(
        () =>
          database.all(
            'SELECT id, owner, body FROM bodies JOIN analyses USING (id) WHERE id > ? ORDER BY id LIMIT ?',
            after,
            limit,
          ) as unknown as readonly StoredBody[],
      ),
    reseal: (id, body) =>
      database.run(() => void database.change('UPDATE bodies SET body = ? WHERE id = ?', body, id)),
  };
}

function conditionsOf({ owner, problem, language, from, to }: AnalysisFilter): readonly Condition[] {
  const conditions: Condition[] = [...ofOwner(owner)];
  if (problem !== undefined) {
    conditions.push([isProblemNumber(problem) ? 'problem_id = ?' : 'problem_slug = ?', problem]);
  }
  if (language !== undefined) conditions.push(['language = ?', language]);
  if (from !== undefined) conditions.push(['created_at >= ?', from]);
  if (to !== undefined) conditions.push(['created_at < ?', to]);
  return conditions;
}

function insertOne(database: Database, record: StoredAnalysis): void {
  const { id, summary, body } = record;
  const added = database.change(
    INSERT,
    id,
    record.owner,
    record.createdAt,
    record.expiresAt,
    record.kept,
    summary.language,
    summary.problem?.id ?? null,
    summary.problem?.slug ?? null,
    summary.time.class,
    summary.space.class,
    JSON.stringify(summary),
    record.fingerprint,
  );
  if (added > 0 && body !== null) database.change('INSERT INTO bodies (id, body) VALUES (?, ?)', id, body);
}

function listedOf(row: Row): ListedAnalysis {
  return {
    id: row.id as string,
    owner: row.owner as string,
    createdAt: row.created_at as number,
    kept: row.kept as Keep,
    summary: JSON.parse(row.summary as string) as AnalysisSummary,
  };
}

function storedOf(row: Row): StoredAnalysis {
  return {
    ...listedOf(row),
    expiresAt: row.expires_at as number | null,
    body: row.body as Uint8Array | null,
    fingerprint: row.fingerprint as string | null,
  };
}
