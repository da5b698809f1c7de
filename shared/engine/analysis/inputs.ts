/** The inputs of an entry as symbols: `len(nums)`, rows and columns, nodes and height, the value of an int. */
import { affine } from '../cost/affine.ts';
import { type Cost, ONE, ZERO, isOne, plus, symbol, times } from '../cost/cost.ts';
import type { FunctionNode, Param, Type } from '../ir/ir.ts';
import { typeFromUse } from './input-types.ts';
import { newObject } from './heap.ts';
import { fixedPlaces } from './fixed-places.ts';
import type { Machine } from './machine.ts';
import { NESTED, NODE_CLASS } from './platform.ts';
import { rowUse } from './row-use.ts';
import {
  BOOL,
  CHAR,
  type HeapObject,
  type ObjectType,
  type Ref,
  UNKNOWN,
  type Value,
  find,
  num,
  numSymbol,
  ref,
  str,
  tuple,
} from './value.ts';

/** The symbolic value of a parameter; its type comes from its declaration or, failing that, from its use. */
export function inputValue(m: Machine, func: FunctionNode, param: Param): Value {
  const type = param.type.kind === 'unknown' ? typeFromUse(m.index, func, param.name) : param.type;
  const row = type.kind === 'list' ? type.element : null;
  if (row?.kind === 'list' || row?.kind === 'map') {
    const use = rowUse(m.index, func, param.name);
    if (use === 'adjacency' || (use === 'record' && row.kind === 'list' && !holdsPairs(row)))
      return rowsInput(m, param.name, use, row);
  }
  if (type.kind === 'list' && isRecord(m, param.name)) m.fixed.add(`len(${param.name})`);
  if (isNeighbourMap(type) && rowUse(m.index, func, param.name) === 'adjacency')
    return neighboursInput(m, param.name, type);
  return valueOfType(m, type, param.name, 0);
}

/** A list of which only elements at fixed places are asked for. */
const isRecord = (m: Machine, name: string): boolean =>
  m.index.placed.has(name) && fixedPlaces(m.program, m.index.roles).line.has(name);

/** Neighbours with something beside them: the weight of the edge. */
const holdsPairs = (row: Type): boolean =>
  row.kind === 'list' && (row.element.kind === 'list' || row.element.kind === 'tuple');

/** A list of records of constant width, or of adjacency lists with so many edges in all, which may have weights. */
function rowsInput(m: Machine, name: string, use: 'adjacency' | 'record', type: Type): Ref {
  const size = legend(m, `len(${name})`, `len(${name})`);
  const rows = inputObject(m, 'list', size);
  rows.exact = affine.symbol(`len(${name})`);
  const width = use === 'record' ? ONE : legend(m, `degree(${name})`, `the length of an element of ${name}`);
  const row = inputObject(m, 'list', width);
  row.elem =
    use === 'record'
      ? num(legend(m, `max(${name})`, `the largest value in ${name}`), { domain: size })
      : holdsPairs(type)
        ? tuple([num(size), num(size)])
        : num(size);
  if (type.kind === 'map') {
    row.type = 'map';
    row.key = row.elem;
  }
  rows.elem = ref(row);
  rows.total =
    use === 'record' ? size : plus(size, legend(m, `edges(${name})`, `the number of edges in ${name}`));
  return ref(rows);
}

type NeighbourMap = Type & { readonly kind: 'map'; readonly value: { readonly kind: 'list' | 'set' } };

/** `Dict[int, List[int]]`: what is in the lists may be a key. */
function isNeighbourMap(type: Type): type is NeighbourMap {
  return (
    type.kind === 'map' &&
    (type.value.kind === 'list' || type.value.kind === 'set') &&
    type.value.element.kind === type.key.kind &&
    (type.key.kind === 'int' || type.key.kind === 'string')
  );
}

/** The lists of the neighbours of nodes, by the nodes: as many nodes as keys, and so many edges in all. */
function neighboursInput(m: Machine, name: string, type: NeighbourMap): Value {
  const rows = rowsInput(m, name, 'adjacency', type.value);
  const map = rows.object;
  const node = type.key.kind === 'string' ? stringInput(m, name, 1) : num(map.size);
  const named = node.kind === 'str' ? { ...node, domain: map.size } : node;
  map.type = 'map';
  map.key = named;
  if (map.elem?.kind === 'ref') map.elem.object.elem = named;
  return rows;
}

