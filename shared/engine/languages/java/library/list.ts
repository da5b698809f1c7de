/** Lists and arrays: `ArrayList`, `Vector`, `Stack`, `List`, and iterators over them. */
import type { LibraryRow } from '../../../ir/library.ts';
import { SCAN, collection } from './collection.ts';
import { amortised, args, byName, calls, copy, element, int, make, on, same } from '../../shared/rows.ts';

const list = on('list');
const array = on('array');
const iterator = on('iterator');
const tuple = on('tuple');
const create = on('');

const pop = { effect: { pop: true } } as const;
const moves = { note: 'moves the elements behind the place' } as const;

const LIST: readonly LibraryRow[] = byName([
  ...collection('list', SCAN, { time: '1' }),
  list('add', '1', 'bool', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  list('add', 'self', 'none', { ...args(2), effect: { push: 'b' }, ...moves }),
  list('addElement', '1', 'none', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  list('addFirst', 'self', 'none', { ...args(1), effect: { push: 'a' }, note: 'moves every element' }),
  list('addLast', '1', 'none', { ...args(1), ...amortised(), effect: { push: 'a' } }),
  list('capacity', '1', int('self'), args(0)),
  list('elementAt', '1', element('self'), args(1)),
  list('elements', '1', make('iterator', 'self', element('self')), args(0)),
  list('empty', '1', 'bool', args(0)),
  list('ensureCapacity', '1', 'none', args(1)),
  list('firstElement', '1', element('self'), args(0)),
  list('get', '1', element('self'), args(1)),
  list('getFirst', '1', element('self'), args(0)),
  list('getLast', '1', element('self'), args(0)),
  list('indexOf', 'self', int('self'), args(1, 2)),
  list('insertElementAt', 'self', 'none', { ...args(2), effect: { push: 'a' }, ...moves }),
  list('lastElement', '1', element('self'), args(0)),
  list('lastIndexOf', 'self', int('self'), args(1, 2)),
  list('length', '1', int('self'), { ...args(0), note: 'of an array, whose field is read as a method' }),
  list('listIterator', '1', make('iterator', 'self', element('self')), args(0, 1)),
  list('peek', '1', element('self'), args(0)),
  list('pop', '1', element('self'), { ...args(0), ...pop }),
  list('push', '1', same('a'), { ...args(1), ...amortised(), effect: { push: 'a' } }),
  list('remove', '1', element('self'), { ...args(1), when: -1, ...pop }),
  list('remove', 'self', element('self'), { ...args(1), ...pop, ...moves }),
  list('removeAllElements', 'self', 'none', { ...args(0), effect: { clear: true } }),
  list('removeElementAt', 'self', 'none', { ...args(1), ...pop, ...moves }),
  list('removeFirst', 'self', element('self'), { ...args(0), ...pop, note: 'moves every other element' }),
  list('removeLast', '1', element('self'), { ...args(0), ...pop }),
  list('replaceAll', 'self', 'none', { ...args(1), ...calls('a', 'self', element('self')) }),
  list('reversed', '1', same('self'), { ...args(0), note: 'a view: no copy' }),
  list('search', 'self', int('self'), args(1)),
  list('set', '1', element('self'), { ...args(2), effect: { replace: 'b' } }),
  list('sort', 'self log self', 'none', {
    ...args(1),
    ...calls('a', 'self log self', element('self'), element('self')),
    note: 'sorts in place',
  }),
  list('subList', '1', make('list', 'min(self, b.value)', element('self')), {
    ...args(2),
    note: 'a view: no copy',
  }),
  list('trimToSize', 'self', 'none', args(0)),
]);

const ARRAY: readonly LibraryRow[] = [
  array('clone', 'self', copy('self'), { ...args(0), note: 'copies every element' }),
  array('equals', '1', 'bool', { ...args(1), note: 'compares the references' }),
  array('getClass', '1', 'unknown', args(0)),
  array('hashCode', '1', 'int', args(0)),
  array('length', '1', int('self'), args(0)),
];

/** An entry of a map is a tuple of its key and its value. */
const TUPLE: readonly LibraryRow[] = [
  tuple('getKey', '1', { item: 0, of: 'self' }, args(0)),
  tuple('getValue', '1', { item: 1, of: 'self' }, args(0)),
  tuple('setValue', '1', { item: 1, of: 'self' }, args(1)),
  tuple('toString', '1', make('string', '1'), args(0)),
];

const ITERATOR: readonly LibraryRow[] = [
  iterator('add', '1', 'none', args(1)),
  iterator('hasMoreElements', '1', 'bool', args(0)),
  iterator('hasNext', '1', 'bool', args(0)),
  iterator('hasPrevious', '1', 'bool', args(0)),
  iterator('next', '1', element('self'), { ...args(0), ...pop }),
  iterator('nextElement', '1', element('self'), { ...args(0), ...pop }),
  iterator('nextInt', '1', element('self'), { ...args(0), ...pop }),
  iterator('previous', '1', element('self'), { ...args(0), ...pop }),
  iterator('remove', '1', 'none', args(0)),
  iterator('set', '1', 'none', args(1)),
];

const emptyList = make('list', '0');
const entry = (name: string): LibraryRow => create(name, '1', { tuple: [same('a'), same('b')] }, args(2));

const CONSTRUCTORS: readonly LibraryRow[] = [
  create('ArrayList', '1', emptyList, args(0)),
  create('ArrayList', 'a', copy('a', 'list'), args(1)),
  create('CopyOnWriteArrayList', '1', emptyList, args(0)),
  create('Pair', '1', { tuple: [same('a'), same('b')] }, args(2)),
  create('Stack', '1', emptyList, args(0)),
  create('Vector', '1', emptyList, args(0)),
  create('Vector', 'a', copy('a', 'list'), args(1, 2)),
  entry('SimpleEntry'),
  entry('SimpleImmutableEntry'),
];

export const lists: readonly LibraryRow[] = [...LIST, ...ARRAY, ...TUPLE, ...ITERATOR, ...CONSTRUCTORS];
