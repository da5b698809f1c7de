/** `Math`, the boxed types, `BigInteger`, `BigDecimal` and random numbers. */
import type { LibraryRow, Shape } from '../../../ir/library.ts';
import { args, byName, float, int, make, on, same, text } from '../../shared/rows.ts';

const math = on('module:Math');
const number = on('int');
const real = on('float');
const create = on('');

const constant = int('1');
const itself = int('a.value');
const greatest = int('max(a.value, b.value)');
const least = int('min(a.value, b.value)');

const FLOAT_FUNCTIONS: readonly LibraryRow[] = [
  ...[
    'acos',
    'asin',
    'atan',
    'cos',
    'cosh',
    'exp',
    'log',
    'log10',
    'log1p',
    'sin',
    'sinh',
    'tan',
    'tanh',
  ].map((name) => math(name, '1', name.startsWith('log') ? float('log a.value') : 'float', args(1))),
  math('atan2', '1', 'float', args(2)),
  math('cbrt', '1', float('a.value^(1/3)'), args(1)),
  math('hypot', '1', float('a.value + b.value'), args(2)),
  math('pow', '1', float('a.value^b.value'), args(2)),
  math('random', '1', float('1'), args(0)),
  math('sqrt', '1', float('a.value^(1/2)'), args(1)),
  math('toDegrees', '1', 'float', args(1)),
  math('toRadians', '1', 'float', args(1)),
];

const MATH: readonly LibraryRow[] = byName([
  ...FLOAT_FUNCTIONS,
  math('abs', '1', int('a.magnitude'), args(1)),
  math('addExact', '1', int('a.value + b.value'), args(2)),
  math('ceil', '1', float('a.value'), args(1)),
  math('ceilDiv', '1', itself, args(2)),
  math('clamp', '1', int('min(a.value, c.value)'), args(3)),
  math('decrementExact', '1', itself, args(1)),
  math('floor', '1', float('a.value'), args(1)),
  math('floorDiv', '1', itself, args(2)),
  math('floorMod', '1', least, args(2)),
  math('incrementExact', '1', itself, args(1)),
  math('max', '1', greatest, args(2)),
  math('min', '1', least, args(2)),
  math('multiplyExact', '1', int('a.value b.value'), args(2)),
  math('negateExact', '1', itself, args(1)),
  math('rint', '1', float('a.value'), args(1)),
  math('round', '1', itself, args(1)),
  math('signum', '1', constant, args(1)),
  math('subtractExact', '1', int('a.value + b.value'), args(2)),
  math('toIntExact', '1', itself, args(1)),
]);

/** `Integer` and its like have the same static functions; bits of a machine integer are a constant. */
function boxed(name: string, parsed: Shape): readonly LibraryRow[] {
  const type = on(`module:${name}`);
  const parse = { note: 'a machine number: its digits are a constant' } as const;
  return [
    type('bitCount', '1', constant, args(1)),
    type('compare', '1', constant, args(2)),
    type('decode', '1', parsed, args(1)),
    type('getInteger', '1', 'int', args(1)),
    type('hashCode', '1', 'int', args(1)),
    type('highestOneBit', '1', itself, args(1)),
    type('isNaN', '1', 'bool', args(1)),
    type('lowestOneBit', '1', itself, args(1)),
    type('max', '1', greatest, args(2)),
    type('min', '1', least, args(2)),
    type('numberOfLeadingZeros', '1', int('log a.value'), args(1)),
    type('numberOfTrailingZeros', '1', constant, args(1)),
    type('parseByte', '1', constant, { ...args(1, 2), ...parse }),
    type('parseDouble', '1', parsed, { ...args(1), ...parse }),
    type('parseFloat', '1', parsed, { ...args(1), ...parse }),
    type('parseInt', '1', parsed, { ...args(1, 4), ...parse }),
    type('parseLong', '1', parsed, { ...args(1, 2), ...parse }),
    type('parseShort', '1', parsed, { ...args(1, 2), ...parse }),
    type('parseUnsignedInt', '1', parsed, { ...args(1, 2), ...parse }),
    type('remainderUnsigned', '1', itself, args(2)),
    type('reverse', '1', 'int', args(1)),
    type('reverseBytes', '1', 'int', args(1)),
    type('rotateLeft', '1', 'int', args(2)),
    type('rotateRight', '1', 'int', args(2)),
    type('signum', '1', constant, args(1)),
    type('sum', '1', int('a.value + b.value'), args(2)),
    type('toBinaryString', 'log a.value', text('log a.value'), args(1)),
    type('toHexString', 'log a.value', text('log a.value'), args(1)),
    type('toOctalString', 'log a.value', text('log a.value'), args(1)),
    type('toString', 'a + log a.value', text('a + log a.value'), {
      ...args(1, 2),
      note: 'one character a digit',
    }),
    type('toUnsignedString', 'log a.value', text('log a.value'), args(1, 2)),
    type('valueOf', '1', parsed, args(1, 2)),
  ];
}

