/** Logarithms, exponentials, factorials and binomials. */
import type { Affine } from './affine.ts';
import { min, plus, power, times } from './arithmetic.ts';
import type { Term } from './lattice.ts';
import {
  BINOMIAL,
  EXP,
  FACTORIAL,
  SYMBOL,
  UNIT,
  monomial,
  monomialKey,
  multiply,
  near,
  raise,
  symbolPower,
  type Choice,
  type Factor,
  type Monomial,
} from './monomial.ts';
import { isBelow, isOutweighed, logOf, type Weighted } from './order.ts';
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
  const terms = logOf(hasBinomial(m) ? withoutBinomials(m) : m);
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
  const terms = only === null ? upperSum(c.terms.flat().map(logOf)) : logOf(withoutBinomials(only));
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

function mapTerm(term: Term, map: (m: Monomial) => Cost): Cost {
  let out: Cost | null = null;
  for (const m of term) {
    const cost = map(m);
    out = out === null ? cost : min(out, cost);
  }
  return out ?? ONE;
}

function withUnknowns(c: Cost, unknowns: readonly UnknownReason[]): Cost {
  return unknowns.length === 0 ? c : makeCost(c.terms, unite(c.unknowns, unknowns));
}

// ---------------------------------------------------------------- exponentials

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

/** 2^(coefficient · m) as a monomial: of a symbol one level down, 2^(c log n) = n^c; what does not grow is constant. */
function expOfMonomial(m: Monomial, coefficient: number): Monomial {
  const [first] = m.factors;
  if (first === undefined || isBelow(m, UNIT)) return UNIT;
  if (m.factors.length === 1 && first.kind === SYMBOL && near(first.exponent, 1)) {
    return symbolPower(first.name, first.level - 1, coefficient);
  }
  return atom(EXP, m, coefficient);
}

function atom(kind: typeof EXP | typeof FACTORIAL, argument: Monomial, exponent: number): Monomial {
  return monomial([{ kind, name: monomialKey(argument), level: 0, exponent, argument, choice: null }]);
}

// ---------------------------------------------------------------- factorials and binomials

/** c!. Of a sum the bound (m + n)! <= 2^(m + n) · m! · n!. The factorial of ZERO or ONE is ONE. */
export function factorial(c: Cost): Cost {
  let out = ONE;
  for (const term of c.terms) out = times(out, mapTerm(term, factorialOfMonomial));
  if (c.terms.length > 1) out = times(out, expOfCost(makeCost(c.terms), 1));
  return withUnknowns(out, c.unknowns);
}

function factorialOfMonomial(m: Monomial): Cost {
  return isBelow(m, UNIT) ? ONE : fromMonomial(atom(FACTORIAL, withoutBinomials(m), 1));
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
  const factor: Factor = { kind: BINOMIAL, name, level: 0, exponent: 1, argument: null, choice };
  return monomial([factor]);
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

function hasBinomial(m: Monomial): boolean {
  return m.factors.some(({ kind }) => kind === BINOMIAL);
}

/** Every binomial replaced by the first of its bounds, 2^n; an upper bound. */
function withoutBinomials(m: Monomial): Monomial {
  let out = monomial(m.factors.filter(({ kind }) => kind !== BINOMIAL));
  for (const { choice, exponent } of m.factors) {
    const bound = choice?.bounds[0];
    if (bound !== undefined && exponent > 0) out = multiply(out, raise(bound, exponent));
  }
  return out;
}
