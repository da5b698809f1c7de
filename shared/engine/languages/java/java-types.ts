/** Java's types: as they are declared, and what they are in the intermediate representation. */
import type { Type } from '../../ir/ir.ts';
import { childOf, childOfType, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';

/** A declared type: `Map<String, int[]>[]` is `Map` with two arguments and one dimension. */
export interface JavaType {
  /** The simple name; empty when the type is not known. */
  readonly name: string;
  readonly args: readonly JavaType[];
  /** Dimensions of an array. */
  readonly dims: number;
}

const NO_ARGS: readonly JavaType[] = [];

export const typeNamed = (name: string, args: readonly JavaType[] = NO_ARGS): JavaType => ({
  name,
  args,
  dims: 0,
});

export const UNKNOWN = typeNamed('');
export const INT = typeNamed('int');
export const CHAR = typeNamed('char');
export const FLOAT = typeNamed('double');
export const BOOLEAN = typeNamed('boolean');
export const STRING = typeNamed('String');

const DEEPEST = 20;

/** The type that a node of the grammar's type rules declares. */
export function typeOfNode(text: string, node: SyntaxNode | null, depth = 0): JavaType {
  if (node === null || depth > DEEPEST) return UNKNOWN;
  switch (node.type) {
    case 'integral_type':
    case 'floating_point_type':
    case 'boolean_type':
    case 'void_type':
    case 'type_identifier':
    case 'identifier': {
      const name = text.slice(node.start, node.end);
      return name === 'var' ? UNKNOWN : typeNamed(name);
    }
    case 'array_type': {
      const element = typeOfNode(text, childOf(node, 'element'), depth + 1);
      return { ...element, dims: element.dims + dimensionsOf(childOf(node, 'dimensions')) };
    }
    case 'generic_type': {
      const [base] = namedChildren(node);
      const list = childOfType(node, 'type_arguments');
      const args = list === null ? [] : namedChildren(list).map((arg) => typeOfNode(text, arg, depth + 1));
      return typeNamed(typeOfNode(text, base ?? null, depth + 1).name, args);
    }
    case 'scoped_type_identifier':
    case 'annotated_type':
    case 'wildcard':
      return typeOfNode(text, namedChildren(node).at(-1) ?? null, depth + 1);
    default:
      return UNKNOWN;
  }
}

/** How many pairs of brackets a node has. */
export function dimensionsOf(node: SyntaxNode | null): number {
  return node === null ? 0 : node.children.filter((child) => child.type === '[').length;
}

export const arrayOf = (type: JavaType, dims = 1): JavaType =>
  dims === 0 ? type : { ...type, dims: type.dims + dims };

const INTEGRAL = new Set(['int', 'long', 'short', 'byte', 'Integer', 'Long', 'Short', 'Byte', 'BigInteger']);
const FLOATING = new Set(['float', 'double', 'Float', 'Double', 'BigDecimal']);
const TEXTS = new Set(['String', 'CharSequence']);

export const isChar = ({ name, dims }: JavaType): boolean =>
  dims === 0 && (name === 'char' || name === 'Character');
export const isIntegral = (type: JavaType): boolean =>
  type.dims === 0 && (INTEGRAL.has(type.name) || isChar(type));
export const isFloating = ({ name, dims }: JavaType): boolean => dims === 0 && FLOATING.has(name);
export const isText = ({ name, dims }: JavaType): boolean => dims === 0 && TEXTS.has(name);
export const isKnown = ({ name }: JavaType): boolean => name !== '';

type Kind = 'list' | 'set' | 'deque' | 'heap' | 'iterator' | 'map';

/** Collections by their names; which of them a declared interface is at run time does not matter here. */
const COLLECTIONS: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    list: [
      'List',
      'ArrayList',
      'AbstractList',
      'Collection',
      'Iterable',
      'Vector',
      'Stack',
      'Stream',
      'IntStream',
    ],
    set: ['Set', 'HashSet', 'LinkedHashSet', 'TreeSet', 'SortedSet', 'NavigableSet', 'EnumSet'],
    deque: ['Queue', 'Deque', 'ArrayDeque', 'LinkedList'],
    heap: ['PriorityQueue', 'PriorityBlockingQueue'],
    iterator: ['Iterator', 'ListIterator', 'Enumeration'],
    map: [
      'Map',
      'HashMap',
      'LinkedHashMap',
      'TreeMap',
      'SortedMap',
      'NavigableMap',
      'Hashtable',
      'EnumMap',
      'ConcurrentHashMap',
    ],
  } satisfies Record<Kind, readonly string[]>).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as Kind] as const),
  ),
);

const FUNCTIONS =
  /^(?:(?:Bi|Int|Long|Double|ToInt|ToLong|ToDouble|Unary|Binary|IntBinary|IntUnary|Boolean|Obj)*(?:Function|Predicate|Consumer|Supplier|Operator)|Comparator|Runnable|Callable)$/;

const PAIRS = new Set(['Entry', 'Pair', 'SimpleEntry', 'SimpleImmutableEntry']);

/** The kind of collection that a type is; null for arrays and all others. */
export function collectionOf({ name, dims }: JavaType): Kind | null {
  return dims === 0 ? (COLLECTIONS.get(name) ?? null) : null;
}

export const isFunction = ({ name, dims }: JavaType): boolean => dims === 0 && FUNCTIONS.test(name);

/** What iterating over a value, or an index, gives. */
export function elementType(type: JavaType): JavaType {
  if (type.dims > 0) return { ...type, dims: type.dims - 1 };
  if (isText(type)) return CHAR;
  return collectionOf(type) === null ? UNKNOWN : (type.args[0] ?? UNKNOWN);
}

/** The type in the intermediate representation; `own` are the names of the program's classes. */
export function irType(type: JavaType, own: { readonly has: (name: string) => boolean }, depth = 0): Type {
  const inner = (part: JavaType | undefined): Type =>
    part === undefined || depth > DEEPEST ? { kind: 'unknown' } : irType(part, own, depth + 1);
  if (type.dims > 0) return { kind: 'list', element: inner({ ...type, dims: type.dims - 1 }) };
  const { name, args } = type;
  if (own.has(name)) return { kind: 'object', name };
  if (INTEGRAL.has(name)) return { kind: 'int' };
  if (isChar(type)) return { kind: 'char' };
  if (FLOATING.has(name)) return { kind: 'float' };
  if (TEXTS.has(name)) return { kind: 'string' };
  if (PAIRS.has(name)) return { kind: 'tuple', elements: [inner(args[0]), inner(args[1])] };
  if (isFunction(type)) return { kind: 'function' };
  const kind = collectionOf(type);
  if (kind === 'map') return { kind, key: inner(args[0]), value: inner(args[1]) };
  if (kind !== null) return { kind, element: inner(args[0]) };
  return plainType(name);
}

function plainType(name: string): Type {
  switch (name) {
    case 'boolean':
    case 'Boolean':
      return { kind: 'bool' };
    case 'void':
    case 'Void':
      return { kind: 'none' };
    case 'TreeNode':
      return { kind: 'tree' };
    case 'ListNode':
      return { kind: 'linked' };
    case 'StringBuilder':
    case 'StringBuffer':
      return { kind: 'list', element: { kind: 'char' } };
    default:
      // Type variables have one letter.
      return name.length < 2 || name === 'Object' ? { kind: 'unknown' } : { kind: 'object', name };
  }
}
