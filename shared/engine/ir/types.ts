/** Types of expressions as far as declarations and literals show them, for the conditions of fixes. */
import type { Call, Expr, Type } from './ir.ts';
import { above, type Tree } from './tree.ts';
import { calleeName, variableOf, type Variable } from './variables.ts';

const UNKNOWN: Type = { kind: 'unknown' };
const INT: Type = { kind: 'int' };
const STRING: Type = { kind: 'string' };
const BOOL: Type = { kind: 'bool' };
const MAX_DEPTH = 8;

/** The type of an expression; unknown where nothing near shows it. */
export function typeOf(tree: Tree, expr: Expr, depth = MAX_DEPTH): Type {
  if (depth === 0) return UNKNOWN;
  const inner = (one: Expr): Type => typeOf(tree, one, depth - 1);
  switch (expr.kind) {
    case 'number':
      return expr.float ? { kind: 'float' } : INT;
    case 'string':
    case 'template':
      return STRING;
    case 'constant':
      return expr.value === null ? { kind: 'none' } : BOOL;
    case 'compare':
      return BOOL;
    case 'unary':
      return expr.op === 'not' ? BOOL : inner(expr.operand);
    case 'binary':
      return common(inner(expr.left), inner(expr.right));
    case 'collection':
      return expr.shape === 'tuple'
        ? { kind: 'tuple', elements: expr.elements.map(inner) }
        : { kind: expr.shape, element: allOfType(expr.elements.map(inner)) };
    case 'map':
      return mapOf(UNKNOWN);
    case 'comprehension':
      if (expr.shape === 'map') return mapOf(inner(expr.element));
      return { kind: expr.shape === 'generator' ? 'iterator' : expr.shape, element: inner(expr.element) };
    case 'range':
      return { kind: 'iterator', element: INT };
    case 'slice':
      return inner(expr.object);
    case 'index': {
      const object = inner(expr.object);
      return object.kind === 'map' ? object.value : elementOf(object);
    }
    case 'call':
      return typeOfCall(expr, inner);
    case 'name':
    case 'field': {
      const variable = variableOf(tree, expr);
      return variable === null ? UNKNOWN : typeOfVariable(tree, variable, depth - 1);
    }
    default:
      return UNKNOWN;
  }
}

/** The type of what a variable holds. */
export function typeOfVariable(tree: Tree, variable: Variable, depth = MAX_DEPTH): Type {
  const { param, uses } = variable;
  const types = uses.flatMap(({ expr, role }): Type[] => {
    if (role.kind === 'set') return [role.stmt.declared ?? typeOf(tree, role.value, depth)];
    return role.kind === 'rebound' ? [typeOfTarget(tree, expr, depth)] : [];
  });
  if (param === null) return allOfType(types);
  return allOfType([
    param.type.kind === 'unknown' ? typeFromCalls(tree, variable, depth) : param.type,
    ...types,
  ]);
}

/** What the program's own calls hand over for a parameter; not those within the function, which hand it on. */
function typeFromCalls(tree: Tree, { owner, param }: Variable, depth: number): Type {
  if (depth <= 0 || owner.kind !== 'functionNode' || param === null) return UNKNOWN;
  const index = owner.params.indexOf(param);
  const types = (tree.calls.get(owner.name) ?? []).flatMap((expr): Type[] => {
    if (above(tree, expr).includes(owner)) return [];
    const arg = expr.args.find(({ name }) => name === param.name) ?? expr.args[index];
    return [arg === undefined || arg.spread ? UNKNOWN : typeOf(tree, arg.value, depth - 1)];
  });
  return allOfType(types);
}

/** What a loop, or an assignment to a tuple of targets, puts into a target. */
function typeOfTarget(tree: Tree, target: Expr, depth: number): Type {
  const parent = tree.parents.get(target);
  switch (parent?.kind) {
    case 'forEach':
      return elementOf(typeOf(tree, parent.iterable, depth));
    case 'comprehension': {
      const clause = parent.clauses.find((one) => one.kind === 'for' && one.target === target);
      return clause?.kind === 'for' ? elementOf(typeOf(tree, clause.iterable, depth)) : UNKNOWN;
    }
    case 'assign':
      return typeOf(tree, parent.value, depth);
    case 'collection': {
      const whole = typeOfTarget(tree, parent, depth);
      const index = parent.elements.indexOf(target);
      return whole.kind === 'tuple' ? (whole.elements[index] ?? UNKNOWN) : elementOf(whole);
    }
    default:
      return UNKNOWN;
  }
}

