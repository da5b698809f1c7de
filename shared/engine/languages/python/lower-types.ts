/** Types from annotations, docstrings and type comments: all are read as text. */
import type { Type } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { type Context, partsOf } from './lower-context.ts';

export const UNKNOWN: Type = { kind: 'unknown' };
const INT: Type = { kind: 'int' };
const FLOAT: Type = { kind: 'float' };
const STRING: Type = { kind: 'string' };
const BOOL: Type = { kind: 'bool' };
const NONE: Type = { kind: 'none' };
const FUNCTION: Type = { kind: 'function' };

/** Names that mean a type of the IR, given their arguments in brackets. */
const TYPES: ReadonlyMap<string, (args: readonly Type[]) => Type> = new Map(
  Object.entries({
    int: () => INT,
    integer: () => INT,
    Integer: () => INT,
    long: () => INT,
    float: () => FLOAT,
    double: () => FLOAT,
    complex: () => FLOAT,
    Decimal: () => FLOAT,
    Fraction: () => FLOAT,
    Str: () => STRING,
    str: () => STRING,
    string: () => STRING,
    String: () => STRING,
    Text: () => STRING,
    AnyStr: () => STRING,
    unicode: () => STRING,
    bytes: () => STRING,
    LiteralString: () => STRING,
    basestring: () => STRING,
    char: () => STRING,
    character: () => STRING,
    bool: () => BOOL,
    boolean: () => BOOL,
    Boolean: () => BOOL,
    None: () => NONE,
    NoneType: () => NONE,
    void: () => NONE,
    NoReturn: () => NONE,
    Never: () => NONE,
    Callable: () => FUNCTION,
    function: () => FUNCTION,
    list: listOf,
    List: listOf,
    Sequence: listOf,
    MutableSequence: listOf,
    Iterable: listOf,
    Collection: listOf,
    Reversible: listOf,
    SortedList: listOf,
    set: setOf,
    Set: setOf,
    FrozenSet: setOf,
    frozenset: setOf,
    AbstractSet: setOf,
    MutableSet: setOf,
    SortedSet: setOf,
    dict: mapOf,
    Dict: mapOf,
    DefaultDict: mapOf,
    defaultdict: mapOf,
    OrderedDict: mapOf,
    Mapping: mapOf,
    MutableMapping: mapOf,
    SortedDict: mapOf,
    Counter: ([key = UNKNOWN]) => ({ kind: 'map', key, value: INT }),
    deque: ([element = UNKNOWN]) => ({ kind: 'deque', element }),
    Deque: ([element = UNKNOWN]) => ({ kind: 'deque', element }),
    tuple: tupleOf,
    Tuple: tupleOf,
    array: ([element = UNKNOWN]) => ({ kind: 'array', element }),
    Iterator: iteratorOf,
    Generator: iteratorOf,
    AsyncIterator: iteratorOf,
    AsyncGenerator: iteratorOf,
    AsyncIterable: iteratorOf,
    Optional: unionOf,
    Union: unionOf,
    Final: first,
    ClassVar: first,
    Annotated: first,
    Required: first,
    Awaitable: first,
    InitVar: first,
    Any: () => UNKNOWN,
    object: () => UNKNOWN,
    Self: () => UNKNOWN,
    Literal: unionOf,
    Type: () => UNKNOWN,
    type: () => UNKNOWN,
    TreeNode: () => ({ kind: 'tree' }),
    ListNode: () => ({ kind: 'linked' }),
  } satisfies Record<string, (args: readonly Type[]) => Type>),
);

function listOf([element = UNKNOWN]: readonly Type[]): Type {
  return { kind: 'list', element };
}

function setOf([element = UNKNOWN]: readonly Type[]): Type {
  return { kind: 'set', element };
}

function mapOf([key = UNKNOWN, value = UNKNOWN]: readonly Type[]): Type {
  return { kind: 'map', key, value };
}

function iteratorOf([element = UNKNOWN]: readonly Type[]): Type {
  return { kind: 'iterator', element };
}

function first([type = UNKNOWN]: readonly Type[]): Type {
  return type;
}

/** A tuple of any length (`tuple`, `Tuple[int, ...]`) is like a list. */
function tupleOf(args: readonly Type[]): Type {
  if (args.length === 0) return listOf([]);
  return args.includes(REST) ? listOf([args[0]!]) : { kind: 'tuple', elements: args };
}

