/** The modules `math`, `cmath`, `fractions`, `decimal` and `statistics`. */
import type { LibraryRow } from '../../../ir/library.ts';
import { ANY, args, consumes, element, float, int, make, on, tuple } from '../../shared/rows.ts';

const fn = on('module:math');
const complex = on('module:cmath');
const fractions = on('module:fractions');
const decimals = on('module:decimal');
const statistics = on('module:statistics');

const MATH: readonly LibraryRow[] = [
  fn('acos', '1', float('1')),
  fn('acosh', '1', float('log a.value')),
  fn('asin', '1', float('1')),
  fn('asinh', '1', float('log a.value')),
  fn('atan', '1', float('1')),
  fn('atan2', '1', float('1')),
  fn('atanh', '1', 'float'),
  fn('cbrt', '1', float('a.value^(1/3)')),
  fn('ceil', '1', int('a.value')),
  fn('comb', 'b.value', int('C(a.value, b.value)'), {
    ...args(2),
    note: 'one multiplication for each of k factors',
  }),
  fn('copysign', '1', float('a.value')),
  fn('cos', '1', float('1')),
  fn('cosh', '1', 'float'),
  fn('degrees', '1', float('a.value')),
  fn('dist', 'a', 'float'),
  fn('erf', '1', float('1')),
  fn('erfc', '1', float('1')),
  fn('exp', '1', 'float'),
  fn('exp2', '1', 'float'),
  fn('expm1', '1', 'float'),
  fn('fabs', '1', float('a.value')),
  fn('factorial', 'a.value', int('a.value!'), { ...args(1), note: 'one multiplication a factor' }),
  fn('floor', '1', int('a.value')),
  fn('fma', '1', 'float'),
  fn('fmod', '1', float('b.value')),
  fn('frexp', '1', tuple(float('1'), int('log a.value'))),
  fn('fsum', 'a', float('a a.elem'), consumes('a')),
  fn('gamma', '1', 'float'),
  fn('gcd', 'min(log a.value, log b.value)', int('max(a.value, b.value)'), {
    ...args(0, ANY),
    note: 'Euclid’s algorithm',
    divides: true,
  }),
  fn('gcd', 'a + log a.elem', element('a'), { spread: true }),
  fn('hypot', '1', float('a.value + b.value')),
  fn('isclose', '1', 'bool'),
  fn('isfinite', '1', 'bool'),
  fn('isinf', '1', 'bool'),
  fn('isnan', '1', 'bool'),
  fn('isqrt', '1', int('a.value^(1/2)')),
  fn('lcm', 'min(log a.value, log b.value)', int('a.value b.value'), {
    ...args(0, ANY),
    note: 'Euclid’s algorithm',
  }),
  fn('ldexp', '1', 'float'),
  fn('lgamma', '1', 'float'),
  fn('log', '1', float('log a.value')),
  fn('log10', '1', float('log a.value')),
  fn('log1p', '1', float('log a.value')),
  fn('log2', '1', float('log a.value')),
  fn('modf', '1', tuple(float('1'), float('a.value'))),
  fn('nextafter', '1', float('a.value')),
  fn('perm', 'a.value', int('a.value!'), args(1)),
  fn('perm', 'b.value', int('a.value^b.value'), args(2)),
  fn('pow', '1', float('a.value^b.value'), args(2)),
  fn('prod', 'a', 'unknown', { ...args(1), ...consumes('a') }),
  fn('radians', '1', float('a.value')),
  fn('remainder', '1', float('b.value')),
  fn('sin', '1', float('1')),
  fn('sinh', '1', 'float'),
  fn('sqrt', '1', float('a.value^(1/2)')),
  fn('sumprod', 'a', int('a a.elem b.elem'), { ...args(2), ...consumes('a', 'b') }),
  fn('tan', '1', 'float'),
  fn('tanh', '1', float('1')),
  fn('trunc', '1', int('a.value')),
  fn('ulp', '1', float('1')),
];

const CMATH: readonly LibraryRow[] = [
  complex('cos', '1', 'float'),
  complex('exp', '1', 'float'),
  complex('log', '1', 'float'),
  complex('phase', '1', float('1')),
  complex('polar', '1', tuple('float', 'float')),
  complex('rect', '1', 'float'),
  complex('sin', '1', 'float'),
  complex('sqrt', '1', 'float'),
];

const FRACTIONS: readonly LibraryRow[] = [
  fractions('Fraction', 'log a.value', float('a.value'), {
    ...args(0, 2),
    note: 'reduces by the greatest common divisor',
  }),
  fractions('gcd', 'min(log a.value, log b.value)', int('max(a.value, b.value)'), {
    ...args(2),
    divides: true,
  }),
];

const DECIMAL: readonly LibraryRow[] = [
  decimals('Context', '1', 'unknown'),
  decimals('Decimal', 'a', float('a.value'), args(0, 2)),
  decimals('getcontext', '1', 'unknown'),
  decimals('localcontext', '1', 'unknown'),
  decimals('setcontext', '1'),
];

const STATISTICS: readonly LibraryRow[] = [
  statistics('fmean', 'a', 'float', consumes('a')),
  statistics('mean', 'a', 'float', consumes('a')),
  statistics('median', 'a log a', element('a'), { ...consumes('a'), allocates: 'a', note: 'sorts a copy' }),
  statistics('median_high', 'a log a', element('a'), { ...consumes('a'), allocates: 'a' }),
  statistics('median_low', 'a log a', element('a'), { ...consumes('a'), allocates: 'a' }),
  statistics('mode', 'a', element('a'), { ...consumes('a'), allocates: 'a' }),
  statistics('multimode', 'a', make('list', 'a', element('a')), { ...consumes('a'), allocates: 'a' }),
  statistics('pstdev', 'a', 'float', consumes('a')),
  statistics('pvariance', 'a', 'float', consumes('a')),
  statistics('stdev', 'a', 'float', consumes('a')),
  statistics('variance', 'a', 'float', consumes('a')),
];

export const math: readonly LibraryRow[] = [...MATH, ...CMATH, ...FRACTIONS, ...DECIMAL, ...STATISTICS];
