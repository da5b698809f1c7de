/** Replacing symbols by costs. */
import { min, plus, power, times } from './arithmetic.ts';
import { binomial, factorial } from './factorials.ts';
import { exactLog, expOf, expOfCost, log, type Exponent } from './growth.ts';
import type { Term } from './lattice.ts';
import { BINOMIAL, EXP, FACTORIAL, SYMBOL, UNIT, monomial, monomialNames, near } from './monomial.ts';
import type { Factor, Monomial } from './monomial.ts';
import {
  ONE,
  ZERO,
  compare,
  fromMonomial,
  isUnknown,
  makeCost,
  onlyMonomial,
  symbol,
  symbolsOf,
  type Cost,
} from './value.ts';

/**
 * Every symbol that `map` has replaced by its cost, all at once, inside logs, exponents and binomials too. A sum that
 * comes into an exponent counts with coefficients 1: 2^(n/2) becomes 2^(m/2) · 2^(k/2) for n = m + k.
 *
 * The replacements should be at least 1, as symbols are. It is a bound of the replaced cost where that grows with
 * the symbol, and not where it falls (n / i).
 */
export function substitute(c: Cost, map: ReadonlyMap<string, Cost>): Cost {
  if (!mentionsAny(symbolsOf(c), map)) return c;
  const alone = symbolAlone(c);
  if (alone !== null) return map.get(alone)!;
  let out = ZERO;
  for (const term of c.terms) out = plus(out, substituteTerm(term, map));
  return isUnknown(c) ? plus(out, makeCost(out.terms, c.unknowns)) : out;
}

/**
 * An upper bound of the cost where the map has upper bounds of its symbols: what falls with a symbol (n / i, 2^(n - i))
 * counts with 1 for it.
 */
export function substituteBounds(c: Cost, map: ReadonlyMap<string, Cost>): Cost {
  return substitute(falls(c, map) ? rising(c, map) : c, map);
}

const falls = (c: Cost, map: ReadonlyMap<string, Cost>): boolean =>
  c.terms.some((term) => term.some((m) => !m.whole && m.factors.some((factor) => isFalling(factor, map))));

const isFalling = (factor: Factor, map: ReadonlyMap<string, Cost>): boolean =>
  factor.exponent < 0 && isTouched(factor, map);

function rising(c: Cost, map: ReadonlyMap<string, Cost>): Cost {
  const kept = ({ factors }: Monomial): Cost =>
    fromMonomial(monomial(factors.filter((factor) => !isFalling(factor, map))));
  const terms = c.terms.map((term) => term.map(kept).reduce(min));
  return makeCost(plus(...terms).terms, c.unknowns);
}

/** The symbol that is the whole cost, or null. */
function symbolAlone(c: Cost): string | null {
  const [factor, ...more] = onlyMonomial(c)?.factors ?? [];
  const isAlone =
    factor?.kind === SYMBOL &&
    factor.level === 0 &&
    factor.exponent === 1 &&
    more.length === 0 &&
    !isUnknown(c);
  return isAlone ? factor.name : null;
}

/** The terms that mention none of the names; zero when all do. */
export function without(c: Cost, names: ReadonlySet<string>): Cost {
  return makeCost(
    c.terms.filter((term) => !isNamed(term, names)),
    c.unknowns,
  );
}

/** The terms that mention one of the names, each by itself. */
export function termsWith(c: Cost, names: ReadonlySet<string>): Cost[] {
  return c.terms.filter((term) => isNamed(term, names)).map((term) => makeCost([term], []));
}

const isNamed = (term: Term, names: ReadonlySet<string>): boolean =>
  term.some((m) => monomialNames(m).some((name) => names.has(name)));

/** The cost with every symbol replaced by the one that is named. */
export function collapse(c: Cost, name: string): Cost {
  const one = symbol(name);
  return substitute(c, new Map(symbolsOf(c).map((other) => [other, one])));
}

