/** Queries of lists: newest first, by what is asked for, page by page. */
import type { SQLInputValue } from 'node:sqlite';
import type { Position } from '../store.ts';
import type { Database, Row } from './database.ts';

/** SQL with a place for each value: `owner = ?`, `ada`. */
export type Condition = readonly [sql: string, ...values: SQLInputValue[]];

/** A table whose rows have an identifier and a time, and an index that ends with both. */
export interface Listed {
  readonly table: string;
  /** The columns to read. */
  readonly columns: string;
  /** The column of the time. */
  readonly time: string;
}

/** The condition on the owner; none for null, which is everybody. */
export function ofOwner(owner: string | null): readonly Condition[] {
  return owner === null ? [] : [['owner = ?', owner]];
}

/** The rows that meet all conditions, after a position, as many as asked for. */
export function page(
  database: Database,
  { table, columns, time }: Listed,
  conditions: readonly Condition[],
  after: Position | null,
  limit: number,
): readonly Row[] {
  const all: readonly Condition[] =
    after === null ? conditions : [...conditions, [`(${time}, id) < (?, ?)`, after.at, after.id]];
  const where = all.length === 0 ? '' : `WHERE ${all.map(([sql]) => sql).join(' AND ')}`;
  return database.all(
    `SELECT ${columns} FROM ${table} ${where} ORDER BY ${time} DESC, id DESC LIMIT ?`,
    ...all.flatMap(([, ...values]) => values),
    limit,
  );
}
