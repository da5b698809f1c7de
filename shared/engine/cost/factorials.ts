/** Factorials and binomials. */
import { power, times } from './arithmetic.ts';
import { factorialOfMonomial, hasBinomial } from './compounds.ts';
import { exp, expOfCost, mapTerm, withUnknowns } from './growth.ts';
import { BINOMIAL, monomial, monomialKey } from './monomial.ts';
import type { Choice, Monomial } from './monomial.ts';
import { ONE, fromMonomial, isOne, isZero, makeCost, type Cost } from './value.ts';

/** c!. Of a sum the bound (m + n)! <= 2^(m + n) · m! · n!. The factorial of ZERO or ONE is ONE. */
export function factorial(c: Cost): Cost {
  let out = ONE;
  for (const term of c.terms)
    out = times(
      out,
      mapTerm(term, (m) => fromMonomial(factorialOfMonomial(m))),
    );
  if (c.terms.length > 1) out = times(out, expOfCost(makeCost(c.terms), 1));
  return withUnknowns(out, c.unknowns);
}

/**
 * C(n, k), at most 2^n and n^k. A constant k that is given as a Cost counts as 1, as a number as what it is. C(n, n)
 * is 2^n: the sizes are bounds, and equal bounds say nothing about the difference. Of minima only 2^n is left.
 */
export function binomial(n: Cost, k: Cost | number): Cost {
  if (typeof k === 'number') return k <= 0 ? ONE : power(n, k);
  if (isOne(n) || isZero(n) || isZero(k)) return ONE;
  if (isOne(k)) return n;
  const upper = singles(n);
  const lower = singles(k);
  const same = upper !== null && lower !== null && keys(upper) === keys(lower);
  const simple =
    upper !== null && lower !== null && !same && k.unknowns.length === 0 && n.unknowns.length === 0;
  if (!simple || [...upper, ...lower].some(hasBinomial)) {
    return withUnknowns(exp(2, n), k.unknowns);
  }
  return fromMonomial(choiceOf(upper, lower, bounds(n, k)));
}

function choiceOf(n: readonly Monomial[], k: readonly Monomial[], upper: readonly Monomial[]): Monomial {
  const choice: Choice = { n, k, bounds: upper };
  const name = `${keys(n)},${keys(k)}`;
  return monomial([{ kind: BINOMIAL, name, level: 0, exponent: 1, argument: null, choice }]);
}

/** 2^n, and n^k if that is a single monomial. */
function bounds(n: Cost, k: Cost): readonly Monomial[] {
  return [exp(2, n), exp(n, k)].flatMap(({ terms }) => (terms.length === 1 ? (terms[0] ?? []) : []));
}

function singles(c: Cost): readonly Monomial[] | null {
  return c.terms.every((term) => term.length === 1) ? c.terms.flat() : null;
}

function keys(monomials: readonly Monomial[]): string {
  return monomials.map(monomialKey).sort().join('+');
}