/** Gives a symbol its legend and, when it is free, a customary letter. */
function legend(m: Machine, id: string, text: string): Cost {
  m.legends.set(id, text);
  return symbol(id);
}

/** @param copies how many of it the containers around hold */
function valueOfType(m: Machine, type: Type, name: string, depth: number, copies: Cost = ONE): Value {
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
    case 'char':
      return num(ONE, { domain: ONE });
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
      return containerInput(m, 'map', { name, depth, copies }, type.value, type.key);
    case 'list':
    case 'array':
    case 'set':
    case 'deque':
    case 'heap':
    case 'iterator':
      return containerInput(m, type.kind, { name, depth, copies }, type.element, null);
    case 'object':
      return objectInput(m, type.name, name, depth);
    case 'function':
    case 'unknown':
      return UNKNOWN;
  }
}

function stringInput(m: Machine, name: string, depth: number): Value {
  const id = depth === 0 ? `len(${name})` : `len(${name}[i])`;
  if (m.fixed.has(id)) return str(ONE, { input: true });
  const size = legend(m, id, depth === 0 ? id : `the length of an element of ${name}`);
  const domain = depth === 0 ? ONE : null;
  return str(size, { exact: affine.symbol(id), input: true, domain });
}

/** A nested list is what its root, which nobody sees, holds. */
function nestedList(m: Machine, name: string): Value {
  const root = objectInput(m, NESTED, name, 0);
  return root.kind === 'ref' ? (find(root.object).elem ?? UNKNOWN) : UNKNOWN;
}

/** Where in a parameter a container stands, and how many of it the containers around hold. */
interface Place {
  readonly name: string;
  readonly depth: number;
  readonly copies: Cost;
}

function containerInput(
  m: Machine,
  type: ObjectType,
  { name, depth, copies }: Place,
  elemType: Type,
  keyType: Type | null,
): Value {
  const id = depth === 0 ? `len(${name})` : `len(${name}${'[0]'.repeat(depth)})`;
  if (elemType.kind === 'object' && elemType.name === NESTED) return nestedList(m, name);
  const isFixed = m.fixed.has(id);
  const size = isFixed ? ONE : legend(m, id, id);
  // Every one of them may hold other values.
  const all = times(copies, size);
  const elem = valueOfType(m, elemType, name, depth + 1, all);
  const key = keyType === null ? null : valueOfType(m, keyType, name, depth + 1, all);
  const object = inputObject(m, type, size);
  object.exact = isFixed ? null : affine.symbol(id);
  object.elem =
    (elem.kind === 'num' || elem.kind === 'str') && elem !== CHAR && elem.domain === null && !isFixed
      ? { ...elem, domain: all }
      : elem;
  object.key = key;
  if (elem.kind === 'num' && !elem.float && !isOne(elem.max))
    object.sum = legend(m, `sum(${name})`, `the sum of ${name}`);
  const weight = elem.kind === 'str' ? elem.size : elem.kind === 'ref' ? elem.object.size : ONE;
  object.total = times(size, weight);
  return ref(object);
}

function inputObject(m: Machine, type: ObjectType, size: Cost): HeapObject {
  return newObject(m, type, size, {
    born: 0,
    origin: 'input',
    total: null,
    given: size,
    allocated: ZERO,
    growth: null,
    unique: false,
    frames: null,
    within: null,
    taken: null,
  });
}

/** The symbol stands for the nodes of a structure, or for its height. */
export const isNodeCount = (name: string): boolean => /^(?:length|nodes|height)\(/.test(name);

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
  if (!NODE_CLASS.test(className)) {
    const object = inputObject(m, 'object', legend(m, `size(${name})`, `the size of ${name}`));
    object.className = className;
    object.cls = m.index.classes.get(className) ?? null;
    object.instances = object.size;
    return ref(object);
  }
  const fields = m.index.fields;
  const type = fields.has('neighbors')
    ? 'graph'
    : fields.has('left') || fields.has('right') || fields.has('children') || className === NESTED
      ? 'tree'
      : fields.has('next')
        ? 'linked'
        : 'graph';
  const object = structure(m, type, name, depth);
  if (type === 'linked') return ref(object);
  object.className = className;
  object.elem = ref(inputObject(m, 'list', object.size));
  const inner = object.elem.object;
  inner.elem = ref(object);
  inner.holder = object;
  object.total =
    type === 'tree' ? object.size : legend(m, `edges(${name})`, `the number of edges of ${name}`);
  return ref(object);
}
