/** Costs as texts. */
import { compareTexts, type Term } from './lattice.ts';
import { UNIT, compareAtoms, degrees, monomial, monomialKey, multiply, near } from './monomial.ts';
import type { Factor, Monomial } from './monomial.ts';
import { printMonomial } from './print-product.ts';
import { ASCII, UNICODE, compareNames, type Style } from './print-style.ts';
import { substitute } from './substitute.ts';
import { isUnknown, isZero, symbol, symbolsOf, type Cost } from './value.ts';

export interface PrintOptions {
  /** Names to show for symbols. Two symbols of one name become one symbol. */
  readonly names?: ReadonlyMap<string, string>;
  /** "m·n", "n²", "2ⁿ" (unicode, the default) or "m * n", "n^2", "2^n". */
  readonly style?: 'unicode' | 'ascii';
}

/**
 * The cost as people write it: "m·n + k log k", "n·2ⁿ", "√n", "min(m, n)". The terms stand in the order of their
 * growth with all symbols the same, then by name. ZERO is "0", something unknown is "?". `parse` reads it back, if it
 * is known and the names are identifiers.
 */
export function print(c: Cost, options: PrintOptions = {}): string {
  const style = options.style === 'ascii' ? ASCII : UNICODE;
  const shown = renamed(c, options.names);
  if (isZero(shown)) return '0';
  const terms = printTerms(shown.terms, style)
    .sort((a, b) => compareDegrees(b.degrees, a.degrees) || compareNames(a.text, b.text))
    .map(({ text }) => text);
  if (!isUnknown(shown)) return terms.join(' + ');
  return terms.length === 1 && terms[0] === '1' ? '?' : `${terms.join(' + ')} + ?`;
}

function renamed(c: Cost, names: ReadonlyMap<string, string> | undefined): Cost {
  if (names === undefined) return c;
  const map = new Map<string, Cost>();
  for (const name of symbolsOf(c)) {
    const shown = names.get(name);
    if (shown !== undefined && shown !== name) map.set(name, symbol(shown));
  }
  return map.size === 0 ? c : substitute(c, map);
}

interface Printed {
  readonly text: string;
  readonly degrees: readonly number[];
}

function compareDegrees(a: readonly number[], b: readonly number[]): number {
  for (const [i, degree] of a.entries()) {
    const difference = degree - (b[i] ?? 0);
    if (!near(difference, 0)) return difference;
  }
  return 0;
}

/** The terms as texts, those that differ in the argument of a log only as one: k log m + k log n is k log(m·n). */
function printTerms(terms: readonly Term[], style: Style): Printed[] {
  const out: Printed[] = [];
  const groups = new Map<
    string,
    { readonly rest: Monomial; readonly all: Monomial; readonly names: string[] }
  >();
  for (const term of terms) {
    const [only] = term;
    const log = term.length === 1 && only !== undefined ? singleLog(only) : null;
    if (only === undefined || log === null) {
      out.push({ text: printTerm(term, style), degrees: degreesOfTerm(term) });
      continue;
    }
    const rest = monomial(only.factors.filter((factor) => factor !== log));
    const group = groups.get(monomialKey(rest));
    if (group === undefined) groups.set(monomialKey(rest), { rest, all: only, names: [log.name] });
    else group.names.push(log.name);
  }
  for (const { rest, all, names } of groups.values()) {
    const log =
      names.length === 1 ? `log ${names.join('')}` : `log(${names.sort(compareNames).join(style.times)})`;
    out.push({ text: printMonomial(rest, style, { text: log, log: true }), degrees: degrees(all) });
  }
  return out;
}

/** The log of the monomial if it has just one, of a symbol and in the first power. */
function singleLog(m: Monomial): Factor | null {
  const logs = m.factors.filter(({ level }) => level > 0);
  const [log] = logs;
  return log?.level === 1 && logs.length === 1 && near(log.exponent, 1) ? log : null;
}

function degreesOfTerm(term: Term): readonly number[] {
  const [least] = term.map(degrees).sort(compareDegrees);
  return least ?? [];
}

function printTerm(term: Term, style: Style): string {
  const [first] = term;
  if (first === undefined) return '1';
  if (term.length === 1) return printMonomial(first, style);
  const common = commonFactor(term);
  const parts = term.map((m) => printMonomial(multiply(m, common, -1), style)).sort(compareTexts);
  return printMonomial(common, style, { text: `min(${parts.join(', ')})`, log: false });
}

/** What all the monomials have in common: min(k·m, k·n) is shown as k·min(m, n). */
function commonFactor(term: Term): Monomial {
  const [first, ...rest] = term;
  const common: Factor[] = [];
  for (const factor of first?.factors ?? []) {
    const all = [factor, ...rest.map((m) => m.factors.find((other) => compareAtoms(factor, other) === 0))];
    const exponents = all.map((one) => one?.exponent ?? 0);
    const exponent = factor.exponent > 0 ? Math.min(...exponents) : Math.max(...exponents);
    if (exponent * factor.exponent > 0) common.push({ ...factor, exponent });
  }
  return common.length === 0 ? UNIT : monomial(common);
}
