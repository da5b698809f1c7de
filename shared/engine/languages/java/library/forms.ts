/** What the front end writes in the place of Java's own forms: a cast is a call of a function with the type's name. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, int, on } from '../../shared/rows.ts';

const create = on('');

export const forms: readonly LibraryRow[] = [
  create('int', '1', int('a.value'), { ...args(1), note: 'drops the fraction' }),
];
