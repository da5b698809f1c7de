/** The type of costs, its constants and what can be asked of a cost. */
import type { Span } from '../ir/ir.ts';
import { areTermsBelow, compareTexts, termKey, type Term } from './lattice.ts';
import { UNIT, monomialNames, symbolPower, type Monomial } from './monomial.ts';

/** Why a part of a cost is not known, and where. */
export interface UnknownReason {
  readonly reason: string;
  readonly span?: Span;
}

/**
 * An asymptotic upper bound, immutable: the maximum of its terms, none of which dominates another. No term: zero.
 * With reasons in `unknowns` it is that maximum and something unknown besides. To be made by the functions of this
 * folder only.
 */
export interface Cost {
  readonly terms: readonly Term[];
  readonly unknowns: readonly UnknownReason[];
  cachedKey: string | null;
  cachedSymbols: readonly string[] | null;
  /** Products with other sums. */
  cachedProducts: WeakMap<Cost, Cost> | null;
}

const KNOWN: readonly UnknownReason[] = [];

/** A cost of terms that form an antichain already. */
export function makeCost(terms: readonly Term[], unknowns: readonly UnknownReason[] = KNOWN): Cost {
  return { terms, unknowns, cachedKey: null, cachedSymbols: null, cachedProducts: null };
}

export const ZERO: Cost = makeCost([]);
export const ONE: Cost = makeCost([[UNIT]]);

/** The cost that is just this monomial. */
export function fromMonomial(m: Monomial): Cost {
  return m.factors.length === 0 ? ONE : makeCost([[m]]);
}

/** A symbol, by any text as its name. Symbols stand for values of at least 1 that may grow without bound. */
export function symbol(name: string): Cost {
  return fromMonomial(symbolPower(name, 0, 1));
}

/** ZERO for 0, ONE for every other number: constant factors do not count. */
export function constant(value: number): Cost {
  return value === 0 ? ZERO : ONE;
}

/** A cost of which nothing is known but that it is at least constant. */
export function unknown(reason: string, span?: Span): Cost {
  return makeCost(ONE.terms, [span === undefined ? { reason } : { reason, span }]);
}

export function isZero(c: Cost): boolean {
  return c.terms.length === 0;
}

/** Whether it is constant, Θ(1). */
export function isOne(c: Cost): boolean {
  return c === ONE || (c.unknowns.length === 0 && onlyMonomial(c)?.factors.length === 0);
}

export function isUnknown(c: Cost): boolean {
  return c.unknowns.length > 0;
}

/** Whether it divides by nothing: no `n/k` in it. */
export function isWhole(c: Cost): boolean {
  return c.terms.every((term) => term.every(({ whole }) => whole));
}

/** Why it is unknown, in the order in which that arose; empty when it is known. */
export function unknownReasons(c: Cost): readonly UnknownReason[] {
  return c.unknowns;
}

/** The monomial that is the whole known part of the cost, or null. */
export function onlyMonomial(c: Cost): Monomial | null {
  const { terms } = c;
  if (terms.length !== 1 || terms[0]!.length !== 1) return null;
  return terms[0]![0]!;
}

/** The reasons of both, each once. */
export function unite(a: readonly UnknownReason[], b: readonly UnknownReason[]): readonly UnknownReason[] {
  if (a.length === 0) return b;
  const added = b.filter((reason) => !hasReason(a, reason));
  return added.length === 0 ? a : [...a, ...added];
}

function hasReason(reasons: readonly UnknownReason[], { reason, span }: UnknownReason): boolean {
  return reasons.some(
    (other) => other.reason === reason && other.span?.start === span?.start && other.span?.end === span?.end,
  );
}

/** The symbols that occur in it, sorted. */
export function symbolsOf(c: Cost): readonly string[] {
  if (c.cachedSymbols === null) {
    const only = onlyMonomial(c);
    const names = only === null ? namesIn(c.terms) : monomialNames(only);
    c.cachedSymbols = names.length > 1 ? [...names].sort() : names;
  }
  return c.cachedSymbols;
}

function namesIn(terms: readonly Term[]): readonly string[] {
  const names: string[] = [];
  for (const term of terms)
    for (const m of term) for (const name of monomialNames(m)) if (!names.includes(name)) names.push(name);
  return names;
}

/** A text that two costs share exactly when they are equal, the reasons why they are unknown included. */
export function key(c: Cost): string {
  if (c.cachedKey === null) {
    const terms = c.terms.map(termKey).sort().join('+');
    const reasons = c.unknowns
      .map(({ reason, span }) => `?${reason}@${span === undefined ? '' : `${span.start}-${span.end}`}`)
      .sort(compareTexts)
      .join('');
    c.cachedKey = (c.terms.length === 0 ? '0' : `=${terms}`) + reasons;
  }
  return c.cachedKey;
}

/** Whether a is dominated by b or equal to it. What is unknown in a must be so in b, for the same reasons. */
export function isAtMost(a: Cost, b: Cost): boolean {
  if (a === b) return true;
  return areTermsBelow(a.terms, b.terms) && a.unknowns.every((reason) => hasReason(b.unknowns, reason));
}

/**
 * Asymptotic dominance, a partial order: "less" when a/b stays bounded, but not b/a, as all symbols grow on their own.
 * Compares term by term, so that m·n is not seen to be below m² + n².
 */
export function compare(a: Cost, b: Cost): 'less' | 'equal' | 'greater' | 'incomparable' {
  if (a === b) return 'equal';
  const less = isAtMost(a, b);
  const greater = isAtMost(b, a);
  if (less) return greater ? 'equal' : 'less';
  return greater ? 'greater' : 'incomparable';
}
