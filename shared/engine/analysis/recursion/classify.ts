/** What kind of recursion a function is, and how many calls that makes. */
import {
  type Cost,
  ONE,
  classify as classifyCost,
  compare,
  exp,
  factorial,
  isOne,
  isZero,
  log,
  max,
  min,
  plus,
  power,
  times,
  unknown,
} from '../../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import { valueSize } from '../containers.ts';
import { lookup, type Frame } from '../frame.ts';
import { exponential, settle, type Machine } from '../machine.ts';
import { markBound, marks, unmarkedBy, unmarks, type Unmarked } from '../marks.ts';
import { changesIn, pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { endsEarly } from '../statements.ts';
import { find, type Closure } from '../value.ts';
import { limitOf, type ParamRange } from './ranges.ts';
import { callsOnPath, definitionsOf, loopTargets, type ArgChange, type SelfCall } from './self-calls.ts';

export interface Recursion {
  readonly rule:
    | 'union-find'
    | 'memo'
    | 'structural'
    | 'visited'
    | 'divide-and-conquer'
    | 'split'
    | 'decrement'
    | 'branching'
    | 'permutations'
    | 'subsets'
    | 'involution'
    | 'shared-cursor'
    | 'unknown';
  readonly reason: string;
  /** Calls in all. */
  readonly count: Cost;
  /** Index of the outermost level that the count covers. */
  readonly from: number;
  /** Calls open at one time. */
  readonly depth: Cost;
  readonly solve: ((cost: Cost) => Cost) | null;
  /** Parameters whose value differs in every call. */
  readonly distinct: readonly string[];
}

interface Query {
  readonly m: Machine;
  readonly frame: Frame;
  readonly func: FunctionNode;
  readonly calls: readonly SelfCall[];
  readonly ranges: ReadonlyMap<string, ParamRange>;
  readonly here: number;
  readonly closure: Closure;
}

/** The rules in the order of their strength. */
export function classify(
  m: Machine,
  frame: Frame,
  closure: Closure,
  calls: readonly SelfCall[],
  ranges: ReadonlyMap<string, ParamRange>,
): Recursion {
  const q: Query = { m, frame, func: closure.func, calls, ranges, here: m.levels.length, closure };
  return (
    involution(q) ??
    unionFind(q) ??
    memo(q) ??
    structural(q) ??
    halving(q) ??
    visited(q) ??
    treeWalk(q) ??
    sharedCursor(q) ??
    split(q) ??
    branching(q) ??
    tries(q) ??
    giveUp(q)
  );
}

/** All calls move one cursor on (a nonlocal index, an iterator, a list that is popped): each place is passed once. */
function sharedCursor(q: Query): Recursion | null {
  const changes = changesIn(q.func.body, () => null);
  for (const [path, list] of changes) {
    const root = path.split(/[.[]/, 1)[0]!;
    const threaded =
      q.func.params.some((param) => param.name === path) &&
      changesFor(q, path).length > 0 &&
      changesFor(q, path).every((c) => c.kind === 'same' || c.kind === 'step') &&
      list.some((c) => (c.kind === 'set' && c.tuple) || c.kind === 'set');
    const outer =
      root === q.func.receiver ||
      !q.func.locals.includes(root) ||
      changesFor(q, root).every((c) => c.kind === 'same');
    const advances = list.some((c) => c.kind === 'step' || c.kind === 'pop' || c.kind === 'cursor');
    if (!(threaded || (outer && advances && !list.some((c) => c.kind === 'set' && !threaded)))) continue;
    if (!threaded && takesBack(q) && list.some((c) => c.kind === 'push')) continue;
    const count = cursorLimit(q, path);
    if (count === null || isOne(count)) continue;
    return {
      rule: 'shared-cursor',
      reason: `every call moves ${path} on, and no call moves it back`,
      count,
      from: q.here,
      depth: count,
      solve: null,
      distinct: [],
    };
  }
  return null;
}

/** The length of what the cursor runs through; null when nothing in the function limits it. */
function cursorLimit(q: Query, path: string): Cost | null {
  const value =
    path.includes('.') || path.includes('[') ? null : (q.frame.vars.get(path) ?? lookup(q.frame, path));
  if (value?.kind === 'ref') return settle(q.m, nonZero(find(value.object).size));
  return limitOf(q.m, q.frame, q.func, path);
}

const nonZero = (cost: Cost): Cost => (isZero(cost) ? ONE : cost);

/** Calls in a loop with nothing that shrinks in the arguments: a search whose state is changed and changed back. */
function tries(q: Query): Recursion | null {
  if (!q.calls.some((call) => call.loops.length > 0) || !(takesBack(q) || usedMarks(q) || restoresCounts(q)))
    return null;
  q.m.assumptions.set('search', {
    id: 'search',
    text: 'the search over changed and restored state is taken to be exponential in the input',
    span: q.func.headerSpan,
  });
  return {
    rule: 'branching',
    reason: 'every choice is tried and taken back',
    count: exponential(q.m.inputSize),
    from: q.here,
    depth: q.m.inputSize,
    solve: null,
    distinct: [],
  };
}

/** `count[x] -= 1 ... count[x] += 1` around the call. */
function restoresCounts(q: Query): boolean {
  const ops = new Set<string>();
  q.func.body.forEach((stmt) =>
    some(stmt, (node) => {
      if (node.kind === 'assign' && node.op !== null && node.targets[0]?.kind === 'index') ops.add(node.op);
      return false;
    }),
  );
  return ops.has('+') && ops.has('-');
}

function giveUp(q: Query): Recursion {
  return {
    rule: 'unknown',
    reason: 'no parameter was found that shrinks towards a base case',
    from: q.here,
    solve: null,
    distinct: [],
    count: unknown('recursion without a known bound', q.func.headerSpan),
    depth: q.m.inputSize,
  };
}

/** `f(b, a)` in f(a, b), `f(-x)` in f(x): calls itself once to swap or negate its arguments. */
function involution(q: Query): Recursion | null {
  const names = new Set(q.func.params.map((param) => param.name));
  const plain = (expr: Expr): boolean =>
    (expr.kind === 'name' && names.has(expr.name)) ||
    (expr.kind === 'unary' && plain(expr.operand)) ||
    expr.kind === 'constant';
  const swaps =
    q.calls.length > 0 &&
    q.calls.every(({ call }) => call.args.length > 0 && call.args.every((arg) => plain(arg.value)));
  const moved = q.calls.some((call) =>
    [...call.changes.values()].some((c) => c.kind !== 'same' && c.kind !== 'constant'),
  );
  return swaps && moved
    ? {
        rule: 'involution',
        reason: 'it calls itself once, with its arguments exchanged',
        count: ONE,
        from: q.here,
        depth: ONE,
        solve: null,
        distinct: [],
      }
    : null;
}

/** `parent[x] = find(parent[x])`: path compression makes a call nearly constant. */
function unionFind(q: Query): Recursion | null {
  if (q.calls.length !== 1) return null;
  const { call } = q.calls[0]!;
  const arg = call.args[call.args.length - 1]?.value;
  if (arg === undefined || arg.kind !== 'index') return null;
  const table = tableOf(arg.object);
  const writes = q.func.body.some((stmt) =>
    some(
      stmt,
      (node) =>
        node.kind === 'assign' && node.targets.some((t) => t.kind === 'index' && tableOf(t.object) === table),
    ),
  );
  if (table === null || !writes) return null;
  return {
    rule: 'union-find',
    reason: 'path compression: amortised nearly constant',
    count: ONE,
    from: q.here,
    depth: ONE,
    solve: null,
    distinct: [],
  };
}

const tableOf = (expr: Expr): string | null => pathOf(expr);

// ---------------------------------------------------------------- memo

function memo(q: Query): Recursion | null {
  if (q.func.memoised)
    return memoised(
      q,
      q.func.params.map((p) => p.name),
      q.closure.frame === null ? 0 : definedAt(q),
    );
  for (const fact of memoFacts(q.func)) {
    if (!marks(q.func.body, fact) || !returnsMemo(q.func, fact)) continue;
    const container = quietly(q.m, q.frame, fact.container);
    const from = container.kind === 'ref' ? Math.min(find(container.object).born, q.here) : q.here;
    const names = keyNames(q, fact);
    if (names.length === 0) {
      const bound = markBound(q.m, q.frame, fact);
      if (bound === null) continue;
      return states(q, bound.count, bound.from, []);
    }
    if (fact.form === 'cell' && container.kind === 'ref' && find(container.object).type !== 'map') {
      const bound = markBound(q.m, q.frame, fact);
      if (bound !== null) return states(q, bound.count, Math.min(bound.from, from), names);
    }
    return memoised(q, names, from);
  }
  return null;
}

function definedAt(q: Query): number {
  const frame = q.closure.frame!;
  return Math.min(frame.boundAt.get(q.func.name) ?? frame.base, q.here);
}

function memoised(q: Query, names: readonly string[], from: number): Recursion {
  let count: Cost = ONE;
  for (const name of names) {
    const range = q.ranges.get(name);
    if (range === undefined) continue;
    if (range.domain === null) {
      q.m.assumptions.set(`memo:${name}`, {
        id: `memo:${name}`,
        text: `the number of different values of ${name} is not known`,
        span: q.func.headerSpan,
      });
      count = times(count, q.m.inputSize);
    } else count = times(count, settle(q.m, isZero(range.domain) ? ONE : range.domain));
  }
  return states(q, count, from, names);
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
            range.value.kind === 'num' ? settle(q.m, range.value.max) : (range.domain ?? ONE),
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
  };
}

/** Tests of the function that say "not in the memo". */
function memoFacts(func: FunctionNode): Unmarked[] {
  return factsOf(func.body);
}

function factsOf(block: readonly Stmt[]): Unmarked[] {
  const out: Unmarked[] = [];
  for (const stmt of block) {
    if (stmt.kind !== 'if') {
      if (stmt.kind === 'forEach' || stmt.kind === 'while' || stmt.kind === 'try')
        out.push(...factsOf(childStmts(stmt) as readonly Stmt[]));
      continue;
    }
    out.push(...unmarkedBy(stmt.test, true).filter((fact) => marks(stmt.then, fact) || hasCall(stmt.then) || some(stmt.test, (node) => node.kind === 'call')));
    if (endsEarly(stmt.then)) out.push(...unmarkedBy(stmt.test, false));
    out.push(...factsOf(stmt.then), ...factsOf(stmt.otherwise));
  }
  return out;
}

function hasCall(block: readonly Stmt[]): boolean {
  return block.some((stmt) => some(stmt, (node) => node.kind === 'call'));
}

/** The function returns what the table holds: `return memo[key]`. */
function returnsMemo(func: FunctionNode, fact: Unmarked): boolean {
  const container = pathOf(fact.container);
  if (container === null) return false;
  return func.body.some((stmt) =>
    some(
      stmt,
      (node) =>
        node.kind === 'return' &&
        node.value !== null &&
        some(node.value, (e) => e.kind === 'index' && rootPath(e) === container),
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
    childExprs(expr).forEach((child) => visit(child, depth));
  };
  fact.keys.forEach((key) => visit(key, 2));
  return [...found];
}

// ---------------------------------------------------------------- structure

/** A tree or list is followed by its links: each node once. */
function structural(q: Query): Recursion | null {
  for (const param of q.func.params) {
    const value = q.frame.vars.get(param.name);
    if (value?.kind !== 'ref') continue;
    const object = find(value.object);
    if (!['tree', 'linked', 'object', 'graph'].includes(object.type)) continue;
    const moves = q.calls.map((call) => call.changes.get(param.name));
    if (object.type === 'graph' || moves.length === 0) continue;
    if (!moves.every((c) => c?.kind === 'child' || c === undefined || c.kind === 'same' || isLink(c)))
      continue;
    if (moves.every((c) => c === undefined || c.kind === 'same')) continue;
    return overNodes(q, object, param.name);
  }
  return receiverStructure(q);
}

/** `dfs(nxt)` with nxt taken from the node some way. */
function isLink(change: ArgChange): boolean {
  return change.kind === 'other' && change.value.kind === 'call' && change.value.callee.kind === 'field';
}

function overNodes(q: Query, object: import('../value.ts').HeapObject, name: string): Recursion {
  const nodes = object.type === 'object' ? object.instances : object.size;
  const single = callsOnPath(q.func, q.calls);
  const count =
    single.once <= 1 && !single.inLoop ? (object.type === 'tree' ? (object.height ?? nodes) : nodes) : nodes;
  const depth = object.type === 'tree' ? (object.height ?? nodes) : nodes;
  return {
    rule: 'structural',
    reason: 'each node is visited once',
    count: settle(q.m, isZero(count) ? ONE : count),
    from: q.here,
    depth: settle(q.m, isZero(depth) ? ONE : depth),
    solve: null,
    distinct: [name],
  };
}

/** A method that calls itself on another object of its class: the node's children. */
function receiverStructure(q: Query): Recursion | null {
  const { receiver } = q.func;
  if (receiver === null || q.frame.self?.kind !== 'ref') return null;
  const onOther = q.calls.every(
    ({ call }) => call.callee.kind === 'field' && pathOf(call.callee.object) !== receiver,
  );
  return onOther ? overNodes(q, find(q.frame.self.object), receiver) : null;
}

/** Guarded by visited marks, or by overwriting the cell. */
function visited(q: Query): Recursion | null {
  for (const fact of factsOf(q.func.body)) {
    if (!marks(q.func.body, fact) || fact.form === 'relax') continue;
    if (unmarks(q.func.body, fact)) continue;
    const bound = markBound(q.m, q.frame, fact);
    if (bound === null) continue;
    const distinct = markedParams(q, fact);
    return {
      rule: 'visited',
      reason: 'what was visited is not entered again',
      count: bound.count,
      from: bound.from,
      depth: bound.count,
      solve: null,
      distinct,
    };
  }
  return null;
}

/** The parameters that are the key of the mark which the function sets. */
function markedParams(q: Query, fact: Unmarked): string[] {
  const container = pathOf(fact.container);
  const found = new Set<string>();
  const note = (key: Expr | undefined): void => {
    if (key?.kind === 'name' && q.func.params.some((param) => param.name === key.name)) found.add(key.name);
  };
  q.func.body.forEach((stmt) => some(stmt, (node) => {
    if (node.kind === 'assign') for (const target of node.targets) if (target.kind === 'index' && pathOf(target.object) === container) note(target.index);
    if (node.kind === 'call' && node.callee.kind === 'field' && pathOf(node.callee.object) === container) note(node.args[0]?.value);
    return false;
  }));
  return [...found];
}

// ---------------------------------------------------------------- shrinking intervals and numbers

function halving(q: Query): Recursion | null {
  const halved = q.func.params.find((param) => {
    const changes = changesFor(q, param.name);
    return (
      changes.length > 0 &&
      changes.every(
        (c) =>
          c.kind === 'halve' ||
          c.kind === 'same' ||
          (c.kind === 'inner' && c.midpoint) ||
          (c.kind === 'step' && changes.some((d) => d.kind === 'halve')) ||
          c.kind === 'constant',
      ) &&
      changes.some((c) => c.kind === 'halve' || (c.kind === 'inner' && c.midpoint))
    );
  });
  const interval =
    halved ??
    q.func.params.find((param) => changesFor(q, param.name).some((c) => c.kind === 'inner' && c.midpoint));
  if (interval === undefined) return null;
  const { once, inLoop } = callsOnPath(q.func, q.calls);
  if (inLoop && once > 2) return null;
  const size = sizeOfParams(q);
  return divide(q, size, Math.max(1, once), 'the problem is halved');
}

function changesFor(q: Query, name: string): ArgChange[] {
  return q.calls.flatMap((call) => {
    const change = call.changes.get(name);
    return change === undefined ? [] : [change];
  });
}

/** The size of the problem: the largest of the values or sizes of the parameters that shrink. */
function sizeOfParams(q: Query): Cost {
  let size: Cost = ONE;
  for (const param of q.func.params) {
    const changes = changesFor(q, param.name);
    if (
      !changes.some((c) => c.kind === 'halve' || c.kind === 'inner' || c.kind === 'loop' || c.kind === 'step')
    )
      continue;
    const value = q.frame.vars.get(param.name);
    if (value === undefined) continue;
    size = max(
      size,
      value.kind === 'num' ? settle(q.m, isZero(value.max) ? ONE : value.max) : valueSize(q.m, value),
    );
  }
  return size;
}

/** The master theorem for a calls on halves, cost by cost (Cormen et al., Introduction to Algorithms, section 4.5). */
function divide(q: Query, size: Cost, branches: number, reason: string): Recursion {
  const critical = Math.log2(branches);
  const leaves = branches === 1 ? ONE : power(size, critical);
  const solve = (cost: Cost): Cost => {
    const order = compare(cost, leaves);
    if (order === 'less') return leaves;
    return order === 'greater' ? cost : times(cost, log(size));
  };
  return {
    rule: 'divide-and-conquer',
    reason: `${reason}: T(n) = ${branches === 1 ? '' : `${branches} `}T(n/2) + work`,
    count: branches === 1 ? log(size) : leaves,
    from: q.here,
    depth: log(size),
    solve,
    distinct: [],
  };
}

/** Two calls on disjoint parts of an interval, cut anywhere: each cut point once. One call on either part: a search. */
function split(q: Query): Recursion | null {
  if (q.calls.some((call) => call.loops.length > 0)) return null;
  if (!isCut(q) && !q.func.params.some((param) => changesFor(q, param.name).some((c) => c.kind === 'inner')))
    return null;
  const size = max(sizeOfParams(q), ...cutSizes(q));
  if (isOne(size)) return null;
  if (usesRandom(q))
    return divide(
      q,
      size,
      Math.max(1, callsOnPath(q.func, q.calls).once),
      'a random pivot halves the problem on average',
    );
  return {
    rule: 'split',
    reason: 'each call settles one element and passes on the parts around it',
    count: size,
    from: q.here,
    depth: size,
    solve: null,
    distinct: [],
  };
}

/** One end stays while the other becomes a point in between: `f(lo, cut)` and `f(cut + 1, hi)`. */
function isCut(q: Query): boolean {
  const params = q.func.params.map((param) => param.name);
  return params.some((low) =>
    params.some(
      (high) =>
        low !== high &&
        q.calls.some((a) =>
          q.calls.some(
            (b) =>
              a !== b &&
              a.changes.get(low)?.kind === 'same' &&
              b.changes.get(high)?.kind === 'same' &&
              cutPoint(q, a, high) !== null &&
              cutPoint(q, a, high) === cutPoint(q, b, low),
          ),
        ),
    ),
  );
}

/** The name of the local variable that an argument is, give or take a constant. */
function cutPoint(q: Query, call: SelfCall, param: string): string | null {
  const at = q.func.params.findIndex((p) => p.name === param);
  const arg =
    call.call.args.find((a) => a.name === param)?.value ??
    call.call.args.filter((a) => a.name === null)[at]?.value;
  const name = arg === undefined ? null : baseName(arg);
  return name !== null && !q.func.params.some((p) => p.name === name) ? name : null;
}

function baseName(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'binary' && (expr.op === '+' || expr.op === '-') && expr.right.kind === 'number')
    return baseName(expr.left);
  return null;
}

function cutSizes(q: Query): Cost[] {
  return q.func.params.flatMap((param) => {
    const range = q.ranges.get(param.name);
    return range !== undefined &&
      range.value.kind === 'num' &&
      range.changes.some((c) => c.kind !== 'same' && c.kind !== 'constant')
      ? [settle(q.m, range.value.max)]
      : [];
  });
}

/**
 * A walk over a tree given by adjacency lists: each call goes on to the neighbours of its node, and either never back to
 * where it came from or down lists of children.
 */
function treeWalk(q: Query): Recursion | null {
  for (const param of q.func.params) {
    const changes = changesFor(q, param.name);
    if (changes.length === 0 || !changes.every((c) => c.kind === 'child' || c.kind === 'neighbour')) continue;
    if (!changes.some((c) => c.kind === 'neighbour')) continue;
    if (takesBack(q)) return null;
    const nodes = nodesOf(q, changes);
    if (nodes === null) continue;
    q.m.assumptions.set('tree', {
      id: 'tree',
      text: 'the graph that the recursion walks is a tree: each node is reached once',
      span: q.func.headerSpan,
    });
    return {
      rule: 'structural',
      reason: 'each node of the tree is visited once',
      count: nodes,
      from: q.here,
      depth: nodes,
      solve: null,
      distinct: [param.name],
    };
  }
  return null;
}

/** A list that is pushed before and popped after the call holds the path: all paths are walked. */
function takesBack(q: Query): boolean {
  return q.func.body.some((stmt) =>
    some(
      stmt,
      (node) =>
        node.kind === 'call' &&
        node.callee.kind === 'field' &&
        node.callee.name === 'pop' &&
        node.args.length === 0,
    ),
  );
}

function nodesOf(q: Query, changes: readonly ArgChange[]): Cost | null {
  for (const change of changes) {
    if (change.kind !== 'neighbour') continue;
    const table = quietly(q.m, q.frame, change.table);
    if (table.kind !== 'ref') continue;
    const size = settle(q.m, find(table.object).size);
    return isZero(size) ? ONE : size;
  }
  return null;
}

function usesRandom(q: Query): boolean {
  const isRandom = (node: Stmt | Expr): boolean =>
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    node.callee.object.kind === 'name' &&
    node.callee.object.name === 'random';
  const seen = new Set<FunctionNode>();
  const reaches = (func: FunctionNode): boolean => {
    if (seen.has(func)) return false;
    seen.add(func);
    return func.body.some((stmt) =>
      some(stmt, (node) => {
        if (
          isRandom(node) ||
          (node.kind === 'call' &&
            node.callee.kind === 'name' &&
            /^(randint|randrange|choice)$/.test(node.callee.name))
        )
          return true;
        const callee = node.kind === 'call' ? q.m.index.resolve(node) : null;
        return callee !== null && reaches(callee);
      }),
    );
  };
  return reaches(q.func);
}

/** Branches to the power of the depth: decrements, subsets, permutations. */
function branching(q: Query): Recursion | null {
  const depth = depthOf(q);
  if (depth === null) return null;
  const { once, inLoop } = callsOnPath(q.func, q.calls);
  if (!inLoop) {
    if (once <= 1)
      return {
        rule: 'decrement',
        reason: 'each call goes one step on',
        count: depth,
        from: q.here,
        depth,
        solve: null,
        distinct: [],
      };
    return {
      rule: 'branching',
      reason: `${once} calls a level`,
      count: power2(once, depth),
      from: q.here,
      depth,
      solve: null,
      distinct: [],
    };
  }
  return inLoops(q, depth, once);
}

/** `base` to the power of the depth. */
function power2(base: number | Cost, depth: Cost): Cost {
  return isExponential(depth) || (typeof base !== 'number' && isExponential(base))
    ? exponential(depth)
    : exp(base, depth);
}

const isExponential = (cost: Cost): boolean => classifyCost(cost) === 'exponential';

function inLoops(q: Query, depth: Cost, once: number): Recursion {
  const make = (rule: Recursion['rule'], count: Cost, reason: string): Recursion => ({
    rule,
    reason,
    count,
    from: q.here,
    depth,
    solve: null,
    distinct: [],
  });
  const ahead = q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'loop'));
  const without = q.calls.some((call) => [...call.changes.values()].some((c) => c.kind === 'without'));
  const used = usedMarks(q) || swaps(q.func);
  if (without || (used && !ahead))
    return make('permutations', factorial(depth), 'every order of the elements is tried');
  if (ahead) return make('subsets', exponential(depth), 'each element is taken or left');
  const choices = choicesOf(q);
  const width = isOne(choices) ? Math.max(2, once) : choices;
  return make('branching', power2(width, depth), 'every choice is tried at every step');
}

