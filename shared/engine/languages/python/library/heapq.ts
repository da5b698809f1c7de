/** The `heapq` module: binary heaps in lists. */
import type { LibraryRow } from '../../../ir/library.ts';
import { amortised, args, consumes, element, key, make, on } from '../../shared/rows.ts';

const fn = on('module:heapq');

export const heapq: readonly LibraryRow[] = [
  fn('_heapify_max', 'a', 'none', args(1)),
  fn('_heappop_max', 'log a', element('a'), { ...args(1), effect: { pop: true, from: 'a' } }),
  fn('_heapreplace_max', 'log a', element('a'), { ...args(2), effect: { replace: 'b', in: 'a' } }),
  fn('_siftdown', 'log a', 'none', args(3)),
  fn('_siftdown_max', 'log a', 'none', args(3)),
  fn('_siftup', 'log a', 'none', args(2)),
  fn('_siftup_max', 'log a', 'none', args(2)),
  fn('heapify', 'a', 'none', { ...args(1), note: 'builds the heap in place, in linear time' }),
  fn('heapify_max', 'a', 'none', args(1)),
  fn('heappop', 'log a', element('a'), { ...args(1), effect: { pop: true, from: 'a' } }),
  fn('heappop_max', 'log a', element('a'), { ...args(1), effect: { pop: true, from: 'a' } }),
  fn('heappush', 'log a', 'none', { ...args(2), ...amortised('a'), effect: { push: 'b', to: 'a' } }),
  fn('heappush_max', 'log a', 'none', { ...args(2), ...amortised('a'), effect: { push: 'b', to: 'a' } }),
  fn('heappushpop', 'log a', element('a'), { ...args(2), effect: { replace: 'b', in: 'a' } }),
  fn('heappushpop_max', 'log a', element('a'), { ...args(2), effect: { replace: 'b', in: 'a' } }),
  fn('heapreplace', 'log a', element('a'), { ...args(2), effect: { replace: 'b', in: 'a' } }),
  fn('heapreplace_max', 'log a', element('a'), { ...args(2), effect: { replace: 'b', in: 'a' } }),
  fn('merge', 'a', make('iterator', 'a', element('a')), { ...args(1), ...consumes('a'), lazy: true }),
  fn('merge', 'a + b', make('iterator', 'a + b', element('a')), {
    ...args(2),
    ...consumes('a', 'b'),
    lazy: true,
  }),
  fn('merge', 'a + b + c + d', make('iterator', 'a + b + c + d', element('a')), {
    ...args(3, 4),
    ...consumes('a', 'b', 'c', 'd'),
    lazy: true,
  }),
  fn('merge', 'a.total log a', make('iterator', 'a.total', element('a.elem')), { spread: true, lazy: true }),
  fn('nlargest', 'b log a.value', make('list', 'min(a.value, b)', element('b')), {
    ...args(2, 3),
    ...consumes('b'),
    ...key('b', element('b')),
    note: 'keeps a heap of the k largest',
  }),
  fn('nsmallest', 'b log a.value', make('list', 'min(a.value, b)', element('b')), {
    ...args(2, 3),
    ...consumes('b'),
    ...key('b', element('b')),
    note: 'keeps a heap of the k smallest',
  }),
];
