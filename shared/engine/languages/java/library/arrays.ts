/** Static helpers of collections: `Arrays`, `Collections`, `Objects`, `List.of`, `Set.of`. */
import type { LibraryRow } from '../../../ir/library.ts';
import {
  ANY,
  args,
  calls,
  consumes,
  copy,
  element,
  hashed,
  int,
  make,
  on,
  same,
  text,
} from '../../shared/rows.ts';

const arrays = on('module:Arrays');
const collections = on('module:Collections');
const lists = on('module:List');
const objects = on('module:Objects');
const setsOf = on('module:Set');
const enumSet = on('module:EnumSet');
const reflect = on('module:Array');

const inPlace = { note: 'sorts in place' } as const;
const copies = { note: 'copies every element' } as const;
const compare = calls('b', 'a log a', element('a'), element('a'));
const stream = make('iterator', 'a', element('a'), { class: 'Stream' });

const ARRAYS: readonly LibraryRow[] = [
  arrays('asList', '1', { gather: 'list' }, { note: 'of an array: a view, no copy' }),
  arrays('binarySearch', 'log a', int('a'), args(2, 5)),
  arrays('compare', 'a', int('1'), args(2)),
  arrays('copyOf', 'b.value', make('array', 'b.value', element('a')), { ...args(2), ...copies }),
  arrays('copyOfRange', 'min(a, c.value)', make('array', 'min(a, c.value)', element('a')), {
    ...args(3),
    ...copies,
  }),
  arrays('deepEquals', 'a.total', 'bool', args(2)),
  arrays('deepHashCode', 'a.total', 'int', args(1)),
  arrays('deepToString', 'a.total', text('a.total'), args(1)),
  arrays('equals', 'a', 'bool', { ...args(2), note: 'compares element by element' }),
  arrays('fill', 'a', 'none', { ...args(2), effect: { replace: 'b', in: 'a' } }),
  arrays('fill', 'min(a, c.value)', 'none', { ...args(4), effect: { replace: 'd', in: 'a' } }),
  arrays('hashCode', 'a', 'int', args(1)),
  arrays('parallelSort', 'a log a', 'none', { ...args(1, 4), ...inPlace }),
  arrays('setAll', 'a', 'none', {
    ...args(2),
    ...calls('b', 'a', int('a')),
    effect: { replace: 'returned', in: 'a' },
  }),
  arrays('sort', 'a log a', 'none', { ...args(1), ...inPlace }),
  arrays('sort', 'a log a', 'none', { ...args(2), ...compare, ...inPlace }),
  arrays('sort', 'min(a, c.value) log a', 'none', { ...args(3, 4), ...inPlace }),
  arrays('stream', '1', stream, args(1, 3)),
  arrays('toString', 'a', text('a'), args(1)),
];

const sorting = { ...consumes('a'), ...calls('b', 'a', element('a'), element('a')) } as const;

const COLLECTIONS: readonly LibraryRow[] = [
  collections('addAll', 'b + c + d', 'bool', { ...args(2, ANY), effect: { push: 'b', to: 'a' } }),
  collections('binarySearch', 'log a', int('a'), args(2, 3)),
  collections('disjoint', 'a + b', 'bool', { ...args(2), ...hashed('a b') }),
  collections('emptyList', '1', make('list', '0'), args(0)),
  collections('emptyMap', '1', make('map', '0'), args(0)),
  collections('emptySet', '1', make('set', '0'), args(0)),
  collections('fill', 'a', 'none', { ...args(2), effect: { replace: 'b', in: 'a' } }),
  collections('frequency', 'a', int('a'), { ...args(2), ...consumes('a') }),
  collections('max', 'a', element('a'), { ...args(1), ...consumes('a') }),
  collections('max', 'a', element('a'), { ...args(2), ...sorting }),
  collections('min', 'a', element('a'), { ...args(1), ...consumes('a') }),
  collections('min', 'a', element('a'), { ...args(2), ...sorting }),
  collections('nCopies', '1', make('list', 'a.value', same('b')), args(2)),
  collections('newSetFromMap', '1', copy('a', 'set'), args(1)),
  collections('reverse', 'a', 'none', args(1)),
  collections('reverseOrder', '1', 'order', args(0, 1)),
  collections('rotate', 'a', 'none', args(2)),
  collections('shuffle', 'a', 'none', args(1, 2)),
  collections('singleton', '1', make('set', '1', same('a')), args(1)),
  collections('singletonList', '1', make('list', '1', same('a')), args(1)),
  collections('sort', 'a log a', 'none', { ...args(1), ...inPlace }),
  collections('sort', 'a log a', 'none', { ...args(2), ...compare, ...inPlace }),
  collections('swap', '1', 'none', args(3)),
  collections('synchronizedList', '1', same('a'), args(1)),
  collections('synchronizedMap', '1', same('a'), args(1)),
  collections('unmodifiableList', '1', same('a'), args(1)),
  collections('unmodifiableMap', '1', same('a'), args(1)),
  collections('unmodifiableSet', '1', same('a'), args(1)),
];

const OTHERS: readonly LibraryRow[] = [
  reflect('get', '1', element('a'), args(2)),
  reflect('getLength', '1', int('a'), args(1)),
  reflect('newInstance', 'b.value', make('array', 'b.value'), args(2)),
  enumSet('allOf', '1', make('set', '1'), args(1)),
  enumSet('noneOf', '1', make('set', '0'), args(1)),
  enumSet('of', '1', { gather: 'set' }),
  lists('copyOf', 'a', copy('a', 'list'), { ...args(1), ...copies }),
  lists('of', '1', { gather: 'list' }),
  objects('compare', '1', int('1'), { ...args(3), ...calls('c', '1', same('a'), same('b')) }),
  objects('equals', '1', 'bool', args(2)),
  objects('hash', 'a + b + c + d', 'int'),
  objects('hashCode', 'a', 'int', args(1)),
  objects('isNull', '1', 'bool', args(1)),
  objects('nonNull', '1', 'bool', args(1)),
  objects('requireNonNull', '1', same('a'), args(1, 2)),
  objects('requireNonNullElse', '1', same('a'), args(2)),
  objects('toString', 'a', text('a'), args(1, 2)),
  setsOf('copyOf', 'a', copy('a', 'set'), { ...args(1), ...hashed('a^2') }),
  setsOf('of', '1', { gather: 'set' }),
];

export const arrayHelpers: readonly LibraryRow[] = [...ARRAYS, ...COLLECTIONS, ...OTHERS];
