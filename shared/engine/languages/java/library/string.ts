/** `String`, `StringBuilder` and `StringBuffer`, `StringJoiner`, `StringTokenizer`, and regular expressions. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import {
  ANY,
  amortised,
  args,
  consumes,
  copy,
  element,
  int,
  make,
  on,
  same,
  text,
} from '../../shared/rows.ts';

const str = on('string');
const type = on('module:String');
const create = on('');

/** Parts of the receiver: together no longer than it. */
const parts: Shape = make('array', 'self', text('self'), { total: 'self' });
const search = { basis: 'expected', worst: 'self a', note: 'searches the text from one end' } as const;
const copies = { note: 'makes a new string' } as const;
const characters: Shape = make('iterator', 'self', int('1'), { class: 'Stream' });

const STRING: readonly LibraryRow[] = [
  str('charAt', '1', int('1'), args(1)),
  str('chars', '1', characters, args(0)),
  str('codePointAt', '1', int('1'), args(1)),
  str('codePoints', '1', characters, args(0)),
  str('compareTo', '1', int('1'), args(1)),
  str('compareToIgnoreCase', '1', int('1'), args(1)),
  str('concat', 'self + a', text('self + a'), { ...args(1), ...copies }),
  str('contains', 'self', 'bool', { ...args(1), ...search }),
  str('contentEquals', 'self', 'bool', args(1)),
  str('endsWith', 'a', 'bool', args(1)),
  str('equals', '1', 'bool', { ...args(1), note: 'comparing strings counts as one step' }),
  str('equalsIgnoreCase', '1', 'bool', args(1)),
  str('format', 'self + a + b + c + d', text('self + a + b + c + d')),
  str('formatted', 'self + a + b + c + d', text('self + a + b + c + d')),
  str('getBytes', 'self', make('list', 'self', int('1')), { ...args(0, 1), note: 'copies the text' }),
  str('getChars', 'self', 'none', args(4)),
  str('getClass', '1', 'unknown', args(0)),
  str('hashCode', 'self', 'int', args(0)),
  str('indexOf', 'self', int('self'), { ...args(1, 2), ...search }),
  str('intern', 'self', same('self'), args(0)),
  str('isBlank', 'self', 'bool', args(0)),
  str('isEmpty', '1', 'bool', args(0)),
  str('lastIndexOf', 'self', int('self'), { ...args(1, 2), ...search }),
  str('length', '1', int('self'), args(0)),
  str('lines', 'self', make('iterator', 'self', text('self'), { class: 'Stream', total: 'self' }), args(0)),
  str('matches', 'self', 'bool', args(1)),
  str('regionMatches', 'self', 'bool', args(4, 5)),
  str('repeat', 'self a.value', text('self a.value'), { ...args(1), ...copies }),
  str('replace', 'self + self b', text('self + self b'), { ...args(2), ...copies }),
  str('replaceAll', 'self + self b', text('self + self b'), { ...args(2), ...copies }),
  str('replaceFirst', 'self + b', text('self + b'), { ...args(2), ...copies }),
  str('split', 'self', parts, { ...args(1, 2), note: 'copies every part' }),
  str('startsWith', 'a', 'bool', args(1, 2)),
  str('strip', 'self', copy('self'), { ...args(0), ...copies }),
  str('stripLeading', 'self', copy('self'), { ...args(0), ...copies }),
  str('stripTrailing', 'self', copy('self'), { ...args(0), ...copies }),
  str('subSequence', 'min(self, b.value)', text('min(self, b.value)'), { ...args(2), ...copies }),
  str('substring', 'self', text('self'), { ...args(1), ...copies }),
  str('substring', 'min(self, b.value)', text('min(self, b.value)'), { ...args(2), ...copies }),
  str('toCharArray', 'self', make('list', 'self', int('1')), { ...args(0), note: 'copies the text' }),
  str('toLowerCase', 'self', copy('self'), { ...args(0, 1), ...copies }),
  str('toString', '1', same('self'), args(0)),
  str('toUpperCase', 'self', copy('self'), { ...args(0, 1), ...copies }),
  str('trim', 'self', copy('self'), { ...args(0), ...copies }),
  str('valueOf', 'a', text('a'), args(1)),
];

const joined = 'b.total + a b';

const STRING_TYPE: readonly LibraryRow[] = [
  type('copyValueOf', 'a', text('a'), args(1, 3)),
  type('format', 'a + b + c + d', text('a + b + c + d'), { ...args(1, ANY), ...copies }),
  type('join', joined, text(joined), { ...args(2), ...consumes('b'), note: 'copies every part once' }),
  type('join', 'b + c + d', text('b + c + d'), { ...args(3, ANY), note: 'copies every part once' }),
  type('valueOf', 'a + log a.value', text('a + log a.value'), { ...args(1), note: 'one character a digit' }),
  type('valueOf', 'c.value', text('c.value'), args(3)),
];

const append = { effect: { extend: 'a' }, ...amortised('self + a') } as const;

