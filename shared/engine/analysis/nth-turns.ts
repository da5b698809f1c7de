/** Blocks that few turns of a loop run: every n-th, `if i % k == 0`, or one for each cell, `if i == last[c]`, with an i that every turn moves by one. */
import { affineToCost } from '../cost/affine.ts';
import { type Cost, compare, divide, isOne, times } from '../cost/cost.ts';
import type { Compare, Expr, Index, Stmt } from '../ir/ir.ts';
import { continues } from '../ir/normal-forms.ts';
import { countedBy } from '../ir/roles.ts';
import { someCode } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import { sizeOf } from './heap.ts';
import { innermost, type Level, newLevel } from './levels.ts';
import { type Machine, assume, isLoose, pushLevel, settle } from './machine.ts';
import { changesIn, pathOf } from './progress.ts';
import { quietly } from './quiet.ts';
import { find } from './value.ts';
import { pathsIn } from './while/query.ts';

/** Opens a guard over a block that a test of a remainder lets few turns run; null where it does not. */
export function enterNthTurns(
  m: Machine,
  frame: Frame,
  test: Expr,
  holds: boolean,
  node: Stmt,
): Level | null {
  const at = innermost(m.levels);
  const around = m.levels[at];
  if (around?.kind !== 'loop' || around.frame !== frame || around.from < at || isOne(around.count))
    return null;
  const [counter, by] = counterIn(test, holds) ?? [];
  if (counter === undefined || by === undefined || !countsTurns(m, around, counter)) return null;
  const count = by.kind === 'index' ? cellsOf(m, frame, around, by) : everyNth(m, frame, around, by);
  if (count === null) return null;
  const level = newLevel({ kind: 'guard', count, from: at, node, frame });
  pushLevel(m, level);
  return level;
}

function everyNth(m: Machine, frame: Frame, around: Level, by: Expr): Cost | null {
  const width = widthOf(m, frame, around, by);
  return width === null ? null : divide(around.count, width);
}

/** Of `i == last[c]` with a table that the loop leaves as it is: a turn for each cell, where they are fewer than the turns. */
function cellsOf(m: Machine, frame: Frame, { body, count }: Level, { object }: Index): Cost | null {
  const table = pathOf(object);
  if (table === null || changesIn(body, m.index).has(table)) return null;
  const isCell = (target: Expr): boolean => target.kind === 'index' && pathOf(target.object) === table;
  const sets = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' && node.targets.some(isCell)) ||
    (node.kind === 'assignExpr' && isCell(node.target));
  if (body.some((code) => someCode(code, sets))) return null;
  const value = quietly(m, frame, object);
  const cells = value.kind === 'ref' ? sizeOf(m, find(value.object)) : null;
  return cells !== null && compare(cells, count) === 'less' ? cells : null;
}

/**
 * The counter of a test that few turns pass, and what it is compared with: the number of a remainder, `i % k == 0`,
 * `(i + 1) % k == c`, `not i % k`, or a cell, `i == last[c]`.
 */
function counterIn(test: Expr, holds: boolean): readonly [string, Expr] | null {
  switch (test.kind) {
    case 'unary':
      return test.op === 'not' ? counterIn(test.operand, !holds) : null;
    case 'logical':
      return (test.op === 'and') === holds
        ? (counterIn(test.left, holds) ?? counterIn(test.right, holds))
        : null;
    case 'compare':
      return test.op === (holds ? '==' : '!=') ? (ofRemainder(test.left) ?? ofCell(test)) : null;
    default:
      return holds ? null : ofRemainder(test);
  }
}

function ofCell({ left, right }: Compare): readonly [string, Expr] | null {
  const [cell, counter] = left.kind === 'index' ? [left, right] : [right, left];
  return cell.kind === 'index' && counter.kind === 'name' ? [counter.name, cell] : null;
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
  const isCounted = countedBy(m.index.roles, iterable) !== null;
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
