/** Tests of a function that say "not marked yet", and the code that runs only then. */
import type { Conditional, Expr, FunctionNode, If, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { contains } from '../../ir/standing.ts';
import { childStmts, operandsOf, someCode } from '../../ir/walk.ts';
import { type Unmarked, marks, unmarkedBy } from '../marks.ts';
import { cellOf, entryOf } from '../looked-up.ts';
import { pathOf } from '../progress.ts';
import { endsEarly } from '../../ir/normal-forms.ts';

export interface Guard extends Unmarked {
  readonly region: readonly (Stmt | Expr)[];
}

/**
 * The facts of a block, those of its loops and branches included.
 * @param behind what follows the block and is reached through it alone
 */
export function factsOf(roles: RoleIndex, block: readonly Stmt[], behind: readonly Stmt[] = []): Guard[] {
  const out: Guard[] = [];
  block.forEach((stmt, i) => {
    if (stmt.kind !== 'if') {
      if (stmt.kind === 'return' && stmt.value !== null) out.push(...factsWithin(roles, stmt.value));
      else if (stmt.kind === 'forEach' || stmt.kind === 'while' || stmt.kind === 'try')
        out.push(...factsOf(roles, childStmts(stmt)));
      return;
    }
    if (!isConjunction(stmt.test)) out.push(...factsWithin(roles, stmt.test));
    for (const fact of unmarkedBy(roles, stmt.test, true))
      if (marks(roles, stmt.then, fact) || hasCall([...stmt.then, stmt.test]))
        out.push({ ...fact, region: [...stmt.then, stmt.test] });
    for (const fact of unmarkedBy(roles, stmt.test, false))
      if (marks(roles, stmt.otherwise, fact) || hasCall(stmt.otherwise))
        out.push({ ...fact, region: stmt.otherwise });
    const isLeft = endsEarly(stmt.then);
    const after = isLeft ? [...block.slice(i + 1), ...behind] : [];
    if (isLeft) for (const fact of unmarkedBy(roles, stmt.test, false)) out.push({ ...fact, region: after });
    out.push(...factsOf(roles, stmt.then), ...factsOf(roles, stmt.otherwise, after));
  });
  return out;
}

/** What the block has found to be unmarked where it comes to a node in it. */
export function askedBefore(roles: RoleIndex, block: readonly Stmt[], node: Stmt): Unmarked[] {
  const at = block.findIndex((stmt) => contains(stmt, node));
  if (at < 0) return [];
  const passed = block
    .slice(0, at)
    .flatMap((stmt) =>
      stmt.kind === 'if' && endsEarly(stmt.then) ? unmarkedBy(roles, stmt.test, false) : [],
    );
  const stmt = block[at]!;
  if (stmt === node) return passed;
  if (stmt.kind !== 'if') return [...passed, ...askedBefore(roles, childStmts(stmt), node)];
  const isThen = stmt.then.some((inner) => contains(inner, node));
  const own = unmarkedBy(roles, stmt.test, isThen);
  return [...passed, ...own, ...askedBefore(roles, isThen ? stmt.then : stmt.otherwise, node)];
}

const isConjunction = (test: Expr): boolean =>
  test.kind !== 'logical' || (test.op === 'and' && isConjunction(test.left) && isConjunction(test.right));

/** `seen[x] == c or (not seen[x] and not visit(x))`: what a part of a test says of the calls in the parts behind it. */
function factsWithin(roles: RoleIndex, test: Expr): Guard[] {
  if (test.kind === 'unary') return factsWithin(roles, test.operand);
  if (test.kind !== 'logical') return [];
  const { left, op, right } = test;
  const facts = hasCall([right]) ? unmarkedBy(roles, left, op === 'and') : [];
  const inside = [...factsWithin(roles, left), ...factsWithin(roles, right)];
  return [...facts.map((fact) => ({ ...fact, region: [right] })), ...inside];
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
  return func.body.flatMap((stmt, i) => {
    const region = func.body.slice(i + 1);
    switch (stmt.kind) {
      case 'try':
        return triedFacts(stmt.body).map((fact) => ({ ...fact, region }));
      case 'return':
        return stmt.value?.kind === 'conditional' ? chosenFacts(roles, stmt.value) : [];
      case 'if':
        if (!endsEarly(stmt.then)) return [];
        return [...nestedFacts(roles, stmt), ...namedFacts(roles, stmt, func.body.slice(0, i))].map(
          (fact) => ({ ...fact, region }),
        );
      default:
        return [];
    }
  });
}

/** `if found is not None: return found`, behind what looks it up. */
function namedFacts(roles: RoleIndex, { test, then }: If, before: readonly Stmt[]): Unmarked[] {
  const side = test.kind === 'compare' ? test.left : test;
  const name = pathOf(side.kind === 'assignExpr' ? side.target : side);
  const given = side.kind === 'assignExpr' ? side.value : name === null ? null : lastGiven(before, name);
  const entry = given === null ? null : entryOf(roles, given);
  const last = then.at(-1);
  const isReturned = last?.kind === 'return' && last.value !== null && pathOf(last.value) === name;
  if (entry?.kind !== 'index' || !isReturned) return [];
  return unmarkedBy(roles, test.kind === 'compare' ? { ...test, left: entry } : entry, false);
}

/** What the statements before set the name to last. */
function lastGiven(before: readonly Stmt[], name: string): Expr | null {
  const stmt = before.findLast(
    (at) => at.kind === 'assign' && at.targets.some((target) => pathOf(target) === name),
  );
  return stmt?.kind === 'assign' && stmt.op === null ? stmt.value : null;
}

/** `if i in table and j in table[i]: return table[i][j]` */
function nestedFacts(roles: RoleIndex, { test }: If): Unmarked[] {
  const asked = operandsOf(test, 'and');
  const last = asked.at(-1)!;
  const [fact] = asked.length > 1 ? unmarkedBy(roles, last, false) : [];
  const cell = fact?.form === 'member' ? cellOf(fact.container) : fact;
  const isAround = (part: Expr): boolean =>
    part.kind === 'compare' && part.op === 'in' && pathOf(part.right) === pathOf(cell!.container);
  return fact !== undefined && cell != null && asked.slice(0, -1).every(isAround) ? [fact] : [];
}

/** `return table[i] if i in table else ...` */
function chosenFacts(roles: RoleIndex, { test, then, otherwise }: Conditional): Guard[] {
  const path = (expr: Expr): string | null => pathOf(cellOf(expr)?.container ?? expr);
  return unmarkedBy(roles, test, false)
    .filter(({ container }) => then.kind === 'index' && path(then) === path(container))
    .map((fact) => ({ ...fact, region: [otherwise] }));
}

/** `table[key]`, which fails where there is no such key. */
function triedFacts(body: readonly Stmt[]): Unmarked[] {
  const [only] = body;
  const value = only?.kind === 'return' && body.length === 1 ? only.value : null;
  if (value?.kind !== 'index') return [];
  return [{ container: value.object, keys: [value.index], form: 'member', exact: false, value: null }];
}

function hasCall(nodes: readonly (Stmt | Expr)[]): boolean {
  return nodes.some((node) => someCode(node, (at) => at.kind === 'call'));
}
