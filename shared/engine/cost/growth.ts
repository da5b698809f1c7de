/** Logarithms and exponentials. */
import type { Affine } from './affine.ts';
import { min, plus, power, times } from './arithmetic.ts';
import type { Term } from './lattice.ts';
import { expOfMonomial, withoutBinomials } from './compounds.ts';
import { UNIT, monomialKey, near, type Monomial } from './monomial.ts';
import { isOutweighed, logOf, type Weighted } from './order.ts';
import { ONE, ZERO, fromMonomial, isOne, isZero, makeCost, onlyMonomial, symbol, unite } from './value.ts';
import type { Cost, UnknownReason } from './value.ts';

/**
 * The logarithm, to any constant base, and never below ONE: log(m·n) = log(m + n) = log m + log n, log 2^n = n,
 * log n! = n log n. Divisors count only where they make it constant, log(n / k) = log n. The log of ZERO is ZERO.
 */
export function log(c: Cost): Cost {
  if (isOne(c)) return ONE;
  return mapMonomials(c, logOfMonomial);
}

function logOfMonomial(m: Monomial): Cost {
  const terms = logOf(withoutBinomials(m));
  let out = ZERO;
  for (const { coefficient, of } of terms) {
    if (coefficient > 0 && !isOutweighed(of, terms)) out = plus(out, fromMonomial(of));
  }
  return isZero(out) ? ONE : out;
}

/**
 * log2 with its coefficients, for exponents: of n² / k it is 2 log n - log k. Of several monomials an upper bound, the
 * sum of what is in any of them.
 */
export function exactLog(c: Cost): Exponent {
  const only = onlyMonomial(c);
  const terms =
    only === null
      ? upperSum(c.terms.flat().map((m) => logOf(withoutBinomials(m))))
      : logOf(withoutBinomials(only));
  return terms.length === 0
    ? [{ coefficient: 1, of: ONE }]
    : terms.map(({ coefficient, of }) => ({ coefficient, of: fromMonomial(of) }));
}

/** Of each monomial the largest coefficient, as far as it is positive. */
function upperSum(sums: readonly (readonly Weighted[])[]): readonly Weighted[] {
  const out = new Map<string, Weighted>();
  for (const term of sums.flat()) {
    const known = out.get(monomialKey(term.of))?.coefficient ?? 0;
    if (term.coefficient > known) out.set(monomialKey(term.of), term);
  }
  return [...out.values()];
}

/** A cost from the costs of the single monomials: the maximum of minima stays one, as every growing function keeps it. */
function mapMonomials(c: Cost, map: (m: Monomial) => Cost): Cost {
  let out = ZERO;
  for (const term of c.terms) out = plus(out, mapTerm(term, map));
  return withUnknowns(out, c.unknowns);
}

/** The same for a single minimum. */
export function mapTerm(term: Term, map: (m: Monomial) => Cost): Cost {
  let out: Cost | null = null;
  for (const m of term) {
    const cost = map(m);
    out = out === null ? cost : min(out, cost);
  }
  return out ?? ONE;
}

/** The cost with more reasons for being unknown. */
export function withUnknowns(c: Cost, unknowns: readonly UnknownReason[]): Cost {
  return unknowns.length === 0 ? c : makeCost(c.terms, unite(c.unknowns, unknowns));
}

/** A linear combination of costs, exact in its coefficients. */
export type Exponent = readonly { readonly coefficient: number; readonly of: Cost }[];

/**
 * `base` to the power of an exact linear expression or of a cost, whose terms then count as they stand, coefficients 1.
 * A constant base means 2 where its value does not show (a Cost), and a base up to 1 gives ONE. Powers of one base
 * fold (2^n · 3^n = 6^n), logs in the exponent resolve (b^(c log n) = n^(c log2 b)), and a symbolic base keeps the
 * constant part of the exponent: n^(k + 1) = n^k · n.
 */
export function exp(base: number | Cost, exponent: Affine | Cost): Cost {
  if ('cachedKey' in exponent) return expOf(base, [{ coefficient: 1, of: exponent }]);
  const terms = [...exponent.terms].map(([name, coefficient]) => ({ coefficient, of: symbol(name) }));
  return expOf(base, [{ coefficient: exponent.constant, of: ONE }, ...terms]);
}

/** The same for a linear combination. */
export function expOf(base: number | Cost, exponent: Exponent): Cost {
  if (typeof base === 'number') {
    return base <= 1 ? ONE : expOfLogs([{ coefficient: Math.log2(base), of: UNIT }], exponent);
  }
  if (isZero(base)) return ZERO;
  const known = mapMonomials(makeCost(base.terms), (m) =>
    m.factors.length === 0 ? expOf(2, exponent) : expOfLogs(logOf(withoutBinomials(m)), exponent),
  );
  return withUnknowns(known, base.unknowns);
}

/** 2 to the power of a product of linear combinations. */
function expOfLogs(logs: readonly Weighted[], exponent: Exponent): Cost {
  let out = ONE;
  for (const log of logs) {
    for (const { coefficient, of } of exponent) {
      out = times(out, expOfCost(times(fromMonomial(log.of), of), log.coefficient * coefficient));
    }
  }
  return out;
}

/** 2^(coefficient · c), the terms of c taken as a sum. */
export function expOfCost(c: Cost, coefficient: number): Cost {
  if (near(coefficient, 0)) return ONE;
  if (coefficient < 0) return power(expOfCost(c, -coefficient), -1);
  let out = ONE;
  for (const term of c.terms)
    out = times(
      out,
      mapTerm(term, (m) => fromMonomial(expOfMonomial(m, coefficient))),
    );
  return withUnknowns(out, c.unknowns);
}