const NUMBERS = new Set([
  'abs',
  'bit_length',
  'count',
  'find',
  'floor',
  'gcd',
  'index',
  'int',
  'len',
  'ord',
  'round',
]);
const STRINGS = new Set(['chr', 'join', 'lower', 'str', 'strip', 'upper', 'input']);

function typeOfCall(call: Call, inner: (expr: Expr) => Type): Type {
  const name = calleeName(call) ?? '';
  const [first] = call.args;
  const ofFirst = first === undefined ? UNKNOWN : elementOf(inner(first.value));
  if (NUMBERS.has(name)) return INT;
  if (STRINGS.has(name)) return STRING;
  switch (name) {
    case 'list':
    case 'sorted':
      return { kind: 'list', element: ofFirst };
    case 'set':
      return { kind: 'set', element: ofFirst };
    case 'deque':
      return { kind: 'deque', element: ofFirst };
    case 'reversed':
      return { kind: 'iterator', element: ofFirst };
    case 'defaultdict':
      return mapOf(first?.value.kind === 'name' ? typeOfConstructor(first.value.name) : UNKNOWN);
    case 'dict':
    case 'Counter':
    case 'OrderedDict':
      return mapOf(UNKNOWN);
    case 'map':
      return {
        kind: 'iterator',
        element: first?.value.kind === 'name' ? typeOfConstructor(first.value.name) : UNKNOWN,
      };
    case 'enumerate':
      return { kind: 'iterator', element: { kind: 'tuple', elements: [INT, ofFirst] } };
    case 'zip':
      return {
        kind: 'iterator',
        element: { kind: 'tuple', elements: call.args.map((arg) => elementOf(inner(arg.value))) },
      };
    case 'split':
      return { kind: 'list', element: STRING };
    case 'max':
    case 'min':
    case 'sum':
      return call.args.length === 1 ? ofFirst : allOfType(call.args.map((arg) => inner(arg.value)));
    case 'pop':
    case 'popleft':
      return call.callee.kind === 'field' ? elementOf(inner(call.callee.object)) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

const mapOf = (value: Type): Type => ({ kind: 'map', key: UNKNOWN, value });

function typeOfConstructor(name: string): Type {
  switch (name) {
    case 'list':
    case 'set':
    case 'deque':
      return { kind: name, element: UNKNOWN };
    case 'int':
      return INT;
    case 'str':
      return STRING;
    default:
      return UNKNOWN;
  }
}

/** The type of the elements that iterating, or an index, gives. */
export function elementOf(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'array':
    case 'set':
    case 'deque':
    case 'heap':
    case 'iterator':
      return type.element;
    case 'string':
      return STRING;
    case 'tuple':
      return allOfType(type.elements);
    default:
      return UNKNOWN;
  }
}

/** The one type that all have; unknown when they differ or there are none. */
function allOfType(types: readonly Type[]): Type {
  const [first, ...rest] = types;
  return first === undefined ? UNKNOWN : rest.reduce(common, first);
}

function common(a: Type, b: Type): Type {
  if (a.kind !== b.kind) return UNKNOWN;
  if ('element' in a && 'element' in b) return { ...a, element: common(a.element, b.element) };
  return a;
}

/** Whether values of the type can be in a set or be a key; null when that is not known. */
export function isHashable(type: Type): boolean | null {
  switch (type.kind) {
    case 'list':
    case 'array':
    case 'set':
    case 'deque':
    case 'heap':
    case 'map':
      return false;
    case 'tuple': {
      const parts = type.elements.map(isHashable);
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    }
    case 'unknown':
      return null;
    default:
      return true;
  }
}
