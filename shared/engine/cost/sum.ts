/** The sum of a cost over the values of a loop variable. */
import { min, plus, times } from './arithmetic.ts';
import { log } from './growth.ts';
import type { Term } from './lattice.ts';
import { SYMBOL, UNIT, monomial, monomialNames, multiply, near, symbolPower } from './monomial.ts';
import type { Factor, Monomial } from './monomial.ts';
import { substitute } from './substitute.ts';
import { ONE, ZERO, fromMonomial, isUnknown, isZero, makeCost, symbolsOf, type Cost } from './value.ts';

interface Range {
  readonly variable: string;
  readonly upper: Cost;
  readonly step: 'linear' | 'geometric';
}

/**
 * The sum of `body` over variable = 1, 2, 3, .. upper (linear) or 1, 2, 4, .. upper (geometric), as an upper bound of
 * the right order wherever the body is a product of powers, logs and exponentials: the sum of i is n², of 1/i log n,
 * of 1/i² constant, of log i n log n, of 2^i 2^n; over powers of two, the sum of i is n and of 1 log n.
 *
 * A minimum is summed in each of its parts. What has no simple sum counts with its larger end at every value.
 */
export function sumOver(
  body: Cost,
  variable: string,
  upper: Cost,
  step: 'linear' | 'geometric' = 'linear',
): Cost {
  if (isZero(body) || isZero(upper)) return ZERO;
  const range: Range = { variable, upper, step };
  if (!symbolsOf(body).includes(variable)) return times(body, countOf(range));
  let out = ZERO;
  for (const term of body.terms) out = plus(out, sumOfTerm(term, range));
  return isUnknown(body) ? plus(out, makeCost(out.terms, body.unknowns)) : out;
}

function countOf({ upper, step }: Range): Cost {
  return step === 'linear' ? upper : log(upper);
}

function sumOfTerm(term: Term, range: Range): Cost {
  let out: Cost | null = null;
  for (const m of term) {
    const sum = sumOfMonomial(m, range);
    out = out === null ? sum : min(out, sum);
  }
  return out ?? ONE;
}

function sumOfMonomial(m: Monomial, range: Range): Cost {
  const { variable, upper } = range;
  const powers: Factor[] = [];
  const compounds: Factor[] = [];
  const others: Factor[] = [];
  for (const factor of m.factors) {
    if (!isAbout(factor, variable)) others.push(factor);
    else (factor.kind === SYMBOL && factor.level >= 0 ? powers : compounds).push(factor);
  }
  const rest = fromMonomial(monomial(others));
  if (compounds.length > 0) return times(rest, sumOfCompounds([...powers, ...compounds], compounds, range));
  if (powers.length === 0) return times(rest, countOf(range));
  return times(rest, at(fromMonomial(sumOfPowers(powers, range)), variable, upper));
}

/** The sum of i^p · log^q i · ..., with the variable standing for its upper end. */
function sumOfPowers(powers: readonly Factor[], { variable, step }: Range): Monomial {
  if (step === 'linear') return integral(powers, variable, 0);
  const first = exponentAt(powers, 0);
  if (first > 0) return monomial(powers);
  // i = 2^t, so that the sum goes over t = log i.
  return first < 0 ? UNIT : integral(powers, variable, 1);
}

/**
 * The integral of a product of x = log^(level) i, log x, log log x, ... over x. While exponents are -1 it is the one
 * of the next level: that of 1/x · f(log x) over x is that of f(y) over y = log x.
 */
function integral(powers: readonly Factor[], variable: string, level: number): Monomial {
  const exponent = exponentAt(powers, level);
  if (near(exponent, -1)) return integral(powers, variable, level + 1);
  if (exponent < -1) return UNIT;
  const lower = monomial(powers.filter((factor) => factor.level > level));
  return multiply(symbolPower(variable, level, exponent + 1), lower);
}

function exponentAt(powers: readonly Factor[], level: number): number {
  return powers.find((factor) => factor.level === level)?.exponent ?? 0;
}

/** Exponential growth makes the last summand the sum, exponential decline the first. */
function sumOfCompounds(all: readonly Factor[], compounds: readonly Factor[], range: Range): Cost {
  const product = fromMonomial(monomial(all));
  const first = at(product, range.variable, ONE);
  const last = at(product, range.variable, range.upper);
  if (compounds.some((factor) => isSteep(factor, range.variable))) {
    if (compounds.every(({ exponent }) => exponent > 0)) return last;
    if (compounds.every(({ exponent }) => exponent < 0)) return first;
  }
  return times(countOf(range), plus(first, last));
}

/** Whether it grows at least by a constant factor with every step of the variable: c^i, i!, but not 2^√i. */
function isSteep({ kind, argument }: Factor, variable: string): boolean {
  if (argument === null) return kind === SYMBOL;
  const about = argument.factors.filter((factor) => isAbout(factor, variable));
  return (
    about.every(({ exponent }) => exponent > 0) &&
    about.some(
      ({ kind: inner, level, exponent }) => inner === SYMBOL && (level < 0 || (level === 0 && exponent >= 1)),
    )
  );
}

function isAbout(factor: Factor, variable: string): boolean {
  return factor.kind === SYMBOL
    ? factor.name === variable
    : monomialNames(monomial([factor])).includes(variable);
}

function at(c: Cost, variable: string, value: Cost): Cost {
  return substitute(c, new Map([[variable, value]]));
}
