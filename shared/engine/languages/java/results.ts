/** What methods of Java's library return, as far as the front end has to know: by name, and by the receiver's type. */
import {
  BOOLEAN,
  CHAR,
  FLOAT,
  INT,
  type JavaType,
  STRING,
  UNKNOWN,
  arrayOf,
  collectionOf,
  elementType,
  isText,
  typeNamed,
} from './java-types.ts';

type Result = 'element' | 'key' | 'value' | 'self' | 'keys' | 'values' | 'entries' | 'entry' | JavaType;

const table = (rows: Readonly<Record<string, readonly string[]>>, result: Result): [string, Result][] =>
  Object.values(rows)
    .flat()
    .map((name) => [name, result]);

const OF_NUMBERS: readonly string[] = [
  'size',
  'length',
  'indexOf',
  'lastIndexOf',
  'compareTo',
  'compare',
  'hashCode',
  'ordinal',
  'intValue',
  'longValue',
  'bitCount',
  'count',
  'nextInt',
  'nextLong',
  'parseInt',
  'parseLong',
  'getNumericValue',
  'numberOfTrailingZeros',
  'numberOfLeadingZeros',
  'highestOneBit',
  'lowestOneBit',
  'floorMod',
  'floorDiv',
  'read',
];

const RESULTS: ReadonlyMap<string, Result> = new Map([
  ...table({ numbers: OF_NUMBERS }, INT),
  ...table(
    { tests: ['isEmpty', 'contains', 'containsKey', 'equals', 'hasNext', 'isDigit', 'isLetter'] },
    BOOLEAN,
  ),
  ...table(
    { real: ['sqrt', 'pow', 'random', 'floor', 'ceil', 'log', 'log10', 'doubleValue', 'nextDouble'] },
    FLOAT,
  ),
  ...table(
    {
      texts: [
        'substring',
        'trim',
        'toString',
        'toLowerCase',
        'toUpperCase',
        'replace',
        'concat',
        'repeat',
        'strip',
      ],
      made: [
        'toBinaryString',
        'toHexString',
        'format',
        'join',
        'nextLine',
        'readLine',
        'nextToken',
        'replaceAll',
      ],
    },
    STRING,
  ),
  ...table({ parts: ['split'] }, arrayOf(STRING)),
  ...table({ characters: ['toCharArray'] }, arrayOf(CHAR)),
  ...table({ character: ['charAt'] }, CHAR),
  ...table(
    {
      ends: ['peek', 'poll', 'pop', 'element', 'first', 'last', 'getFirst', 'getLast', 'next', 'previous'],
      taken: [
        'peekFirst',
        'peekLast',
        'pollFirst',
        'pollLast',
        'removeFirst',
        'removeLast',
        'firstElement',
        'lastElement',
      ],
      near: ['floor', 'ceiling', 'higher', 'lower'],
    },
    'element',
  ),
  ...table({ own: ['clone', 'copyOf', 'copyOfRange', 'append', 'reverse', 'insert', 'subList'] }, 'self'),
  ...table(
    { looked: ['getOrDefault', 'computeIfAbsent', 'putIfAbsent', 'merge', 'compute', 'getValue'] },
    'value',
  ),
  ...table({ keys: ['keySet', 'navigableKeySet', 'descendingKeySet'] }, 'keys'),
  ...table(
    { nearKeys: ['firstKey', 'lastKey', 'floorKey', 'ceilingKey', 'higherKey', 'lowerKey', 'getKey'] },
    'key',
  ),
  ...table({ values: ['values'] }, 'values'),
  ...table({ entries: ['entrySet'] }, 'entries'),
  ...table(
    { entry: ['firstEntry', 'lastEntry', 'pollFirstEntry', 'pollLastEntry', 'floorEntry', 'ceilingEntry'] },
    'entry',
  ),
]);

/** Static methods that return one of their arguments, or a number like them. */
const LIKE_ARGUMENTS = new Set(['max', 'min', 'abs', 'copyOf', 'copyOfRange', 'addExact', 'multiplyExact']);

/** The type of what a method of the library returns. */
export function resultType(name: string, receiver: JavaType, args: readonly JavaType[]): JavaType {
  const kind = collectionOf(receiver);
  if ((name === 'get' || name === 'remove') && kind === 'map') return receiver.args[1] ?? UNKNOWN;
  if (name === 'get' || name === 'remove') return receiver.args[0] ?? UNKNOWN;
  if (LIKE_ARGUMENTS.has(name) && args.length > 0)
    return args.find(({ name: arg }) => arg === 'double' || arg === 'float') ?? args[0]!;
  if (name === 'valueOf') return receiver.name === '' ? UNKNOWN : receiver;
  if (name === 'iterator' || name === 'listIterator') return typeNamed('Iterator', [elementType(receiver)]);
  const result = RESULTS.get(name);
  if (result === undefined) return UNKNOWN;
  return typeof result === 'string' ? relative(result, receiver, args) : result;
}

function relative(result: Extract<Result, string>, receiver: JavaType, args: readonly JavaType[]): JavaType {
  const [key = UNKNOWN, value = UNKNOWN] = receiver.args;
  switch (result) {
    case 'element':
      return elementType(receiver);
    case 'key':
      return key;
    case 'value':
      return value;
    case 'self':
      return receiver.name === 'Arrays' ? (args[0] ?? UNKNOWN) : isText(receiver) ? STRING : receiver;
    case 'keys':
      return typeNamed('Set', [key]);
    case 'values':
      return typeNamed('Collection', [value]);
    case 'entries':
      return typeNamed('Set', [typeNamed('Entry', [key, value])]);
    case 'entry':
      return typeNamed('Entry', [key, value]);
  }
}
