/** The number of turns of a `while`: the strongest reasoning that applies, and which it is. */
import { affineToCost } from '../cost/affine.ts';
import { type Cost, ONE, compare, isOne, isZero, log, max, min, plus, power, times } from '../cost/cost.ts';
import type { Compare, CompareOp, Expr, Stmt, While } from '../ir/ir.ts';
import { valueSize } from './containers.ts';
import { lookup, ownerOf, type Frame } from './frame.ts';
import { isTestCases, reached, testCases, valueOfPath, type LoopBound } from './loops.ts';
import { assume, settle, sizeOf, type Machine } from './machine.ts';
import { markBound, marks, unmarkedBy, unmarks } from './marks.ts';
import { changesIn, pathOf, resets, type Change, type Changes } from './progress.ts';
import { quietly } from './quiet.ts';
import { childExprs, childStmts } from '../ir/walk.ts';
import { find, knownInt, num, type HeapObject, type Num } from './value.ts';

interface Query {
  readonly m: Machine;
  readonly frame: Frame;
  readonly node: While;
  readonly changes: Changes;
  readonly body: readonly (Stmt | Expr)[];
}

const bodies = new WeakMap<While, readonly (Stmt | Expr)[]>();

/** Everything that repeats: test, body and update. */
export function whileBody(node: While): readonly (Stmt | Expr)[] {
  let body = bodies.get(node);
  if (body === undefined) {
    body = [node.test, ...node.body, ...node.update];
    bodies.set(node, body);
  }
  return body;
}

export function whileBound(m: Machine, frame: Frame, node: While): LoopBound {
  const body = whileBody(node);
  const q: Query = { m, frame, node, body, changes: changesIn(body, m.index.resolve) };
  if (leavesAtOnce(node.body))
    return {
      count: ONE,
      from: m.levels.length,
      rule: 'leaves',
      reason: 'every turn ends by leaving the loop',
    };
  for (const path of pathsIn(node.test)) {
    const value = lookup(frame, path);
    if (value?.kind === 'num' && value.exact !== null && isTestCases(m, frame, value.exact, body))
      return testCases(m.levels.length);
  }
  const found =
    byMark(q) ?? stronger(byTest(q, node.test, true), byPops(q)) ?? byExits(q) ?? byIndex(q) ?? byFlag(q);
  if (found !== null) return found;
  const carried = byOutlivingStep(q);
  if (carried !== null) return carried;
  assume(
    m,
    `while:${node.span.start}`,
    'no bound was found for a while loop: it is taken to turn once for each element of the input',
    node.headerSpan,
  );
  return {
    count: m.inputSize,
    from: m.levels.length,
    rule: 'assumed',
    reason: 'no variable was found that moves towards the end of the loop',
  };
}

/** A variable that moves one way in every turn and is never set back: as often as the input is long, over all the loops. */
function byOutlivingStep(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    if (stmt.kind !== 'assign') continue;
    const path = stmt.targets.length === 1 ? pathOf(stmt.targets[0]!) : null;
    if (path === null || motion(q, path) === null) continue;
    const from = progressFrom(q, path);
    if (from >= q.m.levels.length) continue;
    assume(
      q.m,
      `while:${q.node.span.start}`,
      `${path} is taken to stay within the size of the input`,
      q.node.headerSpan,
    );
    return {
      count: q.m.inputSize,
      from,
      rule: 'amortised',
      reason: `${path} moves one way and is not reset in the outer loop`,
    };
  }
  return null;
}

/** The last statement always leaves, and nothing goes on to the next turn. */
function leavesAtOnce(body: readonly Stmt[]): boolean {
  const last = body[body.length - 1];
  return last !== undefined && (last.kind === 'return' || last.kind === 'break') && !body.some(hasContinue);
}

function hasContinue(stmt: Stmt): boolean {
  if (stmt.kind === 'continue') return true;
  if (stmt.kind === 'forEach' || stmt.kind === 'while') return false;
  return childStmts(stmt).some(hasContinue);
}

// ---------------------------------------------------------------- tests

