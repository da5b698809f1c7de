/**
 * Windows that begin anew: `start = end + 1` under `for end in range(n)`. The loop that moves `start` on takes back what was
 * put in up to `end`, and so stays behind it: setting `start` to `end` moves it on, too.
 */
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { leafNames } from '../../ir/targets.ts';
import { operandsOf, someAct } from '../../ir/walk.ts';
import type { Level } from '../levels.ts';
import type { Machine } from '../machine.ts';
import { entryOf } from '../looked-up.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import { pathsIn, whileBody } from './query.ts';

type Copy = Change & { readonly kind: 'copy' };

/** Whether all that sets the variable anew in the turns of the level sets it to where the window ends. */
export function beginsBehind(m: Machine, node: While, { node: loop, body }: Level, path: string): boolean {
  if (loop?.kind !== 'forEach') return false;
  const ends = leafNames(loop.target);
  const sets = (changesIn(body, m.index).get(path) ?? []).filter(
    (change): change is Copy => change.kind === 'copy' && change.from !== path,
  );
  const isAhead = (copy: Copy): boolean => copy.offset >= 0 && ends.includes(copy.from);
  if (sets.length === 0 || !sets.every(isAhead) || sets.some((copy) => contains(node, copy.node)))
    return false;
  return staysBelow(node.test, path, ends) || takesBack(m, node, body, path);
}

/** `start <= end` in the test. */
function staysBelow(test: Expr, path: string, ends: readonly string[]): boolean {
  return operandsOf(test, 'and').some(
    (asked) =>
      asked.kind === 'compare' &&
      /^<=?$/.test(asked.op) &&
      pathOf(asked.left) === path &&
      ends.includes(pathOf(asked.right) ?? ''),
  );
}

/** What the test asks for grows by what the loop around puts in, and falls by what this one takes out. */
function takesBack(m: Machine, node: While, around: Level['body'], path: string): boolean {
  return pathsIn(node.test)
    .flatMap(withOwner)
    .some((asked) => {
      if (asked === path) return false;
      const outside = signsOf(m, around, asked, node);
      return outside.has(1) && !outside.has(-1) && signsOf(m, whileBody(node), asked, null).has(-1);
    });
}

/** `counts.size()` asks for `counts`. */
function withOwner(path: string): string[] {
  const end = path.lastIndexOf('.');
  return end < 0 ? [path] : [path, path.slice(0, end)];
}

/** Which ways a number, what a table counts, or the size of a container is stepped by code, but for a part of it. */
function signsOf(
  m: Machine,
  code: readonly (Stmt | Expr)[],
  path: string,
  but: Stmt | null,
): ReadonlySet<1 | -1> {
  const signs = new Set<1 | -1>();
  const isLeftOut = (node: Stmt | Expr): boolean => but !== null && contains(but, node);
  for (const change of changesIn(code, m.index).get(path) ?? []) {
    if (isLeftOut(change.node)) continue;
    if (change.kind === 'step') signs.add(change.sign);
    if (change.kind === 'push') signs.add(1);
    if (change.kind === 'pop') signs.add(-1);
  }
  const visit = (node: Stmt | Expr): false => {
    const sign = isLeftOut(node) ? null : cellSign(m, node, path);
    if (sign !== null) signs.add(sign);
    return false;
  };
  for (const part of code) someAct(part, visit);
  return signs;
}

/** Which way `counts[x] += 1` or `counts.put(x, counts.getOrDefault(x, 0) + 1)` steps a cell of the table. */
function cellSign({ index }: Machine, node: Stmt | Expr, path: string): 1 | -1 | null {
  if (node.kind !== 'assign' && node.kind !== 'assignExpr') return null;
  const target = node.kind === 'assign' ? node.targets[0]! : node.target;
  if (target.kind !== 'index' || pathOf(target.object) !== path) return null;
  const { op, value } = node;
  const isUpdate =
    op === null && value.kind === 'binary' && sameText(entryOf(index.roles, value.left), target);
  const step = isUpdate ? value.op : op;
  return step === '+' ? 1 : step === '-' ? -1 : null;
}
