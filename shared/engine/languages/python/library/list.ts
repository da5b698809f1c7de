/** Methods of lists, tuples, iterators and `array.array`. */
import type { LibraryRow } from '../../../ir/library.ts';
import {
  amortised,
  args,
  consumes,
  copy,
  element,
  int,
  key,
  make,
  on,
  same,
  text,
} from '../../shared/rows.ts';

const list = on('list');
const array = on('array');
const tuple = on('tuple');
const iterator = on('iterator');

const LIST: readonly LibraryRow[] = [
  list('__add__', 'self + a', make('list', 'self + a', element('self'))),
  list('__contains__', 'self', 'bool', args(1)),
  list('__delitem__', '1', 'none', { ...args(1), when: -1, effect: { pop: true } }),
  list('__delitem__', 'self', 'none', { ...args(1), effect: { pop: true } }),
  list('__getitem__', '1', element('self'), args(1)),
  list('__len__', '1', int('self'), args(0)),
  list('__setitem__', '1', 'none', { ...args(2), effect: { replace: 'b' } }),
  list('append', '1', 'none', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  list('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  list('copy', 'self', copy('self'), args(0)),
  list('count', 'self', int('self'), args(1)),
  list('extend', 'a', 'none', {
    ...args(1),
    ...amortised('self + a'),
    ...consumes('a'),
    effect: { extend: 'a' },
  }),
  list('index', 'self', int('self'), args(1, 3)),
  list('insert', 'self', 'none', {
    ...args(2),
    effect: { push: 'b' },
    note: 'moves the elements behind the place',
  }),
  list('pop', '1', element('self'), { ...args(0), ...amortised(), effect: { pop: true } }),
  list('pop', '1', element('self'), { ...args(1), ...amortised(), when: -1, effect: { pop: true } }),
  list('pop', 'self', element('self'), {
    ...args(1),
    when: 0,
    effect: { pop: true },
    note: 'moves every other element; deque.popleft() takes constant time',
  }),
  list('pop', 'self', element('self'), {
    ...args(1),
    effect: { pop: true },
    note: 'moves the elements behind the place',
  }),
  list('remove', 'self', 'none', {
    ...args(1),
    effect: { pop: true },
    note: 'searches, then moves what is behind',
  }),
  list('reverse', 'self', 'none', args(0)),
  list('sort', 'self log self', 'none', {
    ...args(0, 2),
    ...key('self', element('self')),
    note: 'sorts in place',
  }),
];

const ARRAY: readonly LibraryRow[] = [
  array('append', '1', 'none', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  array('buffer_info', '1', 'unknown'),
  array('byteswap', 'self'),
  array('clear', '1', 'none', { effect: { clear: true } }),
  array('copy', 'self', copy('self')),
  array('count', 'self', int('self'), args(1)),
  array('decode', 'self', text('self')),
  array('extend', 'a', 'none', {
    ...args(1),
    ...amortised('self + a'),
    ...consumes('a'),
    effect: { extend: 'a' },
  }),
  array('find', 'self', int('self')),
  array('fromlist', 'a', 'none', { ...args(1), effect: { extend: 'a' } }),
  array('index', 'self', int('self'), args(1, 3)),
  array('insert', 'self', 'none', { ...args(2), effect: { push: 'b' } }),
  array('pop', '1', element('self'), { ...args(0), ...amortised(), effect: { pop: true } }),
  array('pop', 'self', element('self'), { ...args(1), effect: { pop: true } }),
  array('remove', 'self', 'none', { ...args(1), effect: { pop: true } }),
  array('reverse', 'self', 'none', args(0)),
  array('tobytes', 'self', text('self')),
  array('tolist', 'self', copy('self', 'list')),
  array('tostring', 'self', text('self')),
  on('module:array')('array', '1', make('array', '0'), args(1)),
  on('module:array')('array', 'b', copy('b', 'array'), { ...args(2), ...consumes('b') }),
];

const TUPLE: readonly LibraryRow[] = [
  tuple('__add__', 'self + a', make('tuple', 'self + a', element('self'))),
  tuple('__contains__', 'self', 'bool', args(1)),
  tuple('__getitem__', '1', element('self'), args(1)),
  tuple('__len__', '1', int('self'), args(0)),
  tuple('_asdict', 'self', make('map', 'self', element('self'), { key: text('1') })),
  tuple('_replace', 'self', copy('self')),
  tuple('count', 'self', int('self'), args(1)),
  tuple('index', 'self', int('self'), args(1, 3)),
];

const ITERATOR: readonly LibraryRow[] = [
  iterator('__iter__', '1', same('self')),
  iterator('__next__', '1', element('self'), { effect: { pop: true } }),
  iterator('close', '1', 'none', { effect: { clear: true } }),
  iterator('next', '1', element('self'), { effect: { pop: true } }),
  iterator('send', '1', element('self'), { ...args(1), effect: { pop: true } }),
  iterator('throw', '1', element('self')),
];

export const lists: readonly LibraryRow[] = [...LIST, ...ARRAY, ...TUPLE, ...ITERATOR];