/** Marks that are taken back after the call, or list elements that are exchanged: backtracking over what is left. */
function usedMarks(q: Query): boolean {
  return factsOf(q.func.body).some(
    (fact) => fact.form !== 'relax' && marks(q.func.body, fact) && unmarks(q.func.body, fact),
  );
}

function swaps(func: FunctionNode): boolean {
  return func.body.some((stmt) =>
    some(
      stmt,
      (node) =>
        node.kind === 'assign' &&
        node.targets.some(
          (t) =>
            t.kind === 'collection' && t.elements.length === 2 && t.elements.every((e) => e.kind === 'index'),
        ),
    ),
  );
}

/** How many choices the loop around the calls has; ONE when they are constant. */
function choicesOf(q: Query): Cost {
  let most: Cost = ONE;
  for (const { loops } of q.calls) {
    for (const loop of loops) {
      for (const { iterable } of loopTargets(loop)) {
        const value = quietly(q.m, q.frame, iterable);
        const size = iterable.kind === 'range' ? sizeOfRange(q, iterable.end) : valueSize(q.m, value);
        most = max(most, isZero(size) ? ONE : size);
      }
    }
  }
  return most;
}

function sizeOfRange(q: Query, end: Expr): Cost {
  const value = quietly(q.m, q.frame, end);
  return value.kind === 'num' ? settle(q.m, isZero(value.max) ? ONE : value.max) : q.m.inputSize;
}