const character = on('module:Character');
const bool = on('module:Boolean');
const test = (name: string): LibraryRow => character(name, '1', 'bool', args(1));

const LETTERS: readonly LibraryRow[] = byName([
  ...['isAlphabetic', 'isDigit', 'isLetter', 'isLetterOrDigit', 'isLowerCase'].map(test),
  ...['isSpaceChar', 'isUpperCase', 'isValidCodePoint', 'isWhitespace'].map(test),
  character('charCount', '1', constant, args(1)),
  character('compare', '1', constant, args(2)),
  character('digit', '1', constant, args(2)),
  character('forDigit', '1', constant, args(2)),
  character('getNumericValue', '1', constant, args(1)),
  character('hashCode', '1', constant, args(1)),
  character('toChars', '1', make('array', '1', constant), args(1)),
  character('toLowerCase', '1', same('a'), args(1)),
  character('toString', '1', text('1'), args(1)),
  character('toTitleCase', '1', same('a'), args(1)),
  character('toUpperCase', '1', same('a'), args(1)),
  character('valueOf', '1', same('a'), args(1)),
]);

const BOOLEAN: readonly LibraryRow[] = [
  bool('compare', '1', constant, args(2)),
  bool('logicalXor', '1', 'bool', args(2)),
  bool('parseBoolean', '1', 'bool', args(1)),
  bool('toString', '1', text('1'), args(1)),
  bool('valueOf', '1', 'bool', args(1)),
];

/** Methods of all boxed numbers. */
const boxedMethods = (method: ReturnType<typeof on>): readonly LibraryRow[] => [
  method('byteValue', '1', constant, args(0)),
  method('charValue', '1', same('self'), args(0)),
  method('compareTo', '1', constant, args(1)),
  method('doubleValue', '1', same('self'), args(0)),
  method('equals', '1', 'bool', args(1)),
  method('floatValue', '1', same('self'), args(0)),
  method('getClass', '1', 'unknown', args(0)),
  method('hashCode', '1', 'int', args(0)),
  method('intValue', '1', same('self'), args(0)),
  method('longValue', '1', same('self'), args(0)),
  method('shortValue', '1', same('self'), args(0)),
  method('toString', 'log self.value', text('log self.value'), args(0)),
];

const REALS: readonly LibraryRow[] = byName([
  ...boxedMethods(real),
  real('isInfinite', '1', 'bool', args(0)),
  real('isNaN', '1', 'bool', args(0)),
]);

const both = int('self.value + a.value');

