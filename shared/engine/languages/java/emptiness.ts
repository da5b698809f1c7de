/** Whether there is something in a container, however it is asked: by its size, or by what it would give next. */
import type { Call, Compare, Expr } from '../../ir/ir.ts';
import { sizeTest } from '../shared/size-tests.ts';

/** `queue.size() != 0` and `queue.peek() != null` as what asks plainly; any other comparison as it is. */
export function emptinessTest(compare: Compare): Expr {
  const { op, left, right, span } = compare;
  const asksNull = (op === '==' || op === '!=') && right.kind === 'constant' && right.value === null;
  if (!asksNull) return sizeTest(compare, isSize);
  if (left.kind !== 'call' || left.callee.kind !== 'field' || left.args.length > 0) return compare;
  const { name, receiverType } = left.callee;
  if (!PEEKS.has(name) || !isQueue(receiverType)) return compare;
  const empty = isEmptyCall(left);
  return op === '==' ? empty : { kind: 'unary', op: 'not', operand: empty, span };
}

/** Methods that answer null for an empty queue. */
const PEEKS: ReadonlySet<string> = new Set(['peek', 'peekFirst', 'peekLast']);
const QUEUES: ReadonlySet<string> = new Set(['Queue', 'Deque', 'ArrayDeque', 'PriorityQueue', 'LinkedList']);

/** The library's class of that name is a queue. */
export const isQueue = (type: string | undefined): boolean => type !== undefined && QUEUES.has(type);

/** xs of `xs.size()`; null for anything else. */
export function sizedIn(expr: Expr): Expr | null {
  if (expr.kind !== 'call' || expr.args.length > 0 || expr.callee.kind !== 'field') return null;
  return expr.callee.name === 'size' || expr.callee.name === 'length' ? expr.callee.object : null;
}

export const isSize = (expr: Expr): boolean => sizedIn(expr) !== null;

/** `queue.isEmpty()`, in the place of another call of a method of the queue. */
export const isEmptyCall = (call: Call): Expr =>
  call.callee.kind === 'field' ? { ...call, callee: { ...call.callee, name: 'isEmpty' } } : call;
