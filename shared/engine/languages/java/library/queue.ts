/** Queues with one or two ends, linked lists, and heaps: `ArrayDeque`, `LinkedList`, `PriorityQueue`. */
import type { LibraryRow } from '../../../ir/library.ts';
import { SCAN, collection } from './collection.ts';
import { amortised, args, byName, copy, element, int, make, on } from '../../shared/rows.ts';

const deque = on('deque');
const heap = on('heap');
const create = on('');

const push = { ...args(1), ...amortised(), effect: { push: 'a' } } as const;
const pop = { ...args(0), effect: { pop: true } } as const;
const walks = { note: 'walks along the links from the nearer end' } as const;

/** `get`, `set` and the like are those of `LinkedList`. */
const DEQUE: readonly LibraryRow[] = byName([
  ...collection('deque', SCAN, { time: '1' }),
  deque('add', '1', 'bool', push),
  deque('add', 'self', 'none', { ...args(2), effect: { push: 'b' }, ...walks }),
  deque('addFirst', '1', 'none', push),
  deque('addLast', '1', 'none', push),
  deque('descendingIterator', '1', make('iterator', 'self', element('self')), args(0)),
  deque('element', '1', element('self'), args(0)),
  deque('get', '1', element('self'), { ...args(1), when: 0 }),
  deque('get', 'self', element('self'), { ...args(1), ...walks }),
  deque('getFirst', '1', element('self'), args(0)),
  deque('getLast', '1', element('self'), args(0)),
  deque('indexOf', 'self', int('self'), args(1)),
  deque('lastIndexOf', 'self', int('self'), args(1)),
  deque('listIterator', '1', make('iterator', 'self', element('self')), args(0, 1)),
  deque('offer', '1', 'bool', push),
  deque('offerFirst', '1', 'bool', push),
  deque('offerLast', '1', 'bool', push),
  deque('peek', '1', element('self'), args(0)),
  deque('peekFirst', '1', element('self'), args(0)),
  deque('peekLast', '1', element('self'), args(0)),
  deque('poll', '1', element('self'), pop),
  deque('pollFirst', '1', element('self'), pop),
  deque('pollLast', '1', element('self'), pop),
  deque('pop', '1', element('self'), pop),
  deque('push', '1', 'none', push),
  deque('put', '1', 'none', push),
  deque('remove', '1', element('self'), pop),
  deque('remove', '1', element('self'), { ...args(1), when: 0, effect: { pop: true } }),
  deque('remove', 'self', element('self'), { ...args(1), effect: { pop: true }, ...walks }),
  deque('removeFirst', '1', element('self'), pop),
  deque('removeFirstOccurrence', 'self', 'bool', { ...args(1), effect: { pop: true } }),
  deque('removeLast', '1', element('self'), pop),
  deque('removeLastOccurrence', 'self', 'bool', { ...args(1), effect: { pop: true } }),
  deque('set', 'self', element('self'), { ...args(2), effect: { replace: 'b' }, ...walks }),
  deque('take', '1', element('self'), pop),
]);

const sift = { ...args(1), ...amortised(), effect: { push: 'a' }, note: 'one sift in the heap' } as const;

const HEAP: readonly LibraryRow[] = byName([
  ...collection('heap', SCAN, { time: 'log self' }),
  heap('add', 'log self', 'bool', sift),
  heap('comparator', '1', 'unknown', args(0)),
  heap('element', '1', element('self'), args(0)),
  heap('offer', 'log self', 'bool', sift),
  heap('peek', '1', element('self'), args(0)),
  heap('poll', 'log self', element('self'), pop),
  heap('remove', 'log self', element('self'), pop),
  heap('remove', 'self', 'bool', { ...args(1), effect: { pop: true }, note: 'searches the whole heap' }),
]);

const emptyDeque = make('deque', '0');
const emptyHeap = make('heap', '0');

const CONSTRUCTORS: readonly LibraryRow[] = [
  create('ArrayBlockingQueue', '1', emptyDeque, args(1, 3)),
  create('ArrayDeque', '1', emptyDeque, args(0)),
  create('ArrayDeque', 'a', copy('a', 'deque'), args(1)),
  create('ConcurrentLinkedDeque', '1', emptyDeque, args(0)),
  create('ConcurrentLinkedQueue', '1', emptyDeque, args(0)),
  create('LinkedBlockingDeque', '1', emptyDeque, args(0, 1)),
  create('LinkedBlockingQueue', '1', emptyDeque, args(0, 1)),
  create('LinkedList', '1', emptyDeque, args(0)),
  create('LinkedList', 'a', copy('a', 'deque'), args(1)),
  create('PriorityBlockingQueue', '1', emptyHeap, args(0, 2)),
  create('PriorityQueue', '1', emptyHeap, args(0)),
  create('PriorityQueue', 'a', copy('a', 'heap'), { ...args(1), note: 'builds the heap of a collection' }),
  create('PriorityQueue', '1', emptyHeap, args(2)),
];

export const queues: readonly LibraryRow[] = [...DEQUE, ...HEAP, ...CONSTRUCTORS];