/** The bound that a test gives while it is `holds`. */
function byTest(q: Query, test: Expr, holds: boolean): LoopBound | null {
  if (test.kind === 'unary' && test.op === 'not') return byTest(q, test.operand, !holds);
  if (test.kind === 'logical') {
    const left = byTest(q, test.left, holds);
    const right = byTest(q, test.right, holds);
    if ((test.op === 'and') === holds) return stronger(left, right);
    if (left === null || right === null)
      return left === null && right !== null && isConstantTest(test.left) ? right : null;
    return { ...left, count: plus(left.count, right.count), from: Math.max(left.from, right.from) };
  }
  if (test.kind === 'compare') return byCompare(q, test, holds ? test.op : negate(test.op));
  if (test.kind === 'assignExpr') return byTest(q, test.target, holds);
  if (
    test.kind === 'call' &&
    test.callee.kind === 'field' &&
    !holds &&
    /^(empty|isEmpty)$/.test(test.callee.name)
  )
    return byWorklist(q, test.callee.object);
  if (test.kind === 'call' && test.callee.kind === 'name' && test.callee.name === 'len' && holds)
    return byWorklist(q, test.args[0]!.value);
  if (!holds) return null;
  return byWorklist(q, test) ?? byCursor(q, test) ?? byCountdown(q, test);
}

function isConstantTest(test: Expr): boolean {
  return test.kind === 'constant' || test.kind === 'number';
}

const NEGATION: Record<CompareOp, CompareOp> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
  in: 'not in',
  'not in': 'in',
  is: 'is not',
  'is not': 'is',
};
const negate = (op: CompareOp): CompareOp => NEGATION[op];

/** Of two bounds that both hold the smaller one; amortised ones first. */
function stronger(a: LoopBound | null, b: LoopBound | null): LoopBound | null {
  if (a === null) return b;
  if (b === null) return a;
  if (a.from !== b.from) return a.from < b.from ? (costlier(a, b) ? b : a) : costlier(b, a) ? a : b;
  const order = compare(b.count, a.count);
  return order === 'less' ? b : a;
}

/** An amortised bound that is asymptotically larger than even the plain one is no gain. */
function costlier(wide: LoopBound, narrow: LoopBound): boolean {
  return isOne(narrow.count) && !isOne(wide.count);
}

function byCompare(q: Query, test: Compare, op: CompareOp): LoopBound | null {
  switch (op) {
    case '<':
    case '<=':
      return byOrder(q, test.left, test.right);
    case '>':
    case '>=':
      return byOrder(q, test.right, test.left);
    case '!=':
    case 'is not':
      return (
        byCursor(q, test.left) ??
        byCursor(q, test.right) ??
        byWorklist(q, test.left) ??
        byOrder(q, test.left, test.right) ??
        byOrder(q, test.right, test.left)
      );
    case '==':
      return byDivision(q, test) ?? byRun(q, test);
    case 'in':
      return bySearch(q, test);
    default:
      return byFollow(q, test.left) ?? byRun(q, test);
  }
}

// ---------------------------------------------------------------- progress of numbers

const amountSign = (m: Machine, frame: Frame, change: Change & { kind: 'step' }): number => {
  const amount = quietly(m, frame, change.amount);
  const known = knownInt(amount);
  if (known !== null) return Math.sign(known) * change.sign;
  if (change.amount.kind === 'unary' && change.amount.op === '-') return -change.sign;
  return change.sign;
};

type Motion = 'up' | 'down' | 'grow' | 'shrink' | 'bits' | null;

/** How a path moves over the turns: by steps or by factors, and in which direction; null when it may go back. */
function motion(q: Query, path: string, weak = false): Motion {
  const list = q.changes.get(path);
  if (list === undefined) return null;
  let steps = 0;
  let factor: Motion = null;
  for (const change of list) {
    switch (change.kind) {
      case 'step': {
        const sign = amountSign(q.m, q.frame, change);
        if (sign === 0) continue;
        if (!weak && isDrawn(change.amount)) return null;
        if (isSelfScaled(change, path)) {
          factor = sign > 0 ? 'grow' : 'shrink';
          break;
        }
        if (steps !== 0 && Math.sign(steps) !== sign) return null;
        steps = sign;
        break;
      }
      case 'scale':
        factor = change.op === '*' || change.op === '<<' || change.op === '**' ? 'grow' : 'shrink';
        break;
      case 'bit':
        factor = 'bits';
        break;
      case 'clamp':
        break;
      case 'copy':
        if (copiedAhead(q, path, change)) {
          steps = steps === 0 ? 1 : steps;
          break;
        }
        return null;
      default:
        return null;
    }
  }
  if (factor !== null) return factor;
  return steps > 0 ? 'up' : steps < 0 ? 'down' : null;
}

