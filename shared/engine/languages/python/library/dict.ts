/** Methods of mappings: dict, defaultdict, OrderedDict and Counter. */
import type { LibraryRow } from '../../../ir/library.ts';
import {
  args,
  consumes,
  copy,
  element,
  hashed,
  int,
  key,
  make,
  on,
  same,
  tuple,
  value,
} from '../../shared/rows.ts';

const map = on('map');
const entry = tuple(element('self'), value('self'));
const entries = make('iterator', 'self', entry, { total: 'self.total' });

export const dicts: readonly LibraryRow[] = [
  map('__contains__', '1', 'bool', { ...args(1), ...hashed() }),
  map('__delitem__', '1', 'none', { ...args(1), ...hashed(), effect: { pop: true } }),
  map('__getitem__', '1', value('self'), { ...args(1), ...hashed() }),
  map('__len__', '1', int('self'), args(0)),
  map('__setitem__', '1', 'none', { ...args(2), ...hashed(), effect: { put: 'b', key: 'a' } }),
  map('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  map('copy', 'self', copy('self'), args(0)),
  map('elements', 'self.total', make('iterator', 'self.total', element('self')), {
    lazy: true,
    note: 'every element as often as it was counted',
  }),
  map('fromkeys', 'a', make('map', 'a', same('b'), { key: element('a') }), {
    ...args(1, 2),
    ...hashed('a^2'),
    ...consumes('a'),
  }),
  map('get', '1', value('self'), { ...args(1, 2), ...hashed() }),
  map('has_key', '1', 'bool', { ...args(1), ...hashed() }),
  map('items', '1', entries, args(0)),
  map('iteritems', '1', entries, args(0)),
  map('iterkeys', '1', same('self'), args(0)),
  map('itervalues', '1', make('iterator', 'self', value('self'), { total: 'self.total' }), args(0)),
  map('keys', '1', same('self'), { ...args(0), note: 'a view of the keys: no copy' }),
  map('most_common', 'self log self', make('list', 'self', entry), { ...args(0), note: 'sorts by count' }),
  map('most_common', 'self log a.value', make('list', 'min(self, a.value)', entry), {
    ...args(1),
    note: 'a heap of the k most common',
  }),
  map('move_to_end', '1', 'none', { ...args(1, 2), ...hashed() }),
  map('pop', '1', value('self'), { ...args(1, 2), ...hashed(), effect: { pop: true } }),
  map('popitem', '1', entry, { ...args(0, 1), effect: { pop: true } }),
  map('setdefault', '1', value('self'), { ...args(1, 2), ...hashed(), effect: { put: 'b', key: 'a' } }),
  map('sort', 'self log self', 'none', {
    ...args(0, 2),
    ...key('self', element('self')),
    note: 'in Python 2, the list of the keys',
  }),
  map('subtract', 'a', 'none', {
    ...args(0, 1),
    ...hashed('self a'),
    ...consumes('a'),
    effect: { extend: 'a' },
  }),
  map('total', 'self', int('self.total'), args(0)),
  map('update', 'a', 'none', {
    ...args(0, 1),
    ...hashed('self a'),
    ...consumes('a'),
    effect: { extend: 'a' },
  }),
  map('values', '1', make('iterator', 'self', value('self'), { total: 'self.total' }), args(0)),
  map('viewitems', '1', entries, args(0)),
  map('viewkeys', '1', same('self'), args(0)),
  map('viewvalues', '1', make('iterator', 'self', value('self'), { total: 'self.total' }), args(0)),
  on('module:dict')('fromkeys', 'a', make('map', 'a', same('b'), { key: element('a') }), {
    ...args(1, 2),
    ...hashed('a^2'),
    ...consumes('a'),
  }),
];