/** `BigInteger` and `BigDecimal` count as numbers of machine size, as the contests that use them do. */
const BIG: readonly LibraryRow[] = byName([
  ...boxedMethods(number),
  number('booleanValue', '1', same('self'), args(0)),
  number('abs', '1', same('self'), args(0)),
  number('add', '1', both, args(1)),
  number('and', '1', int('min(self.value, a.value)'), args(1)),
  number('bitCount', '1', int('log self.value'), args(0)),
  number('bitLength', '1', int('log self.value'), args(0)),
  number('divide', '1', same('self'), args(1, 3)),
  number('divideAndRemainder', '1', make('array', '1', same('self')), args(1)),
  number('gcd', 'log self.value', int('min(self.value, a.value)'), { ...args(1), divides: true }),
  number('isProbablePrime', '1', 'bool', args(1)),
  number('max', '1', both, args(1)),
  number('min', '1', both, args(1)),
  number('mod', '1', int('a.value'), args(1)),
  number('modInverse', 'log a.value', int('a.value'), args(1)),
  number('modPow', 'log a.value', int('b.value'), args(2)),
  number('multiply', '1', int('self.value a.value'), args(1)),
  number('negate', '1', same('self'), args(0)),
  number('nextProbablePrime', '1', same('self'), args(0)),
  number('not', '1', same('self'), args(0)),
  number('or', '1', both, args(1)),
  number('pow', '1', int('self.value^a.value'), args(1)),
  number('remainder', '1', int('a.value'), args(1)),
  number('setScale', '1', same('self'), args(1, 2)),
  number('shiftLeft', '1', int('self.value 2^a.value'), args(1)),
  number('shiftRight', '1', same('self'), args(1)),
  number('signum', '1', constant, args(0)),
  number('sqrt', '1', int('self.value^(1/2)'), args(0)),
  number('stripTrailingZeros', '1', same('self'), args(0)),
  number('subtract', '1', both, args(1)),
  number('testBit', '1', 'bool', args(1)),
  number('toPlainString', 'log self.value', text('log self.value'), args(0)),
  number('xor', '1', both, args(1)),
]);

const big = on('module:BigInteger');
const decimal = on('module:BigDecimal');
const random = on('Random');
const local = on('module:ThreadLocalRandom');
const generator = make('iterator', '1', constant, { class: 'Random' });
const numbers = make('iterator', 'a.value', constant, { class: 'Stream' });

const RANDOM: readonly LibraryRow[] = [
  random('doubles', '1', numbers, args(1, 3)),
  random('ints', '1', numbers, args(1, 3)),
  random('nextBoolean', '1', 'bool', args(0)),
  random('nextBytes', 'a', 'none', args(1)),
  random('nextDouble', '1', float('1'), args(0, 2)),
  random('nextFloat', '1', float('1'), args(0)),
  random('nextGaussian', '1', float('1'), args(0)),
  random('nextInt', '1', 'int', args(0)),
  random('nextInt', '1', int('a.value'), args(1)),
  random('nextInt', '1', int('b.value'), args(2)),
  random('nextLong', '1', 'int', args(0, 2)),
  random('setSeed', '1', 'none', args(1)),
  local('current', '1', generator, args(0)),
];

const CONSTRUCTORS: readonly LibraryRow[] = [
  create('BigDecimal', '1', itself, args(1, 2)),
  create('BigInteger', '1', itself, args(1, 2)),
  create('Boolean', '1', 'bool', args(1)),
  create('Character', '1', same('a'), args(1)),
  create('Double', '1', float('a.value'), args(1)),
  create('Integer', '1', itself, args(1)),
  create('Long', '1', itself, args(1)),
  create('Random', '1', generator, args(0, 1)),
  create('SecureRandom', '1', generator, args(0, 1)),
  create('SplittableRandom', '1', generator, args(0, 1)),
];

export const numberRows: readonly LibraryRow[] = [
  ...MATH,
  ...['Byte', 'Integer', 'Long', 'Short'].flatMap((name) => boxed(name, itself)),
  ...['Double', 'Float'].flatMap((name) => boxed(name, float('a.value'))),
  ...LETTERS,
  ...BOOLEAN,
  ...REALS,
  ...BIG,
  big('probablePrime', '1', 'int', args(2)),
  big('valueOf', '1', itself, args(1)),
  decimal('valueOf', '1', itself, args(1, 2)),
  ...RANDOM,
  ...CONSTRUCTORS,
];
