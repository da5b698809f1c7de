/** `while ((x = queue.poll()) != null)` is the loop that takes from the queue while it is not empty. */
import type { Call, Expr, Stmt, While } from '../../ir/ir.ts';
import { onlyJumps } from '../../ir/normal-forms.ts';
import { printExpr } from '../../ir/print.ts';
import { isEmptyCall, isQueue } from './emptiness.ts';

/** Methods that answer null for an empty queue. */
const POLLS: ReadonlySet<string> = new Set(['poll', 'pollFirst', 'pollLast']);

/** The loop with a test that asks whether the queue is empty, be it by what the test takes or by what each turn takes first. */
export function polledLoop(loop: While): While {
  const tested = takenIn(loop.test);
  if (tested !== null) return withTest(loop, tested, loop.body);
  const [first, second, ...rest] = loop.body;
  const isEndless = loop.test.kind === 'constant' && loop.test.value === true && !loop.postTest;
  if (!isEndless || first?.kind !== 'assign' || second?.kind !== 'if') return loop;
  const [target] = first.targets;
  const taken = first.op === null && target !== undefined ? pollOf(first.value) : null;
  if (taken === null || !onlyJumps(second, 'break') || !isNullTest(second.test, '==', target!)) return loop;
  return { ...loop, test: notEmpty(taken), body: [first, ...rest] };
}

interface Taken {
  readonly target: Expr;
  readonly call: Call;
  readonly span: Stmt['span'];
}

/** `(x = queue.poll()) != null` */
function takenIn(test: Expr): Taken | null {
  if (test.kind !== 'compare' || test.op !== '!=' || test.left.kind !== 'assignExpr') return null;
  const { target, op, value } = test.left;
  const call = op === null && isNull(test.right) ? pollOf(value) : null;
  return call === null ? null : { target, call, span: test.left.span };
}

function withTest(loop: While, { target, call, span }: Taken, body: readonly Stmt[]): While {
  const take: Stmt = { kind: 'assign', targets: [target], op: null, value: call, declared: null, span };
  return { ...loop, test: notEmpty(call), body: [take, ...body] };
}

function pollOf(expr: Expr): Call | null {
  if (expr.kind !== 'call' || expr.args.length > 0 || expr.callee.kind !== 'field') return null;
  const { name, receiverType } = expr.callee;
  return POLLS.has(name) && isQueue(receiverType) ? expr : null;
}

const isNull = (expr: Expr): boolean => expr.kind === 'constant' && expr.value === null;

const isNullTest = (test: Expr, op: '==' | '!=', target: Expr): boolean =>
  test.kind === 'compare' &&
  test.op === op &&
  isNull(test.right) &&
  printExpr(test.left) === printExpr(target);

/** `!queue.isEmpty()` */
function notEmpty(call: Call): Expr {
  return { kind: 'unary', op: 'not', operand: isEmptyCall(call), span: call.span };
}
