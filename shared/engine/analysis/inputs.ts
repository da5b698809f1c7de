/** The inputs of an entry as symbols: `len(nums)`, rows and columns, nodes and height, the value of an int. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, plus, symbol, times } from '../cost/cost.ts';
import type { Call, Expr, FunctionNode, Param, Stmt, Type } from '../ir/ir.ts';
import { childExprs, childStmts } from '../ir/walk.ts';
import { type Machine } from './machine.ts';
import type { ProgramIndex } from './program-index.ts';
import { rowUse } from './row-use.ts';
import {
  BOOL,
  CHAR,
  UNKNOWN,
  num,
  numSymbol,
  ref,
  str,
  tuple,
  type HeapObject,
  type ObjectType,
  type Value,
} from './value.ts';

/** The symbolic value of a parameter; its type comes from its declaration or, failing that, from its use. */
export function inputValue(m: Machine, func: FunctionNode, param: Param): Value {
  const type = param.type.kind === 'unknown' ? typeFromUse(m.index, func, param.name) : param.type;
  if (type.kind === 'list' && type.element.kind === 'list' && type.element.element.kind !== 'list') {
    const use = rowUse(m.index, func, param.name);
    if (use !== 'matrix') return rowsInput(m, param.name, use);
  }
  return valueOfType(m, type, param.name, 0);
}

/** A list of records of constant width, or of adjacency lists with so many edges in all. */
function rowsInput(m: Machine, name: string, use: 'adjacency' | 'record'): Value {
  const size = legend(m, `len(${name})`, `len(${name})`);
  const rows = inputObject(m, 'list', size);
  rows.exact = affine.symbol(`len(${name})`);
  const width = use === 'record' ? ONE : legend(m, `degree(${name})`, `the length of an element of ${name}`);
  const row = inputObject(m, 'list', width);
  row.elem =
    use === 'record'
      ? num(legend(m, `max(${name})`, `the largest value in ${name}`), { domain: size })
      : num(size);
  rows.elem = ref(row);
  rows.total =
    use === 'record' ? size : plus(size, legend(m, `edges(${name})`, `the number of edges in ${name}`));
  return ref(rows);
}

/** Gives a symbol its legend and, when it is free, a customary letter. */
function legend(m: Machine, id: string, text: string): Cost {
  m.legends.set(id, text);
  return symbol(id);
}

function valueOfType(m: Machine, type: Type, name: string, depth: number): Value {
  switch (type.kind) {
    case 'int':
      if (depth === 0) {
        m.legends.set(name, `the value of ${name}`);
        return numSymbol(name);
      }
      return num(legend(m, `max(${name})`, `the largest value in ${name}`));
    case 'float':
      return num(
        depth === 0
          ? legend(m, name, `the value of ${name}`)
          : legend(m, `max(${name})`, `the largest value in ${name}`),
        { float: true },
      );
    case 'bool':
      return BOOL;
    case 'none':
      return { kind: 'none' };
    case 'string':
      return stringInput(m, name, depth);
    case 'tuple':
      return tuple(type.elements.map((element) => valueOfType(m, element, name, depth + 1)));
    case 'tree':
    case 'linked':
    case 'graph':
      return ref(structure(m, type.kind, name, depth));
    case 'map':
      return containerInput(
        m,
        'map',
        name,
        depth,
        valueOfType(m, type.value, name, depth + 1),
        valueOfType(m, type.key, name, depth + 1),
      );
    case 'list':
    case 'array':
    case 'set':
    case 'deque':
    case 'heap':
    case 'iterator':
      return containerInput(m, type.kind, name, depth, valueOfType(m, type.element, name, depth + 1), null);
    case 'object':
      return objectInput(m, type.name, name, depth);
    case 'function':
    case 'unknown':
      return UNKNOWN;
  }
}

function stringInput(m: Machine, name: string, depth: number): Value {
  const id = depth === 0 ? `len(${name})` : `len(${name}[i])`;
  const size = legend(m, id, depth === 0 ? id : `the length of an element of ${name}`);
  return str(size, { exact: affine.symbol(id), input: true });
}

const ELEMENT = ['len', 'width', 'depth3', 'depth4'];

