/** Pages of a list: an opaque cursor says where the next one begins. */
import type { Page } from '../../shared/protocol/service.ts';
import type { Position } from '../store/store.ts';
import { ProblemError } from './problems.ts';

const CURSOR = /^(\d{1,16})\.([\w-]{1,64})$/;

/** @throws ProblemError `invalid-cursor` */
export function positionOf(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match === null) throw new ProblemError('invalid-cursor', 'The cursor is not one that this list gave.');
  return { at: Number(match[1]), id: match[2]! };
}

/**
 * A page of what a store gave.
 * @param found one more than fits on the page, if there is more
 */
export function pageOf<Stored, Item>(
  found: readonly Stored[],
  limit: number,
  position: (last: Stored) => Position,
  item: (stored: Stored) => Item,
): Page<Item> {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(item), next: last === undefined ? null : cursorOf(position(last)) };
}

function cursorOf({ at, id }: Position): string {
  return Buffer.from(`${at}.${id}`, 'latin1').toString('base64url');
}