/** An amount taken from an element may be zero or of either sign: no measure of progress. */
function isDrawn(amount: Expr): boolean {
  return amount.kind === 'index' || amount.kind === 'call' || childExprs(amount).some(isDrawn);
}

/** `x -= x // 2` and the like. */
function isSelfScaled(change: Change & { kind: 'step' }, path: string): boolean {
  const { amount } = change;
  return (
    amount.kind === 'binary' &&
    pathOf(amount.left) === path &&
    (amount.op === '//' || amount.op === '>>' || amount.op === '/')
  );
}

/** `i = j` or `i = j + 1` where j runs on from i: i still only moves ahead. */
function copiedAhead(q: Query, path: string, change: Change & { kind: 'copy' }): boolean {
  const list = q.changes.get(change.from);
  if (list === undefined) return false;
  return (
    change.offset >= 0 &&
    list.some((c) => c.kind === 'copy' && c.from === path) &&
    list.some((c) => c.kind === 'step' || c.kind === 'clamp')
  );
}

/** `small < large`: small moves up, or large moves down, or both close in on each other by halves. */
function byOrder(q: Query, small: Expr, large: Expr): LoopBound | null {
  const halved = byHalving(q, small, large);
  if (halved !== null) return halved;
  const up = movingPart(q, small, ['up', 'grow', 'bits']);
  const down = movingPart(q, large, ['down', 'shrink', 'bits']);
  const size = sizeTest(q, small, large);
  if (size !== null) return size;
  if (up === null && down === null) return byFollow(q, small) ?? byFollow(q, large);
  const from = Math.max(
    up === null ? 0 : progressFrom(q, up.path),
    down === null ? 0 : progressFrom(q, down.path),
  );
  if (up !== null && (up.motion === 'grow' || up.motion === 'bits'))
    return logarithmic(
      q,
      limitOf(q, large),
      progressFrom(q, up.path),
      up.path,
      'grows by a factor each turn',
    );
  if (down !== null && (down.motion === 'shrink' || down.motion === 'bits')) {
    return logarithmic(
      q,
      limitOf(q, large),
      progressFrom(q, down.path),
      down.path,
      down.motion === 'bits' ? 'loses a bit each turn' : 'shrinks by a factor each turn',
    );
  }
  const limit = limitOf(q, large);
  if (up !== null && down === null) {
    const shaped = shapedLimit(q, small, up.path, limit);
    return linear(q, shaped, from, `${up.path} only grows`, up.path);
  }
  if (down !== null && up === null) return linear(q, limit, from, `${down.path} only falls`, down.path);
  return linear(q, limit, from, `${up!.path} only grows and ${down!.path} only falls`, up!.path);
}

/** `i * i <= n` ends at the square root, `2 ** i <= n` at the logarithm. */
function shapedLimit(q: Query, small: Expr, path: string, limit: Cost): Cost {
  if (small.kind !== 'binary') return limit;
  if (small.op === '*' && pathOf(small.left) === path && pathOf(small.right) === path)
    return power(limit, 0.5);
  if (small.op === '**' && pathOf(small.left) === path && small.right.kind === 'number')
    return power(limit, 1 / small.right.value);
  if ((small.op === '**' || small.op === '<<') && pathOf(small.right) === path) return log(limit);
  if (small.op === '*' && shapedLimit(q, small.left, path, limit) !== limit)
    return shapedLimit(q, small.left, path, limit);
  if (small.op === '*' || small.op === '+') return limit;
  return limit;
}

function movingPart(
  q: Query,
  expr: Expr,
  wanted: readonly Motion[],
): { path: string; motion: Motion } | null {
  const path = pathOf(expr);
  if (path !== null) {
    const found = motion(q, path);
    return found !== null && wanted.includes(found) ? { path, motion: found } : null;
  }
  if (
    expr.kind === 'binary' ||
    expr.kind === 'unary' ||
    expr.kind === 'call' ||
    expr.kind === 'conditional'
  ) {
    for (const child of childExprs(expr)) {
      const part = movingPart(q, child, wanted);
      if (part !== null) return part;
    }
  }
  return null;
}

/** The largest value that the far side of a test takes. */
function limitOf(q: Query, expr: Expr): Cost {
  const value = quietly(q.m, q.frame, expr);
  if (value.kind === 'num') return settle(q.m, isZero(value.max) ? ONE : value.max);
  return q.m.inputSize;
}

