/** What the program does to the thing that a variable holds. */
import type { Expr } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import type { Tree } from '../ir/tree.ts';
import type { Use } from '../ir/variables.ts';

/** Whether the variable's value stays what it was: nothing is put in, taken out, or handed on to code that may. */
export function isRead(roles: RoleIndex, { role }: Use): boolean {
  switch (role.kind) {
    case 'method':
    case 'argument':
      return roles.named(role.call, 'reads');
    case 'element':
    case 'slice':
      return !role.write;
    case 'member':
    case 'iterated':
    case 'tested':
    case 'operand':
      return true;
    default:
      return false;
  }
}

/** Constructors of empty or filled containers that can be changed. */
const CONSTRUCTORS = new Set([
  'list',
  'dict',
  'set',
  'deque',
  'defaultdict',
  'Counter',
  'OrderedDict',
  'bytearray',
]);

/** An expression that makes a container that can be changed. */
export function makesMutable(expr: Expr): boolean {
  switch (expr.kind) {
    case 'collection':
      return expr.shape !== 'tuple';
    case 'map':
      return true;
    case 'comprehension':
      return expr.shape !== 'generator';
    case 'binary':
      return expr.op === '*' && (isList(expr.left) || isList(expr.right));
    case 'call':
      return expr.callee.kind === 'name' && CONSTRUCTORS.has(expr.callee.name);
    default:
      return false;
  }
}

function isList(expr: Expr): boolean {
  return expr.kind === 'collection' && expr.shape === 'list';
}

/** Whether evaluating an expression twice gives the same and changes nothing. */
export function isPure(expr: Expr): boolean {
  switch (expr.kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'constant':
      return true;
    case 'collection':
      return expr.shape === 'tuple' && expr.elements.every(isPure);
    case 'binary':
      return isPure(expr.left) && isPure(expr.right);
    case 'unary':
      return isPure(expr.operand);
    case 'index':
      return isPure(expr.object) && isPure(expr.index);
    case 'field':
      return isPure(expr.object);
    default:
      return false;
  }
}

/** Whether an element that is read, `rows[i]`, may change or become known under another name. */
export function isRowRead(tree: Tree, element: Expr): boolean {
  const parent = tree.parents.get(element);
  switch (parent?.kind) {
    case 'index': {
      const target = tree.parents.get(parent);
      const written = target?.kind === 'assign' && target.targets.includes(parent);
      return parent.object === element && !written;
    }
    case 'compare':
    case 'binary':
    case 'slice':
      return true;
    default:
      return false;
  }
}
