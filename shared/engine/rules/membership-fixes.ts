/** Which set can answer the membership tests on a list. */
import type { FixSafety, ListToSetFix, SetAlongsideFix, SetCopyFix } from '../ir/fix.ts';
import type { Call, Compare, Expr, ExprStatement, Stmt, Type } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { isConstructed } from './deques.ts';
import { isPure, isRead } from './effects.ts';
import { functionOf, loopsAround, statementIn, type Tree } from '../ir/tree.ts';
import { elementOf, isHashable, typeOf, typeOfVariable } from '../ir/types.ts';
import { functionOwner, variableOf, type Use, type Variable } from '../ir/variables.ts';

/** The change that answers a test by a set; null where none is known to work. */
export function membershipFix(
  roles: RoleIndex,
  tree: Tree,
  test: Compare,
): ListToSetFix | SetCopyFix | SetAlongsideFix | null {
  const variable = variableOf(tree, test.right);
  if (variable === null || variable.owner.kind === 'classNode') return null;
  return (
    listToSet(roles, tree, variable) ??
    setCopy(roles, tree, variable, test) ??
    setAlongside(roles, tree, variable)
  );
}

/** Safe when all that goes into the set, and all that it is asked for, is known to be hashable. */
function safetyOf(types: readonly Type[]): FixSafety | null {
  const known = types.map(isHashable);
  if (known.includes(false)) return null;
  return known.includes(null) ? 'suggestion' : 'safe';
}

function testsOf({ uses }: Variable): Compare[] {
  return uses.flatMap(({ role }) => (role.kind === 'member' ? [role.test] : []));
}

/** `xs.append(x)`, the calls. */
function appendsOf(roles: RoleIndex, { uses }: Variable): Call[] {
  return uses.flatMap(({ role }) => (isAppend(roles, role) ? [role.call] : []));
}

function isAppend(roles: RoleIndex, role: Use['role']): role is Extract<Use['role'], { kind: 'method' }> {
  return role.kind === 'method' && role.call.args.length === 1 && roles.is(role.call, 'append');
}

/** The elements of the list literals that it is set to, none for new empty lists; null when it is set to anything else. */
function literalElements({ uses }: Variable): Expr[] | null {
  const elements: Expr[] = [];
  for (const { role } of uses) {
    if (role.kind !== 'set') continue;
    const { value, stmt } = role;
    const { targets, declared } = stmt;
    if (isConstructed(value) && value.kind === 'call' && value.args.length === 0 && targets.length === 1)
      continue;
    const isLiteral = value.kind === 'collection' && value.shape === 'list' && targets.length === 1;
    if (!isLiteral || declared !== null || value.elements.some(({ kind }) => kind === 'spread')) return null;
    elements.push(...value.elements);
  }
  return elements;
}

function contents(roles: RoleIndex, tree: Tree, variable: Variable, initial: readonly Expr[]): Type[] {
  const appended = appendsOf(roles, variable).flatMap(({ args }) => args.map(({ value }) => value));
  const asked = testsOf(variable).map(({ left }) => left);
  return [...initial, ...appended, ...asked].map((expr) => typeOf(tree, expr));
}

// ---------------------------------------------------------------- the list as a set

function listToSet(roles: RoleIndex, tree: Tree, variable: Variable): ListToSetFix | null {
  const initial = variable.param === null ? literalElements(variable) : null;
  const sets = ({ role }: Use): boolean =>
    role.kind === 'set' || role.kind === 'member' || role.kind === 'tested' || isAppend(roles, role);
  if (initial === null || !variable.uses.every(sets)) return null;
  const safety = safetyOf(contents(roles, tree, variable, initial));
  if (safety === null) return null;
  const creations = variable.uses.flatMap(({ role }) => (role.kind === 'set' ? [role.value] : []));
  return {
    kind: 'list-to-set',
    safety,
    variable: variable.path,
    creations,
    appends: appendsOf(roles, variable),
  };
}

// ---------------------------------------------------------------- a copy before the loop

function setCopy(roles: RoleIndex, tree: Tree, variable: Variable, test: Compare): SetCopyFix | null {
  const { owner, uses } = variable;
  if (owner.kind === 'classNode') return null;
  const before = statementIn(tree, test, owner.body);
  if (before === null || !isInLoopOf(tree, variable, test)) return null;
  const place = owner.body.indexOf(before);
  if (!uses.every((use) => isSettled(roles, tree, variable, use, place))) return null;
  const tests = testsOf(variable).filter((one) => placeOf(tree, one, owner.body) >= place);
  const element = elementOf(typeOfVariable(tree, variable));
  const safety = safetyOf([element, ...tests.map(({ left }) => typeOf(tree, left))]);
  return safety && { kind: 'set-copy', safety, variable: variable.path, before, tests };
}

/** A copy pays when it is made outside of what repeats the test: a loop, or a function inside. */
function isInLoopOf(tree: Tree, { owner }: Variable, test: Compare): boolean {
  const within = functionOf(tree, test);
  return within !== functionOwner(owner) || loopsAround(tree, test).length > 0;
}

/** The use only reads, or it comes, outside of functions inside, before the copy is made. */
function isSettled(roles: RoleIndex, tree: Tree, { owner }: Variable, use: Use, place: number): boolean {
  if (isRead(roles, use) || use.role.kind === 'returned') return true;
  if (owner.kind === 'classNode' || use.role.kind === 'other') return false;
  const isInside = functionOf(tree, use.expr) !== functionOwner(owner);
  return !isInside && placeOf(tree, use.expr, owner.body) < place;
}

function placeOf(tree: Tree, node: Expr, body: readonly Stmt[]): number {
  const stmt = statementIn(tree, node, body);
  return stmt === null ? -1 : body.indexOf(stmt);
}

// ---------------------------------------------------------------- a set beside the list

function setAlongside(roles: RoleIndex, tree: Tree, variable: Variable): SetAlongsideFix | null {
  const initial = variable.param === null ? literalElements(variable) : null;
  const creations = variable.uses.flatMap(({ role }) => (role.kind === 'set' ? [role.stmt] : []));
  const [creation] = creations;
  if (initial === null || creation === undefined || creations.length > 1 || !initial.every(isPure))
    return null;
  const keeps = (use: Use): boolean =>
    use.role.kind === 'set' ||
    use.role.kind === 'returned' ||
    isAppend(roles, use.role) ||
    isRead(roles, use);
  if (!variable.uses.every(keeps)) return null;
  const appends = appendStatements(roles, tree, variable);
  const safety = safetyOf(contents(roles, tree, variable, initial));
  if (appends === null || safety === null) return null;
  const tests = testsOf(variable);
  return { kind: 'set-alongside', safety, variable: variable.path, creation, initial, appends, tests };
}

/** The appends as statements of their own, of values that can be written down twice. */
function appendStatements(roles: RoleIndex, tree: Tree, variable: Variable): ExprStatement[] | null {
  const stmts = appendsOf(roles, variable).map((call) => {
    const stmt = tree.parents.get(call);
    return stmt?.kind === 'expr' && call.args.every(({ value }) => isPure(value)) ? stmt : null;
  });
  const found = stmts.filter((stmt) => stmt !== null);
  return found.length === stmts.length ? found : null;
}
