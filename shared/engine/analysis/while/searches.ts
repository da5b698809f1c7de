/** Loops that search for the next place each time: `while at != -1: at = text.find(part, at + 1)`. */
import { remembered } from '../../ir/facts.ts';
import type { Call, Expr, Stmt, While } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import { innermost } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import type { Machine } from '../machine.ts';
import { foundNothing, searchStart } from '../places.ts';
import { type Callees, type Change, changesIn, pathOf } from '../progress.ts';
import { resets } from '../resets.ts';
import { leaves } from './exits.ts';
import { type Query, linear, objectOf, whileBody } from './query.ts';
import { quietly } from '../quiet.ts';

interface Search {
  readonly call: Call;
  /** The variable that holds the place. */
  readonly path: string;
  readonly text: Expr;
}

/** The searches in code that is repeated which go on where the one before ended. Cached by the identity of the list. */
const searchesIn = remembered(findSearches);

function findSearches(body: readonly (Stmt | Expr)[], callees: Callees): Search[] {
  const changes = changesIn(body, callees);
  return [...changes].flatMap(([path, list]) =>
    list.flatMap((change): Search[] => {
      const call = change.kind === 'step' ? change.amount : null;
      if (call?.kind !== 'call' || call.callee.kind !== 'field' || !callees.roles.is(call, 'find')) return [];
      const text = call.callee.object;
      const start = searchStart(call);
      const isMet = (other: Change): boolean => start === path || other.kind === 'copy';
      // What the loop itself counts has no change in its body.
      const moves = start === null ? [] : (changes.get(start) ?? []);
      const goesOn =
        start !== null &&
        moves.length > 0 &&
        moves.every(isMet) &&
        !resets(changes, start) &&
        !resets(changes, path);
      return goesOn && !changes.has(pathOf(text) ?? path) ? [{ call, path, text }] : [];
    }),
  );
}

/** The search of a loop that is left when nothing more is found. */
const searchOf = (node: While, callees: Callees): Search | null =>
  searchesIn(whileBody(node), callees).find(({ path }) => endsAt(node, path)) ?? null;

/** The loop goes on only while the place is none that stands for nothing found. */
function endsAt({ test, body }: While, path: string): boolean {
  const ends = (stmt: Stmt): boolean =>
    stmt.kind === 'if' && foundNothing(stmt.test, path) === true && leaves(stmt.then);
  return foundNothing(test, path) === false || body.some(ends);
}

/** As many turns as there are places. */
export function bySearchOnwards(q: Query): LoopBound | null {
  const search = searchOf(q.node, q.m.index);
  if (search === null) return null;
  const text = quietly(q.m, q.frame, search.text);
  if (text.kind !== 'str' && objectOf(q, search.text) === null) return null;
  const reason = `${search.path} only grows`;
  return linear(q, valueSize(q.m, text), q.m.levels.length, reason, search.path);
}

/** Over all turns of the innermost loop the search that goes on passes the text once. */
export function searchedOnce(m: Machine, call: Expr): number | null {
  const at = innermost(m.levels);
  const level = m.levels[at];
  if (level?.kind !== 'loop') return null;
  return searchesIn(level.body, m.index).some((search) => search.call === call) ? at : null;
}
