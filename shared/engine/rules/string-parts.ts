/** Strings that grow in a loop, and whether their parts may be collected instead. */
import type { StringPartsFix } from '../ir/fix.ts';
import type { Assign, Expr, Stmt } from '../ir/ir.ts';
import { isMoved } from '../ir/standing.ts';
import { above, loopsAround, type Loop, type Tree } from '../ir/tree.ts';
import { typeOf } from '../ir/types.ts';
import { isOwn, variableOf, type Use, type Variable } from '../ir/variables.ts';

export interface Growth {
  readonly variable: Variable;
  readonly stmt: Assign;
  /** The loops over which the string grows, innermost first. */
  readonly loops: readonly Loop[];
  /** The outermost of them. */
  readonly loop: Stmt;
}

/** The statement around `added` that adds to a string, in a loop which does not set the string anew. */
export function growthOf(tree: Tree, added: object): Growth | null {
  const stmt = assignmentOf(tree, added);
  if (stmt === null || (stmt.op !== null && isSum(added))) return null;
  const [target] = stmt.targets;
  const variable = target === undefined ? null : variableOf(tree, target);
  if (variable === null || updateOf(variable, stmt) === null || !holdsString(tree, variable)) return null;
  const loops: Loop[] = [];
  for (const loop of loopsAround(tree, stmt)) {
    if (variable.uses.some((use) => isIn(tree, use.expr, loop) && setsAnew(variable, use))) break;
    loops.push(loop);
  }
  const loop = loops[loops.length - 1];
  if (loop === undefined || loop.kind === 'comprehension') return null;
  const isNeeded = variable.uses.some((use) => isIn(tree, use.expr, loop) && needsText(tree, variable, use));
  return isNeeded ? null : { variable, stmt, loops, loop };
}

/** What `text += word + " "` adds is put together by itself: that is no growth of the text. */
const isSum = (added: object): boolean => 'kind' in added && added.kind === 'binary';

/** It is a string where it is set, other than by adding to it. */
function holdsString(tree: Tree, variable: Variable): boolean {
  const { param, uses } = variable;
  const types = uses.flatMap(({ role }) =>
    role.kind === 'set' && updateOf(variable, role.stmt) === null ? [typeOf(tree, role.value).kind] : [],
  );
  return [...(param === null ? [] : [param.type.kind]), ...types].includes('string');
}

/** The loop reads the text itself, so that it has to be there in every turn. */
function needsText(tree: Tree, variable: Variable, { role, expr }: Use): boolean {
  switch (role.kind) {
    case 'set':
    case 'update':
    case 'tested':
      return false;
    case 'argument':
      return role.callee !== 'len';
    default: {
      const stmt = assignmentOf(tree, expr);
      return stmt === null || updateOf(variable, stmt)?.own !== expr;
    }
  }
}

function assignmentOf(tree: Tree, added: object): Assign | null {
  const stmt = above(tree, added).find((at) => at.kind !== 'binary');
  return stmt?.kind === 'assign' ? stmt : null;
}

function isIn(tree: Tree, node: Expr, outer: object): boolean {
  return above(tree, node).some((at) => at === outer);
}

function setsAnew(variable: Variable, { role }: Use): boolean {
  if (role.kind === 'rebound') return true;
  return role.kind === 'set' && updateOf(variable, role.stmt) === null;
}

interface Update {
  /** The variable in the value; null in `s += value`. */
  readonly own: Expr | null;
  readonly prepends: boolean;
}

/** `s += x`, `s = s + x`, `s = x + s`; null for any other assignment. */
function updateOf({ uses }: Variable, { op, value, targets }: Assign): Update | null {
  const isOwnName = (expr: Expr | undefined): boolean => uses.some((use) => use.expr === expr);
  if (targets.length > 1 || !isOwnName(targets[0])) return null;
  if (op === '+') return { own: null, prepends: false };
  if (op !== null || value.kind !== 'binary' || value.op !== '+') return null;
  const leftmost = leftmostOf(value);
  if (isOwnName(leftmost)) return { own: leftmost, prepends: false };
  return isOwnName(value.right) ? { own: value.right, prepends: true } : null;
}

function leftmostOf(expr: Expr): Expr {
  return expr.kind === 'binary' && expr.op === '+' ? leftmostOf(expr.left) : expr;
}

/** Collects the parts, where the string is set before the loop, only added to in it, and read after it. */
export function partsFix(tree: Tree, { variable, loop }: Growth): StringPartsFix | null {
  if (variable.param !== null || variable.owner.kind === 'classNode' || !isOwn(tree, variable)) return null;
  const { uses } = variable;
  const before = uses.filter(({ expr }) => expr.span.start < loop.span.start);
  const inside = uses.filter(({ expr }) => isIn(tree, expr, loop));
  const after = uses.filter(({ expr }) => expr.span.start >= loop.span.end);
  const creation = creationOf(tree, before, loop);
  const updates = updatesOf(variable, inside);
  if (creation === null || updates === null || after.length === 0) return null;
  const prepends = updates.map((update) => update.prepends);
  if (new Set(prepends).size !== 1) return null;
  const { value } = creation;
  return {
    kind: 'string-parts',
    safety: 'safe',
    variable: variable.path,
    creation: creation.stmt,
    target: creation.target,
    value,
    initial: value.kind === 'string' && value.value === '' ? null : value,
    updates,
    prepends: prepends[0] === true,
    onlyRead: onlyReadOf(tree, after),
    loop,
  };
}

interface Creation {
  readonly stmt: Assign;
  readonly target: Expr;
  readonly value: Expr;
}

/** The one assignment before the loop, in the same block. */
function creationOf(tree: Tree, before: readonly Use[], loop: Stmt): Creation | null {
  const [use] = before;
  if (use?.role.kind !== 'set' || before.length > 1) return null;
  const { stmt, value } = use.role;
  const isNear = stmt.targets.length === 1 && tree.blocks.get(stmt) === tree.blocks.get(loop);
  return isNear ? { stmt, target: use.expr, value } : null;
}

type Updates = StringPartsFix['updates'][number] & Update;

/** What is added in the loop; null when the loop does anything else with the string. */
function updatesOf(variable: Variable, inside: readonly Use[]): Updates[] | null {
  const updates = inside.flatMap(({ role }): Updates[] => {
    if (role.kind !== 'set' && role.kind !== 'update') return [];
    const update = updateOf(variable, role.stmt);
    // What was moved stands in another statement.
    return update === null || (update.own !== null && isMoved(update.own))
      ? []
      : [{ stmt: role.stmt, value: role.stmt.value, ...update }];
  });
  const own = updates.filter((update) => update.own !== null).length;
  return updates.length + own === inside.length ? updates : null;
}

/** The one place after the loop that reads the string, unless it does so again and again, or between quotes. */
function onlyReadOf(tree: Tree, after: readonly Use[]): Expr | null {
  const [use] = after;
  if (use === undefined || after.length > 1 || loopsAround(tree, use.expr).length > 0) return null;
  if (above(tree, use.expr).some(({ kind }) => kind === 'template')) return null;
  return use.role.kind === 'set' || use.role.kind === 'update' || use.role.kind === 'rebound'
    ? null
    : use.expr;
}
