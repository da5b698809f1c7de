/** Functions and interfaces that LeetCode provides to a solution. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, int, make, on, text, value } from '../../shared/rows.ts';

const fn = on('');
const nested = on('NestedInteger');
const parser = on('HtmlParser');
const mountain = on('MountainArray');

export const leetcode: readonly LibraryRow[] = [
  fn('guess', '1', int('1'), args(1)),
  fn('isBadVersion', '1', 'bool', args(1)),
  fn('knows', '1', 'bool', args(2)),
  fn('rand7', '1', int('1'), args(0)),
  fn('read4', '1', int('1'), args(1)),
  parser('getUrls', 'out', make('list', 'out', text('out')), args(1)),
  mountain('get', '1', 'int', args(1)),
  mountain('length', '1', int('self'), args(0)),
  nested('add', '1', 'none', { ...args(1), effect: { push: 'a' } }),
  nested('getInteger', '1', 'int', args(0)),
  nested('getList', '1', value('self'), args(0)),
  nested('isInteger', '1', 'bool', args(0)),
  nested('setInteger', '1', 'none', args(1)),
];
