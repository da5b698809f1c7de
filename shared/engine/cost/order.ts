/**
 * Asymptotic dominance of monomials: a is below b when a <= C·b for some constant C, once all symbols are large enough.
 * The symbols grow independently of each other, so that m and n are incomparable.
 *
 * Products of factors about one symbol each: every symbol on its own decides, by its exponents in the order 2^n, n,
 * log n, log log n, ...
 *
 * Everything else: log(a / b) is a linear combination of monomials, such as `n log n - 1.44 n + 0.5 log n - 2 k` for
 * n! / 4^k. It is bounded above if each of its positive terms is below another, negative term: a lower term vanishes
 * against a higher one. On the monomials without binomials this is a partial order: a chain of positive and negative
 * terms ascends, so it ends. And it is compatible with products, since only the quotient counts.
 *
 * A binomial has no such logarithm. It is at least 1 and at most each of its bounds, 2^n and n^k.
 */
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
} from './monomial.ts';
import type { Factor, Monomial } from './monomial.ts';

/** A monomial with a real coefficient. */
export interface Weighted {
  readonly coefficient: number;
  readonly of: Monomial;
}

/** log2 e, of Stirling's formula log2 x! = x log2 x - x log2 e + (log2 x) / 2 + O(1). */
const LOG2_E = Math.LOG2E;

/** Whether a is dominated by b or of the same order. */
export function isBelow(a: Monomial, b: Monomial): boolean {
  if (a === b) return true;
  if (a.plain && b.plain) return isPlainBelow(a, b);
  const quotient = multiply(a, b, -1);
  return quotient.plain ? isPlainBelow(quotient, UNIT) : isBounded(quotient);
}

/** One pass over both sorted factor lists: the first level at which a symbol's exponents differ decides for it. */
function isPlainBelow(a: Monomial, b: Monomial): boolean {
  let i = 0;
  let j = 0;
  let x = a.factors[0];
  let y = b.factors[0];
  let decided: string | null = null;
  while (x !== undefined || y !== undefined) {
    if (x === undefined && b.whole) return true;
    const order = x === undefined ? 1 : y === undefined ? -1 : comparePlain(x, y);
    let name = '';
    let difference = 0;
    if (order <= 0 && x !== undefined) {
      name = x.name;
      difference = x.exponent;
      x = a.factors[++i];
    }
    if (order >= 0 && y !== undefined) {
      name = y.name;
      difference -= y.exponent;
      y = b.factors[++j];
    }
    if (name === decided || near(difference, 0)) continue;
    if (difference > 0) return false;
    decided = name;
  }
  return true;
}

function comparePlain(x: Factor, y: Factor): number {
  if (x.name !== y.name) return x.name < y.name ? -1 : 1;
  return x.level - y.level;
}

function isBounded(quotient: Monomial): boolean {
  const binomial = quotient.factors.find((factor) => factor.kind === BINOMIAL);
  if (binomial !== undefined) {
    const rest = monomial(quotient.factors.filter((factor) => factor !== binomial));
    if (binomial.exponent < 0) return isBelow(rest, UNIT);
    const bounds = binomial.choice?.bounds ?? [];
    return bounds.some((bound) => isBelow(multiply(rest, raise(bound, binomial.exponent)), UNIT));
  }
  const terms = logOf(quotient);
  return terms.every(({ coefficient, of }) => coefficient < 0 || isOutweighed(of, terms));
}

/** Whether a positive term of a linear combination vanishes against a negative one. */
export function isOutweighed(m: Monomial, terms: readonly Weighted[]): boolean {
  return terms.some(({ coefficient, of }) => coefficient < 0 && isBelow(m, of));
}

/** log2 of a monomial without binomials, as a linear combination in which no monomial occurs twice. */
export function logOf(m: Monomial): readonly Weighted[] {
  if (m.plain) return m.factors.flatMap(logOfFactor);
  const sum: Weighted[] = [];
  for (const factor of m.factors) for (const term of logOfFactor(factor)) addTerm(sum, term);
  return sum;
}

function logOfFactor(factor: Factor): readonly Weighted[] {
  const { kind, exponent, argument } = factor;
  if (kind === SYMBOL) return [{ coefficient: exponent, of: symbolPower(factor.name, factor.level + 1, 1) }];
  if (argument === null) return [];
  if (kind === EXP) return [{ coefficient: exponent, of: argument }];
  if (kind !== FACTORIAL) return [];
  const logs = logOf(argument);
  return [
    ...logs.map(({ coefficient, of }) => ({
      coefficient: exponent * coefficient,
      of: multiply(argument, of),
    })),
    { coefficient: -exponent * LOG2_E, of: argument },
    ...logs.map(({ coefficient, of }) => ({ coefficient: (exponent * coefficient) / 2, of })),
  ];
}

function addTerm(sum: Weighted[], term: Weighted): void {
  const at = sum.findIndex(({ of }) => monomialKey(of) === monomialKey(term.of));
  if (at < 0) {
    sum.push(term);
    return;
  }
  const coefficient = (sum[at]?.coefficient ?? 0) + term.coefficient;
  if (near(coefficient, 0)) sum.splice(at, 1);
  else sum[at] = { coefficient, of: term.of };
}
