/** The modules `functools`, `operator` and `copy`. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, consumes, copy, element, int, on, returned, same, value } from '../../shared/rows.ts';

const fn = on('module:functools');
const op = on('module:operator');
const cp = on('module:copy');

const FUNCTOOLS: readonly LibraryRow[] = [
  fn('cache', '1', same('a')),
  fn('cached_property', '1', same('a')),
  fn('cmp_to_key', '1', same('a'), { note: 'the comparison is called for every comparison of the sort' }),
  fn('lru_cache', '1', same('a')),
  fn('partial', '1', same('a'), { binds: true, note: 'the same function with its first arguments given' }),
  fn('partialmethod', '1', same('a')),
  fn('reduce', 'b', returned('a'), {
    ...args(2, 3),
    calls: { callback: 'a', times: 'b', with: [returned('a'), element('b')], start: 'c' },
    ...consumes('b'),
  }),
  fn('singledispatch', '1', same('a')),
  fn('singledispatchmethod', '1', same('a')),
  fn('total_ordering', '1', same('a')),
  fn('update_wrapper', '1', same('a')),
  fn('wraps', '1', 'unknown'),
];

const OPERATOR: readonly LibraryRow[] = [
  op('abs', '1', int('a.magnitude'), args(1)),
  op('add', '1', int('a.value + b.value'), args(2)),
  op('and_', '1', int('min(a.value, b.value)'), args(2)),
  op('attrgetter', '1', 'unknown'),
  op('concat', 'a + b', copy('a'), args(2)),
  op('contains', 'a', 'bool', args(2)),
  op('countOf', 'a', int('a'), { ...args(2), ...consumes('a') }),
  op('delitem', 'a', 'none', { ...args(2), effect: { pop: true, from: 'a' } }),
  op('div', '1', int('a.value'), args(2)),
  op('eq', '1', 'bool', args(2)),
  op('floordiv', '1', int('a.value'), args(2)),
  op('ge', '1', 'bool', args(2)),
  op('getitem', '1', value('a'), args(2)),
  op('gt', '1', 'bool', args(2)),
  op('iadd', '1', int('a.value + b.value'), args(2)),
  op('index', '1', int('a.value'), args(1)),
  op('indexOf', 'a', int('a'), { ...args(2), ...consumes('a') }),
  op('inv', '1', int('a.value'), args(1)),
  op('invert', '1', int('a.value'), args(1)),
  op('ior', '1', int('a.value + b.value'), args(2)),
  op('is_', '1', 'bool', args(2)),
  op('is_not', '1', 'bool', args(2)),
  op('itemgetter', '1', 'unknown'),
  op('ixor', '1', int('a.value + b.value'), args(2)),
  op('le', '1', 'bool', args(2)),
  op('lshift', '1', int('a.value 2^b.value'), args(2)),
  op('lt', '1', 'bool', args(2)),
  op('methodcaller', '1', 'unknown'),
  op('mod', '1', int('b.value'), args(2)),
  op('mul', '1', int('a.value b.value'), args(2)),
  op('ne', '1', 'bool', args(2)),
  op('neg', '1', int('a.value'), args(1)),
  op('not_', '1', 'bool', args(1)),
  op('or_', '1', int('a.value + b.value'), args(2)),
  op('pos', '1', int('a.value'), args(1)),
  op('pow', 'log b.value', int('a.value^b.value'), args(2)),
  op('rshift', '1', int('a.value'), args(2)),
  op('setitem', '1', 'none', { ...args(3), effect: { replace: 'c', in: 'a' } }),
  op('sub', '1', int('a.value + b.value'), args(2)),
  op('truediv', '1', { float: 'a.value' }, args(2)),
  op('truth', '1', 'bool', args(1)),
  op('xor', '1', int('a.value + b.value'), args(2)),
];

const COPY: readonly LibraryRow[] = [
  cp('copy', 'a', copy('a'), args(1)),
  cp(
    'deepcopy',
    'a + a.total',
    { copy: 'a', deep: true },
    { ...args(1, 2), note: 'copies the elements too' },
  ),
];

export const functools: readonly LibraryRow[] = [...FUNCTOOLS, ...OPERATOR, ...COPY];
