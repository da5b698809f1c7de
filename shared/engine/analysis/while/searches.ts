/** Loops that search for the next place each time: `while at != -1: at = text.find(part, at + 1)`. */
import type { Call, CompareOp, Expr, Stmt, While } from '../../ir/ir.ts';
import { valueSize } from '../containers/read.ts';
import type { LoopBound } from '../loops/open.ts';
import type { Machine } from '../machine.ts';
import { type Callees, changesIn, pathOf } from '../progress.ts';
import { leaves } from './exits.ts';
import { type Query, linear, objectOf, whileBody } from './query.ts';
import { quietly } from '../quiet.ts';

interface Search {
  readonly call: Call;
  /** The variable that holds the place. */
  readonly path: string;
  readonly text: Expr;
}

const known = new WeakMap<While, Search | null>();

/** The search of a loop that goes on where the one before ended, and that is left when nothing more is found. */
function searchOf(node: While, callees: Callees): Search | null {
  let found = known.get(node);
  if (found === undefined) known.set(node, (found = findSearch(node, callees)));
  return found;
}

function findSearch(node: While, callees: Callees): Search | null {
  const body = whileBody(node);
  for (const [path, list] of changesIn(body, callees)) {
    const searches = list.flatMap((change) => {
      const call = change.kind === 'set' ? change.value : null;
      return call?.kind === 'call' && isOnwards(call, path, body, callees) ? [call] : [];
    });
    const [call] = searches;
    const others = list.filter(({ kind }) => kind !== 'set');
    if (call?.callee.kind !== 'field' || searches.length + others.length < list.length) continue;
    const goesOn = others.every(
      (change) => change.kind === 'step' && change.sign > 0 && change.amount.kind === 'number',
    );
    const text = call.callee.object;
    if (goesOn && !changesIn(body, callees).has(pathOf(text) ?? path) && endsAt(node, path))
      return { call, path, text };
  }
  return null;
}

/** `text.find(part, at)`, also from further on, and from a variable that is set to there: `start = at + 1`. */
function isOnwards(call: Call, path: string, body: readonly (Stmt | Expr)[], callees: Callees): boolean {
  const start = call.args[1]?.value;
  if (start === undefined || !callees.roles.is(call, 'find')) return false;
  const moved = changesIn(body, callees).get(pathOf(start) ?? '') ?? [];
  if (
    moved.length > 0 &&
    moved.every((change) => change.kind === 'copy' && change.from === path && change.offset >= 0)
  )
    return true;
  return (
    pathOf(start) === path || (start.kind === 'binary' && start.op === '+' && pathOf(start.left) === path)
  );
}

/** The loop goes on only while the place is none that stands for nothing found. */
function endsAt({ test, body }: While, path: string): boolean {
  const isAsked = (expr: Expr): boolean =>
    pathOf(expr) === path || (expr.kind === 'assignExpr' && pathOf(expr.target) === path);
  const asks = (expr: Expr, ops: ReadonlySet<CompareOp>): boolean =>
    expr.kind === 'compare' && isAsked(expr.left) && ops.has(expr.op);
  const ends = (stmt: Stmt): boolean => stmt.kind === 'if' && asks(stmt.test, MISSED) && leaves(stmt.then);
  return asks(test, HIT) || body.some(ends);
}

const HIT: ReadonlySet<CompareOp> = new Set(['!=', '>=', '>']);
const MISSED: ReadonlySet<CompareOp> = new Set(['==', '<', '<=']);

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
  const at = m.levels.findLastIndex(({ kind }) => kind !== 'guard');
  const node = m.levels[at]?.node;
  return node?.kind === 'while' && searchOf(node, m.index)?.call === call ? at : null;
}
