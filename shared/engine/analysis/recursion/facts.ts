/** Tests of a function that say "not marked yet", and the code that runs only then. */
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { childStmts, operandsOf, someCode } from '../../ir/walk.ts';
import { type Unmarked, marks, unmarkedBy } from '../marks.ts';
import { endsEarly } from '../statements.ts';

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

function hasCall(nodes: readonly (Stmt | Expr)[]): boolean {
  return nodes.some((node) => someCode(node, (at) => at.kind === 'call'));
}