function linear(q: Query, count: Cost, from: number, reason: string, path: string): LoopBound {
  const here = q.m.levels.length;
  const amortised = from < here;
  const variable = !amortised && !isOne(count) ? null : null;
  return {
    count: settle(q.m, count),
    from,
    rule: amortised ? 'amortised' : 'progress',
    variable,
    reason: amortised
      ? `${reason} and is not reset in the outer loop`
      : reason.includes(path)
        ? reason
        : `${path} moves on each turn`,
  };
}

function logarithmic(q: Query, limit: Cost, from: number, path: string, reason: string): LoopBound {
  const factored = log(limit);
  return {
    count: isOne(limit) ? ONE : factored,
    from: Math.max(from, q.m.levels.length),
    rule: 'geometric',
    reason: `${path} ${reason}`,
  };
}

/** Interval halving: the middle of the two ends becomes one of them. */
function byHalving(q: Query, small: Expr, large: Expr): LoopBound | null {
  const ends = [...pathsIn(small), ...pathsIn(large)];
  const middles = ends.flatMap((end) =>
    (q.changes.get(end) ?? []).flatMap((c) => (c.kind === 'copy' ? [c.from] : [])),
  );
  for (const middle of new Set(middles)) {
    const assigned = q.changes.get(middle);
    const partition = assigned !== undefined && usesRandom(q);
    if (partition) return randomPartition(q, max(limitOf(q, large), limitOf(q, small)), middle);
    if (
      assigned === undefined ||
      !assigned.some((c) => c.kind === 'set' && c.value !== null && isMidpoint(c.value))
    )
      continue;
    const limit = max(limitOf(q, large), limitOf(q, small));
    return {
      count: log(limit),
      from: q.m.levels.length,
      rule: 'halving',
      reason: `the interval is halved each turn at ${middle}`,
    };
  }
  return null;
}

/** The loop draws random numbers, itself or through a function that it calls. */
function usesRandom(q: Query): boolean {
  const seen = new Set<object>();
  const draws = (node: Stmt | Expr): boolean => {
    if (node.kind === 'call') {
      const { callee } = node;
      if (callee.kind === 'field' && callee.object.kind === 'name' && callee.object.name === 'random')
        return true;
      if (callee.kind === 'name' && /^(randint|randrange)$/.test(callee.name)) return true;
      const func = q.m.index.resolve(node);
      if (func !== null && !seen.has(func)) {
        seen.add(func);
        if (func.body.some(draws)) return true;
      }
    }
    return childStmts(node).some(draws) || childExprs(node).some(draws);
  };
  return q.body.some(draws);
}

/** A random pivot cuts the interval in two on average: a geometric series, dominated by its first turn. */
function randomPartition(q: Query, limit: Cost, middle: string): LoopBound {
  assume(q.m, 'random', 'a random pivot is taken at its expected cost');
  return {
    count: log(limit),
    from: q.m.levels.length,
    rule: 'random-partition',
    reason: `${middle} is random: the interval halves on average`,
    solve: (cost) =>
      isOne(cost) ? log(limit) : compare(cost, log(limit)) === 'greater' ? cost : times(cost, log(limit)),
  };
}

function pathsIn(expr: Expr): string[] {
  const path = pathOf(expr);
  if (path !== null) return [path];
  return childExprs(expr).flatMap(pathsIn);
}

/** `(a + b) // 2`, `a + (b - a) // 2`, `(a + b) >> 1`, `a + b >> 1`, and the float form. */
export function isMidpoint(expr: Expr): boolean {
  if (expr.kind === 'call' && expr.args.length === 1) return isMidpoint(expr.args[0]!.value);
  if (expr.kind !== 'binary') return false;
  if (isHalf(expr)) return true;
  return (expr.op === '+' || expr.op === '-') && (isMidpoint(expr.left) || isMidpoint(expr.right));
}

function isHalf(expr: Expr & { kind: 'binary' }): boolean {
  if (expr.right.kind !== 'number')
    return expr.op === '*' && expr.left.kind === 'number' && expr.left.value === 0.5;
  const by = expr.right.value;
  return (
    ((expr.op === '//' || expr.op === '/') && (by === 2 || by === 3)) ||
    (expr.op === '>>' && by === 1) ||
    (expr.op === '*' && by === 0.5)
  );
}

