/** The modules `queue` and `threading`. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { args, element, int, make, on } from '../../shared/rows.ts';

const fn = on('module:queue');
const old = on('module:Queue');
const fifo = on('Queue');
const heap = on('PriorityQueue');
const thread = on('module:threading');
const lock = on('Lock');

const emptyQueue: Shape = make('deque', '0', 'unknown', { class: 'Queue' });
const emptyHeap: Shape = make('heap', '0', 'unknown', { class: 'PriorityQueue' });
const newLock: Shape = make('tuple', '0', 'unknown', { class: 'Lock' });

const QUEUES: readonly LibraryRow[] = [
  old('LifoQueue', '1', emptyQueue),
  old('PriorityQueue', '1', emptyHeap),
  old('Queue', '1', emptyQueue),
  heap('empty', '1', 'bool', args(0)),
  heap('full', '1', 'bool', args(0)),
  heap('get', 'log self', element('self'), { ...args(0, 2), effect: { pop: true } }),
  heap('get_nowait', 'log self', element('self'), { ...args(0), effect: { pop: true } }),
  heap('put', 'log self', 'none', { ...args(1, 3), effect: { push: 'a' } }),
  heap('put_nowait', 'log self', 'none', { ...args(1), effect: { push: 'a' } }),
  heap('qsize', '1', int('self'), args(0)),
  heap('task_done', '1', 'none', args(0)),
  fifo('empty', '1', 'bool', args(0)),
  fifo('full', '1', 'bool', args(0)),
  fifo('get', '1', element('self'), { ...args(0, 2), effect: { pop: true } }),
  fifo('get_nowait', '1', element('self'), { ...args(0), effect: { pop: true } }),
  fifo('join', '1', 'none', args(0)),
  fifo('put', '1', 'none', { ...args(1, 3), effect: { push: 'a' } }),
  fifo('put_nowait', '1', 'none', { ...args(1), effect: { push: 'a' } }),
  fifo('qsize', '1', int('self'), args(0)),
  fifo('task_done', '1', 'none', args(0)),
  fn('LifoQueue', '1', emptyQueue),
  fn('PriorityQueue', '1', emptyHeap),
  fn('Queue', '1', emptyQueue),
  fn('SimpleQueue', '1', emptyQueue),
];

/** Waiting costs nothing: the work is in what the threads do. */
const THREADS: readonly LibraryRow[] = [
  thread('Barrier', '1', newLock),
  thread('Condition', '1', newLock),
  thread('Event', '1', newLock),
  thread('Lock', '1', newLock),
  thread('RLock', '1', newLock),
  thread('Semaphore', '1', newLock),
  thread('Thread', '1', newLock, {
    calls: { callback: { keyword: 'target' }, times: '1', with: [] },
    note: 'runs its target once',
  }),
  thread('current_thread', '1', 'unknown'),
  thread('stack_size', '1', int('1')),
  lock('acquire', '1', 'bool'),
  lock('is_set', '1', 'bool'),
  lock('join', '1'),
  lock('locked', '1', 'bool'),
  lock('notify', '1'),
  lock('notifyAll', '1'),
  lock('notify_all', '1'),
  lock('release', '1'),
  lock('set', '1'),
  lock('start', '1'),
  lock('wait', '1', 'bool'),
  lock('wait_for', '1', 'bool'),
];

export const queue: readonly LibraryRow[] = [...QUEUES, ...THREADS];
