/** Since when a variable has only been changed in ways that keep what is said of it. */
import type { Expr, Stmt } from '../ir/ir.ts';
import { type Frame, ownerOf } from './frame.ts';
import type { Level } from './levels.ts';
import type { Machine } from './machine.ts';
import { changesIn } from './progress.ts';

/**
 * The index of the outermost level, of those outside `here`, over which each change of the variable is one that
 * `allowedIn` finds in the level's body; `here` where there is none.
 */
export function keptSince(
  m: Machine,
  frame: Frame,
  name: string,
  here: number,
  allowedIn: (body: Level['body']) => ReadonlySet<Stmt | Expr>,
): number {
  const { base } = ownerOf(frame, name);
  for (let at = here - 1; at >= base; at--) {
    const { kind, body } = m.levels[at]!;
    if (kind === 'guard') continue;
    const changes = changesIn(body, m.index).get(name) ?? [];
    const allowed = allowedIn(body);
    if (changes.some(({ node }) => !allowed.has(node))) return at + 1;
  }
  return Math.min(base, here);
}
