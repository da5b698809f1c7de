/** Tests of a function that say "not marked yet", and the code that runs only then. */
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { childStmts, operandsOf, someCode } from '../../ir/walk.ts';
import { type Unmarked, marks, unmarkedBy } from '../marks.ts';
import { pathOf } from '../progress.ts';
import { endsEarly } from '../statements.ts';
import { definitionsOf } from './self-calls.ts';

export interface Guard extends Unmarked {
  readonly region: readonly (Stmt | Expr)[];
}

/** The facts of a block, those of its loops and branches included. */
export function factsOf(roles: RoleIndex, block: readonly Stmt[]): Guard[] {
  const out: Guard[] = [];
  block.forEach((stmt, i) => {
    if (stmt.kind !== 'if') {
      if (stmt.kind === 'forEach' || stmt.kind === 'while' || stmt.kind === 'try')
        out.push(...factsOf(roles, childStmts(stmt)));
      return;
    }
    for (const fact of unmarkedBy(roles, stmt.test, true))
      if (marks(roles, stmt.then, fact) || hasCall([...stmt.then, stmt.test]))
        out.push({ ...fact, region: [...stmt.then, stmt.test] });
    for (const fact of unmarkedBy(roles, stmt.test, false))
      if (marks(roles, stmt.otherwise, fact)) out.push({ ...fact, region: stmt.otherwise });
    if (endsEarly(stmt.then))
      for (const fact of unmarkedBy(roles, stmt.test, false))
        out.push({ ...fact, region: block.slice(i + 1) });
    out.push(...factsOf(roles, stmt.then), ...factsOf(roles, stmt.otherwise));
  });
  return out;
}

/**
 * The facts of tests that ask for a flag as well, `if not tight and key in table: return table[key]`: what is not marked
 * yet, or a call that a parameter keeps out of the table.
 */
export function flaggedFacts(roles: RoleIndex, func: FunctionNode): Guard[] {
  const isFlag = (test: Expr): boolean =>
    test.kind === 'unary' && test.op === 'not'
      ? isFlag(test.operand)
      : test.kind === 'name' && func.params.some(({ name }) => name === test.name);
  return func.body.flatMap((stmt, i) => {
    if (stmt.kind !== 'if' || !endsEarly(stmt.then)) return [];
    const asked = operandsOf(stmt.test, 'and').filter((test) => !isFlag(test));
    if (asked.length !== 1 || asked[0] === stmt.test) return [];
    return unmarkedBy(roles, asked[0]!, false).map((fact) => ({ ...fact, region: func.body.slice(i + 1) }));
  });
}

/**
 * The facts of what was looked up before it is asked about, `found = table.get(key)` and `if found is not None: return found`,
 * or is handed back at once, `try: return table[key]`: what is behind is not in the table yet.
 */
export function fetchedFacts(roles: RoleIndex, func: FunctionNode): Guard[] {
  const definitions = definitionsOf(func);
  /** The cell that an expression was read from. */
  const fetched = (expr: Expr): Expr | null => {
    if (expr.kind === 'assignExpr') return expr.op === null ? entryOf(roles, expr.value) : null;
    const defined = expr.kind === 'name' ? definitions.get(expr.name) : null;
    return defined == null ? null : entryOf(roles, defined);
  };
  return func.body.flatMap((stmt, i) => {
    const region = func.body.slice(i + 1);
    if (stmt.kind === 'try') return triedFacts(roles, stmt.body).map((fact) => ({ ...fact, region }));
    if (stmt.kind !== 'if' || !endsEarly(stmt.then)) return [];
    const { test } = stmt;
    const side = test.kind === 'compare' ? test.left : test;
    const cell = fetched(side);
    const last = stmt.then.at(-1);
    if (cell === null || last?.kind !== 'return' || last.value === null) return [];
    if (pathOf(last.value) !== pathOf(side.kind === 'assignExpr' ? side.target : side)) return [];
    const asked: Expr = test.kind === 'compare' ? { ...test, left: cell } : cell;
    return unmarkedBy(roles, asked, false).map((fact) => ({ ...fact, region }));
  });
}

/** `table[key]`, which fails where there is no such key. */
function triedFacts(roles: RoleIndex, body: readonly Stmt[]): Unmarked[] {
  const [only] = body;
  const value = only?.kind === 'return' && body.length === 1 ? only.value : null;
  const entry = value?.kind === 'index' ? entryOf(roles, value) : null;
  if (entry?.kind !== 'index') return [];
  return [{ container: entry.object, keys: [entry.index], form: 'member', exact: false, value: null }];
}

/** `table[key]`, also of `table.get(key)`. */
function entryOf(roles: RoleIndex, expr: Expr): Expr | null {
  if (expr.kind === 'index') return expr;
  if (expr.kind !== 'call' || expr.callee.kind !== 'field' || !roles.is(expr, 'lookup')) return null;
  const [key] = expr.args;
  return key === undefined
    ? null
    : { kind: 'index', object: expr.callee.object, index: key.value, span: expr.span };
}

function hasCall(nodes: readonly (Stmt | Expr)[]): boolean {
  return nodes.some((node) => someCode(node, (at) => at.kind === 'call'));
}
