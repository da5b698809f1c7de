/** Blocks that every n-th turn of a loop runs: `if i % k == 0`, with an i that every turn moves by one. */
import { affineToCost } from '../cost/affine.ts';
import { type Cost, compare, divide, isOne, times } from '../cost/cost.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import type { Frame } from './frame.ts';
import { type Level, newLevel } from './levels.ts';
import { type Machine, assume, isLoose, pushLevel, settle } from './machine.ts';
import { changesIn, pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { continues } from './while/bound.ts';
import { pathsIn } from './while/query.ts';

/** Opens a guard over a block that a test of a remainder lets few turns run; null where it does not. */
export function enterNthTurns(
  m: Machine,
  frame: Frame,
  test: Expr,
  holds: boolean,
  node: Stmt,
): Level | null {
  const at = m.levels.findLastIndex(({ kind }) => kind !== 'guard');
  const around = m.levels[at];
  if (around?.kind !== 'loop' || around.frame !== frame || around.from < at || isOne(around.count))
    return null;
  const [counter, by] = remainderIn(test, holds) ?? [];
  if (counter === undefined || by === undefined || !countsTurns(m, around, counter)) return null;
  const width = widthOf(m, frame, around, by);
  if (width === null) return null;
  const level = newLevel({ kind: 'guard', count: divide(around.count, width), from: at, node, frame });
  pushLevel(m, level);
  return level;
}

/** The counter and the number of a test that holds for one remainder: `i % k == 0`, `(i + 1) % k == c`, `not i % k`. */
function remainderIn(test: Expr, holds: boolean): readonly [string, Expr] | null {
  switch (test.kind) {
    case 'unary':
      return test.op === 'not' ? remainderIn(test.operand, !holds) : null;
    case 'logical':
      return (test.op === 'and') === holds
        ? (remainderIn(test.left, holds) ?? remainderIn(test.right, holds))
        : null;
    case 'compare':
      return test.op === (holds ? '==' : '!=') ? ofRemainder(test.left) : null;
    default:
      return holds ? null : ofRemainder(test);
  }
}

function ofRemainder(expr: Expr): readonly [string, Expr] | null {
  if (expr.kind !== 'binary' || expr.op !== '%') return null;
  const { left, right } = expr;
  const plain = left.kind === 'binary' && /^[+-]$/.test(left.op) && left.right.kind === 'number';
  const counter = pathOf(plain ? left.left : left);
  return counter === null ? null : [counter, right];
}

/** Every turn of the loop has the next number: the loop's own variable, or one that every turn brings up by one. */
function countsTurns(m: Machine, { node, body }: Level, counter: string): boolean {
  const changes = changesIn(body, m.index).get(counter);
  if (changes === undefined)
    return node?.kind === 'forEach' && counterOf(m, node.target, node.iterable) === counter;
  const [step, ...others] = changes;
  if (others.length > 0 || step?.kind !== 'step' || step.amount.kind !== 'number') return false;
  const stmts =
    node?.kind === 'while' || node?.kind === 'forEach'
      ? [...node.body, ...('update' in node ? node.update : [])]
      : [];
  const at = stmts.findIndex((stmt) => stmt === step.node);
  return at >= 0 && !stmts.slice(0, at).some(continues);
}

/** The variable of a range of single steps, or of the numbers that are given beside elements. */
function counterOf(m: Machine, target: Expr, iterable: Expr): string | null {
  if (iterable.kind === 'range')
    return iterable.step === null || iterable.step.kind === 'number' ? pathOf(target) : null;
  const isCounted = iterable.kind === 'call' && m.index.roles.is(iterable, 'counted');
  return isCounted && target.kind === 'collection' ? pathOf(target.elements[0]!) : null;
}

/** How many turns lie between two that run the block: by a number that is known, or the root of the number of turns. */
function widthOf(m: Machine, frame: Frame, { body, count }: Level, by: Expr): Cost | null {
  const changes = changesIn(body, m.index);
  const value = pathsIn(by).some((path) => changes.has(path)) ? null : quietly(m, frame, by);
  if (value?.kind !== 'num' || isOne(value.max)) return null;
  const { exact } = value;
  if (exact !== null && ![...exact.terms.keys()].some((name) => isLoose(name) || name.startsWith('@@')))
    return settle(m, affineToCost(exact));
  const most = settle(m, value.max);
  if (compare(times(most, most), count) !== 'equal') return null;
  assume(
    m,
    `root:${by.span.start}`,
    'the width of the blocks is the root of what is divided into blocks',
    by.span,
  );
  return most;
}
