/** The `re` module. Linear for the usual patterns; nested repetitions can backtrack exponentially. */
import type { LibraryRow } from '../../../ir/library.ts';
import { int, make, on, text, tuple } from '../../shared/rows.ts';

const fn = on('module:re');
const pattern = on('Pattern');
const match = on('Match');
const scan = (subject: string) =>
  ({ basis: 'expected', worst: `2^${subject}`, note: 'linear for usual patterns' }) as const;

export const re: readonly LibraryRow[] = [
  fn('compile', 'a', make('iterator', '1', 'unknown', { class: 'Pattern' })),
  fn('escape', 'a', text('a')),
  fn('findall', 'b', make('list', 'b', text('b'), { total: 'b' }), scan('b')),
  fn('finditer', 'b', make('iterator', 'b', 'unknown', { total: 'b' }), scan('b')),
  fn('fullmatch', 'b', make('iterator', '1', text('b'), { class: 'Match' }), scan('b')),
  fn('match', 'b', make('iterator', '1', text('b'), { class: 'Match' }), scan('b')),
  fn('search', 'b', make('iterator', '1', text('b'), { class: 'Match' }), scan('b')),
  fn('split', 'b', make('list', 'b', text('b'), { total: 'b' }), scan('b')),
  fn('sub', 'c + b c', text('c + b c'), scan('c')),
  fn('subn', 'c + b c', tuple(text('c + b c'), int('c')), scan('c')),
  match('end', '1', 'int'),
  match('group', 'self.total', text('self.total')),
  match('groupdict', 'self.total', make('map', '1', text('self.total'))),
  match('groups', 'self.total', make('tuple', '1', text('self.total'))),
  match('span', '1', tuple('int', 'int')),
  match('start', '1', 'int'),
  pattern('findall', 'a', make('list', 'a', text('a'), { total: 'a' }), scan('a')),
  pattern('finditer', 'a', make('iterator', 'a', 'unknown', { total: 'a' }), scan('a')),
  pattern('fullmatch', 'a', make('iterator', '1', text('a'), { class: 'Match' }), scan('a')),
  pattern('match', 'a', make('iterator', '1', text('a'), { class: 'Match' }), scan('a')),
  pattern('search', 'a', make('iterator', '1', text('a'), { class: 'Match' }), scan('a')),
  pattern('split', 'a', make('list', 'a', text('a'), { total: 'a' }), scan('a')),
  pattern('sub', 'b + a b', text('b + a b'), scan('b')),
];
