/** Random costs, and what tests of the cost algebra share. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { divide, key, min, parse, plus, power, times, type Cost } from '../../../shared/engine/cost/cost.ts';

export const NAMES = ['k', 'm', 'n', 'self.elem'] as const;

const names = fc.constantFrom(...NAMES);
const exponents = fc.constantFrom(1 / 2, 2 / 3, 1, 1, 1, 3 / 2, 2, 3);

/** A power of a symbol or of its log, with `divisors` also a negative one. */
function power1(divisors: boolean): fc.Arbitrary<Cost> {
  const parts = fc.tuple(fc.constantFrom('', '', 'log ', 'log log '), names, exponents, fc.boolean());
  return parts.map(([logs, name, exponent, inverted]) => {
    const raised = power(parse(`${logs}${name}`), exponent);
    return divisors && inverted ? divide(parse('1'), raised) : raised;
  });
}

const COMPOUNDS = [
  ...['2^A', '3^A', '2^(A/2)', '5^(2A/3)', '2^(A B)', '2^(sqrt A)', '2^(A log B)', '3^(A - B)', '2^(2^A)'],
  ...['A^B', 'B^(2A)', '(log A)^B', 'A!', '(A B)!', 'A^A', '2^(A^2)', '2^(log^2 A)'],
];

/** An exponential or a factorial. */
export const compound: fc.Arbitrary<Cost> = fc
  .tuple(fc.constantFrom(...COMPOUNDS), names, names)
  .map(([text, a, b]) => parse(text.replaceAll('A', a).replaceAll('B', b)));

/** A product of powers of symbols and their logs. */
export function plainMonomial(divisors: boolean): fc.Arbitrary<Cost> {
  return fc.array(power1(divisors), { minLength: 0, maxLength: 3 }).map((factors) => times(...factors));
}

/** A product that may have exponentials and factorials in it. */
export const monomial: fc.Arbitrary<Cost> = fc.oneof(
  { arbitrary: plainMonomial(true), weight: 2 },
  { arbitrary: fc.tuple(plainMonomial(true), compound).map(([a, b]) => times(a, b)), weight: 1 },
);

const term: fc.Arbitrary<Cost> = fc.oneof(
  { arbitrary: monomial, weight: 3 },
  { arbitrary: fc.tuple(monomial, monomial).map(([a, b]) => min(a, b)), weight: 1 },
);

/** Up to two terms: the product of three such costs stays below the limit beyond which bounds are coarsened. */
export const cost: fc.Arbitrary<Cost> = fc
  .array(term, { minLength: 0, maxLength: 2 })
  .map((terms) => plus(...terms));

/** Costs whose every factor grows. */
export const growing: fc.Arbitrary<Cost> = fc
  .array(fc.tuple(plainMonomial(false), fc.option(compound, { freq: 4 })), { minLength: 1, maxLength: 2 })
  .map((terms) => plus(...terms.map(([a, b]) => (b === null ? a : times(a, b)))));

export function assertSame(actual: Cost, expected: Cost): void {
  assert.equal(key(actual), key(expected));
}

/** Runs a property often enough to find what matters, and reports the smallest counterexample. */
export function check<T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>, numRuns = 500): void {
  // The same cases on every machine; FUZZ_SEED (and a larger FUZZ_RUNS) looks for new ones.
  const seed = Number(process.env.FUZZ_SEED ?? 1);
  fc.assert(property, { numRuns: numRuns * Number(process.env.FUZZ_RUNS ?? 1), seed });
}
