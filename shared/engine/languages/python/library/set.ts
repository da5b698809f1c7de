/** Methods of sets and frozensets. */
import type { LibraryRow } from '../../../ir/library.ts';
import { ANY, args, consumes, copy, element, hashed, int, make, on } from '../../shared/rows.ts';

const set = on('set');
const all = on('module:set');

export const sets: readonly LibraryRow[] = [
  set('__contains__', '1', 'bool', { ...args(1), ...hashed() }),
  set('__len__', '1', int('self'), args(0)),
  set('add', '1', 'none', { ...args(1), ...hashed(), effect: { push: 'a' } }),
  set('clear', '1', 'none', { ...args(0), effect: { clear: true } }),
  set('copy', 'self', copy('self'), args(0)),
  set('difference', 'self', copy('self'), { ...args(0, 1), ...hashed('self a') }),
  set('difference', 'self + a + b + c', copy('self'), { ...args(2, ANY), ...hashed('self (a + b + c)') }),
  set('difference_update', 'a', 'none', {
    ...args(1, ANY),
    ...hashed('self a'),
    ...consumes('a'),
    effect: { pop: true },
  }),
  set('discard', '1', 'none', { ...args(1), ...hashed(), effect: { pop: true } }),
  set('intersection', 'min(self, a)', make('set', 'min(self, a)', element('self')), {
    ...args(1, ANY),
    ...hashed('self a'),
  }),
  set('intersection', 'a.total', copy('self'), { spread: true, ...hashed('self a.total') }),
  set('intersection_update', 'min(self, a)', 'none', {
    ...args(1, ANY),
    ...hashed('self a'),
    effect: { pop: true },
  }),
  set('isdisjoint', 'min(self, a)', 'bool', { ...args(1), ...hashed('self a') }),
  set('issubset', 'self', 'bool', { ...args(1), ...hashed('self a') }),
  set('issuperset', 'a', 'bool', { ...args(1), ...hashed('self a'), ...consumes('a') }),
  set('pop', '1', element('self'), { ...args(0), effect: { pop: true } }),
  set('remove', '1', 'none', { ...args(1), ...hashed(), effect: { pop: true } }),
  set('symmetric_difference', 'self + a', make('set', 'self + a', element('self')), {
    ...args(1),
    ...hashed('(self + a)^2'),
  }),
  set('symmetric_difference_update', 'a', 'none', {
    ...args(1),
    ...hashed('self a'),
    effect: { extend: 'a' },
  }),
  set('union', 'self', copy('self'), args(0)),
  set('union', 'self + a', make('set', 'self + a', element('a')), {
    ...args(1),
    ...consumes('a'),
    ...hashed('(self + a)^2'),
  }),
  set('union', 'self + a + b + c + d', make('set', 'self + a + b + c + d', element('a')), {
    ...args(2, ANY),
    ...consumes('a', 'b', 'c', 'd'),
    ...hashed('(self + a + b + c + d)^2'),
  }),
  set('union', 'self + a.total', make('set', 'self + a.total', element('a.elem')), {
    spread: true,
    ...hashed('(self + a.total)^2'),
  }),
  set('update', 'a', 'none', {
    ...args(0, ANY),
    ...hashed('self a'),
    ...consumes('a'),
    effect: { extend: 'a' },
  }),
  set('update', 'a.total', 'none', { spread: true, ...hashed('self a.total'), effect: { extend: 'a.elem' } }),
  all('intersection', 'min(a, b)', make('set', 'min(a, b)', element('a')), {
    ...args(2, ANY),
    ...hashed('a b'),
  }),
  all('intersection', 'a.total', make('set', 'a.elem', element('a.elem')), {
    spread: true,
    ...hashed('a.total^2'),
  }),
  all('union', 'a + b + c', make('set', 'a + b + c', element('a')), {
    ...args(1, ANY),
    ...hashed('(a + b + c)^2'),
  }),
  all('union', 'a.total', make('set', 'a.total', element('a.elem')), {
    spread: true,
    ...hashed('a.total^2'),
  }),
];
