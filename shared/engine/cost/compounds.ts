/** Monomials of exponentials, factorials and binomials. */
import { BINOMIAL, EXP, FACTORIAL, SYMBOL, UNIT, monomial, monomialKey, multiply, near } from './monomial.ts';
import { raise, symbolPower, type Monomial } from './monomial.ts';
import { isBelow } from './order.ts';

/** 2^(coefficient · m) as a monomial: of a symbol one level down, 2^(c log n) = n^c; what does not grow is constant. */
export function expOfMonomial(m: Monomial, coefficient: number): Monomial {
  const [first] = m.factors;
  if (first === undefined || isBelow(m, UNIT)) return UNIT;
  if (m.factors.length === 1 && first.kind === SYMBOL && near(first.exponent, 1)) {
    return symbolPower(first.name, first.level - 1, coefficient);
  }
  return atom(EXP, m, coefficient);
}

/** m!, constant for what does not grow. */
export function factorialOfMonomial(m: Monomial): Monomial {
  return isBelow(m, UNIT) ? UNIT : atom(FACTORIAL, withoutBinomials(m), 1);
}

function atom(kind: typeof EXP | typeof FACTORIAL, argument: Monomial, exponent: number): Monomial {
  return monomial([{ kind, name: monomialKey(argument), level: 0, exponent, argument, choice: null }]);
}

/** Whether one of its factors, not of its arguments, is a binomial. */
export function hasBinomial(m: Monomial): boolean {
  return m.factors.some(({ kind }) => kind === BINOMIAL);
}

/** Every binomial replaced by the first of its bounds, 2^n; an upper bound. */
export function withoutBinomials(m: Monomial): Monomial {
  if (!hasBinomial(m)) return m;
  let out = monomial(m.factors.filter(({ kind }) => kind !== BINOMIAL));
  for (const { choice, exponent } of m.factors) {
    const bound = choice?.bounds[0];
    if (bound !== undefined && exponent > 0) out = multiply(out, raise(bound, exponent));
  }
  return out;
}

/**
 * The monomial with every symbol replaced by the named one, and without divisors. Since it then grows with every
 * symbol, it is at most the sum of what this gives for each of its symbols: m·n <= m² + n².
 */
export function collapseMonomial(m: Monomial, name: string): Monomial {
  let out = UNIT;
  for (const factor of withoutBinomials(m).factors) {
    const { kind, level, exponent, argument } = factor;
    if (exponent < 0) continue;
    const inside = argument === null ? UNIT : collapseMonomial(argument, name);
    const collapsed =
      kind === SYMBOL
        ? symbolPower(name, level, exponent)
        : kind === EXP
          ? expOfMonomial(inside, exponent)
          : raise(factorialOfMonomial(inside), exponent);
    out = multiply(out, collapsed);
  }
  return out;
}
