/** Recursions that compute each state once, and marks of what was visited. */
import { type Cost, ONE, compare, isOne, isZero, log, max, min, plus, times } from '../../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { contains } from '../../ir/standing.ts';
import { eachChildExpr, someAct, someCode, someStmtIn } from '../../ir/walk.ts';
import { footprint } from '../containers/footprint.ts';
import { valueSize } from '../containers/read.ts';
import type { Level } from '../levels.ts';
import { type Machine, exponential, settle } from '../machine.ts';
import { type MarkBound, type Unmarked, markBound, marks } from '../marks.ts';
import { cellOf } from '../looked-up.ts';
import { keptVariables, setVariable } from '../frame.ts';
import { pathOf, rootOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { removes, undoes, unmarks } from '../unmark.ts';
import { type Value, find, nonZero } from '../value.ts';
import { firstCalls } from './entries.ts';
import type { ParamRange } from './ranges.ts';
import { type ArgChange, definitionsOf } from './self-calls.ts';
import { type Guard, factsOf, fetchedFacts, flaggedFacts } from './facts.ts';
import { changedCells } from './changed-keys.ts';
import { type Query, type Recursion } from './query.ts';

export function memo(q: Query): Recursion | null {
  if (q.func.memoised) return cached(q);
  const { roles } = q.m.index;
  const isKept = (fact: Guard): boolean => marks(roles, q.func.body, fact);
  const isTable = (fact: Guard): boolean => isKept(fact) && returnsMemo(q.func, fact);
  const inRows = (fact: Guard): Guard => throughRow(q.func, fact);
  const plain =
    lookedUp(q, factsOf(roles, q.func.body).map(asCell).filter(isTable).map(inRows)) ??
    lookedUp(q, fetchedFacts(roles, q.func).map(asCell).filter(isKept).map(inRows));
  if (plain !== null) return plain;
  const flagged = lookedUp(q, flaggedFacts(roles, q.func).filter(isTable));
  if (flagged !== null)
    q.m.assumptions.set('flag', {
      id: 'flag',
      text: 'the calls that a parameter keeps out of the table of results are taken to lie on one path',
      span: q.func.headerSpan,
    });
  return flagged;
}

/** The first of the facts that tell of a table of results. */
function lookedUp(q: Query, facts: readonly Guard[]): Recursion | null {
  for (const fact of facts) {
    if (undoes(q.func.body, fact) || takesOut(q, fact) || !guardsSome(q, fact)) continue;
    // One cell that all calls share holds what they have come to, and not what one of them returns.
    if (fact.keys.every(({ kind }) => kind === 'number')) continue;
    if (isFresh(q, fact) || (fact.form === 'relax' && !isOfParams(q, fact))) continue;
    const container = quietly(q.m, q.frame, fact.container);
    const from = container.kind === 'ref' ? Math.min(find(container.object).born, q.here) : q.here;
    const names = keyNames(q, fact);
    const cells = changedCells(q, fact.keys);
    if (cells !== null) return { ...memoised(q, names, from, exponential(cells)), depth: cells };
    if (names.length === 0) {
      const bound = boundOverCalls(q, fact);
      if (bound === null) continue;
      return states(q, bound.count, bound.from, []);
    }
    if (fact.form === 'cell' && container.kind === 'ref' && find(container.object).type !== 'map') {
      const bound = boundOverCalls(q, fact);
      // A table of fixed size, made for the largest input, says nothing of this one.
      if (bound !== null && !isOne(bound.count))
        return states(q, bound.count, Math.min(bound.from, from), names);
    }
    return memoised(q, names, from);
  }
  return null;
}

/** Some call is made only where nothing is known yet: a test that none of them depends on keeps none away. */
function guardsSome({ func, calls }: Query, { region }: Guard): boolean {
  const own = calls.filter(({ call }) => within(func.body, call));
  return own.length === 0 || own.some(({ call }) => within(region, call));
}

/** How many things all calls can mark, by what their arguments can be: the first call has only one of them. */
export function boundOverCalls({ m, frame, ranges }: Query, fact: Unmarked): MarkBound | null {
  const first = keptVariables(frame);
  for (const { name, value } of ranges.values()) setVariable(frame, name, value);
  const bound = markBound(m, frame, fact);
  frame.vars = first;
  return bound;
}

/** `j in table[i]` asks for the cell `table[i][j]`. */
function asCell(fact: Guard): Guard {
  const around = fact.form === 'member' ? cellOf(fact.container) : null;
  return around === null
    ? fact
    : { ...fact, container: around.container, keys: [...around.keys, ...fact.keys], form: 'cell' };
}

/** The cell of the whole table, where a row of it has a name: `row = table[i]` before `row[j]`. */
function throughRow(func: FunctionNode, fact: Guard): Guard {
  const { container } = fact;
  const row = container.kind === 'name' ? definitionsOf(func).get(container.name) : null;
  const cell = row == null ? null : cellOf(row);
  return cell === null
    ? fact
    : { ...fact, container: cell.container, keys: [...cell.keys, ...fact.keys], form: 'cell' };
}

/** What the calls take out of the container again is no table of results: `used[c] = digit ... del used[c]`. */
function takesOut(q: Query, { container }: Unmarked): boolean {
  const path = pathOf(container);
  const takes = (node: Stmt | Expr): boolean => removes(q.m.index.roles, node, path!);
  return path !== null && q.func.body.some((stmt) => someAct(stmt, takes));
}

/** Decorated with a cache: the table is the library's, with all arguments as its key. */
function cached(q: Query): Recursion {
  const names = q.func.params.map((p) => p.name);
  const recursion = memoised(q, names, q.closure.frame === null ? 0 : definedAt(q));
  return { ...recursion, table: times(recursion.count, keyWeight(q, names)) };
}

/** What the library's table holds of the results, which were made by the calls. */
export function heldByTable(m: Machine, level: Level, result: Value): Cost {
  const { count } = level;
  if (result.kind === 'str') return result.input ? ONE : times(count, nonZero(result.size));
  const object = result.kind === 'ref' ? find(result.object) : null;
  return object?.within === level ? times(count, nonZero(footprint(m, object))) : ONE;
}

/** What one key of a table holds: strings and tuples that differ from call to call are kept as they are. */
function keyWeight(q: Query, names: readonly string[]): Cost {
  return names.reduce<Cost>((most, name) => {
    const range = q.ranges.get(name);
    if (range === undefined || range.changes.every((c) => c.kind === 'same')) return most;
    const sequence = range.value.kind === 'ref' && find(range.value.object).type === 'list';
    return range.value.kind === 'str' || sequence ? max(most, nonZero(valueSize(q.m, range.value))) : most;
  }, ONE);
}

function definedAt(q: Query): number {
  const frame = q.closure.frame!;
  return Math.min(frame.boundAt.get(q.func.name) ?? frame.base, q.here);
}

function memoised(q: Query, names: readonly string[], from: number, contents: Cost = ONE): Recursion {
  let count = times(firstCalls(q, names, from), contents);
  for (const name of names) {
    const range = q.ranges.get(name);
    if (range === undefined) continue;
    if (range.domain === null) {
      q.m.assumptions.set(`memo:${name}`, {
        id: `memo:${name}`,
        text: `the number of different values of ${name} is not known`,
        span: q.func.headerSpan,
      });
      count = times(count, textsOf(q, range.value) ?? q.m.inputSize);
    } else count = times(count, settle(q.m, isZero(range.domain) ? ONE : range.domain));
  }
  return states(q, count, from, names);
}

/** Of a text or list that the calls put together some way, every part may be left out. */
function textsOf(q: Query, value: Value): Cost | null {
  const isText = value.kind === 'str' || (value.kind === 'ref' && find(value.object).type === 'list');
  const size = isText ? settle(q.m, valueSize(q.m, value)) : ONE;
  return isOne(size) || isZero(size) ? null : exponential(size);
}

function states(q: Query, count: Cost, from: number, names: readonly string[]): Recursion {
  const varying = names.filter((name) =>
    q.ranges.get(name)?.changes.some((c) => c.kind !== 'same' && c.kind !== 'constant'),
  );
  let depth: Cost = ONE;
  for (const name of varying) {
    const range = q.ranges.get(name)!;
    const bits = range.changes.some((c) => c.kind === 'bit');
    depth = plus(
      depth,
      bits
        ? log(range.domain ?? ONE)
        : min(
            range.domain ?? q.m.inputSize,
            range.value.kind === 'num' ? settle(q.m, range.value.max) : lengthOf(q, range),
          ),
    );
  }
  return {
    rule: 'memo',
    reason: 'each state is computed once and then looked up',
    count,
    from,
    solve: null,
    depth: compare(depth, count) === 'greater' ? count : depth,
    distinct: varying.length === 1 ? varying : [],
    often: varying.length > 1 ? oftenOf(q, names) : NEVER,
  };
}

/** How long the text or list is that every call makes shorter; as many as there are of it for any other. */
function lengthOf(q: Query, { changes, value, domain }: ParamRange): Cost {
  const shortens = changes.every((c) => SHORTER.has(c.kind) || (c.kind === 'step' && c.by < 0));
  return shortens ? nonZero(settle(q.m, valueSize(q.m, value))) : (domain ?? ONE);
}

const SHORTER: ReadonlySet<ArgChange['kind']> = new Set(['inner', 'halve', 'part', 'without']);

const NEVER: ReadonlyMap<string, Cost> = new Map();

/** How often each value of a parameter comes, in one state for all that the others can be; of none where that is not known. */
function oftenOf(q: Query, names: readonly string[]): ReadonlyMap<string, Cost> {
  const domains = names.map((name) => q.ranges.get(name)?.domain ?? null);
  if (domains.some((domain) => domain === null)) return NEVER;
  const others = (at: number): Cost =>
    domains.reduce<Cost>(
      (all, domain, i) => (i === at ? all : times(all, settle(q.m, nonZero(domain!)))),
      ONE,
    );
  return new Map(names.map((name, at) => [name, others(at)]));
}

/** The cell is that of the call's own arguments. */
function isOfParams(q: Query, fact: Unmarked): boolean {
  return fact.keys.every((key) => q.func.params.some((param) => param.name === pathOf(key)));
}

/** The call makes the container itself: it knows nothing of the calls before. */
function isFresh(q: Query, fact: Unmarked): boolean {
  const path = pathOf(fact.container);
  const root = path === null ? null : rootOf(path);
  return (
    root !== null &&
    q.func.locals.includes(root) &&
    root !== q.func.receiver &&
    (!q.func.params.some((param) => param.name === root) || q.func.body.some((stmt) => replaces(stmt, root)))
  );
}

/** `memo = {}`, whatever the call was given; `memo = memo or {}` keeps it. */
function replaces(stmt: Stmt, name: string): boolean {
  const is = (node: Stmt | Expr): boolean => node.kind === 'name' && node.name === name;
  return stmt.kind === 'assign' && stmt.op === null && stmt.targets.some(is) && !someCode(stmt.value, is);
}

/** The function returns what the table holds: `return memo[key]`. */
function returnsMemo(func: FunctionNode, fact: Unmarked): boolean {
  const container = pathOf(fact.container);
  if (container === null) return false;
  return func.body.some((stmt) =>
    someStmtIn(
      stmt,
      (node) =>
        node.kind === 'return' &&
        node.value !== null &&
        someCode(node.value, (e) => e.kind === 'index' && rootPath(e) === container),
    ),
  );
}

function rootPath(expr: Expr): string | null {
  let at = expr;
  while (at.kind === 'index') at = at.object;
  return pathOf(at);
}

/** The parameters that occur in the key of a memo. */
function keyNames(q: Query, fact: Unmarked): string[] {
  const definitions = definitionsOf(q.func);
  const found = new Set<string>();
  const visit = (expr: Expr, depth: number): void => {
    if (expr.kind === 'name') {
      if (q.func.params.some((p) => p.name === expr.name)) found.add(expr.name);
      else {
        const defined = definitions.get(expr.name);
        if (defined != null && depth > 0) visit(defined, depth - 1);
      }
    }
    eachChildExpr(expr, (child) => visit(child, depth));
  };
  fact.keys.forEach((key) => visit(key, 2));
  return [...found];
}

/** Guarded by visited marks, or by overwriting the cell; of several marks the one that fewest things can have. */
export function visited(q: Query): Recursion | null {
  let best: { readonly fact: Guard; readonly count: Cost; readonly from: number } | null = null;
  for (const fact of factsOf(q.m.index.roles, q.func.body)) {
    if (!marks(q.m.index.roles, q.func.body, fact) || fact.form === 'relax' || isFresh(q, fact)) continue;
    if (!guardsCalls(q, fact)) continue;
    if (unmarks(q.m.index.roles, q.func.body, fact)) continue;
    const bound = boundOverCalls(q, fact);
    if (bound !== null && (best === null || compare(bound.count, best.count) === 'less'))
      best = { fact, ...bound };
  }
  if (best === null) return null;
  const { fact, count, from } = best;
  return {
    rule: 'visited',
    reason: 'what was visited is not entered again',
    count,
    from,
    depth: count,
    solve: null,
    distinct: [...markedParams(q, fact), ...markedBefore(q, fact)],
  };
}

/** The parameters for which every call gets what was marked just before it: `seen[next] = true; walk(next)`. */
function markedBefore(q: Query, fact: Guard): string[] {
  const [key] = fact.keys;
  if (key?.kind !== 'name' || fact.keys.length > 1 || !marks(q.m.index.roles, fact.region, fact)) return [];
  return q.func.params.flatMap(({ name }, i) =>
    q.calls.every(({ call }) => pathOf(call.args[i]?.value ?? call.callee) === key.name) ? [name] : [],
  );
}

const within = (nodes: readonly (Stmt | Expr)[], call: Expr): boolean =>
  nodes.some((node) => contains(node, call));

/** Every recursive call of the function stands where the fact holds. */
function guardsCalls(q: Query, fact: Guard): boolean {
  return q.calls.every(({ call }) => !within(q.func.body, call) || within(fact.region, call));
}

/** The parameters that are the key of the mark which the function sets. */
function markedParams(q: Query, fact: Unmarked): string[] {
  const container = pathOf(fact.container);
  const found = new Set<string>();
  const note = (key: Expr | undefined): void => {
    if (key?.kind === 'name' && q.func.params.some((param) => param.name === key.name)) found.add(key.name);
  };
  q.func.body.forEach((stmt) =>
    someAct(stmt, (node) => {
      if (node.kind === 'assign')
        for (const target of node.targets)
          if (target.kind === 'index' && pathOf(target.object) === container) note(target.index);
      if (node.kind === 'call' && node.callee.kind === 'field' && pathOf(node.callee.object) === container)
        note(node.args[0]?.value);
      return false;
    }),
  );
  return [...found];
}
