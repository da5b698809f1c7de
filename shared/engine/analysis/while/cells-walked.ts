/** Loops that walk over the cells of a matrix, `grid[r][c]` with an r and a c that both change: one turn for each cell. */
import { type Cost, times } from '../../cost/cost.ts';
import type { Expr, Stmt } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { sizeOf } from '../heap.ts';
import { quietly } from '../quiet.ts';
import { find } from '../value.ts';
import { type Query, pathsIn } from './query.ts';

/** The number of cells of the matrix; null for a loop that walks over none. */
export function cellsWalked(q: Query): Cost | null {
  const matrices: Expr[] = [];
  // What a loop inside runs over is no place of a walk.
  const isMoved = (path: string): boolean =>
    (q.changes.get(path) ?? []).some(({ node }) => node.kind !== 'forEach');
  const note = (node: Stmt | Expr): false => {
    if (node.kind !== 'index' || node.object.kind !== 'index') return false;
    const places = [node.index, node.object.index].map(pathsIn);
    if (places.every((paths) => paths.length > 0 && paths.every(isMoved))) matrices.push(node.object.object);
    return false;
  };
  q.body.forEach((code) => someCode(code, note));
  for (const matrix of matrices) {
    const value = quietly(q.m, q.frame, matrix);
    const rows = value.kind === 'ref' ? find(value.object) : null;
    if (rows?.origin === 'input' && rows.elem?.kind === 'ref')
      return times(sizeOf(q.m, rows), sizeOf(q.m, rows.elem.object));
  }
  return null;
}
