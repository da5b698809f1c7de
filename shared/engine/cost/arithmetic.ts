/** Sums, products, minima, quotients and powers. */
import { limited, limitedMeet, limitedProduct } from './coarsen.ts';
import { joinTerms, type Term } from './lattice.ts';
import { UNIT, raise } from './monomial.ts';
import {
  ONE,
  ZERO,
  isAtMost,
  isOne,
  isUnknown,
  isZero,
  makeCost,
  onlyMonomial,
  unite,
  type Cost,
} from './value.ts';

/** The sum, which asymptotically is the maximum: what another summand dominates is absorbed. No summand: ZERO. */
export function plus(first: Cost = ZERO, second: Cost = ZERO, ...others: readonly Cost[]): Cost {
  let sum = add(first, second);
  for (const cost of others) sum = add(sum, cost);
  return sum;
}

/** The same as `plus`, for where the reader expects a maximum. */
export const max: (...costs: readonly Cost[]) => Cost = plus;

function add(a: Cost, b: Cost): Cost {
  if (a === b || b === ZERO) return a;
  if (a === ZERO) return b;
  const joined = joinTerms(a.terms, b.terms);
  const terms = joined === a.terms ? joined : limited(joined);
  const unknowns = b.unknowns.length === 0 ? a.unknowns : unite(a.unknowns, b.unknowns);
  return terms === a.terms && unknowns === a.unknowns ? a : makeCost(terms, unknowns);
}

/** The product. ZERO annihilates even what is unknown. No factor: ONE. */
export function times(first: Cost = ONE, second: Cost = ONE, ...others: readonly Cost[]): Cost {
  let product = multiplyCosts(first, second);
  for (const cost of others) product = multiplyCosts(product, cost);
  return product;
}

function multiplyCosts(a: Cost, b: Cost): Cost {
  if (isZero(a) || isZero(b)) return ZERO;
  if (isOne(a)) return b;
  if (isOne(b)) return a;
  return a.terms.length === 1 || b.terms.length === 1 ? productOf(a, b) : productOfSums(a, b);
}

const productOf = (a: Cost, b: Cost): Cost =>
  makeCost(limitedProduct(a.terms, b.terms), unite(a.unknowns, b.unknowns));

/** Found once: what stands in the same loops is multiplied by the same counts again and again. */
function productOfSums(a: Cost, b: Cost): Cost {
  const known = a.cachedProducts?.get(b);
  if (known !== undefined) return known;
  const product = productOf(a, b);
  a.cachedProducts ??= new WeakMap();
  a.cachedProducts.set(b, product);
  return product;
}

/**
 * The smaller of two bounds: min(n², n) is n, min(m, n) stays. An unknown bound says nothing, so that the minimum of
 * it and a known one is the known one.
 */
export function min(a: Cost, b: Cost): Cost {
  if (isUnknown(a) !== isUnknown(b)) return isUnknown(a) ? b : a;
  if (isAtMost(a, b)) return a;
  if (isAtMost(b, a)) return b;
  return makeCost(limitedMeet(a.terms, b.terms), unite(a.unknowns, b.unknowns));
}

/**
 * a / b, exactly where b is a single monomial (n / i) or a minimum of monomials. Of a sum b, what is at most b counts
 * as 1 and all else as it is, which leaves an upper bound: (m + n) / (m + n) is 1. A b that is ZERO or unknown counts
 * as 1.
 */
export function divide(a: Cost, b: Cost): Cost {
  if (isOne(b) || isZero(b) || isUnknown(b)) return a;
  if (b.terms.length === 1) return times(a, power(b, -1));
  const rest = a.terms.filter((term) => !isAtMost(makeCost([term]), b));
  return plus(ONE, makeCost(rest, a.unknowns));
}

/**
 * c to the power of a real number. Of a sum it is the sum of the powers, which has the same order: (m + n)² is
 * m² + n². ZERO to a negative power counts as ONE.
 */
export function power(c: Cost, exponent: number): Cost {
  if (exponent === 1) return c;
  if (exponent === 0) return ONE;
  if (isZero(c)) return exponent > 0 ? ZERO : ONE;
  if (isOne(c)) return ONE;
  const only = onlyMonomial(c);
  const terms =
    only !== null
      ? [[raise(only, exponent)]]
      : exponent > 0
        ? c.terms.map((term) => term.map((m) => raise(m, exponent)))
        : inverse(c.terms, exponent);
  return makeCost(terms, c.unknowns);
}

/** A negative power swaps minima and maxima: 1 / max(m, n) = min(1/m, 1/n). */
function inverse(terms: readonly Term[], exponent: number): readonly Term[] {
  let out: readonly Term[] | null = null;
  for (const term of terms) {
    let sum: readonly Term[] = [];
    for (const m of term) sum = joinTerms(sum, [[raise(m, exponent)]]);
    out = out === null ? sum : limitedMeet(out, sum);
  }
  return out ?? [[UNIT]];
}