function containerInput(
  m: Machine,
  type: ObjectType,
  name: string,
  depth: number,
  elem: Value,
  key: Value | null,
): Value {
  const id = depth === 0 ? `len(${name})` : `len(${name}${'[0]'.repeat(depth)})`;
  const size = legend(m, id, id);
  void ELEMENT;
  const object = inputObject(m, type, size);
  object.exact = affine.symbol(id);
  object.elem =
    (elem.kind === 'num' || elem.kind === 'str') && elem !== CHAR && elem.domain === null
      ? { ...elem, domain: size }
      : elem;
  object.key = key;
  if (elem.kind === 'num' && !elem.float) object.sum = legend(m, `sum(${name})`, `the sum of ${name}`);
  const weight = elem.kind === 'str' ? elem.size : elem.kind === 'ref' ? elem.object.size : ONE;
  object.total = times(size, weight);
  return ref(object);
}

function inputObject(m: Machine, type: ObjectType, size: Cost): HeapObject {
  const object: HeapObject = {
    id: m.nextId++,
    type,
    className: null,
    cls: null,
    size,
    exact: null,
    settled: null,
    elem: null,
    key: null,
    total: null,
    sum: null,
    born: 0,
    origin: 'input',
    instances: ONE,
    fields: null,
    height: null,
    cap: null,
    forward: null,
    holder: null,
    selfGrowth: false,
    pass: m.pass,
    frames: null,
    growth: null,
    views: null,
    unique: false,
    given: size,
    made: null,
    remade: null,
    pushed: size,
    settledPushed: null,
    selfPushes: 0,
    unguarded: false,
  };
  m.objects.push(object);
  return object;
}

function structure(m: Machine, type: 'tree' | 'linked' | 'graph', name: string, depth: number): HeapObject {
  const owner = depth === 0 ? name : `${name}[i]`;
  if (type === 'tree') {
    const object = inputObject(m, type, legend(m, `nodes(${owner})`, `the number of nodes of ${owner}`));
    object.height = legend(m, `height(${owner})`, `the height of ${owner}`);
    return object;
  }
  const id = type === 'linked' ? `length(${owner})` : `nodes(${owner})`;
  return inputObject(
    m,
    type,
    legend(m, id, type === 'linked' ? `the length of the list ${owner}` : `the number of nodes of ${owner}`),
  );
}

/** An object of an unknown class: a node of a graph or tree, by the fields that LeetCode's nodes have. */
function objectInput(m: Machine, className: string, name: string, depth: number): Value {
  if (!/node|employee|list|tree/i.test(className)) {
    const object = inputObject(m, 'object', legend(m, `size(${name})`, `the size of ${name}`));
    object.className = className;
    object.cls = m.index.classes.get(className) ?? null;
    object.instances = object.size;
    return ref(object);
  }
  const fields = m.index.fields;
  const type = fields.has('neighbors')
    ? 'graph'
    : fields.has('left') || fields.has('right') || fields.has('children')
      ? 'tree'
      : fields.has('next')
        ? 'linked'
        : 'graph';
  const object = structure(m, type, name, depth);
  if (type === 'linked') return ref(object);
  object.elem = ref(inputObject(m, 'list', object.size));
  const inner = object.elem.object;
  inner.elem = ref(object);
  inner.holder = object;
  object.total = legend(m, `edges(${name})`, `the number of edges of ${name}`);
  return ref(object);
}

// ---------------------------------------------------------------- types from use

const TREE_FIELDS = new Set(['left', 'right']);
const STRING_METHODS = new Set([
  'split',
  'strip',
  'lower',
  'upper',
  'isdigit',
  'isalpha',
  'isalnum',
  'startswith',
  'endswith',
  'replace',
  'find',
]);
const LIST_METHODS = new Set(['append', 'sort', 'pop', 'extend', 'reverse', 'insert', 'remove']);

