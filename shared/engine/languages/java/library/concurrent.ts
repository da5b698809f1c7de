/** Threads and what keeps them apart. Waiting costs nothing: the work is in what the threads do. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { args, byName, calls, int, make, on, same } from '../../shared/rows.ts';

const create = on('');
const guard = (name: string): Shape => make('tuple', '0', undefined, { class: name });
const steps =
  (name: string) =>
  (method: string): LibraryRow =>
    on(name)(method, '1', 'none', args(0, 2));

const atomic = (name: string): readonly LibraryRow[] => {
  const method = on(name);
  const current = same('self');
  return byName([
    ...['addAndGet', 'getAndAdd', 'getAndSet'].map((each) => method(each, '1', 'int', args(1))),
    ...['decrementAndGet', 'getAndDecrement', 'getAndIncrement', 'incrementAndGet'].map((each) =>
      method(each, '1', 'int', args(0)),
    ),
    ...['get', 'intValue', 'longValue'].map((each) => method(each, '1', 'int', args(0))),
    method('accumulateAndGet', '1', 'int', { ...args(2), ...calls('b', '1', current, same('a')) }),
    method('compareAndSet', '1', 'bool', args(2)),
    method('getAndUpdate', '1', 'int', { ...args(1), ...calls('a', '1', current) }),
    method('lazySet', '1', 'none', args(1)),
    method('set', '1', 'none', args(1)),
    method('updateAndGet', '1', 'int', { ...args(1), ...calls('a', '1', current) }),
  ]);
};

const LOCKS = [
  'Condition',
  'CountDownLatch',
  'CyclicBarrier',
  'Phaser',
  'ReentrantLock',
  'ReentrantReadWriteLock',
  'Semaphore',
];
const LOCK_METHODS = [
  'acquire',
  'acquireUninterruptibly',
  'arriveAndAwaitAdvance',
  'await',
  'availablePermits',
  'countDown',
  'getCount',
  'isLocked',
  'lock',
  'lockInterruptibly',
  'release',
  'signal',
  'signalAll',
  'tryAcquire',
  'tryLock',
  'unlock',
];

const lockRows = (name: string): readonly LibraryRow[] => [
  ...LOCK_METHODS.map(steps(name)),
  on(name)('newCondition', '1', guard('Condition'), args(0)),
  on(name)('readLock', '1', guard('ReentrantLock'), args(0)),
  on(name)('writeLock', '1', guard('ReentrantLock'), args(0)),
];

const thread = on('Thread');
const runs = { note: 'runs its task once' } as const;
const threads = on('module:Thread');
const runtime = on('Runtime');
const service = on('ExecutorService');
const executors = on('module:Executors');
const pool = guard('ExecutorService');
const POOLS = ['newCachedThreadPool', 'newFixedThreadPool', 'newSingleThreadExecutor', 'newWorkStealingPool'];

export const concurrency: readonly LibraryRow[] = [
  ...LOCKS.flatMap((name) => byName(lockRows(name))),
  ...atomic('AtomicBoolean'),
  ...atomic('AtomicInteger'),
  ...atomic('AtomicLong'),
  ...byName([
    ...['interrupt', 'join', 'setDaemon', 'setName', 'setPriority', 'start', 'yield'].map(steps('Thread')),
    thread('getName', '1', 'unknown', args(0)),
    thread('isInterrupted', '1', 'bool', args(0)),
  ]),
  threads('currentThread', '1', guard('Thread'), args(0)),
  threads('interrupted', '1', 'bool', args(0)),
  threads('onSpinWait', '1', 'none', args(0)),
  threads('sleep', '1', 'none', args(1, 2)),
  threads('yield', '1', 'none', args(0)),
  on('module:Runtime')('getRuntime', '1', guard('Runtime'), args(0)),
  runtime('availableProcessors', '1', int('1'), args(0)),
  runtime('freeMemory', '1', 'int', args(0)),
  runtime('gc', '1', 'none', args(0)),
  runtime('maxMemory', '1', 'int', args(0)),
  runtime('totalMemory', '1', 'int', args(0)),
  ...POOLS.map((name) => executors(name, '1', pool, args(0, 1))),
  service('awaitTermination', '1', 'bool', args(2)),
  service('execute', '1', 'none', { ...args(1), ...calls('a', '1') }),
  service('shutdown', '1', 'none', args(0)),
  service('submit', '1', 'unknown', { ...args(1), ...calls('a', '1') }),
  create('AtomicBoolean', '1', guard('AtomicBoolean'), args(0, 1)),
  create('AtomicInteger', '1', guard('AtomicInteger'), args(0, 1)),
  create('AtomicLong', '1', guard('AtomicLong'), args(0, 1)),
  create('CountDownLatch', '1', guard('CountDownLatch'), args(1)),
  create('CyclicBarrier', '1', guard('CyclicBarrier'), args(1, 2)),
  create('Phaser', '1', guard('Phaser'), args(0, 1)),
  create('ReentrantLock', '1', guard('ReentrantLock'), args(0, 1)),
  create('ReentrantReadWriteLock', '1', guard('ReentrantReadWriteLock'), args(0, 1)),
  create('Semaphore', '1', guard('Semaphore'), args(1, 2)),
  create('Thread', '1', guard('Thread'), { ...args(0, 2), ...calls('a', '1'), ...runs }),
  create('Thread', '1', guard('Thread'), { ...args(3, 4), ...calls('b', '1'), ...runs }),
];