/** `StringBuilder` and `StringBuffer`: arrays of characters that grow. */
function builder(receiver: string): readonly LibraryRow[] {
  const method = on(receiver);
  return [
    method('append', 'a', same('self'), { ...args(1), ...append }),
    method('append', 'min(a, c.value)', same('self'), { ...args(3), ...append }),
    method('appendCodePoint', '1', same('self'), { ...args(1), effect: { push: 'a' } }),
    method('capacity', '1', int('self'), args(0)),
    method('charAt', '1', int('1'), args(1)),
    method('chars', '1', characters, args(0)),
    method('codePointAt', '1', int('1'), args(1)),
    method('compareTo', 'self', int('1'), args(1)),
    method('delete', 'self', same('self'), { ...args(2), effect: { pop: true } }),
    method('deleteCharAt', '1', same('self'), { ...args(1), when: -1, effect: { pop: true } }),
    method('deleteCharAt', 'self', same('self'), {
      ...args(1),
      effect: { pop: true },
      note: 'moves the characters behind the place',
    }),
    method('ensureCapacity', '1', 'none', args(1)),
    method('equals', '1', 'bool', args(1)),
    method('indexOf', 'self', int('self'), { ...args(1, 2), ...search }),
    method('insert', 'self + b', same('self'), {
      ...args(2),
      effect: { extend: 'b' },
      note: 'moves the characters behind the place',
    }),
    method('isEmpty', '1', 'bool', args(0)),
    method('lastIndexOf', 'self', int('self'), { ...args(1, 2), ...search }),
    method('length', '1', int('self'), args(0)),
    method('replace', 'self + c', same('self'), { ...args(3), effect: { extend: 'c' } }),
    method('reverse', 'self', same('self'), { ...args(0), note: 'in place' }),
    method('setCharAt', '1', 'none', { ...args(2), effect: { replace: 'b' } }),
    method('setLength', '1', 'none', { ...args(1), when: 0, effect: { clear: true } }),
    method('setLength', '1', 'none', { ...args(1), effect: { pop: true } }),
    method('subSequence', 'min(self, b.value)', text('min(self, b.value)'), args(2)),
    method('substring', 'self', text('self'), { ...args(1), ...copies }),
    method('substring', 'min(self, b.value)', text('min(self, b.value)'), { ...args(2), ...copies }),
    method('toString', 'self', text('self'), { ...args(0), note: 'copies the text' }),
  ];
}

const joiner = on('StringJoiner');
const tokens = on('StringTokenizer');
const matcher = on('Matcher');
const pattern = on('Pattern');
const patterns = on('module:Pattern');

const TOOLS: readonly LibraryRow[] = [
  joiner('add', 'a', same('self'), { ...args(1), effect: { extend: 'a' } }),
  joiner('length', '1', int('self'), args(0)),
  joiner('setEmptyValue', '1', same('self'), args(1)),
  joiner('toString', 'self', text('self'), args(0)),
  matcher('end', '1', int('self'), args(0, 1)),
  matcher('find', '1', 'bool', args(0, 1)),
  matcher('group', '1', text('self'), args(0, 1)),
  matcher('groupCount', '1', int('1'), args(0)),
  matcher('matches', 'self', 'bool', args(0)),
  matcher('replaceAll', 'self + self a', text('self + self a'), args(1)),
  matcher('start', '1', int('self'), args(0, 1)),
  pattern('matcher', '1', make('iterator', 'a', text('a'), { class: 'Matcher' }), args(1)),
  pattern('split', 'a', make('array', 'a', text('a'), { total: 'a' }), args(1, 2)),
  patterns('compile', 'a', make('iterator', 'a', undefined, { class: 'Pattern' }), args(1, 2)),
  patterns('matches', 'b', 'bool', args(2)),
  patterns('quote', 'a', text('a'), args(1)),
  tokens('countTokens', 'self', int('self'), args(0)),
  tokens('hasMoreElements', '1', 'bool', args(0)),
  tokens('hasMoreTokens', '1', 'bool', args(0)),
  tokens('nextElement', '1', element('self'), { ...args(0, 1), effect: { pop: true } }),
  tokens('nextToken', '1', element('self'), { ...args(0, 1), effect: { pop: true } }),
];

const emptyBuilder = (name: string): Shape => make('array', '0', undefined, { class: name });
const builderOf = (name: string): readonly LibraryRow[] => [
  create(name, '1', emptyBuilder(name), args(0)),
  create(name, 'a', make('array', 'a', element('a'), { class: name }), args(1)),
];

const CONSTRUCTORS: readonly LibraryRow[] = [
  create('String', '1', text('0'), args(0)),
  create('String', 'a', text('a'), { ...args(1), note: 'copies the characters' }),
  create('String', 'min(a, c.value)', text('min(a, c.value)'), args(2, 4)),
  ...builderOf('StringBuffer'),
  ...builderOf('StringBuilder'),
  create('StringJoiner', '1', emptyBuilder('StringJoiner'), args(1, 3)),
  create('StringTokenizer', '1', make('iterator', 'a', text('a'), { class: 'StringTokenizer', total: 'a' }), {
    ...args(1, 3),
    note: 'takes the parts when they are asked for',
  }),
];

export const strings: readonly LibraryRow[] = [
  ...STRING,
  ...STRING_TYPE,
  ...builder('StringBuffer'),
  ...builder('StringBuilder'),
  ...TOOLS,
  ...CONSTRUCTORS,
];
