/** Functions and interfaces that LeetCode provides to a solution. */
import type { LibraryRow } from '../../../ir/library.ts';
import { int, make, on, text, value } from '../../shared/rows.ts';

const fn = on('');
const nested = on('NestedInteger');
const parser = on('HtmlParser');
const mountain = on('MountainArray');

export const leetcode: readonly LibraryRow[] = [
  fn('guess', '1', int('1')),
  fn('isBadVersion', '1', 'bool'),
  fn('knows', '1', 'bool'),
  fn('rand7', '1', int('1')),
  fn('read4', '1', int('1')),
  parser('getUrls', 'out', make('list', 'out', text('out'))),
  mountain('get', '1', 'int'),
  mountain('length', '1', int('self')),
  nested('add', '1', 'none', { effect: { push: 'a' } }),
  nested('getInteger', '1', 'int'),
  nested('getList', '1', value('self')),
  nested('isInteger', '1', 'bool'),
  nested('setInteger', '1'),
];