/** `while n % d == 0: n //= d`. */
function byDivision(q: Query, test: Compare): LoopBound | null {
  for (const path of pathsIn(test)) {
    const found = motion(q, path);
    if (found === 'shrink' || found === 'bits') {
      const value = lookup(q.frame, path);
      return logarithmic(
        q,
        value?.kind === 'num' ? settle(q.m, value.max) : q.m.inputSize,
        q.m.levels.length,
        path,
        'is divided each turn',
      );
    }
    if (found === 'grow')
      return logarithmic(q, q.m.inputSize, q.m.levels.length, path, 'grows by a factor each turn');
  }
  return null;
}

/** `while n:` with n going down. */
function byCountdown(q: Query, test: Expr): LoopBound | null {
  const part = movingPart(q, test, ['down', 'shrink', 'bits', 'up', 'grow']);
  if (part === null) return euclid(q, test);
  const limit = limitOf(q, test);
  if (part.motion === 'shrink' || part.motion === 'bits')
    return logarithmic(q, limit, progressFrom(q, part.path), part.path, 'shrinks by a factor each turn');
  if (part.motion === 'down')
    return linear(q, limit, progressFrom(q, part.path), `${part.path} only falls`, part.path);
  return null;
}

/** `a, b = b, a % b`. */
function euclid(q: Query, test: Expr): LoopBound | null {
  for (const path of pathsIn(test)) {
    const list = q.changes.get(path) ?? [];
    const modulo = list.some(
      (c) =>
        c.kind === 'set' &&
        c.value !== null &&
        c.value.kind === 'binary' &&
        (c.value.op === '%' || c.value.op === '//'),
    );
    if (modulo)
      return {
        count: log(limitOf(q, test)),
        from: q.m.levels.length,
        rule: 'geometric',
        reason: `the remainder at least halves every two turns`,
      };
    const carry = list.some(
      (c) =>
        c.kind === 'set' &&
        c.value !== null &&
        c.value.kind === 'binary' &&
        (c.value.op === '<<' || c.value.op === '&'),
    );
    if (carry)
      return {
        count: log(limitOf(q, test)),
        from: q.m.levels.length,
        rule: 'geometric',
        reason: 'one bit is settled each turn',
      };
  }
  return null;
}

/**
 * Where the progress of a path began: the outermost level over which it is never set back. A loop whose progress
 * variable outlives enclosing loops is charged once over them.
 */
