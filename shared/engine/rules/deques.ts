/** Whether a list may become a deque: what a deque cannot do, the program must not do with it. */
import type { Cost } from '../cost/cost.ts';
import type { DequeFix, FixSafety } from '../ir/fix.ts';
import type { Call, Expr } from '../ir/ir.ts';
import { isPolynomial } from './repeats.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { above, type Tree } from '../ir/tree.ts';
import { typeOf } from '../ir/types.ts';
import { variableOf, type Use, type Variable } from '../ir/variables.ts';

/** The call takes or puts the first element: `xs.pop(0)`, `xs.insert(0, x)`. */
export function isFrontCall(roles: RoleIndex, call: Call, role: 'takeAt' | 'putAt'): boolean {
  const { args } = call;
  const first = args[0]?.value;
  const isFirst = first?.kind === 'number' && first.value === 0;
  return isFirst && args.length === (role === 'takeAt' ? 1 : 2) && roles.is(call, role);
}

/** The receiver is a list; where its type is not shown, a list is what takes linear time for that. */
export function isListCall(tree: Tree, { callee }: Call, each: Cost): boolean {
  const { kind } = callee.kind === 'field' ? typeOf(tree, callee.object) : { kind: 'unknown' };
  return kind === 'list' || kind === 'array' || (kind === 'unknown' && isPolynomial(each));
}

/** The change of the list that a front call works on; null where it is not known to work. */
export function dequeFix(roles: RoleIndex, tree: Tree, call: Call): DequeFix | null {
  if (call.callee.kind !== 'field') return null;
  const variable = variableOf(tree, call.callee.object);
  if (variable === null) return null;
  if (!variable.uses.every((use) => suits(roles, tree, variable, use))) return null;
  if (variable.owner.kind === 'classNode' && isKnownOutside(tree, variable)) return null;
  const creations = variable.uses.flatMap(({ role }) => (role.kind === 'set' ? [role.value] : []));
  const convertBefore = variable.param === null ? null : firstStatement(variable);
  if (creations.length === 0 && convertBefore === null) return null;
  const calls = variable.uses.flatMap(({ role }) => (role.kind === 'method' ? [role.call] : []));
  return {
    kind: 'deque',
    variable: variable.path,
    safety: safetyOf(variable, creations),
    creations,
    convertBefore,
    frontPops: calls.filter((one) => isFrontCall(roles, one, 'takeAt')),
    frontPushes: calls.filter((one) => isFrontCall(roles, one, 'putAt')),
    ends: variable.uses.flatMap(({ role }) => (role.kind === 'element' ? [role.node] : [])),
  };
}

function firstStatement({ owner }: Variable): DequeFix['convertBefore'] {
  return owner.kind === 'functionNode' ? (owner.body[0] ?? null) : null;
}

function suits(roles: RoleIndex, tree: Tree, variable: Variable, { role, expr }: Use): boolean {
  switch (role.kind) {
    case 'set':
      return role.stmt.targets.length === 1 && isList(tree, role.value);
    case 'update':
      return role.op === '+';
    case 'method':
      return (
        isFrontCall(roles, role.call, 'takeAt') ||
        isFrontCall(roles, role.call, 'putAt') ||
        (role.call.args.length === 0 && roles.is(role.call, 'undo')) ||
        (roles.is(role.call, 'queue') && !isAt(roles, role.call))
      );
    case 'argument':
      return roles.is(role.call, 'queue');
    case 'element':
      return isEnd(role.node.index);
    case 'iterated':
      return !changesInside(tree, variable, expr);
    case 'member':
    case 'tested':
      return true;
    default:
      return false;
  }
}

/** Puts an element at an index. */
const isAt = (roles: RoleIndex, call: Call): boolean => roles.is(call, 'putAt') && call.args.length > 1;

function isEnd(index: Expr): boolean {
  if (index.kind === 'number') return index.value === 0 || index.value === -1;
  return (
    index.kind === 'unary' && index.op === '-' && index.operand.kind === 'number' && index.operand.value === 1
  );
}

/** A deque may not change while it is iterated over. */
function changesInside(tree: Tree, { uses }: Variable, iterated: Expr): boolean {
  const loop = tree.parents.get(iterated);
  return uses.some(
    ({ role, expr }) =>
      (role.kind === 'method' || role.kind === 'update') && above(tree, expr).some((at) => at === loop),
  );
}

/** A field of that name is used on something else than the receiver. */
function isKnownOutside(tree: Tree, { path, uses }: Variable): boolean {
  const name = path.slice(path.indexOf('.') + 1);
  return (tree.fields.get(name) ?? []).some((field) => !uses.some(({ expr }) => expr === field));
}

function safetyOf({ param, uses }: Variable, creations: readonly Expr[]): FixSafety {
  const declared = uses.some(
    ({ role }) => role.kind === 'set' && role.stmt.declared !== null && !isConstructed(role.value),
  );
  return param === null && !declared && creations.every(isFresh) ? 'safe' : 'suggestion';
}

function isList(tree: Tree, value: Expr): boolean {
  return isFresh(value) || typeOf(tree, value).kind === 'list';
}

/** A constructor's call: the type that it is declared with follows it. */
export const isConstructed = (value: Expr): boolean => value.kind === 'call' && value.style === 'new';

/** A list that nothing else refers to. */
export function isFresh(value: Expr): boolean {
  switch (value.kind) {
    case 'collection':
    case 'comprehension':
      return value.shape === 'list';
    case 'call':
      return (
        isConstructed(value) ||
        (value.callee.kind === 'name' && (value.callee.name === 'list' || value.callee.name === 'sorted'))
      );
    case 'slice':
      return true;
    case 'binary':
      return isFresh(value.left) || isFresh(value.right);
    default:
      return false;
  }
}