/** The type that the uses of an undeclared parameter suggest. */
export function typeFromUse(index: ProgramIndex, func: FunctionNode, name: string, depth = 3): Type {
  const seen = {
    index: 0,
    elementIndex: 0,
    tree: false,
    linked: false,
    string: false,
    list: false,
    size: false,
    int: false,
    map: false,
  };
  const aliases = new Set([name]);
  let handed: Type | null = null;
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'assign' && node.value.kind === 'name' && aliases.has(node.value.name)) {
      for (const target of node.targets) if (target.kind === 'name') aliases.add(target.name);
    }
    note(node, aliases, seen);
    if (node.kind === 'call' && depth > 0) handed ??= typeAsArgument(index, node, aliases, func, depth);
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
    if (node.kind === 'function') node.func.body.forEach(visit);
    if (node.kind === 'lambda') node.func.body.forEach(visit);
  };
  func.body.forEach(visit);
  const int: Type = { kind: 'int' };
  if (seen.tree) return { kind: 'tree' };
  if (seen.linked) return { kind: 'linked' };
  if (seen.string) return { kind: 'string' };
  if (seen.map) return { kind: 'map', key: int, value: int };
  if (seen.elementIndex > 0) return { kind: 'list', element: { kind: 'list', element: int } };
  if (seen.index > 0 || seen.list || seen.size) return { kind: 'list', element: int };
  if (handed !== null) return handed;
  return seen.int ? int : { kind: 'unknown' };
}

/** The type that a function of the program makes of the parameter when it is handed on. */
function typeAsArgument(
  index: ProgramIndex,
  call: Call,
  names: ReadonlySet<string>,
  from: FunctionNode,
  depth: number,
): Type | null {
  const callee = index.resolve(call);
  if (callee === null || callee === from) return null;
  const at = call.args.findIndex(
    (arg) => arg.name === null && arg.value.kind === 'name' && names.has(arg.value.name),
  );
  const param = at < 0 ? undefined : callee.params[at];
  if (param === undefined) return null;
  const type = param.type.kind === 'unknown' ? typeFromUse(index, callee, param.name, depth - 1) : param.type;
  return type.kind === 'unknown' ? null : type;
}

interface Uses {
  index: number;
  elementIndex: number;
  tree: boolean;
  linked: boolean;
  string: boolean;
  list: boolean;
  size: boolean;
  int: boolean;
  map: boolean;
}

function note(node: Stmt | Expr, names: ReadonlySet<string>, seen: Uses): void {
  const is = (expr: Expr | undefined): boolean => expr?.kind === 'name' && names.has(expr.name);
  switch (node.kind) {
    case 'field':
      if (!is(node.object)) return;
      if (TREE_FIELDS.has(node.name)) seen.tree = true;
      if (node.name === 'next') seen.linked = true;
      if (STRING_METHODS.has(node.name)) seen.string = true;
      if (LIST_METHODS.has(node.name)) seen.list = true;
      if (node.name === 'items' || node.name === 'keys') seen.map = true;
      return;
    case 'index':
      if (is(node.object)) seen.index++;
      if (node.object.kind === 'index' && is(node.object.object)) seen.elementIndex++;
      return;
    case 'forEach':
      if (is(node.iterable)) {
        seen.size = true;
        if (node.target.kind === 'collection') seen.elementIndex++;
      }
      return;
    case 'call':
      if (node.callee.kind === 'name' && node.callee.name === 'len' && is(node.args[0]?.value))
        seen.size = true;
      if (
        node.callee.kind === 'name' &&
        node.callee.name === 'len' &&
        node.args[0]?.value.kind === 'index' &&
        is(node.args[0].value.object)
      )
        seen.elementIndex++;
      if (
        node.callee.kind === 'name' &&
        /^(sum|sorted|max|min|set|Counter|enumerate|reversed|heapify|zip)$/.test(node.callee.name) &&
        node.args.length === 1 &&
        is(node.args[0]?.value)
      )
        seen.size = true;
      return;
    case 'range':
      if (
        is(node.end) ||
        (node.start !== null && is(node.start)) ||
        (node.end.kind === 'binary' && (is(node.end.left) || is(node.end.right)))
      )
        seen.int = true;
      return;
    case 'binary':
      if (is(node.left) && node.op !== '+') seen.int = true;
      if (is(node.right) && node.op !== '+') seen.int = true;
      return;
    case 'compare':
      if ((is(node.left) || is(node.right)) && ['<', '<=', '>', '>='].includes(node.op)) seen.int = true;
      if (node.op === 'in' && is(node.right)) seen.size = true;
      return;
    case 'comprehension':
      for (const clause of node.clauses)
        if (clause.kind === 'for' && is(clause.iterable)) {
          seen.size = true;
          if (clause.target.kind === 'collection') seen.elementIndex++;
        }
      return;
    default:
  }
}

export { CHAR };
