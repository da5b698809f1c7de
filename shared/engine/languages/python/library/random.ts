/** The `random` module. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, element, float, int, make, on, text } from '../../shared/rows.ts';

const fn = on('module:random');

export const random: readonly LibraryRow[] = [
  fn('Random', '1', 'unknown'),
  fn('betavariate', '1', float('1')),
  fn('choice', '1', element('a'), args(1)),
  fn('choices', 'b + c.value log a', make('list', 'c.value', element('a')), {
    named: { b: 'weights', c: 'k' },
  }),
  fn('expovariate', '1', 'float'),
  fn('gauss', '1', 'float'),
  fn('getrandbits', '1', int('2^a.value'), args(1)),
  fn('normalvariate', '1', 'float'),
  fn('randbytes', 'a.value', text('a.value')),
  fn('randint', '1', int('max(a.value, b.value)'), args(2)),
  fn('random', '1', float('1'), args(0)),
  fn('randrange', '1', int('a.value'), args(1)),
  fn('randrange', '1', int('max(a.value, b.value)'), args(2, 3)),
  fn('sample', 'b.value', make('list', 'b.value', element('a')), { ...args(1, 2), named: { b: 'k' } }),
  fn('seed', '1'),
  fn('shuffle', 'a', 'none', args(1, 2)),
  fn('triangular', '1', 'float'),
  fn('uniform', '1', float('max(a.value, b.value)')),
];
