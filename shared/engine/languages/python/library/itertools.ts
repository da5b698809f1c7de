/** The `itertools` module. Everything is lazy: nothing is stored, and each element is paid when it is taken. */
import type { LibraryRow } from '../../../ir/library.ts';
import {
  ANY,
  args,
  calls,
  consumes,
  copy,
  element,
  int,
  make,
  on,
  returned,
  same,
  tuple,
} from '../../shared/rows.ts';

const fn = on('module:itertools');
const chain = on('module:itertools.chain');
const lazy = { lazy: true } as const;

export const itertools: readonly LibraryRow[] = [
  fn('accumulate', 'a', make('iterator', 'a', int('a a.elem')), { ...args(1), ...consumes('a'), ...lazy }),
  fn('accumulate', 'a', make('iterator', 'a', returned('b')), {
    ...args(2),
    ...calls('b', 'a', returned('b'), element('a')),
    ...consumes('a'),
    named: { b: 'func' },
    ...lazy,
  }),
  fn('batched', 'a', make('iterator', 'a', make('tuple', 'b.value', element('a')), { total: 'a' }), {
    ...args(2),
    ...consumes('a'),
    ...lazy,
  }),
  fn('chain', '1', make('iterator', '0'), args(0)),
  fn('chain', 'a', make('iterator', 'a', element('a')), { ...args(1), ...consumes('a'), ...lazy }),
  fn('chain', 'a + b', make('iterator', 'a + b', element('a')), {
    ...args(2),
    ...consumes('a', 'b'),
    ...lazy,
  }),
  fn('chain', 'a + b + c + d', make('iterator', 'a + b + c + d', element('a')), {
    ...args(3, ANY),
    ...consumes('a', 'b', 'c', 'd'),
    ...lazy,
  }),
  fn('chain', 'a.total', make('iterator', 'a.total', element('a.elem')), { spread: true, ...lazy }),
  fn(
    'combinations',
    'b.value C(a, b.value)',
    make('iterator', 'C(a, b.value)', make('tuple', 'b.value', element('a'))),
    {
      ...args(1, 2),
      ...consumes('a'),
      named: { b: 'r' },
      ...lazy,
      note: 'every choice of r elements',
    },
  ),
  fn(
    'combinations_with_replacement',
    'b.value C(a + b.value, b.value)',
    make('iterator', 'C(a + b.value, b.value)', make('tuple', 'b.value', element('a'))),
    {
      ...args(1, 2),
      ...consumes('a'),
      named: { b: 'r' },
      ...lazy,
      note: 'every choice of r elements, repeats allowed',
    },
  ),
  fn('compress', 'min(a, b)', make('iterator', 'min(a, b)', element('a')), {
    ...args(2),
    ...consumes('a', 'b'),
    ...lazy,
  }),
  fn('count', '1', make('iterator', 'out', 'int'), { ...args(0, 2), note: 'never ends' }),
  fn('cycle', '1', make('iterator', 'out', element('a')), {
    ...args(1),
    ...consumes('a'),
    allocates: 'a',
    note: 'never ends; keeps a copy of the elements',
  }),
  fn('dropwhile', 'b', make('iterator', 'b', element('b')), {
    ...args(2),
    ...calls('a', 'b', element('b')),
    ...consumes('b'),
    ...lazy,
  }),
  fn('filterfalse', 'b', make('iterator', 'b', element('b')), {
    ...args(2),
    ...calls('a', 'b', element('b')),
    ...consumes('b'),
    ...lazy,
  }),
  fn(
    'groupby',
    'a',
    make('iterator', 'a', tuple(element('a'), make('iterator', 'a', element('a'))), { total: 'a' }),
    {
      ...args(1),
      ...calls('b', 'a', element('a')),
      ...consumes('a'),
      ...lazy,
      note: 'runs of equal elements; together as long as the input',
    },
  ),
  fn(
    'groupby',
    'a',
    make('iterator', 'a', tuple(returned('b'), make('iterator', 'a', element('a'))), { total: 'a' }),
    {
      ...args(2),
      ...calls('b', 'a', element('a')),
      ...consumes('a'),
      named: { b: 'key' },
      ...lazy,
      note: 'runs of equal keys; together as long as the input',
    },
  ),
  fn('ifilter', 'b', make('iterator', 'b', element('b')), {
    ...args(2),
    ...calls('a', 'b', element('b')),
    ...consumes('b'),
    ...lazy,
  }),
  fn('ifilterfalse', 'b', make('iterator', 'b', element('b')), {
    ...args(2),
    ...calls('a', 'b', element('b')),
    ...consumes('b'),
    ...lazy,
  }),
  fn('imap', 'b', make('iterator', 'b', returned('a')), {
    ...args(2),
    ...calls('a', 'b', element('b')),
    ...consumes('b'),
    ...lazy,
  }),
  fn('imap', 'min(b, c)', make('iterator', 'min(b, c)', returned('a')), {
    ...args(3),
    ...calls('a', 'min(b, c)', element('b'), element('c')),
    ...consumes('b', 'c'),
    ...lazy,
  }),
  fn('islice', 'min(a, b.value)', make('iterator', 'min(a, b.value)', element('a')), {
    ...args(2),
    ...consumes('a'),
    ...lazy,
  }),
  fn('islice', 'min(a, c.value)', make('iterator', 'min(a, c.value)', element('a')), {
    ...args(3, 4),
    ...consumes('a'),
    ...lazy,
    note: 'steps over what is before the start; without an end, to the end',
  }),
  fn('izip', 'a', make('iterator', 'a', tuple(element('a'))), { ...args(1), ...consumes('a'), ...lazy }),
  fn('izip', 'min(a, b)', make('iterator', 'min(a, b)', tuple(element('a'), element('b'))), {
    ...args(2),
    ...consumes('a', 'b'),
    ...lazy,
  }),
  fn(
    'izip',
    'min(a, b, c)',
    make('iterator', 'min(a, b, c)', tuple(element('a'), element('b'), element('c'))),
    {
      ...args(3),
      ...consumes('a', 'b', 'c'),
      ...lazy,
    },
  ),
  fn('izip', 'a a.elem', make('iterator', 'a.elem', make('tuple', 'a', element('a.elem'))), {
    spread: true,
    ...lazy,
  }),
  fn('izip_longest', 'max(a, b)', make('iterator', 'max(a, b)', tuple(element('a'), element('b'))), {
    ...args(2),
    ...consumes('a', 'b'),
    ...lazy,
  }),
  fn('izip_longest', 'a a.elem', make('iterator', 'a.elem', make('tuple', 'a', element('a.elem'))), {
    spread: true,
    ...lazy,
  }),
  fn('pairwise', 'a', make('iterator', 'a', tuple(element('a'), element('a'))), {
    ...args(1),
    ...consumes('a'),
    ...lazy,
  }),
  fn('permutations', 'a a!', make('iterator', 'a!', make('tuple', 'a', element('a'))), {
    ...args(1),
    ...consumes('a'),
    ...lazy,
    note: 'every order of the elements',
  }),
  fn(
    'permutations',
    'b.value min(a!, a^b.value)',
    make('iterator', 'min(a!, a^b.value)', make('tuple', 'b.value', element('a'))),
    {
      ...args(2),
      ...consumes('a'),
      named: { b: 'r' },
      ...lazy,
      note: 'every ordered choice of r elements',
    },
  ),
  fn('product', 'b.value a^b.value', make('iterator', 'a^b.value', make('tuple', 'b.value', element('a'))), {
    ...args(1),
    ...consumes('a'),
    named: { b: 'repeat' },
    ...lazy,
    note: 'every sequence of that length over the elements',
  }),
  fn('product', 'a b', make('iterator', 'a b', tuple(element('a'), element('b'))), {
    ...args(2),
    ...consumes('a', 'b'),
    ...lazy,
    note: 'every pair',
  }),
  fn('product', 'a b c', make('iterator', 'a b c', tuple(element('a'), element('b'), element('c'))), {
    ...args(3),
    ...consumes('a', 'b', 'c'),
    ...lazy,
    note: 'every triple',
  }),
  fn(
    'product',
    'a b c d',
    make('iterator', 'a b c d', tuple(element('a'), element('b'), element('c'), element('d'))),
    {
      ...args(4),
      ...consumes('a', 'b', 'c', 'd'),
      ...lazy,
    },
  ),
  fn('product', 'a a.elem^a', make('iterator', 'a.elem^a', make('tuple', 'a', element('a.elem'))), {
    spread: true,
    ...lazy,
    note: 'one choice from each',
  }),
  fn('repeat', '1', make('iterator', 'out', same('a')), { ...args(1), note: 'never ends' }),
  fn('repeat', 'b.value', make('iterator', 'b.value', same('a')), {
    ...args(2),
    named: { b: 'times' },
    ...lazy,
  }),
  fn('starmap', 'b', make('iterator', 'b', returned('a')), {
    ...args(2),
    ...calls('a', 'b'),
    ...consumes('b'),
    ...lazy,
  }),
  fn('takewhile', 'b', make('iterator', 'b', element('b')), {
    ...args(2),
    ...calls('a', 'b', element('b')),
    ...consumes('b'),
    ...lazy,
  }),
  fn('tee', '1', tuple(copy('a', 'iterator'), copy('a', 'iterator')), {
    ...args(1, 2),
    allocates: 'a',
    note: 'keeps what one copy has read and the other has not',
  }),
  fn('zip_longest', 'max(a, b)', make('iterator', 'max(a, b)', tuple(element('a'), element('b'))), {
    ...args(2),
    ...consumes('a', 'b'),
    ...lazy,
  }),
  fn(
    'zip_longest',
    'max(a, b, c)',
    make('iterator', 'max(a, b, c)', tuple(element('a'), element('b'), element('c'))),
    {
      ...args(3),
      ...consumes('a', 'b', 'c'),
      ...lazy,
    },
  ),
  fn('zip_longest', 'a a.elem', make('iterator', 'a.elem', make('tuple', 'a', element('a.elem'))), {
    spread: true,
    ...lazy,
  }),
  chain('from_iterable', 'a.total', make('iterator', 'a.total', element('a.elem')), {
    ...args(1),
    ...consumes('a'),
    ...lazy,
  }),
];
