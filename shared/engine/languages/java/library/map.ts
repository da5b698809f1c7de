/** Maps: `HashMap`, `LinkedHashMap`, `TreeMap`, `EnumMap`, `ConcurrentHashMap`, and their entries. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { type Access, BALANCED, HASHED, SCAN, basisOf, collection, forEachOfA } from './collection.ts';
import {
  ANY,
  args,
  byName,
  calls,
  consumes,
  copy,
  element,
  hashed,
  int,
  make,
  on,
  same,
  tuple,
  value,
} from '../../shared/rows.ts';

const entry = tuple(element('self'), value('self'));
const entries = make('iterator', 'self', entry, { class: 'MapView', total: 'self.total' });
const keySet = make('iterator', 'self', element('self'), { class: 'KeySet' });
const values = make('iterator', 'self', value('self'), { class: 'MapView', total: 'self.total' });
const pop = { effect: { pop: true } } as const;
const view = { note: 'a view: no copy' } as const;

/** The rows of `java.util.Map`, for an implementation that reaches a key in the time given. */
function map(receiver: string, access: Access): readonly LibraryRow[] {
  const method = on(receiver);
  const { time } = access;
  const basis = basisOf(access);
  return [
    method('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
    method('clone', 'self', copy('self'), args(0)),
    method('compute', time, value('self'), {
      ...args(2),
      ...basis,
      ...calls('b', '1', same('a'), value('self')),
      effect: { put: 'returned', key: 'a' },
    }),
    method('computeIfAbsent', time, value('self'), {
      ...args(2),
      ...basis,
      ...calls('b', '1', same('a')),
      effect: { put: 'returned', key: 'a' },
    }),
    method('computeIfPresent', time, value('self'), {
      ...args(2),
      ...basis,
      ...calls('b', '1', same('a'), value('self')),
      effect: { put: 'returned', key: 'a' },
    }),
    method('containsKey', time, 'bool', { ...args(1), ...basis }),
    method('containsValue', 'self', 'bool', { ...args(1), note: 'searches all values' }),
    method('entrySet', '1', entries, { ...args(0), ...view }),
    method('equals', 'self', 'bool', args(1)),
    method('forEach', 'self', 'none', {
      ...args(1),
      ...calls('a', 'self', element('self'), value('self')),
    }),
    method('get', time, value('self'), { ...args(1), ...basis }),
    method('getOrDefault', time, value('self'), { ...args(2), ...basis }),
    method('hashCode', 'self', 'int', args(0)),
    method('isEmpty', '1', 'bool', args(0)),
    method('keySet', '1', keySet, { ...args(0), ...view }),
    method('merge', time, value('self'), {
      ...args(3),
      ...basis,
      ...calls('c', '1', value('self'), same('b')),
      effect: { put: 'b', key: 'a' },
    }),
    method('put', time, value('self'), { ...args(2), ...basis, effect: { put: 'b', key: 'a' } }),
    method('putAll', forEachOfA(access), 'none', {
      ...args(1),
      ...basisOf(access, 'a '),
      ...consumes('a'),
      effect: { extend: 'a' },
    }),
    method('putIfAbsent', time, value('self'), {
      ...args(2),
      ...basis,
      effect: { put: 'b', key: 'a' },
    }),
    method('remove', time, value('self'), { ...args(1, 2), ...basis, ...pop }),
    method('replace', time, value('self'), { ...args(2), ...basis, effect: { put: 'b', key: 'a' } }),
    method('replaceAll', 'self', 'none', {
      ...args(1),
      ...calls('a', 'self', element('self'), value('self')),
    }),
    method('size', '1', int('self'), args(0)),
    method('toString', 'self', make('string', 'self'), args(0)),
    method('values', '1', values, { ...args(0), ...view }),
  ];
}

/** What `keySet`, `values` and `entrySet` give. */
const KEY_SET: readonly LibraryRow[] = byName([
  ...collection('KeySet', HASHED, HASHED),
  on('KeySet')('remove', '1', 'bool', { ...args(1), ...hashed(), ...pop }),
]);

const VIEW: readonly LibraryRow[] = byName([
  ...collection('MapView', SCAN, SCAN),
  on('MapView')('remove', 'self', 'bool', { ...args(1), ...pop }),
]);

const tree = on('TreeMap');
const part: Shape = make('map', 'self', value('self'), { key: element('self'), class: 'TreeMap' });
const keys: Shape = make('set', 'self', element('self'), { class: 'TreeSet' });

const TREE: readonly LibraryRow[] = byName([
  ...map('TreeMap', BALANCED),
  tree('ceilingEntry', 'log self', entry, args(1)),
  tree('ceilingKey', 'log self', element('self'), args(1)),
  tree('descendingKeySet', '1', keys, { ...args(0), ...view }),
  tree('descendingMap', '1', same('self'), { ...args(0), ...view }),
  tree('firstEntry', 'log self', entry, args(0)),
  tree('firstKey', 'log self', element('self'), args(0)),
  tree('floorEntry', 'log self', entry, args(1)),
  tree('floorKey', 'log self', element('self'), args(1)),
  tree('headMap', 'log self', part, { ...args(1, 2), ...view }),
  tree('higherEntry', 'log self', entry, args(1)),
  tree('higherKey', 'log self', element('self'), args(1)),
  tree('lastEntry', 'log self', entry, args(0)),
  tree('lastKey', 'log self', element('self'), args(0)),
  tree('lowerEntry', 'log self', entry, args(1)),
  tree('lowerKey', 'log self', element('self'), args(1)),
  tree('navigableKeySet', '1', keys, { ...args(0), ...view }),
  tree('pollFirstEntry', 'log self', entry, { ...args(0), ...pop }),
  tree('pollLastEntry', 'log self', entry, { ...args(0), ...pop }),
  tree('subMap', 'log self', part, { ...args(2, 4), ...view }),
  tree('tailMap', 'log self', part, { ...args(1, 2), ...view }),
]);

const create = on('');
const of = on('module:Map');
const emptyMap = make('map', '0');
const emptyTree = make('map', '0', undefined, { class: 'TreeMap' });

const hashMap = (name: string): readonly LibraryRow[] => [
  create(name, '1', emptyMap, args(0)),
  create(name, 'a', copy('a', 'map'), { ...args(1, 3), ...hashed('a^2') }),
];

const CONSTRUCTORS: readonly LibraryRow[] = [
  ...hashMap('ConcurrentHashMap'),
  create('EnumMap', '1', emptyMap, args(1)),
  ...hashMap('HashMap'),
  ...hashMap('Hashtable'),
  ...hashMap('IdentityHashMap'),
  ...hashMap('LinkedHashMap'),
  create('TreeMap', '1', emptyTree, args(0)),
  create(
    'TreeMap',
    'a log a',
    make('map', 'a', value('a'), { key: element('a'), class: 'TreeMap' }),
    args(1),
  ),
  ...hashMap('WeakHashMap'),
  of('copyOf', 'a', copy('a', 'map'), args(1)),
  of('entry', '1', tuple(same('a'), same('b')), args(2)),
  of('of', '1', emptyMap, args(0)),
  of('of', '1', make('map', '1', same('b'), { key: same('a') }), args(2, ANY)),
  of('ofEntries', 'a', 'unknown'),
];

export const maps: readonly LibraryRow[] = [
  ...map('map', HASHED),
  ...KEY_SET,
  ...VIEW,
  ...TREE,
  ...CONSTRUCTORS,
];