/** `None` adds nothing; an int may be a float; other alternatives have no common type. */
function unionOf(args: readonly Type[]): Type {
  const types = args.filter((type) => type.kind !== 'none');
  const [type] = types;
  if (type === undefined) return args.length === 0 ? UNKNOWN : NONE;
  if (types.every((other) => other.kind === type.kind)) return type;
  return types.every((other) => other.kind === 'int' || other.kind === 'float') ? FLOAT : UNKNOWN;
}

/** What `...` stands for while a type is read. */
const REST: Type = { kind: 'unknown' };
const MAX_TYPE_DEPTH = 20;

/** `List[int]`, `Optional["TreeNode"]`, `int | None`, `integer[]`; what makes no sense is unknown. */
export function parseType(text: string): Type {
  const tokens = text.match(/[A-Za-z_][\w.]*|\d+|\.\.\.|[[\]|,]/g) ?? [];
  let at = 0;
  const union = (depth: number): Type => {
    const types = [primary(depth)];
    while (tokens[at] === '|') {
      at++;
      types.push(primary(depth));
    }
    return types.length === 1 ? types[0]! : unionOf(types);
  };
  const list = (depth: number): Type[] => {
    const types: Type[] = [];
    at++;
    while (at < tokens.length && tokens[at] !== ']') {
      if (tokens[at] === ',') at++;
      else types.push(union(depth + 1));
    }
    at++;
    return types;
  };
  const primary = (depth: number): Type => {
    const token = tokens[at];
    if (token === undefined || depth > MAX_TYPE_DEPTH) {
      at = tokens.length;
      return UNKNOWN;
    }
    if (token === '[') {
      const elements = list(depth);
      return elements.length === 1 ? listOf(elements) : UNKNOWN;
    }
    at++;
    if (token === '...') return REST;
    const name = token.slice(token.lastIndexOf('.') + 1);
    let args: Type[] = [];
    let suffixes = 0;
    while (tokens[at] === '[') {
      if (tokens[at + 1] === ']') {
        suffixes++;
        at += 2;
      } else args = list(depth);
    }
    let type = named(name, args);
    for (; suffixes > 0; suffixes--) type = listOf([type]);
    return type;
  };
  return union(0);
}

/** Types of the program's own and others begin with a capital. */
function named(name: string, args: readonly Type[]): Type {
  const make = TYPES.get(name);
  if (make !== undefined) return make(args);
  return /^[A-Z]\w/.test(name) ? { kind: 'object', name } : UNKNOWN;
}

export interface SignatureTypes {
  readonly params: ReadonlyMap<string, Type>;
  readonly returns: Type;
}

const NO_SIGNATURE: SignatureTypes = { params: new Map(), returns: UNKNOWN };

/** The text of the string that a block begins with, or null. */
export function docstringOf(ctx: Context, block: SyntaxNode | null): string | null {
  const statement = block?.children.find((child) => child.named);
  if (statement?.type !== 'expression_statement') return null;
  const [only] = partsOf(statement);
  return only?.type === 'string' ? ctx.text.slice(only.start, only.end) : null;
}

/** `:type nums: List[int]`, `:rtype: int`, and the older `@param {integer[]} nums`, `@return {integer}`. */
export function docstringTypes(text: string | null): SignatureTypes {
  if (text === null || !/[:@](?:r?type|param|return)/.test(text)) return NO_SIGNATURE;
  const params = new Map<string, Type>();
  let returns: Type = UNKNOWN;
  for (const [, name, type] of text.matchAll(/:type\s+(\w+)\s*:([^\n]*)/g))
    params.set(name!, parseType(type!));
  for (const [, type, name] of text.matchAll(/@param\s*\{([^}\n]*)\}\s*(\w+)/g))
    params.set(name!, parseType(type!));
  const result = /:rtype\s*:([^\n]*)/.exec(text) ?? /@returns?\s*\{([^}\n]*)\}/.exec(text);
  if (result !== null) returns = parseType(result[1]!);
  return { params, returns };
}

/** `# type: (List[int], int) -> int` between the signature and the body. */
export function signatureComment(
  ctx: Context,
  node: SyntaxNode,
  body: SyntaxNode | null,
): { readonly params: readonly Type[]; readonly returns: Type } | null {
  if (ctx.typeComments.size === 0) return null;
  const last = body === null ? node.end : body.start;
  const { line, endLine } = ctx.spanOf((childOf(node, 'parameters') ?? node).start, last);
  for (let at = line; at <= endLine; at++) {
    const signature = /^\((.*)\)\s*->\s*(.+)$/.exec(ctx.typeComments.get(at) ?? '');
    if (signature === null) continue;
    const params = parseType(`Tuple[${signature[1]!}]`);
    return { params: params.kind === 'tuple' ? params.elements : [], returns: parseType(signature[2]!) };
  }
  return null;
}
