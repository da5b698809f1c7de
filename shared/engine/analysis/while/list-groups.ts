/**
 * Linked lists that are gone through group by group: every turn walks on from a node, and a variable that stands there
 * is set behind the walk. All walks together pass the list once.
 */
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { operandsOf, someChildExpr, someCode } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { statementsAfter } from '../loops/resumed.ts';
import { innermost } from '../levels.ts';
import { assume } from '../machine.ts';
import { type Change, type Changes, changesIn, pathOf, rootOf } from '../progress.ts';
import { argumentOf } from '../recursion/self-calls.ts';
import { callerOf } from '../threads.ts';
import { everyTurn } from './motion.ts';
import type { Query } from './query.ts';

/** Where a walk stands in the loop around: in it, or in a function that it calls. */
interface Place {
  readonly frame: Frame;
  readonly node: Stmt | Expr;
  /** The variables that it starts from there. */
  readonly starts: readonly string[];
}

/** The depth of the loop over whose turns the walks of a cursor along `field` pass a list once; null for any other walk. */
export function groupsFrom(q: Query, cursor: string, field: string): number | null {
  const { m } = q;
  const at = innermost(m.levels);
  const around = m.levels[at];
  const loop = around?.kind === 'loop' ? around.node : null;
  if (loop?.kind !== 'while') return null;
  const place = placeOf(q, around!.frame, cursor);
  const following = place === null ? null : statementsAfter(loop.body, inBody(loop.body, place.node));
  if (following === null) return null;
  const changes = changesIn(around!.body, m.index);
  const { starts } = place!;
  const sets = (name: string): boolean => everyTurn(following, (stmt) => targetOf(stmt) === name);
  const names = following
    .flatMap(assignedIn)
    .filter((name) => isCarried(changes, name, starts) && sets(name));
  if (names.length === 0) return null;
  if (![...loop.body, ...q.node.body].some((stmt) => relinks(stmt, field)))
    return names.some((name) => comesFrom(changes, name, starts)) ? at : null;
  if (!isCounted(q.node.test)) return null;
  assume(
    m,
    `groups:${String(q.node.span.start)}`,
    'the nodes that one turn goes through are taken to lie behind those of the turns before',
    q.node.headerSpan,
  );
  return at;
}

function placeOf({ m, frame, node }: Query, around: Frame, cursor: string): Place | null {
  if (around === frame) return { frame, node, starts: [cursor] };
  const site = callerOf(m, frame);
  const { func } = frame;
  if (site?.caller !== around || func === null) return null;
  const inside = familyOf(changesIn(func.body, m.index), cursor, func);
  const starts = func.params.flatMap(({ name }) => {
    const given = inside?.has(name) === true ? argumentOf({ call: site.call, target: func }, name) : null;
    const path = given === null ? null : pathOf(given);
    return path === null ? [] : [rootOf(path)];
  });
  return starts.length === 0 ? null : { frame: around, node: site.call, starts };
}

/** The place itself; a counted loop is asked about as a `while` and stands where that does. */
function inBody(body: readonly Stmt[], node: Stmt | Expr): Stmt | Expr {
  let same = node;
  const isSame = (code: Stmt | Expr): boolean =>
    code.kind === 'forEach' && code.span.start === node.span.start && (same = code) === code;
  body.some((stmt) => someCode(stmt, isSame));
  return same;
}

/**
 * All variables of whose nodes a variable can get one, by links and assignments; null where it may be set to a node that
 * has stood still: to one that the code does not change, unless it is a parameter of `func`.
 */
function familyOf(changes: Changes, name: string, func: FunctionNode | null = null): Set<string> | null {
  const family = new Set([name]);
  for (const member of family)
    for (const change of changes.get(member) ?? []) {
      const origin = originOf(change) ?? member;
      const isParam = func?.params.some((param) => param.name === origin) === true;
      if (!isStep(change) || (!changes.has(origin) && !isParam)) return null;
      family.add(origin);
    }
  return family;
}

/** The variable that a change starts from, also where that leads back: `first = at.next` and then `at = first.next`. */
function originOf(change: Change): string | null {
  if (change.kind === 'copy') return rootOf(change.from);
  const value = change.kind === 'cursor' && change.node.kind === 'assign' ? change.node.value : null;
  const path = value === null ? null : pathOf(value);
  return path === null ? null : rootOf(path);
}

/** A step along links, another variable's node, or none. */
const isStep = (change: Change): boolean =>
  change.kind === 'cursor' ||
  change.kind === 'copy' ||
  (change.kind === 'set' && change.value?.kind === 'constant');

/** Walks start from it, and it goes on along the links. */
const isCarried = (changes: Changes, name: string, starts: readonly string[]): boolean =>
  changes.has(name) &&
  familyOf(changes, name) !== null &&
  starts.some((start) => familyOf(changes, start)?.has(name) === true);

/** It is set to where the walk has come, or behind. */
const comesFrom = (changes: Changes, name: string, starts: readonly string[]): boolean =>
  (changes.get(name) ?? []).some((change) => change.kind === 'copy' && starts.includes(rootOf(change.from)));

const targetOf = (stmt: Stmt): string | null =>
  stmt.kind === 'assign' && stmt.targets.length === 1 ? pathOf(stmt.targets[0]!) : null;

function assignedIn(stmt: Stmt): string[] {
  if (stmt.kind === 'if') return [...stmt.then, ...stmt.otherwise].flatMap(assignedIn);
  const target = targetOf(stmt);
  return target === null || target.includes('.') ? [] : [target];
}

const relinks = (code: Stmt, field: string): boolean =>
  someCode(
    code,
    (node) =>
      node.kind === 'assign' &&
      node.targets.some((target) => target.kind === 'field' && target.name === field),
  );

/** It ends after so many turns, or at a node that is given: no test of what the nodes hold. */
const isCounted = (test: Expr): boolean =>
  test.kind === 'constant' ||
  operandsOf(test, 'and').some(
    (part) => part.kind === 'compare' && !hasField(part) && part.right.kind !== 'constant',
  );

const hasField = (expr: Expr): boolean => expr.kind === 'field' || someChildExpr(expr, hasField);
