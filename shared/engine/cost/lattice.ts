/**
 * Maxima of minima of monomials.
 *
 * A term is the minimum of its monomials (nearly always one), a list of terms is their maximum. Both are antichains:
 * no member is below another. Since maximum and minimum distribute over each other and products over both, every cost
 * has exactly one such form.
 *
 * What would become too long is replaced by a larger bound (coarsen.ts), so that no program makes the analysis slow. The
 * laws of the algebra hold exactly below the limit, and as bounds beyond it.
 */
import { UNIT, degrees, monomialKey, multiply, type Monomial } from './monomial.ts';
import { isBelow } from './order.ts';

export type Term = readonly Monomial[];

/** The most monomials of a minimum. */
const MEET_LIMIT = 8;

/** Whether min(s) is dominated by min(t). */
export function isTermBelow(s: Term, t: Term): boolean {
  if (s === t) return true;
  if (s.length === 1 && t.length === 1) return isBelow(s[0]!, t[0]!);
  return isMeetBelow(s, t);
}

function isMeetBelow(s: Term, t: Term): boolean {
  for (const b of t) if (!hasBelow(s, b)) return false;
  return true;
}

function hasBelow(monomials: readonly Monomial[], b: Monomial): boolean {
  for (const a of monomials) if (isBelow(a, b)) return true;
  return false;
}

/** Whether the maximum of `a` is dominated by that of `b`. */
export function areTermsBelow(a: readonly Term[], b: readonly Term[]): boolean {
  for (const term of a) if (!hasAbove(b, term)) return false;
  return true;
}

/** The maximum of both; the same list as `a` if `b` adds nothing. */
export function joinTerms(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  let out = a;
  for (const term of b) if (!hasAbove(out, term)) out = withTerm(out, term);
  return out;
}

// Loops rather than closures and spreads: most of the analysis' time passes here.
function hasAbove(terms: readonly Term[], term: Term): boolean {
  for (const other of terms) if (isTermBelow(term, other)) return true;
  return false;
}

function withTerm(terms: readonly Term[], term: Term): readonly Term[] {
  const out: Term[] = [];
  for (const other of terms) if (!isTermBelow(other, term)) out.push(other);
  out.push(term);
  return out;
}

/** The minimum of all the monomials. */
export function meet(monomials: readonly Monomial[]): Term {
  let out: Monomial[] = [];
  for (const m of monomials) {
    if (hasBelow(out, m)) continue;
    if (out.length > 0) out = out.filter((other) => !isBelow(m, other));
    out.push(m);
  }
  // Leaving a monomial out of a minimum can only raise it.
  return out.length > MEET_LIMIT ? out.sort(compareSizes).slice(0, MEET_LIMIT) : out;
}

/** min(max s, max t) = max of all min(s, t). */
export function meetTerms(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  let out: readonly Term[] = [];
  for (const s of a) for (const t of b) out = joinTerms(out, [meet([...s, ...t])]);
  return out;
}

/** The product of two minima. */
export function timesTerm(s: Term, t: Term): Term {
  return s.length === 1 && t.length === 1 ? [multiply(s[0]!, t[0]!)] : timesMeet(s, t);
}

function timesMeet(s: Term, t: Term): Term {
  return meet(s.flatMap((x) => t.map((y) => multiply(x, y))));
}

/** The product of two maxima. A single monomial keeps the order of what it multiplies, so that nothing is to compare. */
export function timesTerms(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  const s = a[0];
  const t = b[0];
  if (a.length === 1 && s?.length === 1)
    return b.length === 1 && t !== undefined ? [timesTerm(s, t)] : b.map((term) => timesTerm(s, term));
  if (b.length === 1 && t?.length === 1) return a.map((term) => timesTerm(term, t));
  let out: readonly Term[] = [];
  for (const x of a) for (const y of b) out = joinTerms(out, [timesTerm(x, y)]);
  return out;
}

/** Which is smaller once every symbol is the same; among equals the one with the smaller key. */
export function compareSizes(a: Monomial, b: Monomial): number {
  const x = degrees(a);
  const y = degrees(b);
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - y[i]!;
    if (difference !== 0) return difference;
  }
  return compareTexts(monomialKey(a), monomialKey(b));
}

/** The smallest monomial of a minimum, which alone is an upper bound of it. */
export function smallest(term: Term): Monomial {
  if (term.length === 1) return term[0]!;
  return term.reduce((a, b) => (compareSizes(b, a) < 0 ? b : a), term[0] ?? UNIT);
}

export function termKey(term: Term): string {
  if (term.length === 1) return monomialKey(term[0]!);
  return `min(${term.map(monomialKey).sort().join('|')})`;
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
