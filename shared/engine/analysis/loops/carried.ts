/** `for` loops whose every turn moves a variable on that outlives the loops around. */
import { ONE, compare, isOne } from '../../cost/cost.ts';
import type { Expr, ForEach, Stmt } from '../../ir/ir.ts';
import { continues } from '../../ir/normal-forms.ts';
import type { Frame } from '../frame.ts';
import { inAll } from '../levels.ts';
import type { Machine } from '../machine.ts';
import { type Changes, changesIn, pathOf } from '../progress.ts';
import { byCursor } from '../while/cursor.ts';
import { byLowering } from '../while/drain.ts';
import { byExits, byIndex } from '../while/exits.ts';
import type { Query } from '../while/query.ts';
import { stronger } from '../while/bound.ts';
import { endless } from './endless.ts';
import type { LoopBound } from './open.ts';

/**
 * `for c in word: if i == len(s): return; i += 1`: over all the words as often as `i` can move. Null where that says no
 * more than `plain`, the bound from what the loop runs over.
 */
export function carriedBound(m: Machine, frame: Frame, node: ForEach, plain: LoopBound): LoopBound | null {
  const here = m.levels.length;
  if (plain.from < here || isOne(plain.count) || isOne(inAll(m.levels, ONE, frame.base))) return null;
  const best = stronger(byLowering(m, frame, node.body), byMoving(m, frame, node));
  if (best === null || best.from >= here) return null;
  const order = compare(inAll(m.levels.slice(0, best.from), best.count), inAll(m.levels, plain.count));
  return order === 'less' || order === 'incomparable' ? best : null;
}

function byMoving(m: Machine, frame: Frame, node: ForEach): LoopBound | null {
  const moved = movedForSure(node.body);
  if (moved.length === 0) return null;
  const all = changesIn(node.body, m.index);
  const changes: Changes = new Map(
    moved.flatMap((target) => {
      const path = pathOf(target)!;
      return [[path, all.get(path) ?? []] as const];
    }),
  );
  const q: Query = { m, frame, node: endless(node), body: node.body, changes, starts: [] };
  let best: LoopBound | null = stronger(byExits(q), byIndex(q));
  for (const target of moved) best = stronger(best, byCursor(q, target));
  return best;
}

/** What the body assigns in every turn that goes on to the next. */
function movedForSure(body: readonly Stmt[]): Expr[] {
  const moved: Expr[] = [];
  for (const stmt of body) {
    if (continues(stmt)) break;
    if (stmt.kind === 'assign' && (stmt.op !== null || !isLiteral(stmt.value)))
      moved.push(...stmt.targets.flatMap(parts).filter((target) => pathOf(target) !== null));
  }
  return moved;
}

/** What is set to the same in every turn moves nowhere. */
const isLiteral = ({ kind }: Expr): boolean => kind === 'number' || kind === 'string' || kind === 'constant';

const parts = (target: Expr): readonly Expr[] => (target.kind === 'collection' ? target.elements : [target]);