export function progressFrom(q: { m: Machine; frame: Frame }, path: string): number {
  const { m, frame } = q;
  const root = path.split(/[.[]/, 1)[0]!;
  const owner = ownerOf(frame, root);
  let from = root === frame.func?.receiver ? 0 : owner.base;
  if (root !== path) {
    const value = lookup(frame, root) ?? frame.self;
    from = value?.kind === 'ref' ? Math.min(find(value.object).born, m.levels.length) : 0;
  }
  from = Math.min(from, m.levels.length);
  for (let at = m.levels.length - 1; at >= from; at--) {
    const level = m.levels[at]!;
    if (level.kind === 'guard') continue;
    if (resets(changesIn(level.body, m.index.resolve), path)) return at + 1;
  }
  return from;
}

// ---------------------------------------------------------------- containers, cursors, searches

/** Every turn takes an element out of a container, whatever the test is. */
function byPops(q: Query): LoopBound | null {
  for (const stmt of q.node.body) {
    for (const [path, list] of changesIn([stmt], q.m.index.resolve)) {
      if (stmt.kind === 'if' || stmt.kind === 'forEach' || stmt.kind === 'while') continue;
      if (!list.some((change) => change.kind === 'pop')) continue;
      const object = valueOfPath(q.m, path);
      if (
        object === null ||
        (q.changes.get(path) ?? []).some((change) => change.kind === 'set' || change.kind === 'copy')
      )
        continue;
      const count = reached(q.m, object);
      return {
        count: isZero(count) ? ONE : count,
        from: Math.min(object.origin === 'input' ? 0 : object.born, q.m.levels.length),
        rule: 'amortised',
        source: object,
        reason: 'each turn takes an element out, and every element was put in once',
      };
    }
  }
  return null;
}

/** The container is consumed: all its turns together are what was ever put in. */
function byWorklist(q: Query, expr: Expr): LoopBound | null {
  const path = pathOf(expr);
  if (path === null) {
    if (expr.kind === 'call' && expr.args.length === 1 && expr.callee.kind === 'name')
      return byWorklist(q, expr.args[0]!.value);
    if (expr.kind === 'index') return byWorklistValue(q, expr);
    return null;
  }
  const object = objectOf(q, expr);
  if (object === null) return null;
  const list = q.changes.get(path) ?? aliasChanges(q, object);
  if (list.some((c) => c.kind === 'pop')) {
    const here = q.m.levels.length;
    const count = reached(q.m, object);
    return {
      count: isZero(count) ? ONE : count,
      from: Math.min(object.origin === 'input' ? 0 : object.born, here),
      rule: object.born < here ? 'amortised' : 'worklist',
      source: object,
      reason: 'each turn takes an element out, and every element was put in once',
    };
  }
  if (list.some((c) => c.kind === 'copy' || c.kind === 'set')) return byLayers(q, object, path);
  if (object.type === 'linked' || object.type === 'tree') return null;
  return null;
}

function byWorklistValue(q: Query, expr: Expr): LoopBound | null {
  const value = quietly(q.m, q.frame, expr);
  if (value.kind !== 'ref' || (expr.kind !== 'index' && expr.kind !== 'field')) return null;
  const holder = find(value.object).holder ?? find(value.object);
  return popsSomewhere(q)
    ? {
        count: reached(q.m, find(holder)),
        from: Math.min(find(holder).born, q.m.levels.length),
        rule: 'amortised',
        source: find(value.object),
        reason: 'each turn takes an element out, and every element was put in once',
      }
    : null;
}

function popsSomewhere(q: Query): boolean {
  const pops = (node: Stmt | Expr): boolean =>
    (node.kind === 'call' &&
      node.callee.kind === 'field' &&
      /^pop/.test(node.callee.name) &&
      node.callee.object.kind === 'index') ||
    childStmts(node).some(pops) ||
    childExprs(node).some(pops);
  return q.body.some(pops);
}

function aliasChanges(q: Query, object: HeapObject): readonly Change[] {
  const out: Change[] = [];
  for (const [path, list] of q.changes) {
    const other = valueOfPath(q.m, path);
    if (other !== null && find(other) === object) out.push(...list);
  }
  return out;
}

function objectOf(q: Query, expr: Expr): HeapObject | null {
  const value = quietly(q.m, q.frame, expr);
  return value.kind === 'ref' ? find(value.object) : null;
}

/** `while level: ... level = next_level`: as many turns as there are layers, at most one for each element. */
function byLayers(q: Query, object: HeapObject, path: string): LoopBound | null {
  if (object.type === 'tree' || object.type === 'linked') return null;
  const count = reached(q.m, object);
  return {
    count: isZero(count) ? ONE : count,
    from: q.m.levels.length,
    rule: 'layers',
    source: object,
    reason: `${path} is replaced by the next layer each turn`,
  };
}

const DOWNWARD = new Set(['left', 'right', 'children', 'child', '[]']);

/** A cursor runs along a linked list or down a tree. */
function byCursor(q: Query, expr: Expr): LoopBound | null {
  for (const path of cursorPaths(expr)) {
    const list = q.changes.get(path);
    const move = list?.find((c) => c.kind === 'cursor');
    if (move === undefined || move.kind !== 'cursor') continue;
    const value = valueOfPath(q.m, path);
    const from = progressFrom(q, path);
    const object = value === null ? null : find(value);
    if (object === null)
      return {
        count: q.m.inputSize,
        from,
        rule: 'cursor',
        reason: `${path} moves along its ${move.field} links`,
      };
    const spine = rightSpine(q, path, move.field, object);
    if (spine !== null) return spine;
    const tree = object.type === 'tree' && DOWNWARD.has(move.field) && !relinks(q);
    const count =
      tree && !list!.some((c) => c.kind === 'set' || c.kind === 'copy')
        ? (object.height ?? object.size)
        : object.type === 'object'
          ? object.instances
          : object.size;
    return {
      count: settle(q.m, isZero(count) ? ONE : count),
      from,
      rule: 'cursor',
      reason: `${path} moves along its ${move.field} links and never back`,
    };
  }
  return null;
}

/** `p = cur.left; while p.right: p = p.right` for different cur: the spines have no node in common. */
function rightSpine(q: Query, path: string, field: string, object: HeapObject): LoopBound | null {
  const at = q.m.levels.length - 1;
  const level = q.m.levels[at];
  if (object.type !== 'tree' || level === undefined || level.kind !== 'loop') return null;
  const outer = changesIn(level.body, q.m.index.resolve);
  const starts = (outer.get(path) ?? []).filter((c) => c.kind === 'set' || c.kind === 'copy');
  const disjoint =
    starts.length > 0 &&
    starts.every(
      (c) =>
        c.kind === 'set' &&
        c.value?.kind === 'field' &&
        c.value.name !== field &&
        pathOf(c.value.object) !== null &&
        outer.has(pathOf(c.value.object)!),
    );
  return disjoint
    ? {
        count: settle(q.m, object.size),
        from: at,
        rule: 'amortised',
        reason: 'the paths it walks for different nodes have no node in common',
      }
    : null;
}

/** The loop changes links of nodes: what was a way down may lead back up. */
function relinks(q: Query): boolean {
  const stores = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' &&
      node.targets.some((target) => target.kind === 'field' && DOWNWARD.has(target.name))) ||
    childStmts(node).some(stores);
  return q.body.some(stores);
}

