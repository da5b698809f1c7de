/** Python's library: what its built-ins and modules cost, one file a family. */
import type { ContainerKind, LibraryTable } from '../../ir/library.ts';
import { bisect } from './library/bisect.ts';
import { builtins } from './library/builtins.ts';
import { collections } from './library/collections.ts';
import { datetime } from './library/datetime.ts';
import { declarations } from './library/typing.ts';
import { dicts } from './library/dict.ts';
import { functools } from './library/functools.ts';
import { heapq } from './library/heapq.ts';
import { inputOutput } from './library/io.ts';
import { itertools } from './library/itertools.ts';
import { leetcode } from './library/leetcode.ts';
import { lists } from './library/list.ts';
import { math } from './library/math.ts';
import { queue } from './library/queue.ts';
import { random } from './library/random.ts';
import { re } from './library/re.ts';
import { sets } from './library/set.ts';
import { sortedcontainers } from './library/sortedcontainers.ts';
import { strings } from './library/string.ts';
import { pythonHints, pythonRoles } from './roles.ts';

const TYPES: Readonly<Record<string, ContainerKind>> = {
  AbstractSet: 'set',
  ByteString: 'string',
  ChainMap: 'map',
  Collection: 'list',
  Counter: 'map',
  DefaultDict: 'map',
  Deque: 'deque',
  Dict: 'map',
  FrozenSet: 'set',
  Generator: 'iterator',
  Iterable: 'list',
  Iterator: 'iterator',
  LifoQueue: 'deque',
  List: 'list',
  Mapping: 'map',
  MutableMapping: 'map',
  MutableSequence: 'list',
  MutableSet: 'set',
  OrderedDict: 'map',
  PriorityQueue: 'heap',
  Queue: 'deque',
  Sequence: 'list',
  Set: 'set',
  SimpleQueue: 'deque',
  SortedDict: 'map',
  SortedKeyList: 'list',
  SortedList: 'list',
  SortedSet: 'set',
  Tuple: 'tuple',
  array: 'array',
  bytearray: 'array',
  bytes: 'string',
  defaultdict: 'map',
  deque: 'deque',
  dict: 'map',
  frozenset: 'set',
  list: 'list',
  set: 'set',
  str: 'string',
  tuple: 'tuple',
  unicode: 'string',
};

/**
 * Also namespaces below a module (`sys.stdin`), and types by their class methods (`dict.fromkeys`). A name that the program
 * uses without an import is looked up in this order.
 */
const MODULES: readonly string[] = [
  'collections',
  'heapq',
  'bisect',
  'itertools',
  'functools',
  'math',
  'random',
  'sortedcontainers',
  'string',
  're',
  'sys',
  'sys.stdin',
  'sys.stdout',
  'sys.stderr',
  'sys.__stdout__',
  'sys.stdin.buffer',
  'sys.stdout.buffer',
  'os',
  'os.path',
  'os.environ',
  'io',
  'operator',
  'copy',
  'queue',
  'Queue',
  'time',
  'datetime',
  'datetime.date',
  'datetime.datetime',
  'calendar',
  'array',
  'typing',
  'fractions',
  'decimal',
  'statistics',
  'cmath',
  'numpy',
  'scipy.optimize',
  'threading',
  'dataclasses',
  'enum',
  'abc',
  'types',
  '__pypy__.builders',
  'StringIO',
  'cStringIO',
  'atexit',
  'gc',
  'getpass',
  'pprint',
  'timeit',
  'traceback',
  'warnings',
  'bytes',
  'dict',
  'int',
  'itertools.chain',
  'set',
  'str',
];

const CONSTANTS: readonly string[] = [
  'cmath.pi',
  'math.e',
  'math.inf',
  'math.nan',
  'math.pi',
  'math.tau',
  'numpy.inf',
  'sys.float_info',
  'sys.hexversion',
  'sys.maxint',
  'sys.maxsize',
  'sys.maxunicode',
  'sys.version_info',
];

const TEXTS: readonly string[] = [
  'string.ascii_letters',
  'string.ascii_lowercase',
  'string.ascii_uppercase',
  'string.digits',
  'string.hexdigits',
  'string.letters',
  'string.lowercase',
  'string.octdigits',
  'string.printable',
  'string.punctuation',
  'string.uppercase',
  'string.whitespace',
];

export const pythonLibrary: LibraryTable = {
  rows: [
    ...builtins,
    ...leetcode,
    ...lists,
    ...strings,
    ...dicts,
    ...sets,
    ...collections,
    ...heapq,
    ...bisect,
    ...sortedcontainers,
    ...queue,
    ...itertools,
    ...functools,
    ...math,
    ...random,
    ...re,
    ...inputOutput,
    ...datetime,
    ...declarations,
  ],
  types: TYPES,
  modules: MODULES,
  constants: CONSTANTS,
  values: { 'sys.maxsize': 2 ** 63 },
  texts: TEXTS,
  appendsInPlace: true,
  comparesContents: true,
  lettersAreNumbers: false,
  operators: { in: '__contains__', item: '__getitem__', setItem: '__setitem__' },
  roles: pythonRoles,
  hints: pythonHints,
};
