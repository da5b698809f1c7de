/** The package `sortedcontainers`, which LeetCode provides. */
import type { LibraryRow } from '../../../ir/library.ts';
import {
  amortised,
  args,
  consumes,
  copy,
  element,
  hashed,
  int,
  key,
  make,
  on,
  tuple,
  value,
} from '../../shared/rows.ts';

const fn = on('module:sortedcontainers');
const list = on('SortedList');
const set = on('SortedSet');
const map = on('SortedDict');
const entry = tuple(element('self'), value('self'));
const lazy = { lazy: true } as const;

const CONSTRUCTORS: readonly LibraryRow[] = [
  fn('SortedDict', '1', make('map', '0', 'unknown', { class: 'SortedDict' }), args(0)),
  fn('SortedDict', 'a log a', make('map', 'a', value('a'), { key: element('a'), class: 'SortedDict' }), {
    ...args(1, 2),
    ...consumes('a'),
  }),
  fn('SortedKeyList', 'a log a', make('list', 'a', element('a'), { class: 'SortedList' }), {
    ...args(0, 1),
    ...consumes('a'),
    ...key('a', element('a')),
  }),
  fn('SortedList', '1', make('list', '0', 'unknown', { class: 'SortedList' }), args(0)),
  fn('SortedList', 'a log a', make('list', 'a', element('a'), { class: 'SortedList' }), {
    ...args(1),
    ...consumes('a'),
    ...key('a', element('a')),
  }),
  fn('SortedSet', '1', make('set', '0', 'unknown', { class: 'SortedSet' }), args(0)),
  fn('SortedSet', 'a log a', make('set', 'a', element('a'), { class: 'SortedSet' }), {
    ...args(1),
    ...consumes('a'),
    ...key('a', element('a')),
  }),
];

const LIST: readonly LibraryRow[] = [
  list('__contains__', 'log self', 'bool', args(1)),
  list('__delitem__', 'log self', 'none', { ...args(1), effect: { pop: true } }),
  list('__getitem__', '1', element('self'), { ...args(1), when: 0 }),
  list('__getitem__', '1', element('self'), { ...args(1), when: -1 }),
  list('__getitem__', 'log self', element('self'), args(1)),
  list('__len__', '1', int('self'), args(0)),
  list('add', 'log self', 'none', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  list('bisect', 'log self', int('self'), args(1)),
  list('bisect_key_left', 'log self', int('self'), args(1)),
  list('bisect_key_right', 'log self', int('self'), args(1)),
  list('bisect_left', 'log self', int('self'), args(1)),
  list('bisect_right', 'log self', int('self'), args(1)),
  list('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  list('copy', 'self', copy('self'), args(0)),
  list('count', 'log self', int('self'), args(1)),
  list('discard', 'log self', 'none', { ...args(1), ...amortised(), effect: { pop: true } }),
  list('index', 'log self', int('self'), args(1, 3)),
  list('irange', 'self', make('iterator', 'self', element('self')), { ...args(0, 4), ...lazy }),
  list('islice', 'self', make('iterator', 'self', element('self')), { ...args(0, 3), ...lazy }),
  list('pop', 'log self', element('self'), { ...args(0, 1), ...amortised(), effect: { pop: true } }),
  list('remove', 'log self', 'none', { ...args(1), ...amortised(), effect: { pop: true } }),
  list('update', 'a log self + a log a', 'none', { ...args(1), ...consumes('a'), effect: { extend: 'a' } }),
];

const SET: readonly LibraryRow[] = [
  set('__contains__', '1', 'bool', { ...args(1), ...hashed() }),
  set('__delitem__', 'log self', 'none', { ...args(1), effect: { pop: true } }),
  set('__getitem__', '1', element('self'), { ...args(1), when: 0 }),
  set('__getitem__', '1', element('self'), { ...args(1), when: -1 }),
  set('__getitem__', 'log self', element('self'), args(1)),
  set('__len__', '1', int('self'), args(0)),
  set('add', 'log self', 'none', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  set('bisect', 'log self', int('self'), args(1)),
  set('bisect_left', 'log self', int('self'), args(1)),
  set('bisect_right', 'log self', int('self'), args(1)),
  set('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  set('copy', 'self', copy('self'), args(0)),
  set('discard', 'log self', 'none', { ...args(1), ...amortised(), effect: { pop: true } }),
  set('index', 'log self', int('self'), args(1, 3)),
  set('irange', 'self', make('iterator', 'self', element('self')), { ...args(0, 4), ...lazy }),
  set('islice', 'self', make('iterator', 'self', element('self')), { ...args(0, 3), ...lazy }),
  set('pop', 'log self', element('self'), { ...args(0, 1), ...amortised(), effect: { pop: true } }),
  set('remove', 'log self', 'none', { ...args(1), ...amortised(), effect: { pop: true } }),
  set('update', 'a log self + a log a', 'none', { ...args(1), ...consumes('a'), effect: { extend: 'a' } }),
];

const MAP: readonly LibraryRow[] = [
  map('__contains__', '1', 'bool', { ...args(1), ...hashed() }),
  map('__delitem__', 'log self', 'none', { ...args(1), effect: { pop: true } }),
  map('__getitem__', '1', value('self'), { ...args(1), ...hashed() }),
  map('__len__', '1', int('self'), args(0)),
  map('__setitem__', 'log self', 'none', { ...args(2), effect: { put: 'b', key: 'a' } }),
  map('bisect', 'log self', int('self'), args(1)),
  map('bisect_left', 'log self', int('self'), args(1)),
  map('bisect_right', 'log self', int('self'), args(1)),
  map('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  map('copy', 'self', copy('self'), args(0)),
  map('get', '1', value('self'), { ...args(1, 2), ...hashed() }),
  map('index', 'log self', int('self'), args(1, 3)),
  map('irange', 'self', make('iterator', 'self', element('self')), { ...args(0, 4), ...lazy }),
  map('islice', 'self', make('iterator', 'self', element('self')), { ...args(0, 3), ...lazy }),
  map('items', '1', make('list', 'self', entry, { class: 'SortedList', total: 'self.total' }), args(0)),
  map('keys', '1', make('set', 'self', element('self'), { class: 'SortedSet' }), args(0)),
  map('peekitem', 'log self', entry, args(0, 1)),
  map('pop', 'log self', value('self'), { ...args(1, 2), ...amortised(), effect: { pop: true } }),
  map('popitem', 'log self', entry, { ...args(0, 1), ...amortised(), effect: { pop: true } }),
  map('setdefault', 'log self', value('self'), { ...args(1, 2), effect: { put: 'b', key: 'a' } }),
  map('update', 'a log self + a log a', 'none', { ...args(0, 1), ...consumes('a'), effect: { extend: 'a' } }),
  map(
    'values',
    '1',
    make('list', 'self', value('self'), { class: 'SortedList', total: 'self.total' }),
    args(0),
  ),
];

export const sortedcontainers: readonly LibraryRow[] = [...CONSTRUCTORS, ...LIST, ...SET, ...MAP];