/** How deep the calls go: the range of what shrinks or grows in every call. */
function depthOf(q: Query): Cost | null {
  let best: Cost | null = null;
  const consider = (cost: Cost): void => {
    const bound = settle(q.m, isZero(cost) ? ONE : cost);
    if (best === null || compare(bound, best) === 'less') best = bound;
  };
  for (const param of q.func.params) {
    const changes = changesFor(q, param.name);
    if (changes.length === 0 || !changes.every(moves)) continue;
    const range = q.ranges.get(param.name)!;
    if (changes.some((c) => c.kind === 'grow')) {
      consider(lengthLimit(q, param.name) ?? q.m.inputSize);
      continue;
    }
    if (range.value.kind === 'num') consider(range.value.max);
    else consider(valueSize(q.m, range.value));
  }
  if (best !== null) return best;
  return stateDepth(q);
}

function moves(change: ArgChange): boolean {
  return change.kind === 'step'
    ? change.by !== 0
    : change.kind === 'vary' ||
        change.kind === 'loop' ||
        change.kind === 'grow' ||
        change.kind === 'without' ||
        change.kind === 'halve' ||
        change.kind === 'inner';
}

/** Some parameter moves in only some of the calls, or the depth is that of a list that is pushed and popped. */
function stateDepth(q: Query): Cost | null {
  let sum: Cost = ONE;
  let found = false;
  for (const param of q.func.params) {
    const changes = changesFor(q, param.name);
    if (!changes.some(moves)) continue;
    const range = q.ranges.get(param.name)!;
    sum = plus(sum, range.value.kind === 'num' ? settle(q.m, range.value.max) : valueSize(q.m, range.value));
    found = true;
  }
  if (found && q.calls.every((call) => [...call.changes.values()].some(moves))) return sum;
  const limit = lengthLimit(q, null);
  return limit ?? (found ? sum : usedMarks(q) || swaps(q.func) ? q.m.inputSize : null);
}

/** The limit in a test of a list's length: `len(path) == k`. */
function lengthLimit(q: Query, name: string | null): Cost | null {
  let found: Cost | null = null;
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'compare') {
      for (const [a, b] of [
        [node.left, node.right],
        [node.right, node.left],
      ] as const) {
        if (a.kind !== 'call' || a.callee.kind !== 'name' || a.callee.name !== 'len') continue;
        const target = a.args[0]?.value;
        if (target === undefined || (name !== null && pathOf(target) !== name)) continue;
        const value = quietly(q.m, q.frame, b);
        if (value.kind === 'num') found = isOne(value.max) ? found : settle(q.m, value.max);
      }
    }
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
  };
  q.func.body.forEach(visit);
  return found;
}

function some(node: Stmt | Expr, test: (node: Stmt | Expr) => boolean): boolean {
  return (
    test(node) ||
    childStmts(node).some((child) => some(child, test)) ||
    childExprs(node).some((child) => some(child, test))
  );
}

export { limitOf };
