/** Containers that are looked at after, or before, everything that is put into them. */
import { rememberedFor } from '../../ir/facts.ts';
import { blocksOf } from '../../ir/tree.ts';
import type { Expr, Program, Stmt } from '../../ir/ir.ts';
import type { Machine } from '../machine.ts';
import type { ProgramIndex } from '../program-index.ts';
import { type Change, changesIn, measuredPath, takesOut } from '../progress.ts';

/**
 * Whether a test of the size, under which something is taken out, stands in the same block as each place of the program
 * that puts something into the container at `path`. What is put in elsewhere is checked in some turns only:
 * `if opens: stack.append(c)`, `elif len(stack) > 0: stack.pop()`.
 */
export const isChecked = ({ index, program }: Machine, path: string): boolean =>
  areAllChecked(index, path, program);

const areAllChecked = rememberedFor((index: ProgramIndex, path: string, program: Program): boolean => {
  const bodies = [program.body, ...index.functions.map(({ body }) => body)];
  const safe = new Set(bodies.flatMap((body) => checkedIn(index, body, path)));
  return bodies.every((body) => pushesIn(index, body, path).every((node) => safe.has(node)));
});

/** The places that put in, of all blocks with a test of the size. */
function checkedIn(index: ProgramIndex, block: readonly Stmt[], path: string): Change['node'][] {
  const isHere = block.some((stmt) => takesOutBySize(index, stmt, path));
  const nodes = isHere ? pushesIn(index, block, path) : [];
  for (const inner of block.flatMap(blocksOf)) nodes.push(...checkedIn(index, inner, path));
  return nodes;
}

function takesOutBySize(index: ProgramIndex, stmt: Stmt, path: string): boolean {
  if ((stmt.kind !== 'if' && stmt.kind !== 'while') || stmt.test.kind !== 'compare') return false;
  const isSize = (side: Expr): boolean => measuredPath(index.roles, side) === path;
  const block = stmt.kind === 'if' ? stmt.then : stmt.body;
  return (
    (isSize(stmt.test.left) || isSize(stmt.test.right)) &&
    (changesIn(block, index).get(path) ?? []).some(takesOut)
  );
}

const pushesIn = (index: ProgramIndex, body: readonly Stmt[], path: string): Change['node'][] =>
  (changesIn(body, index).get(path) ?? []).flatMap(({ kind, node }) => (kind === 'push' ? [node] : []));