function cursorPaths(expr: Expr): string[] {
  const path = pathOf(expr);
  if (path === null) return childExprs(expr).flatMap(cursorPaths);
  const parts = path.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}

/** `while parent[x] != x: x = parent[x]`. */
function byFollow(q: Query, expr: Expr): LoopBound | null {
  for (const path of pathsIn(expr)) {
    const move = (q.changes.get(path) ?? []).find((c) => c.kind === 'follow');
    if (move === undefined || move.kind !== 'follow') continue;
    const table = quietly(q.m, q.frame, move.table);
    const object = table.kind === 'ref' ? find(table.object) : null;
    if (rewrites(q.frame.func === null ? q.body : q.frame.func.body, pathOf(move.table))) {
      assume(q.m, 'union-find', 'a look-up with path compression is O(1) amortised (inverse Ackermann)');
      return {
        count: ONE,
        from: q.m.levels.length,
        rule: 'union-find',
        reason: 'the links it follows are shortened: amortised nearly constant',
      };
    }
    const from = progressFrom(q, path);
    if (from < q.m.levels.length)
      return {
        count: object === null ? q.m.inputSize : sizeOf(q.m, object),
        from,
        rule: 'amortised',
        reason: `${path} falls along the links and grows by one in the outer loop: all falls together are the growth`,
      };
    return {
      count: object === null ? q.m.inputSize : sizeOf(q.m, object),
      from: q.m.levels.length,
      rule: 'follow',
      reason: `${path} follows a table of links`,
    };
  }
  return null;
}

/** The function shortens the links of the table. */
function rewrites(body: readonly (Stmt | Expr)[], table: string | null): boolean {
  const writes = (node: Stmt | Expr): boolean =>
    (node.kind === 'assign' &&
      node.targets.some((target) => target.kind === 'index' && pathOf(target.object) === table)) ||
    childStmts(node).some(writes) ||
    childExprs(node).some(writes);
  return table !== null && body.some(writes);
}

/** `while not seen[x]: seen[x] = True; x = next[x]`: once for each mark. */
function byMark(q: Query): LoopBound | null {
  for (const fact of unmarkedBy(q.node.test, true)) {
    if (fact.form === 'relax' || !marks(q.node.body, fact) || unmarks(q.node.body, fact)) continue;
    const bound = markBound(q.m, q.frame, fact);
    if (bound !== null)
      return { ...bound, rule: 'visited', reason: 'each turn marks something that was not marked before' };
  }
  return null;
}

/** `while x in seen: x += 1`. */
function bySearch(q: Query, test: Compare): LoopBound | null {
  const plain = test.left.kind === 'binary' ? [test.left.left, test.left.right] : [test.left];
  const moved = plain.flatMap((part) => pathOf(part) ?? []).find((path) => motion(q, path) !== null);
  if (moved === undefined) return null;
  const container = quietly(q.m, q.frame, test.right);
  const count =
    container.kind === 'ref' || container.kind === 'str' ? valueSize(q.m, container) : q.m.inputSize;
  return linear(q, count, progressFrom(q, moved), `${moved} visits different elements`, moved);
}

/** `while nums[i] == nums[i - 1]`: the index that moves. */
function byRun(q: Query, test: Compare): LoopBound | null {
  return byFollow(q, test) ?? indexBound(q, [test]);
}

// ---------------------------------------------------------------- exits, indexes, flags

