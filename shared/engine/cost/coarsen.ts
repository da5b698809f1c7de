/**
 * Larger bounds in the place of costs of too many terms.
 *
 * They keep the class: a product of several symbols becomes a sum in which each of them takes the place of all,
 * m·n <= m² + n². Such sums have at most one term for each symbol. Only beyond MANY symbols are sums bounded by products.
 */
import { collapseMonomial } from './compounds.ts';
import { compareSizes, joinTerms, meetTerms, smallest, timesTerms, type Term } from './lattice.ts';
import { UNIT, monomial, monomialNames, multiply } from './monomial.ts';

/** The most terms with several symbols that a cost keeps. */
const LIMIT = 12;
/** The most terms that a cost keeps at all. */
const MANY = 24;
/** The most pairs of terms that are compared with each other. */
const PAIRS = 64;

/** The list itself if it is short, else a short one that is an upper bound: the smallest terms are replaced first. */
export function limited(terms: readonly Term[]): readonly Term[] {
  if (terms.length <= LIMIT) return terms;
  let out = terms;
  for (const term of [...terms].sort(compareTerms)) {
    if (out.length <= LIMIT) return out;
    if (!out.includes(term)) continue;
    const others = out.filter((other) => other !== term);
    out = standsForItself(term) ? [...others, term] : joinTerms(others, collapsed(term));
  }
  return out.length <= MANY ? out : merged(out);
}

/** The product of two maxima, exact if there are few pairs. */
export function limitedProduct(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  if (a.length === 1 || b.length === 1 || a.length * b.length <= PAIRS) return limited(timesTerms(a, b));
  let out: readonly Term[] = [];
  for (const name of new Set([...a, ...b].flatMap(namesOf))) {
    out = joinTerms(out, timesTerms(collapsedTo(a, name), collapsedTo(b, name)));
  }
  return limited(out);
}

/** The minimum of two maxima, exact if there are few pairs, else the smaller of them. */
export function limitedMeet(a: readonly Term[], b: readonly Term[]): readonly Term[] {
  if (a.length * b.length <= PAIRS) return limited(meetTerms(a, b));
  const [last] = [...a].sort(compareTerms).slice(-1);
  const [other] = [...b].sort(compareTerms).slice(-1);
  return last === undefined || other === undefined || compareTerms(last, other) < 0 ? a : b;
}

function compareTerms(s: Term, t: Term): number {
  return compareSizes(smallest(s), smallest(t));
}

/** A product about one symbol alone, which `collapsed` would give back. */
function standsForItself(term: Term): boolean {
  const only = term[0];
  return term.length === 1 && only!.plain && only!.whole && monomialNames(only!).length === 1;
}

/** The sum in which each symbol takes the place of all. */
function collapsed(term: Term): readonly Term[] {
  const names = namesOf(term);
  if (names.length === 0) return [[UNIT]];
  return names.map((name) => [collapseMonomial(smallest(term), name)]);
}

function collapsedTo(terms: readonly Term[], name: string): readonly Term[] {
  return terms.reduce<readonly Term[]>(
    (sum, t) => joinTerms(sum, [[collapseMonomial(smallest(t), name)]]),
    [],
  );
}

/** The symbols with which it grows. */
function namesOf(term: Term): readonly string[] {
  return monomialNames(monomial(smallest(term).factors.filter(({ exponent }) => exponent > 0)));
}

/** Beyond MANY terms the smallest ones in one product. All are at least 1, since none has a divisor any more. */
function merged(terms: readonly Term[]): readonly Term[] {
  const sorted = terms.map(smallest).sort(compareSizes);
  const count = sorted.length - MANY + 1;
  const product = sorted.slice(0, count).reduce((a, b) => multiply(a, b), UNIT);
  return joinTerms(
    [[product]],
    sorted.slice(count).map((m) => [m]),
  );
}
