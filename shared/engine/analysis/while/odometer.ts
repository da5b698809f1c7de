/**
 * Cells that are counted up like the wheels of an odometer, those behind being set back: every combination of what they
 * can hold comes up.
 */
import { classify } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { subjectOf } from '../../ir/roles.ts';
import { someAct } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { lookup } from '../frame.ts';
import type { LoopBound } from '../loops/open.ts';
import { assume, exponential } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { find } from '../value.ts';
import type { Query } from './query.ts';

/** A loop that nothing else bounds, which counts cells up and sets others of the same list back. */
export function byOdometer(q: Query): LoopBound | null {
  const { body } = q.node;
  const counted = pathsOf(body, (node) => countedCell(q, node));
  const path = counted.find((one) => pathsOf(body, (node) => setCell(q, node)).includes(one));
  const cells = path === undefined ? undefined : lookup(q.frame, path);
  const isOwn = cells?.kind === 'range' || (cells?.kind === 'ref' && find(cells.object).origin === 'local');
  if (!isOwn) return null;
  const size = valueSize(q.m, cells);
  assume(q.m, 'search', 'the search over changed and restored state is taken to be exponential in the input');
  return {
    count: exponential(classify(size) === 'constant' ? q.m.inputSize : size),
    from: q.m.levels.length,
    rule: 'assumed',
    reason: `${path!} is counted up and set back: all that it can hold comes up`,
  };
}

function pathsOf(body: readonly Stmt[], pick: (node: Stmt | Expr) => string | null): string[] {
  const found: string[] = [];
  for (const stmt of body)
    someAct(stmt, (node) => {
      const path = pick(node);
      if (path !== null) found.push(path);
      return false;
    });
  return found;
}

/** `cells[i] += 1`, or `i = cells.pop() + 1` of a list that holds the cells in use. */
function countedCell(q: Query, node: Stmt | Expr): string | null {
  if (node.kind !== 'assign' && node.kind !== 'assignExpr') return null;
  const [target] = node.kind === 'assign' ? node.targets : [node.target];
  if (node.op === '+') return target === undefined ? null : cellsOf(target);
  const { value } = node;
  if (value.kind !== 'binary' || value.op !== '+' || value.left.kind !== 'call') return null;
  const taken = q.m.index.roles.is(value.left, 'undo') ? subjectOf(value.left) : null;
  return taken === null || value.right.kind !== 'number' ? null : pathOf(taken);
}

/** `cells[j] = ...`, or `cells.append(i)`. */
function setCell(q: Query, node: Stmt | Expr): string | null {
  if (node.kind === 'assign' && node.op === null)
    return node.targets.map(cellsOf).find((path) => path !== null) ?? null;
  if (node.kind !== 'call' || !q.m.index.roles.named(node, 'push')) return null;
  return node.callee.kind === 'field' ? pathOf(node.callee.object) : null;
}

const cellsOf = (target: Expr): string | null =>
  target.kind === 'index' && target.index.kind !== 'number' ? pathOf(target.object) : null;