/** The tests of `if ...: break` and `if ...: return` in the body. */
function byExits(q: Query): LoopBound | null {
  let best: LoopBound | null = null;
  const visit = (stmts: readonly Stmt[]): void => {
    for (const stmt of stmts) {
      if (stmt.kind !== 'if') continue;
      if (leaves(stmt.then)) best = stronger(best, byTest(q, stmt.test, false));
      if (leaves(stmt.otherwise)) best = stronger(best, byTest(q, stmt.test, true));
      visit(stmt.otherwise);
    }
  };
  visit(q.node.body);
  return best ?? byException(q);
}

function leaves(block: readonly Stmt[]): boolean {
  const last = block[block.length - 1];
  return last !== undefined && (last.kind === 'break' || last.kind === 'return' || last.kind === 'throw');
}

/** `while True: try: line = input()`: until the input ends. */
function byException(q: Query): LoopBound | null {
  const tried = q.node.body.some((stmt) => stmt.kind === 'try');
  return tried && isConstantTest(q.node.test)
    ? {
        count: ONE,
        from: q.m.levels.length,
        rule: 'test-cases',
        reason: 'one turn for each test case of the input',
      }
    : null;
}

/** An index that only moves one way and reads a container in the loop cannot turn more often than the container is long. */
function byIndex(q: Query): LoopBound | null {
  return indexBound(q, q.body) ?? anyMotion(q);
}

function indexBound(q: Query, nodes: readonly (Stmt | Expr)[]): LoopBound | null {
  let found: LoopBound | null = null;
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'index') {
      for (const path of pathsIn(node.index)) {
        const move = motion(q, path);
        if (move !== 'up' && move !== 'down') continue;
        const container = quietly(q.m, q.frame, node.object);
        if (container.kind !== 'ref' && container.kind !== 'str') continue;
        const bound = linear(
          q,
          valueSize(q.m, container),
          progressFrom(q, path),
          `${path} only ${move === 'up' ? 'grows' : 'falls'}`,
          path,
        );
        found = stronger(found, bound);
      }
    }
    for (const child of childStmts(node)) visit(child);
    for (const child of childExprs(node)) visit(child);
  };
  for (const node of nodes) visit(node);
  return found;
}

/** Some variable of the test moves one way: by its own magnitude. */
function anyMotion(q: Query): LoopBound | null {
  for (const path of pathsIn(q.node.test)) {
    const move = motion(q, path, true);
    if (move === null) continue;
    const value = lookup(q.frame, path);
    const limit = value?.kind === 'num' && !isOne(value.max) ? settle(q.m, value.max) : q.m.inputSize;
    if (move === 'up' || move === 'down')
      return linear(q, limit, progressFrom(q, path), `${path} moves one way`, path);
    return logarithmic(q, limit, q.m.levels.length, path, 'changes by a factor each turn');
  }
  return null;
}

/** `while changed:` repeats until a round changes nothing. */
function byFlag(q: Query): LoopBound | null {
  const paths = pathsIn(q.node.test);
  const flag = paths.find((path) =>
    (q.changes.get(path) ?? []).some((c) => c.kind === 'set' && c.value?.kind === 'constant'),
  );
  if (flag === undefined) return null;
  assume(
    q.m,
    `flag:${q.node.span.start}`,
    `the loop over the flag ${flag} is taken to need a round for each element`,
    q.node.headerSpan,
  );
  return {
    count: q.m.inputSize,
    from: q.m.levels.length,
    rule: 'assumed',
    reason: `rounds until ${flag} stays unchanged`,
  };
}

/** `len(container) < limit` with pushes, or `> limit` with pops. */
function sizeTest(q: Query, small: Expr, large: Expr): LoopBound | null {
  for (const side of [small, large]) {
    if (side.kind !== 'call' || side.callee.kind !== 'name' || side.callee.name !== 'len') continue;
    const target = side.args[0]?.value;
    if (target === undefined) continue;
    const popped = side === large ? byWorklist(q, target) : null;
    if (popped !== null) return popped;
    const path = pathOf(target);
    const grows = quietly(q.m, q.frame, target);
    if (grows.kind === 'ref' && ['set', 'map'].includes(find(grows.object).type)) continue;
    if (side === small && path !== null && (q.changes.get(path) ?? []).some((c) => c.kind === 'push')) {
      return {
        count: limitOf(q, large),
        from: q.m.levels.length,
        rule: 'progress',
        reason: `${path} grows towards the limit`,
      };
    }
  }
  return null;
}

export { affineToCost, min, num, type Num };
