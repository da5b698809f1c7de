/** The `collections` module and deques. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, calls, consumes, copy, element, hashed, int, make, on, returned } from '../../shared/rows.ts';

const fn = on('module:collections');
const deque = on('deque');

const COLLECTIONS: readonly LibraryRow[] = [
  fn('ChainMap', '1', copy('a', 'map')),
  fn('Counter', '1', make('map', '0', 'int'), args(0)),
  fn('Counter', 'a', make('map', 'a', int('a'), { key: element('a'), total: 'a' }), {
    ...args(1),
    ...consumes('a'),
    ...hashed('a^2'),
    note: 'counts every element once',
  }),
  fn('OrderedDict', '1', make('map', '0'), args(0)),
  fn('OrderedDict', 'a', copy('a', 'map'), { ...args(1), ...consumes('a'), ...hashed('a^2') }),
  fn('defaultdict', '1', make('map', '0'), args(0)),
  fn('defaultdict', '1', make('map', '0', returned('a'), { factory: 'a' }), {
    ...args(1),
    ...calls('a', '1'),
  }),
  fn('defaultdict', 'b', copy('b', 'map'), { ...args(2), ...consumes('b'), ...hashed('b^2') }),
  fn('deque', '1', make('deque', '0'), args(0)),
  fn('deque', 'a', copy('a', 'deque'), { ...args(1, 2), ...consumes('a') }),
  fn('namedtuple', 'b', 'unknown', { note: 'makes a class of tuples' }),
];

const DEQUE: readonly LibraryRow[] = [
  deque('__contains__', 'self', 'bool', args(1)),
  deque('__delitem__', 'self', 'none', { ...args(1), effect: { pop: true } }),
  deque('__getitem__', '1', element('self'), { ...args(1), when: -1 }),
  deque('__getitem__', '1', element('self'), { ...args(1), when: 0 }),
  deque('__getitem__', 'self', element('self'), { ...args(1), note: 'constant only near the ends' }),
  deque('__len__', '1', int('self'), args(0)),
  deque('append', '1', 'none', { ...args(1), effect: { push: 'a' } }),
  deque('appendleft', '1', 'none', { ...args(1), effect: { push: 'a' } }),
  deque('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  deque('copy', 'self', copy('self'), args(0)),
  deque('count', 'self', int('self'), args(1)),
  deque('extend', 'a', 'none', { ...args(1), ...consumes('a'), effect: { extend: 'a' } }),
  deque('extendleft', 'a', 'none', { ...args(1), ...consumes('a'), effect: { extend: 'a' } }),
  deque('index', 'self', int('self'), args(1, 3)),
  deque('insert', 'self', 'none', { ...args(2), effect: { push: 'b' } }),
  deque('pop', '1', element('self'), { ...args(0), effect: { pop: true } }),
  deque('popleft', '1', element('self'), { ...args(0), effect: { pop: true } }),
  deque('remove', 'self', 'none', { ...args(1), effect: { pop: true } }),
  deque('reverse', 'self', 'none', args(0)),
  deque('rotate', '1', 'none', args(0)),
  deque('rotate', 'min(self, a.magnitude)', 'none', { ...args(1), note: 'one move a step' }),
];

export const collections: readonly LibraryRow[] = [...COLLECTIONS, ...DEQUE];
