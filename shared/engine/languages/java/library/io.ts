/** Input and output: `Scanner`, readers and writers, `System`. What is read has the size `out`. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { ANY, args, byName, int, make, on, same, text } from '../../shared/rows.ts';

const create = on('');

const line = text('out');
const number: Shape = { read: 'int' };
const real: Shape = { read: 'float' };
const reader = (name: string): Shape => make('iterator', 'out', line, { class: name });
const ask = (name: string): ((method: string) => LibraryRow) => {
  const method = on(name);
  return (each) => method(each, '1', 'bool', args(0, 1));
};

const scanner = on('Scanner');

const SCANNER: readonly LibraryRow[] = byName([
  ...['hasNext', 'hasNextDouble', 'hasNextInt', 'hasNextLine', 'hasNextLong'].map(ask('Scanner')),
  ...['nextByte', 'nextInt', 'nextLong', 'nextShort'].map((name) => scanner(name, '1', number, args(0, 1))),
  scanner('close', '1', 'none', args(0)),
  scanner('next', 'out', line, args(0, 1)),
  scanner('nextBigDecimal', '1', real, args(0)),
  scanner('nextBigInteger', '1', number, args(0)),
  scanner('nextBoolean', '1', 'bool', args(0)),
  scanner('nextDouble', '1', real, args(0)),
  scanner('nextFloat', '1', real, args(0)),
  scanner('nextLine', 'out', line, args(0)),
  scanner('useDelimiter', '1', same('self'), args(1)),
  scanner('useLocale', '1', same('self'), args(1)),
]);

/** Streams and readers of characters and bytes. A single character is an int of its own kind. */
function source(name: string): readonly LibraryRow[] {
  const method = on(name);
  return [
    method('available', '1', int('1'), args(0)),
    method('close', '1', 'none', args(0)),
    method('lines', '1', make('iterator', 'out', line, { class: 'Stream' }), args(0)),
    method('mark', '1', 'none', args(1)),
    method('read', '1', int('1'), args(0)),
    method('read', 'a', int('a'), { ...args(1), note: 'fills the buffer' }),
    method('read', 'c.value', int('c.value'), { ...args(3), note: 'fills a part of the buffer' }),
    method('readByte', '1', int('1'), args(0)),
    method('readDouble', '1', real, args(0)),
    method('readInt', '1', number, args(0)),
    method('readLine', 'out', line, args(0)),
    method('readLong', '1', number, args(0)),
    method('ready', '1', 'bool', args(0)),
    method('reset', '1', 'none', args(0)),
    method('skip', '1', 'none', args(1)),
  ];
}

const tokenizer = on('StreamTokenizer');
const setting = (name: string): LibraryRow => tokenizer(name, '1', 'none', args(0, 2));

const TOKENIZER: readonly LibraryRow[] = byName([
  ...['ordinaryChar', 'ordinaryChars', 'parseNumbers', 'resetSyntax', 'whitespaceChars', 'wordChars'].map(
    setting,
  ),
  tokenizer('eolIsSignificant', '1', 'none', args(1)),
  tokenizer('nextToken', '1', int('1'), { ...args(0), note: 'reads one number or word' }),
  tokenizer('nval', '1', number, args(0)),
  tokenizer('sval', 'out', line, args(0)),
]);

const written = { note: 'writes its arguments' } as const;

/** What takes the output. */
function sink(receiver: string): readonly LibraryRow[] {
  const method = on(receiver);
  const self: Shape = receiver.startsWith('module:') ? 'none' : same('self');
  return [
    method('append', 'a', self, args(1, 3)),
    method('checkError', '1', 'bool', args(0)),
    method('close', '1', 'none', args(0)),
    method('flush', '1', 'none', args(0)),
    method('format', 'a + b + c + d', self, { ...args(1, ANY), ...written }),
    method('newLine', '1', 'none', args(0)),
    method('print', 'a', 'none', { ...args(1), ...written }),
    method('printf', 'a + b + c + d', self, { ...args(1, ANY), ...written }),
    method('println', '1', 'none', args(0)),
    method('println', 'a', 'none', { ...args(1), ...written }),
    method('write', 'a', 'none', { ...args(1), ...written }),
    method('write', 'min(a, c.value)', 'none', { ...args(3), ...written }),
    method('writeBytes', 'a', 'none', args(1)),
  ];
}

const READERS = [
  'BufferedInputStream',
  'BufferedReader',
  'ByteArrayInputStream',
  'DataInputStream',
  'FileInputStream',
  'FileReader',
  'InputStreamReader',
  'StringReader',
];
const WRITERS = [
  'BufferedOutputStream',
  'BufferedWriter',
  'ByteArrayOutputStream',
  'DataOutputStream',
  'FileOutputStream',
  'FileWriter',
  'OutputStreamWriter',
  'PrintStream',
  'PrintWriter',
  'StringWriter',
];

const system = on('module:System');
const clock = { note: 'reads the clock' } as const;

const SYSTEM: readonly LibraryRow[] = [
  system('arraycopy', 'min(a, c)', 'none', { ...args(5), note: 'copies that many elements' }),
  system('currentTimeMillis', '1', 'int', { ...args(0), ...clock }),
  system('exit', '1', 'none', args(1)),
  system('gc', '1', 'none', args(0)),
  system('getProperty', '1', text('1'), args(1, 2)),
  system('getSecurityManager', '1', 'unknown', args(0)),
  system('getenv', '1', text('1'), args(0, 1)),
  system('identityHashCode', '1', 'int', args(1)),
  system('lineSeparator', '1', text('1'), args(0)),
  system('nanoTime', '1', 'int', { ...args(0), ...clock }),
  system('setErr', '1', 'none', args(1)),
  system('setIn', '1', 'none', args(1)),
  system('setOut', '1', 'none', args(1)),
];

const file = on('File');

export const inputOutput: readonly LibraryRow[] = [
  ...SCANNER,
  ...READERS.flatMap(source),
  ...TOKENIZER,
  ...WRITERS.flatMap(sink),
  ...SYSTEM,
  ...source('module:System.in'),
  ...sink('module:System.out'),
  ...sink('module:System.err'),
  file('createNewFile', '1', 'bool', args(0)),
  file('delete', '1', 'bool', args(0)),
  file('exists', '1', 'bool', args(0)),
  file('getName', '1', text('1'), args(0)),
  file('isDirectory', '1', 'bool', args(0)),
  create('File', '1', make('iterator', '1', undefined, { class: 'File' }), args(1, 2)),
  create('Scanner', '1', reader('Scanner'), args(1, 2)),
  create('StreamTokenizer', '1', reader('StreamTokenizer'), args(1)),
  ...READERS.map((name) => create(name, '1', reader(name), args(1, 2))),
  ...WRITERS.map((name) => create(name, '1', make('iterator', '1', undefined, { class: name }), args(0, 2))),
];