/** Whether one cost is less than another where all sizes are alike. */
export const isLessAlike = (a: Cost, b: Cost): boolean =>
  compare(collapse(a, 'n'), collapse(b, 'n')) === 'less';

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
  return mentionsAny(monomialNames(m), map);
}

function mentionsAny(names: readonly string[], map: ReadonlyMap<string, Cost>): boolean {
  for (const name of names) if (map.has(name)) return true;
  return false;
}

function isTouched(factor: Factor, map: ReadonlyMap<string, Cost>): boolean {
  if (factor.kind === SYMBOL) return map.has(factor.name);
  if (factor.argument !== null) return mentions(factor.argument, map);
  return factor.choice !== null && [...factor.choice.n, ...factor.choice.k].some((m) => mentions(m, map));
}

function substituteFactor(factor: Factor, map: ReadonlyMap<string, Cost>): Cost {
  const { kind, name, level, exponent, argument, choice } = factor;
  switch (kind) {
    case SYMBOL:
      return power(atLevel(map.get(name) ?? symbol(name), level), exponent);
    case EXP: {
      const growing = substituteExp(argument ?? UNIT, Math.abs(exponent), map);
      return exponent > 0 ? growing : power(growing, -1);
    }
    case FACTORIAL:
      return power(factorial(substituteMonomial(argument ?? UNIT, map)), exponent);
    case BINOMIAL: {
      const [n, k] = [choice?.n ?? [], choice?.k ?? []].map((sum) =>
        plus(...sum.map((m) => substituteMonomial(m, map))),
      );
      return power(binomial(n ?? ONE, k ?? ONE), exponent);
    }
  }
}

/** The cost under `level` logs, or exponentials if negative. */
function atLevel(c: Cost, level: number): Cost {
  let out = c;
  for (let i = 0; i < level; i++) out = log(out);
  for (let i = 0; i > level; i--) out = expOfCost(out, 1);
  return out;
}

/**
 * 2^(coefficient · m). A log in m is that of a base, 2^(k log n) = n^k, so that n = m² makes it m^(2k) and n = m + h
 * makes it m^k + h^k.
 */
function substituteExp(m: Monomial, coefficient: number, map: ReadonlyMap<string, Cost>): Cost {
  const base = m.factors.find(
    (factor) => isLog(factor) && near(factor.exponent, 1) && isTouched(factor, map),
  );
  const rest = base === undefined ? m : monomial(m.factors.filter((factor) => factor !== base));
  let exponent: Exponent = [{ coefficient, of: ONE }];
  for (const factor of rest.factors) exponent = product(exponent, substituteInExponent(factor, map));
  return expOf(base === undefined ? 2 : atLevel(map.get(base.name) ?? ONE, base.level - 1), exponent);
}

function isLog({ kind, level }: Factor): boolean {
  return kind === SYMBOL && level > 0;
}

/** A factor with the coefficients that logs bring: log n is 2 log m for n = m². */
function substituteInExponent(factor: Factor, map: ReadonlyMap<string, Cost>): Exponent {
  if (!isTouched(factor, map)) return [{ coefficient: 1, of: fromMonomial(monomial([factor])) }];
  if (!isLog(factor)) return [{ coefficient: 1, of: substituteFactor(factor, map) }];
  const { name, level, exponent } = factor;
  const logs = exactLog(atLevel(map.get(name) ?? ONE, level - 1));
  if (near(exponent, 1)) return logs;
  const total = logs.reduce((sum, { coefficient }) => sum + Math.max(0, coefficient), 0);
  return [{ coefficient: total ** exponent, of: power(plus(...logs.map(({ of }) => of)), exponent) }];
}

function product(a: Exponent, b: Exponent): Exponent {
  return a.flatMap((x) =>
    b.map((y) => ({ coefficient: x.coefficient * y.coefficient, of: times(x.of, y.of) })),
  );
}
