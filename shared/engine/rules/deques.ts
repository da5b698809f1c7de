/** Whether a list may become a deque: what a deque cannot do, the program must not do with it. */
import type { Cost } from '../cost/cost.ts';
import type { DequeFix, FixSafety } from '../ir/fix.ts';
import type { Call, Expr } from '../ir/ir.ts';
import { isPolynomial } from './repeats.ts';
import { above, type Tree } from '../ir/tree.ts';
import { typeOf } from '../ir/types.ts';
import { variableOf, type Use, type Variable } from '../ir/variables.ts';

/** Methods that lists and deques share, with the same cost or a lower one. */
const SHARED = new Set([
  'append',
  'clear',
  'copy',
  'count',
  'extend',
  'index',
  'insert',
  'remove',
  'reverse',
]);
/** Functions that take any container and keep no reference. */
const READERS = new Set([
  'all',
  'any',
  'enumerate',
  'len',
  'list',
  'max',
  'min',
  'reversed',
  'set',
  'sorted',
  'sum',
  'tuple',
]);

/** The call takes or puts the first element: `xs.pop(0)`, `xs.insert(0, x)`. */
export function isFrontCall(call: Call, method: 'pop' | 'insert'): boolean {
  const { callee, args } = call;
  const first = args[0]?.value;
  return (
    callee.kind === 'field' &&
    callee.name === method &&
    args.length === (method === 'pop' ? 1 : 2) &&
    first?.kind === 'number' &&
    first.value === 0
  );
}

/** The receiver is a list; where its type is not shown, a list is what takes linear time for that. */
export function isListCall(tree: Tree, { callee }: Call, each: Cost): boolean {
  const { kind } = callee.kind === 'field' ? typeOf(tree, callee.object) : { kind: 'unknown' };
  return kind === 'list' || kind === 'array' || (kind === 'unknown' && isPolynomial(each));
}

/** The change of the list that a front call works on; null where it is not known to work. */
export function dequeFix(tree: Tree, call: Call): DequeFix | null {
  if (call.callee.kind !== 'field') return null;
  const variable = variableOf(tree, call.callee.object);
  if (variable === null) return null;
  if (!variable.uses.every((use) => suits(tree, variable, use))) return null;
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
    frontPops: calls.filter((one) => isFrontCall(one, 'pop')),
    frontPushes: calls.filter((one) => isFrontCall(one, 'insert')),
  };
}

function firstStatement({ owner }: Variable): DequeFix['convertBefore'] {
  return owner.kind === 'functionNode' ? (owner.body[0] ?? null) : null;
}

function suits(tree: Tree, variable: Variable, { role, expr }: Use): boolean {
  switch (role.kind) {
    case 'set':
      return role.stmt.targets.length === 1 && isList(tree, role.value);
    case 'update':
      return role.op === '+';
    case 'method':
      return (
        SHARED.has(role.name) ||
        isFrontCall(role.call, 'pop') ||
        isFrontCall(role.call, 'insert') ||
        (role.name === 'pop' && role.call.args.length === 0)
      );
    case 'argument':
      return role.callee !== null && READERS.has(role.callee);
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
  const declared = uses.some(({ role }) => role.kind === 'set' && role.stmt.declared !== null);
  return param === null && !declared && creations.every(isFresh) ? 'safe' : 'suggestion';
}

function isList(tree: Tree, value: Expr): boolean {
  return isFresh(value) || typeOf(tree, value).kind === 'list';
}

/** A list that nothing else refers to. */
export function isFresh(value: Expr): boolean {
  switch (value.kind) {
    case 'collection':
    case 'comprehension':
      return value.shape === 'list';
    case 'call':
      return value.callee.kind === 'name' && (value.callee.name === 'list' || value.callee.name === 'sorted');
    case 'slice':
      return true;
    case 'binary':
      return isFresh(value.left) || isFresh(value.right);
    default:
      return false;
  }
}
