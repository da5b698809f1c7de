/** `java.lang` besides numbers and texts, dates, and the exceptions that programs throw. */
import type { LibraryRow } from '../../../ir/library.ts';
import { args, on, text } from '../../shared/rows.ts';

const create = on('');
const object = on('Object');
const locale = on('module:Locale');
const date = on('module:LocalDate');
const calendar = on('module:Calendar');
const charset = on('module:Charset');
const exception = on('Exception');

const EXCEPTIONS = [
  'ArithmeticException',
  'ArrayIndexOutOfBoundsException',
  'AssertionError',
  'EOFException',
  'Error',
  'Exception',
  'FileNotFoundException',
  'IOException',
  'IllegalArgumentException',
  'IllegalStateException',
  'IndexOutOfBoundsException',
  'InputMismatchException',
  'InterruptedException',
  'NoSuchElementException',
  'NullPointerException',
  'NumberFormatException',
  'RuntimeException',
  'StringIndexOutOfBoundsException',
  'UncheckedIOException',
  'UnknownError',
  'UnsupportedOperationException',
];

export const lang: readonly LibraryRow[] = [
  object('equals', '1', 'bool', args(1)),
  object('getClass', '1', 'unknown', args(0)),
  object('hashCode', '1', 'int', args(0)),
  object('notify', '1', 'none', args(0)),
  object('notifyAll', '1', 'none', args(0)),
  object('toString', '1', text('1'), args(0)),
  object('wait', '1', 'none', args(0, 2)),
  exception('getMessage', '1', text('1'), args(0)),
  exception('printStackTrace', '1', 'none', args(0, 1)),
  locale('setDefault', '1', 'none', args(1, 2)),
  date('of', '1', 'unknown', args(3)),
  date('parse', '1', 'unknown', args(1, 2)),
  calendar('getInstance', '1', 'unknown', args(0, 2)),
  charset('forName', '1', 'unknown', args(1)),
  create('Object', '1', 'unknown', args(0)),
  ...EXCEPTIONS.map((name) =>
    create(name, '1', { make: 'tuple', size: '0', class: 'Exception' }, args(0, 2)),
  ),
];
