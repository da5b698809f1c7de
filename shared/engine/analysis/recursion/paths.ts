/** How many recursive calls lie on one path through a function. */
import { rememberedFor } from '../../ir/facts.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { someAround } from '../../ir/standing.ts';
import { childStmts, eachChildExpr, LOOPS, someCode } from '../../ir/walk.ts';
import type { Query } from './query.ts';
import type { SelfCall } from './self-calls.ts';

/** How many recursive calls are made on one path, and whether any is in a loop. */
interface OnPath {
  readonly once: number;
  readonly inLoop: boolean;
}

/** The largest number of recursive calls on one path through the body, a call in a loop as one, and whether any is in a loop. */
export const callsOnPath = rememberedFor((func: FunctionNode, calls: readonly SelfCall[]): OnPath => {
  const set = new Set<Expr>(calls.map((call) => call.call));
  const inLoop = calls.some((call) => call.repeated);
  return { once: pathCount(func.body, set).most, inLoop };
});

/**
 * The blocks of a function that run only where no recursive call was made and that make none. Of a chain of calls, each
 * made by the one before, only the last runs them: those that end by returning, and those behind which no call is made.
 */
export function blocksWithoutCalls(
  func: FunctionNode,
  calls: readonly SelfCall[],
): ReadonlySet<readonly Stmt[]> {
  const set = new Set<Stmt | Expr>(calls.map((call) => call.call));
  const calling = (stmt: Stmt): boolean => someCode(stmt, (node) => set.has(node));
  const found = new Set<readonly Stmt[]>();
  /** Whether a call may have been made when the block ends; `behind`: one may follow where it goes on. */
  const visit = (block: readonly Stmt[], before: boolean, behind: boolean): boolean => {
    const last = block.findLastIndex(calling);
    const called = block.reduce((made, stmt, i) => visitStmt(stmt, made, behind || i < last), before);
    if (!called && !(behind && goesOn(block))) found.add(block);
    return called;
  };
  const visitStmt = (stmt: Stmt, before: boolean, behind: boolean): boolean => {
    if (stmt.kind !== 'if') return before || calling(stmt);
    const tested = before || exprCount(stmt.test, set) > 0;
    const then = visit(stmt.then, tested, behind);
    const otherwise = visit(stmt.otherwise, tested, behind);
    return (then && goesOn(stmt.then)) || (otherwise && goesOn(stmt.otherwise)) || tested;
  };
  visit(func.body, false, false);
  return found;
}

/** The tests of branches that return without a recursive call. */
export function endTests({ func, calls }: Query): readonly Expr[] {
  const set = new Set<Stmt | Expr>(calls.map((call) => call.call));
  const isFree = (code: Stmt | Expr): boolean => !someCode(code, (node) => set.has(node));
  const tests: Expr[] = [];
  const visit = (node: Stmt | Expr): false => {
    if (node.kind === 'if')
      for (const arm of [node.then, node.otherwise])
        if (arm.at(-1)?.kind === 'return' && arm.every(isFree)) tests.push(node.test);
    if (node.kind === 'conditional' && isFree(node.then) !== isFree(node.otherwise)) tests.push(node.test);
    return false;
  };
  func.body.forEach((stmt) => someCode(stmt, visit));
  return tests;
}

const goesOn = (block: readonly Stmt[]): boolean => {
  const last = block[block.length - 1];
  return last?.kind !== 'return' && last?.kind !== 'throw';
};

/** The same for all functions of the cycle: at most so many calls are made at each step of the recursion. */
export function callsAtStep(q: Query): OnPath {
  const own = callsOnPath(q.func, q.calls);
  const cycle = q.m.index.cycles.get(q.func) ?? new Set<FunctionNode>();
  const each = [...cycle].map((func) => Math.max(1, callsOnPath(func, q.calls).once));
  if (each.length < 2) return own;
  const steps = q.calls.every((call) => [...call.changes.values()].some((c) => c.kind !== 'same'));
  // A step is one call, or, where some calls only pass on what they got, one round of the cycle.
  const once = steps ? Math.max(...each) : each.reduce((a, b) => a * b, 1);
  return { once, inLoop: own.inLoop };
}

/** The most of the marked nodes that one run of the block reaches; two for one that a loop in the block repeats. */
export function mostOnPath(
  block: readonly Stmt[],
  marked: ReadonlySet<Stmt | Expr>,
  repeats: ReadonlySet<(Stmt | Expr)['kind']> = LOOPS,
): number {
  const isRepeated = (node: Stmt | Expr): boolean =>
    block.some((stmt) => someAround(stmt, node, ({ kind }) => repeats.has(kind)));
  return [...marked].some(isRepeated) ? 2 : pathCount(block, marked).most;
}

interface PathCount {
  /** Most calls on any path through. */
  readonly most: number;
  /** Most calls on a path that reaches the end; -1 when none does. */
  readonly through: number;
}

function pathCount(stmts: readonly Stmt[], calls: ReadonlySet<Stmt | Expr>): PathCount {
  let most = 0;
  let through = 0;
  for (const stmt of stmts) {
    const here = stmtCount(stmt, calls);
    most = Math.max(most, through + here.most);
    if (here.through < 0) return { most, through: -1 };
    through += here.through;
  }
  return { most: Math.max(most, through), through };
}

function stmtCount(stmt: Stmt, calls: ReadonlySet<Stmt | Expr>): PathCount {
  switch (stmt.kind) {
    case 'if': {
      const test = exprCount(stmt.test, calls);
      const then = pathCount(stmt.then, calls);
      const otherwise = pathCount(stmt.otherwise, calls);
      const through = Math.max(then.through, otherwise.through);
      return { most: test + Math.max(then.most, otherwise.most), through: through < 0 ? -1 : test + through };
    }
    case 'return':
    case 'throw': {
      const most = stmt.value === null ? 0 : exprCount(stmt.value, calls);
      return { most, through: -1 };
    }
    case 'break':
    case 'continue':
      return { most: 0, through: -1 };
    case 'function':
      return { most: 0, through: 0 };
    case 'forEach':
    case 'while': {
      const head = partsCount(stmt, calls);
      const body = pathCount(stmt.body, calls);
      const count = head + body.most;
      return { most: count, through: count };
    }
    default: {
      const marked = calls.has(stmt) ? 1 : 0;
      const inner =
        childStmts(stmt).length === 0 ? { most: 0, through: 0 } : pathCount(childStmts(stmt), calls);
      const own = marked + partsCount(stmt, calls);
      return { most: own + inner.most, through: inner.through < 0 ? own : own + inner.through };
    }
  }
}

function exprCount(expr: Expr, calls: ReadonlySet<Stmt | Expr>): number {
  if (expr.kind === 'lambda') return expr.func.body.reduce((sum, stmt) => sum + partsCount(stmt, calls), 0);
  const own = calls.has(expr) ? 1 : 0;
  if (expr.kind === 'conditional')
    return (
      own +
      exprCount(expr.test, calls) +
      Math.max(exprCount(expr.then, calls), exprCount(expr.otherwise, calls))
    );
  return own + partsCount(expr, calls);
}

function partsCount(node: Stmt | Expr, calls: ReadonlySet<Stmt | Expr>): number {
  let sum = 0;
  eachChildExpr(node, (part) => {
    sum += exprCount(part, calls);
  });
  return sum;
}
