/**
 * Places in a text that go on from one another: a search that begins where the place is, `end = text.find(part, start)`,
 * and a place that is set behind where another one has run on to, `start = end + length + 1`. What assigns them looks
 * like a reset; it is noted as a copy of the place before, and a step onwards. So is a step along a list by way of a name
 * for the next node.
 */
import type { Assign, Call, Compare, CompareOp, Expr, Logical, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { eachChildStmt } from '../ir/walk.ts';
import { type Change, pathOf } from './progress.ts';

type Noted = Map<string, Change[]>;

/** Rewrites those changes of the code that move a place on. */
export function notePlaces(body: readonly (Stmt | Expr)[], changes: Noted, roles: RoleIndex): void {
  const assigned: PlainSet[] = [];
  let keepsLinks = false;
  for (const list of changes.values())
    for (const change of list) {
      if (isPlainSet(change)) assigned.push(change);
      if (change.kind === 'copy' && change.from.includes('.')) keepsLinks = true;
    }
  for (const change of assigned) noteSearch(body, change, changes, roles);
  for (const change of assigned) noteJump(change, changes, roles);
  if (!keepsLinks) return;
  const moved = [...changes].flatMap(([path, list]) => {
    const along = list.some(({ kind }) => kind === 'copy') ? alongLinks(path, list, changes) : list;
    return along === list ? [] : [[path, along] as const];
  });
  for (const [path, along] of moved) changes.set(path, along);
}

type PlainSet = Change & { readonly kind: 'set'; readonly value: Expr; readonly node: Assign };

const isPlainSet = (change: Change): change is PlainSet =>
  change.kind === 'set' &&
  change.value !== null &&
  !change.tuple &&
  change.node.kind === 'assign' &&
  change.node.targets.length === 1;

/** `text.find(part, start)`, or a number more. */
function searchIn(value: Expr, roles: RoleIndex): Call | null {
  const call = value.kind === 'binary' && value.op === '+' && isNatural(value.right) ? value.left : value;
  return call.kind === 'call' && call.args[1] !== undefined && roles.is(call, 'find') ? call : null;
}

/** The place that a search begins at, or behind it. */
export function searchStart({ args }: Call): string | null {
  const start = args[1]?.value;
  if (start === undefined) return null;
  return start.kind === 'binary' && start.op === '+' ? pathOf(start.left) : pathOf(start);
}

/** `end = text.find(part, start)`: where the start is, and on from there. */
function noteSearch(
  body: readonly (Stmt | Expr)[],
  change: PlainSet,
  changes: Noted,
  roles: RoleIndex,
): void {
  const { node, value } = change;
  const search = searchIn(value, roles);
  const path = pathOf(node.targets[0]!);
  const from = search === null ? null : searchStart(search);
  if (search === null || path === null || from === null) return;
  const asked = body.flatMap((code) => missesIn(code, path));
  if (asked.length > 0 && !asked.some(({ ends }) => ends)) return;
  const step: Change = { kind: 'step', amount: search, sign: 1, node };
  replace(changes, path, change, from === path ? [step] : [{ kind: 'copy', from, offset: 0, node }, step]);
  for (const { put } of asked)
    for (const old of changes.get(path)!) if (old.node === put) replace(changes, path, old, []);
}

function replace(changes: Noted, path: string, old: Change, by: readonly Change[]): void {
  changes.set(
    path,
    changes.get(path)!.flatMap((change) => (change === old ? by : [change])),
  );
}

/** A test whether anything was found. */
interface Miss {
  /** No turn goes on from a miss: it is left, or goes to the end. */
  readonly ends: boolean;
  /** `end = len(text)`: nothing found is found at the end. */
  readonly put: Stmt | null;
}

function missesIn(node: Stmt | Expr, path: string): Miss[] {
  if (node.kind === 'if') {
    const missed = foundNothing(node.test, path);
    if (missed !== null) return [...missAt(missed ? node.then : node.otherwise, path), ...below(node, path)];
  }
  const test = node.kind === 'while' ? node.test : isTest(node) ? node : null;
  const own = test === null ? null : asksInTurn(test, path);
  return [...(own === null ? [] : [own]), ...below(node, path)];
}

/** The test of the loop that repeats the code. */
const isTest = (node: Stmt | Expr): node is Compare | Logical =>
  node.kind === 'compare' || node.kind === 'logical';

const below = (node: Stmt | Expr, path: string): Miss[] => {
  const found: Miss[] = [];
  eachChildStmt(node, (child) => found.push(...missesIn(child, path)));
  return found;
};

function missAt(block: readonly Stmt[], path: string): Miss[] {
  const last = block.at(-1);
  const isLeft = last?.kind === 'break' || last?.kind === 'return' || last?.kind === 'throw';
  const isPut = block.length === 1 && last?.kind === 'assign' && pathOf(last.targets[0]!) === path;
  return [{ ends: isLeft || isPut, put: isPut ? last : null }];
}

/** The test of a loop goes on only with something found. */
function asksInTurn(test: Expr, path: string): Miss | null {
  if (test.kind === 'logical' && test.op === 'and')
    return asksInTurn(test.left, path) ?? asksInTurn(test.right, path);
  return foundNothing(test, path) === false ? { ends: true, put: null } : null;
}

/** Whether a test holds where nothing was found; null for one that does not ask. */
export function foundNothing(test: Expr, path: string): boolean | null {
  if (test.kind !== 'compare' || !isNone(test.right)) return null;
  const asked = test.left.kind === 'assignExpr' ? test.left.target : test.left;
  if (pathOf(asked) !== path) return null;
  return MISSED.has(test.op) ? true : HIT.has(test.op) ? false : null;
}

const MISSED: ReadonlySet<CompareOp> = new Set(['==', '<', '<=']);
const HIT: ReadonlySet<CompareOp> = new Set(['!=', '>=', '>']);

/** -1, or 0 behind it. */
const isNone = (expr: Expr): boolean =>
  (expr.kind === 'number' && expr.value <= 0) || (expr.kind === 'unary' && expr.op === '-');

/** `start = end + length + 1` where the end has run on from the start. */
function noteJump(change: PlainSet, changes: Noted, roles: RoleIndex): void {
  const { node, value } = change;
  const path = pathOf(node.targets[0]!);
  const isLatest = value.kind === 'call' && roles.is(value, 'max');
  if (path === null || (value.kind !== 'binary' && !isLatest)) return;
  const addends = isLatest ? value.args.map((arg) => ahead(arg.value, path)) : addendsOf(value);
  const from = addends.map(pathOf).find((name) => name !== null && runsOnFrom(changes, name, path));
  if (from == null || !addends.every((part) => pathOf(part) !== null || isLength(part, roles))) return;
  if (changes.get(path)?.includes(change) !== true) return;
  replace(changes, path, change, [{ kind: 'copy', from, offset: 0, node }]);
}

/** Of `max(end, start + 1)` the end, and what is ahead of the start in any case. */
const ahead = (part: Expr, path: string): Expr =>
  part.kind === 'binary' && part.op === '+' && isNatural(part.right) && pathOf(part.left) === path
    ? part.right
    : part;

const addendsOf = (value: Expr): readonly Expr[] =>
  value.kind === 'binary' && value.op === '+'
    ? [...addendsOf(value.left), ...addendsOf(value.right)]
    : [value];

const isNatural = (part: Expr): boolean => part.kind === 'number' && part.value >= 0;

const isLength = (part: Expr, roles: RoleIndex): boolean =>
  isNatural(part) || (part.kind === 'call' && (roles.is(part, 'size') || roles.is(part, 'truncate')));

/** The other place begins where this one is, and only runs ahead. */
function runsOnFrom(changes: Noted, other: string, path: string): boolean {
  const list = other === path ? [] : (changes.get(other) ?? []);
  return (
    list.some((change) => change.kind === 'copy') &&
    list.some((change) => change.kind === 'step') &&
    list.every(
      (change) =>
        (change.kind === 'copy' && change.from === path && change.offset >= 0) ||
        (change.kind === 'step' && change.sign === 1),
    )
  );
}

/**
 * `after = node.next`, and then `node = after`: a step along the link, whatever the link is set to in between. So is
 * `here = node`, and then `node = here.next`.
 */
function alongLinks(path: string, list: Change[], changes: Noted): Change[] {
  const moved = list.map((change): Change => {
    const from = change.kind === 'copy' && change.offset === 0 ? change.from : null;
    const link = from === null ? null : (linkKept(changes, from, path) ?? linkOfSame(changes, from, path));
    return link === null ? change : { kind: 'cursor', field: link, node: change.node };
  });
  return moved.some((change, i) => change !== list[i]) ? moved : list;
}

/** The link of a node that another variable is always set to. */
function linkKept(changes: Noted, kept: string, node: string): string | null {
  const links = (changes.get(kept) ?? []).map((change) =>
    change.kind === 'copy' && change.from.startsWith(`${node}.`) ? change.from.slice(node.length + 1) : null,
  );
  const [link] = links;
  return link != null && !link.includes('.') && links.every((other) => other === link) ? link : null;
}

/** The link of a variable that is only another name of the node. */
function linkOfSame(changes: Noted, from: string, node: string): string | null {
  const [same, link, ...more] = from.split('.');
  if (link === undefined || more.length > 0 || same === node) return null;
  const [only, other] = changes.get(same!) ?? [];
  return only?.kind === 'copy' && only.from === node && only.offset === 0 && other === undefined
    ? link
    : null;
}
