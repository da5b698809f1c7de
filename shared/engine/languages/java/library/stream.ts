/** Streams, their collectors, and `Optional`. A stream stores nothing; each step is paid where it stands. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { args, byName, calls, element, float, int, make, on, returned, same } from '../../shared/rows.ts';

const stream = on('Stream');
const of = ['Stream', 'IntStream', 'LongStream', 'DoubleStream'];

const streamOf = (size: string, shape: Shape): Shape => make('iterator', size, shape, { class: 'Stream' });
const every = calls('a', 'self', element('self'));
const filtered = streamOf('self', element('self'));
const maybe: Shape = make('iterator', '1', element('self'), { class: 'Optional' });
const mapped = (name: string): LibraryRow =>
  stream(name, 'self', streamOf('self', returned('a')), { ...args(1), ...every });
const kept = (name: string): LibraryRow => stream(name, 'self', filtered, { ...args(1), ...every });
const asked = (name: string): LibraryRow => stream(name, 'self', 'bool', { ...args(1), ...every });

const STREAM: readonly LibraryRow[] = byName([
  ...['map', 'mapToDouble', 'mapToInt', 'mapToLong', 'mapToObj'].map(mapped),
  ...['filter', 'dropWhile', 'takeWhile', 'peek'].map(kept),
  ...['allMatch', 'anyMatch', 'noneMatch'].map(asked),
  ...['asDoubleStream', 'asLongStream', 'boxed', 'parallel', 'sequential', 'unordered', 'onClose'].map(
    (name) => stream(name, '1', same('self'), args(0, 1)),
  ),
  stream('average', 'self', make('iterator', '1', float('self.elem'), { class: 'Optional' }), args(0)),
  stream('close', '1', 'none', args(0)),
  stream('collect', 'self', same('a'), {
    ...args(1),
    effect: { extend: 'self', to: 'a' },
    note: 'runs over the whole stream',
  }),
  stream('collect', 'self', returned('a'), { ...args(3), ...calls('a', '1') }),
  stream('count', 'self', int('self'), args(0)),
  stream('distinct', 'self', filtered, { ...args(0), allocates: 'self', basis: 'expected', worst: 'self^2' }),
  stream('findAny', '1', maybe, args(0)),
  stream('findFirst', '1', maybe, args(0)),
  stream('flatMap', 'self', streamOf('self.total', { element: 'a.elem' }), { ...args(1), ...every }),
  stream('forEach', 'self', 'none', { ...args(1), ...every }),
  stream('forEachOrdered', 'self', 'none', { ...args(1), ...every }),
  stream('iterator', '1', same('self'), args(0)),
  stream('limit', '1', streamOf('min(self, a.value)', element('self')), args(1)),
  stream('max', 'self', maybe, args(0, 1)),
  stream('min', 'self', maybe, args(0, 1)),
  stream('reduce', 'self', make('iterator', '1', returned('a'), { class: 'Optional' }), {
    ...args(1),
    ...calls('a', 'self', element('self'), element('self')),
  }),
  stream('reduce', 'self', returned('b'), {
    ...args(2, 3),
    ...calls('b', 'self', same('a'), element('self')),
  }),
  stream('skip', '1', filtered, args(1)),
  stream('sorted', 'self log self', filtered, { ...args(0), allocates: 'self' }),
  stream('sorted', 'self log self', filtered, {
    ...args(1),
    allocates: 'self',
    ...calls('a', 'self log self', element('self'), element('self')),
  }),
  stream('sum', 'self', int('self.sum'), args(0)),
  stream('summaryStatistics', 'self', 'unknown', args(0)),
  stream('toArray', 'self', make('array', 'self', element('self')), args(0, 1)),
  stream('toList', 'self', make('list', 'self', element('self')), args(0)),
]);

const makers = (name: string): readonly LibraryRow[] => {
  const type = on(`module:${name}`);
  return [
    type('concat', '1', streamOf('a + b', element('a')), args(2)),
    type('empty', '1', streamOf('0', 'unknown'), args(0)),
    type('generate', '1', streamOf('out', returned('a')), { ...args(1), ...calls('a', '1') }),
    type('iterate', '1', streamOf('out', same('a')), { ...args(2), ...calls('b', '1', same('a')) }),
    type('iterate', '1', streamOf('out', same('a')), { ...args(3), ...calls('c', '1', same('a')) }),
    type('of', '1', { gather: 'iterator', class: 'Stream' }),
    type('range', '1', streamOf('b.value', int('b.value')), args(2)),
    type('rangeClosed', '1', streamOf('b.value', int('b.value')), args(2)),
  ];
};

const collectors = on('module:Collectors');
const emptyText: Shape = make('array', '0', undefined, { class: 'StringBuilder' });
const emptyMap = make('map', '0');

/** A collector is what it collects into. */
const COLLECTORS: readonly LibraryRow[] = [
  collectors('averagingInt', '1', float('1'), args(1)),
  collectors('counting', '1', int('1'), args(0)),
  collectors('groupingBy', '1', emptyMap, args(1, 3)),
  collectors('joining', '1', emptyText, args(0, 3)),
  collectors('mapping', '1', same('b'), args(2)),
  collectors('maxBy', '1', make('list', '0'), args(1)),
  collectors('minBy', '1', make('list', '0'), args(1)),
  collectors('partitioningBy', '1', emptyMap, args(1, 2)),
  collectors('reducing', '1', 'unknown', args(1, 3)),
  collectors('summingInt', '1', int('1'), args(1)),
  collectors('summingLong', '1', int('1'), args(1)),
  collectors('toCollection', '1', returned('a'), { ...args(1), ...calls('a', '1') }),
  collectors('toList', '1', make('list', '0'), args(0)),
  collectors('toMap', '1', emptyMap, args(2, 4)),
  collectors('toSet', '1', make('set', '0'), args(0)),
  collectors('toUnmodifiableList', '1', make('list', '0'), args(0)),
  collectors('toUnmodifiableSet', '1', make('set', '0'), args(0)),
];

const optional = on('Optional');
const optionals = on('module:Optional');
const content = (name: string): LibraryRow => optional(name, '1', element('self'), args(0, 1));

const OPTIONAL: readonly LibraryRow[] = byName([
  ...['get', 'getAsDouble', 'getAsInt', 'getAsLong', 'orElse', 'orElseGet', 'orElseThrow'].map(content),
  optional('filter', '1', same('self'), { ...args(1), ...calls('a', '1', element('self')) }),
  optional('ifPresent', '1', 'none', { ...args(1), ...calls('a', '1', element('self')) }),
  optional('isEmpty', '1', 'bool', args(0)),
  optional('isPresent', '1', 'bool', args(0)),
  optional('map', '1', make('iterator', '1', returned('a'), { class: 'Optional' }), {
    ...args(1),
    ...calls('a', '1', element('self')),
  }),
]);

export const streams: readonly LibraryRow[] = [
  ...STREAM,
  ...of.flatMap(makers),
  ...COLLECTORS,
  ...OPTIONAL,
  optionals('empty', '1', make('iterator', '0', undefined, { class: 'Optional' }), args(0)),
  optionals('of', '1', make('iterator', '1', same('a'), { class: 'Optional' }), args(1)),
  optionals('ofNullable', '1', make('iterator', '1', same('a'), { class: 'Optional' }), args(1)),
];
