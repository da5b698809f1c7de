/** Input and output: `sys`, `os`, `io` and files. What is read has the size `out`, each line of many `line`. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { args, consumes, int, make, on, same, text } from '../../shared/rows.ts';

const sys = on('module:sys');
const stdin = on('module:sys.stdin');
const stdinBuffer = on('module:sys.stdin.buffer');
const stdout = on('module:sys.stdout');
const stdoutBuffer = on('module:sys.stdout.buffer');
const stderr = on('module:sys.stderr');
const original = on('module:sys.__stdout__');
const os = on('module:os');
const environment = on('module:os.environ');
const builders = on('module:__pypy__.builders');
const builder = on('StringBuilder');
const path = on('module:os.path');
const io = on('module:io');
const file = on('File');

const line = text('out');
const lines: Shape = make('list', 'out', text('line'), { total: 'out' });
const opened: Shape = make('iterator', 'out', line, { class: 'File' });
const buffer: Shape = make('iterator', 'a', text('a'), { class: 'File', total: 'a' });

const SYS: readonly LibraryRow[] = [
  sys('exc_info', '1', 'unknown'),
  sys('exit', '1'),
  sys('getrecursionlimit', '1', int('1')),
  sys('getsizeof', '1', 'int'),
  sys('intern', 'a', same('a')),
  sys('set_int_max_str_digits', '1'),
  sys('setcheckinterval', '1'),
  sys('setrecursionlimit', '1'),
  sys('settrace', '1'),
  original('flush', '1'),
  original('write', 'a'),
  stderr('flush', '1'),
  stderr('write', 'a'),
  stdin('close', '1'),
  stdin('fileno', '1', int('1')),
  stdin('read', 'out', line),
  stdin('readline', 'out', line),
  stdin('readlines', 'out', lines),
  stdinBuffer('read', 'out', line),
  stdinBuffer('readline', 'out', line),
  stdinBuffer('readlines', 'out', lines),
  stdout('close', '1'),
  stdout('fileno', '1', int('1')),
  stdout('flush', '1'),
  stdout('write', 'a'),
  stdout('writelines', 'a.total', 'none', consumes('a')),
  stdoutBuffer('flush', '1'),
  stdoutBuffer('write', 'a'),
];

const FILES: readonly LibraryRow[] = [
  file('__enter__', '1', same('self')),
  file('close', '1'),
  file('fileno', '1', int('1')),
  file('flush', '1'),
  file('getvalue', 'out', line),
  file('next', 'out', line),
  file('read', 'out', line),
  file('readable', '1', 'bool'),
  file('readline', 'out', line),
  file('readlines', 'out', lines),
  file('seek', '1', 'int'),
  file('tell', '1', 'int'),
  file('truncate', '1'),
  file('writable', '1', 'bool'),
  file('write', 'a', int('a')),
  file('writelines', 'a.total', 'none', consumes('a')),
];

const SYSTEM: readonly LibraryRow[] = [
  io('BytesIO', '1', buffer),
  io('FileIO', '1', opened),
  io('IOBase', '1', opened),
  io('StringIO', 'a', buffer),
  io('TextIOWrapper', '1', same('a')),
  io('open', '1', opened),
  os('_exit', '1'),
  os('dup', '1', int('1')),
  os('fdopen', '1', opened),
  os('fstat', '1', 'unknown'),
  os('getcwd', '1', text('1')),
  os('getenv', '1', text('1')),
  os('open', '1', int('1')),
  os('read', '1', line),
  os('system', '1', int('1')),
  os('write', 'b', int('b')),
  environment('get', '1', text('1')),
  path('abspath', 'a', text('a')),
  path('basename', 'a', text('a')),
  path('dirname', 'a', text('a')),
  path('exists', '1', 'bool'),
  path('isfile', '1', 'bool'),
  path('join', 'a + b', text('a + b')),
  builder('append', 'a', 'none', { ...args(1), effect: { push: 'a' } }),
  builder('build', 'self.total', text('self.total'), args(0)),
  builders('StringBuilder', '1', make('deque', '0', 'unknown', { class: 'StringBuilder' })),
  on('module:StringIO')('StringIO', 'a', buffer),
  on('module:cStringIO')('StringIO', 'a', buffer),
];

export const inputOutput: readonly LibraryRow[] = [...SYS, ...FILES, ...SYSTEM];
