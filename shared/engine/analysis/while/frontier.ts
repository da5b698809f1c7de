/**
 * Matches that start from what is known of the part already read: Gusfield's Z values, Manacher's palindromes.
 *
 *   z[i] = min(r - i, z[i - l])            # no further than the frontier r
 *   while s[z[i]] == s[i + z[i]]: z[i] += 1
 *   if i + z[i] > r: l, r = i, i + z[i]    # the frontier only moves on
 *
 * A value that starts below the frontier is that of its mirror place, where the same comparison failed before: the loop
 * ends at once. One that starts at the frontier moves it by as much as it grows. So all turns together are as many as the
 * places.
 */
import type { Expr, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { type Code, forEachStmt, operandsOf, someChildExpr } from '../../ir/walk.ts';
import type { LoopBound } from '../loops/open.ts';
import { assume } from '../machine.ts';
import { changesIn, pathOf } from '../progress.ts';
import { type Query, pathsIn } from './query.ts';
import { innermost } from '../levels.ts';

/** The turns of a loop that only makes one number larger, which starts at a frontier of the loop around. */
export function byFrontier(q: Query): LoopBound | null {
  const at = innermost(q.m.levels);
  const around = q.m.levels[at];
  const grown = grownIn(q);
  if (around?.kind !== 'loop' || around.frame !== q.frame || grown === null) return null;
  const changes = changesIn(around.body, q.m.index);
  const frontier = [...startsOf(q, around.body, grown)].find(
    (path) => changes.get(path)?.length === 1 && movesOn(around.body, path, grown),
  );
  if (frontier === undefined) return null;
  assume(
    q.m,
    'frontier',
    `a match that starts below ${frontier} is known to end where that of its mirror place ends`,
  );
  return {
    count: around.count,
    from: at,
    rule: 'amortised',
    reason: `${grown} starts at the frontier ${frontier} or ends at once, and ${frontier} only moves on`,
  };
}

/** The text of the number that the body makes larger by a step; nothing else that the test asks for changes. */
function grownIn({ node, changes }: Query): string | null {
  for (const stmt of node.body) {
    if (stmt.kind === 'if' || stmt.kind === 'while' || stmt.kind === 'forEach') return null;
    if (stmt.kind !== 'assign' || stmt.op !== '+' || stmt.value.kind !== 'number') continue;
    const text = printExpr(stmt.targets[0]!);
    if (!mentions(node.test, text)) continue;
    const isAlone = pathsIn(node.test).every((path) =>
      (changes.get(path) ?? []).every((change) => change.node === stmt),
    );
    return isAlone ? text : null;
  }
  return null;
}

/** What stands in the distances that the number starts with at most: `r` of `z[i] = min(r - i, ...)`. */
function startsOf(q: Query, body: readonly Code[], grown: string): ReadonlySet<string> {
  const starts = new Set<string>();
  const note = (value: Expr): void => {
    if (value.kind === 'conditional') [value.then, value.otherwise].forEach(note);
    if (value.kind === 'logical') [value.left, value.right].forEach(note);
    if (value.kind !== 'call' || !q.m.index.roles.is(value, 'min')) return;
    for (const arg of value.args)
      if (arg.value.kind === 'binary') pathsIn(arg.value).forEach((path) => starts.add(path));
  };
  forEachStmt(body, (stmt) => {
    if (
      stmt.kind === 'assign' &&
      stmt.op === null &&
      stmt.targets.some((target) => printExpr(target) === grown)
    )
      note(stmt.value);
  });
  return starts;
}

/** `if i + z[i] > r: r = i + z[i]`: where the frontier changes, it becomes larger. */
function movesOn(body: readonly Code[], frontier: string, grown: string): boolean {
  let found = false;
  forEachStmt(body, (stmt) => {
    if (stmt.kind !== 'if' || !operandsOf(stmt.test, 'and').some((test) => isBeyond(test, frontier, grown)))
      return;
    found ||= stmt.then.some((inner) => assigns(inner, frontier, grown));
  });
  return found;
}

function isBeyond(test: Expr, frontier: string, grown: string): boolean {
  if (test.kind !== 'compare') return false;
  const { op, left, right } = test;
  const [large, small] = op === '>' ? [left, right] : op === '<' ? [right, left] : [null, null];
  return large !== null && pathOf(small) === frontier && mentions(large, grown);
}

function assigns(stmt: Stmt, frontier: string, grown: string): boolean {
  if (stmt.kind !== 'assign' || stmt.op !== null) return false;
  return stmt.targets.some((target) => {
    if (target.kind !== 'collection') return pathOf(target) === frontier && mentions(stmt.value, grown);
    const i = target.elements.findIndex((element) => pathOf(element) === frontier);
    return i >= 0 && stmt.value.kind === 'collection' && mentions(stmt.value.elements[i]!, grown);
  });
}

const mentions = (expr: Expr, text: string): boolean =>
  printExpr(expr) === text || someChildExpr(expr, (child) => mentions(child, text));
