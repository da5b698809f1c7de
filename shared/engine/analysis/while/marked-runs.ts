/**
 * Runs of numbers in a set that are marked as a whole, where what is marked begins no search:
 *
 *   for x in numbers:
 *       if x in seen: continue
 *       while x - 1 in numbers: x -= 1               # or both ways from x, marking each
 *       while x in numbers: seen.add(x); x += 1
 *
 * A number that is not marked lies in a run of which nothing is: each run is searched once.
 */
import { max } from '../../cost/cost.ts';
import type { Compare, Expr, ForEach, Stmt, While } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';
import { valueSize } from '../containers/read.ts';
import { innermost } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { settle } from '../machine.ts';
import { type Changes, changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { askedBefore } from '../recursion/facts.ts';
import { type Query, pathsIn, whileBody } from './query.ts';

/** A search in the loop around: which way it goes, and whether it marks what it finds. */
interface Search {
  readonly path: string;
  readonly sign: 1 | -1;
  readonly marks: boolean;
}

/** The turns of a search, over all turns of the loop around. */
export function byMarkedRuns(q: Query, test: Compare, moved: string): LoopBound | null {
  const at = innermost(q.m.levels);
  const around = q.m.levels[at];
  const loop = around?.kind === 'loop' ? around.node : null;
  const set = pathOf(test.right);
  if (around?.frame !== q.frame || loop?.kind !== 'forEach' || set === null) return null;
  const changes = changesIn(around.body, q.m.index);
  const seen = seenBefore(q, loop, changes, moved);
  if (seen === null) return null;
  const searches = loop.body.flatMap((stmt) => searchesIn(q, stmt, set, seen));
  if (!areWhole(searches, changes)) return null;
  return {
    count: max(around.count, settle(q.m, valueSize(q.m, quietly(q.m, q.frame, test.right)))),
    from: at,
    rule: 'amortised',
    reason: 'what was not seen lies in a run of which nothing was: every run is searched once',
  };
}

/** Both ways from where they start, or back first and then all of it. */
function areWhole(searches: readonly Search[], changes: Changes): boolean {
  const [first, second] = searches;
  if (searches.length !== 2 || first!.sign === second!.sign || !second!.marks) return false;
  if (first!.marks) return true;
  const goesOn = (changes.get(second!.path) ?? []).some(
    (change) => change.kind === 'copy' && change.from === first!.path,
  );
  return first!.sign < 0 && (first!.path === second!.path || goesOn);
}

/** The container that does not hold yet what the search starts from. */
function seenBefore(q: Query, loop: ForEach, changes: Changes, moved: string): string | null {
  const starts = (changes.get(moved) ?? []).flatMap((change) =>
    change.kind === 'copy' ? [change.from] : [],
  );
  const elements = pathsIn(loop.target);
  const origins = [moved, ...starts].filter((name) => elements.includes(name));
  const fact = askedBefore(q.m.index.roles, loop.body, q.node).find(
    ({ form, keys }) => form === 'member' && keys.length === 1 && origins.includes(pathOf(keys[0]!) ?? ''),
  );
  const seen = fact === undefined ? null : pathOf(fact.container);
  const isKept = seen !== null && (changes.get(seen) ?? []).every(({ kind }) => kind === 'push');
  return isKept ? seen : null;
}

/** The loops of a statement that go on in the set by steps that stay the same. */
function searchesIn(q: Query, stmt: Stmt, set: string, seen: string): Search[] {
  if (stmt.kind === 'if')
    return [...stmt.then, ...stmt.otherwise].flatMap((s) => searchesIn(q, s, set, seen));
  if (stmt.kind !== 'while' || !asksFor(stmt, set)) return [];
  const changes = changesIn(whileBody(stmt), q.m.index);
  return pathsIn(stmt.test).flatMap((path) => {
    const [step, ...others] = changes.get(path) ?? [];
    if (step?.kind !== 'step' || others.length > 0) return [];
    return [
      {
        path,
        sign: step.sign,
        marks: stmt.body.some((inner) => someCode(inner, (at) => isMark(q, at, seen, path))),
      },
    ];
  });
}

const asksFor = ({ test }: While, set: string): boolean =>
  test.kind === 'compare' && test.op === 'in' && pathOf(test.right) === set;

/** `seen.add(x)`, `seen[x] = True` */
function isMark(q: Query, node: Stmt | Expr, seen: string, path: string): boolean {
  if (node.kind === 'assign')
    return node.targets.some(
      (target) => target.kind === 'index' && pathOf(target.object) === seen && pathOf(target.index) === path,
    );
  return (
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    pathOf(node.callee.object) === seen &&
    q.m.index.roles.is(node, 'mark') &&
    pathOf(node.args[0]?.value ?? node) === path
  );
}
