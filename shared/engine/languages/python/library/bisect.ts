/** The `bisect` module: binary search in sorted lists. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, element, int, key, on } from '../../shared/rows.ts';

const fn = on('module:bisect');
const search = { ...args(2, 4), ...key('log a', element('a')), note: 'halves the list at every step' };
const insert = {
  ...args(2, 4),
  ...key('log a', element('a')),
  effect: { push: 'b', to: 'a' },
  note: 'finds the place in log n steps, then moves the elements behind it',
} as const;

export const bisect: readonly LibraryRow[] = [
  fn('bisect', 'log a', int('a'), search),
  fn('bisect_left', 'log a', int('a'), search),
  fn('bisect_right', 'log a', int('a'), search),
  fn('insort', 'a', 'none', insert),
  fn('insort_left', 'a', 'none', insert),
  fn('insort_right', 'a', 'none', insert),
];
