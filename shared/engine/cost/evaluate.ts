/** Numbers for costs, with constant factors 1. */
import { BINOMIAL, EXP, FACTORIAL, SYMBOL, type Factor, type Monomial } from './monomial.ts';
import { isZero, type Cost } from './value.ts';

const LOG2_E = Math.LOG2E;

/**
 * log2 of a cost at given values of its symbols (1 for those that are missing): the maximum of its terms with all
 * constant factors 1, logs to base 2 and at least 1. As a logarithm it has a value for 2^100000, too. -Infinity for
 * ZERO; what is unknown is left out.
 */
export function log2Of(c: Cost, values: ReadonlyMap<string, number>): number {
  if (isZero(c)) return -Infinity;
  return Math.max(...c.terms.map((term) => Math.min(...term.map((m) => log2OfMonomial(m, values)))));
}

/** The value itself; Infinity where a double cannot hold it. */
export function evaluate(c: Cost, values: ReadonlyMap<string, number>): number {
  return 2 ** log2Of(c, values);
}

function log2OfMonomial(m: Monomial, values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const factor of m.factors) sum += factor.exponent * log2OfAtom(factor, values);
  return sum;
}

function log2OfAtom(
  { kind, name, level, argument, choice }: Factor,
  values: ReadonlyMap<string, number>,
): number {
  switch (kind) {
    case SYMBOL: {
      let value = values.get(name) ?? 1;
      for (let i = 0; i < level; i++) value = Math.max(1, Math.log2(value));
      for (let i = -1; i > level; i--) value = 2 ** value;
      return level < 0 ? value : Math.log2(value);
    }
    case EXP:
      return argument === null ? 0 : 2 ** log2OfMonomial(argument, values);
    case FACTORIAL:
      return argument === null ? 0 : log2Factorial(2 ** log2OfMonomial(argument, values));
    case BINOMIAL: {
      const [n, k] = [choice?.n ?? [], choice?.k ?? []].map((sum) =>
        sum.reduce((total, m) => total + 2 ** log2OfMonomial(m, values), 0),
      );
      return log2Binomial(n ?? 1, k ?? 1);
    }
  }
}

/** C(n, k), and where k exceeds n the largest of the C(n, ..), since k is only a bound then. */
function log2Binomial(n: number, k: number): number {
  const chosen = k > n ? n / 2 : k;
  return Math.max(0, log2Factorial(n) - log2Factorial(chosen) - log2Factorial(n - chosen));
}

/** Stirling's series for log2 x!, to about 1e-4 from x = 1 on. */
function log2Factorial(x: number): number {
  if (x < 1) return 0;
  return x * Math.log2(x) - x * LOG2_E + Math.log2(2 * Math.PI * x) / 2 + LOG2_E / (12 * x);
}
