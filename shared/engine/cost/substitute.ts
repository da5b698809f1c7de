/** Replacing symbols by costs. */
import { min, plus, power, times } from './arithmetic.ts';
import { binomial, expOfCost, factorial, log } from './growth.ts';
import type { Term } from './lattice.ts';
import { BINOMIAL, EXP, SYMBOL, monomial, monomialNames, type Factor, type Monomial } from './monomial.ts';
import { ONE, ZERO, fromMonomial, isUnknown, makeCost, symbol, symbolsOf, type Cost } from './value.ts';

/**
 * Every symbol that `map` has replaced by its cost, all at once, inside logs, exponents and binomials too. A sum that
 * comes into an exponent counts with coefficients 1: 2^(n/2) becomes 2^(m/2) · 2^(k/2) for n = m + k.
 *
 * The replacements should be at least 1, as symbols are. It is a bound of the replaced cost where that grows with
 * the symbol, and not where it falls (n / i).
 */
export function substitute(c: Cost, map: ReadonlyMap<string, Cost>): Cost {
  if (!symbolsOf(c).some((name) => map.has(name))) return c;
  let out = ZERO;
  for (const term of c.terms) out = plus(out, substituteTerm(term, map));
  return isUnknown(c) ? plus(out, makeCost(out.terms, c.unknowns)) : out;
}

/** The cost with every symbol replaced by the one that is named. */
export function collapse(c: Cost, name: string): Cost {
  const one = symbol(name);
  return substitute(c, new Map(symbolsOf(c).map((other) => [other, one])));
}

function substituteTerm(term: Term, map: ReadonlyMap<string, Cost>): Cost {
  let out: Cost | null = null;
  for (const m of term) {
    const cost = substituteMonomial(m, map);
    out = out === null ? cost : min(out, cost);
  }
  return out ?? ONE;
}

function substituteMonomial(m: Monomial, map: ReadonlyMap<string, Cost>): Cost {
  if (!mentions(m, map)) return fromMonomial(m);
  const kept: Factor[] = [];
  let replaced = ONE;
  for (const factor of m.factors) {
    if (isTouched(factor, map)) replaced = times(replaced, substituteFactor(factor, map));
    else kept.push(factor);
  }
  return times(fromMonomial(monomial(kept)), replaced);
}

function mentions(m: Monomial, map: ReadonlyMap<string, Cost>): boolean {
  return monomialNames(m).some((name) => map.has(name));
}

function isTouched(factor: Factor, map: ReadonlyMap<string, Cost>): boolean {
  if (factor.kind === SYMBOL) return map.has(factor.name);
  if (factor.argument !== null) return mentions(factor.argument, map);
  return factor.choice !== null && [...factor.choice.n, ...factor.choice.k].some((m) => mentions(m, map));
}

function substituteFactor(factor: Factor, map: ReadonlyMap<string, Cost>): Cost {
  const { kind, name, level, exponent, argument, choice } = factor;
  if (kind === SYMBOL) {
    let value = map.get(name) ?? symbol(name);
    for (let i = 0; i < level; i++) value = log(value);
    for (let i = 0; i > level; i--) value = expOfCost(value, 1);
    return power(value, exponent);
  }
  if (kind === BINOMIAL) {
    const [n, k] = [choice?.n ?? [], choice?.k ?? []].map((sum) =>
      plus(...sum.map((m) => substituteMonomial(m, map))),
    );
    return power(binomial(n ?? ONE, k ?? ONE), exponent);
  }
  const inside = argument === null ? ONE : substituteMonomial(argument, map);
  return kind === EXP ? expOfCost(inside, exponent) : power(factorial(inside), exponent);
}
