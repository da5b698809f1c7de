/** Costs as texts. */
import { compareTexts, degrees, type Term } from './lattice.ts';
import {
  BINOMIAL,
  EXP,
  FACTORIAL,
  SYMBOL,
  UNIT,
  compareAtoms,
  monomial,
  multiply,
  near,
} from './monomial.ts';
import type { Factor, Monomial } from './monomial.ts';
import { printExponentials } from './print-exponents.ts';
import { ASCII, UNICODE, compareNames, type Style } from './print-style.ts';
import { substitute } from './substitute.ts';
import { isUnknown, isZero, symbol, type Cost } from './value.ts';

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
  const shown =
    options.names === undefined
      ? c
      : substitute(c, new Map([...options.names].map(([from, to]) => [from, symbol(to)])));
  if (isZero(shown)) return '0';
  const terms = shown.terms
    .map((term) => ({ text: printTerm(term, style), degrees: degreesOfTerm(term) }))
    .sort((a, b) => compareDegrees(b.degrees, a.degrees) || compareNames(a.text, b.text))
    .map(({ text }) => text);
  if (!isUnknown(shown)) return terms.join(' + ');
  return terms.length === 1 && terms[0] === '1' ? '?' : `${terms.join(' + ')} + ?`;
}

function degreesOfTerm(term: Term): readonly number[] {
  const [least] = term.map(degrees).sort(compareDegrees);
  return least ?? [];
}

function compareDegrees(a: readonly number[], b: readonly number[]): number {
  for (const [i, degree] of a.entries()) {
    const difference = degree - (b[i] ?? 0);
    if (!near(difference, 0)) return difference;
  }
  return 0;
}

function printTerm(term: Term, style: Style): string {
  const [first] = term;
  if (first === undefined) return '1';
  if (term.length === 1) return printMonomial(first, style);
  const common = commonFactor(term);
  const parts = term.map((m) => printMonomial(multiply(m, common, -1), style)).sort(compareTexts);
  return printMonomial(common, style, `min(${parts.join(', ')})`);
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

/** Powers, then exponentials, factorials, binomials and the minimum, then logs, then what divides. */
export function printMonomial(m: Monomial, style: Style, minimum: string | null = null): string {
  const above = m.factors.filter(({ kind, exponent }) => kind !== EXP && exponent > 0);
  const below = m.factors
    .filter(({ kind, exponent }) => kind !== EXP && exponent < 0)
    .map((factor) => ({ ...factor, exponent: -factor.exponent }));
  const exponentials = printExponentials(
    m.factors.filter(({ kind }) => kind === EXP),
    style,
    printMonomial,
  );
  const numerator = [...printProduct(above, exponentials.above, minimum === null ? [] : [minimum], style)];
  const denominator = printProduct(below, exponentials.below, [], style);
  return divided(numerator, denominator, style);
}

/** The parts of a product; a log comes as a part that its predecessor may be set against without a sign. */
function printProduct(
  factors: readonly Factor[],
  exponentials: readonly string[],
  minima: readonly string[],
  style: Style,
): readonly Part[] {
  const symbols = factors
    .filter(({ kind }) => kind === SYMBOL)
    .sort((a, b) => a.level - b.level || compareNames(a.name, b.name));
  const powers = symbols.filter(({ level }) => level === 0).flatMap((factor) => printPower(factor, style));
  const logs = symbols.filter(({ level }) => level > 0).map((factor) => printLog(factor, style));
  const compounds = factors
    .filter(({ kind }) => kind !== SYMBOL)
    .map((factor) => printCompound(factor, style))
    .sort(compareTexts);
  const plain = [...powers, ...exponentials, ...compounds, ...minima].map((text) => ({ text, log: false }));
  return [...plain, ...logs.map((text) => ({ text, log: true }))];
}

interface Part {
  readonly text: string;
  readonly log: boolean;
}

function divided(numerator: readonly Part[], denominator: readonly Part[], style: Style): string {
  const above = joined(numerator, style);
  if (denominator.length === 0) return above === '' ? '1' : above;
  const below = joined(denominator, style);
  return `${above === '' ? '1' : above} / ${denominator.length > 1 ? `(${below})` : below}`;
}

function joined(parts: readonly Part[], style: Style): string {
  return parts.reduce(
    (text, part) => (text === '' ? part.text : text + (part.log ? ' ' : style.times) + part.text),
    '',
  );
}

/** n², √n, n·√n, n^(2/3). */
function printPower({ name, exponent }: Factor, style: Style): readonly string[] {
  const whole = Math.floor(exponent);
  if (!near(exponent - whole, 0.5)) return [style.power(name, exponent)];
  return [...(whole === 0 ? [] : [style.power(name, whole)]), style.root(name)];
}

/** log n, log² n, log log n, √(log n). */
function printLog({ name, level, exponent }: Factor, style: Style): string {
  const logs = `${'log '.repeat(level)}${name}`;
  if (near(exponent, 1)) return logs;
  if (near(exponent, 0.5)) return style.root(`(${logs})`);
  return level === 1 ? `${style.power('log', exponent)} ${name}` : style.power(`(${logs})`, exponent);
}

/** n!, (m·n)!, C(n, k). */
function printCompound({ kind, exponent, argument, choice }: Factor, style: Style): string {
  if (kind === BINOMIAL && choice !== null) {
    const [n, k] = [choice.n, choice.k].map((sum) =>
      sum
        .map((m) => printMonomial(m, style))
        .sort(compareTexts)
        .join(' + '),
    );
    return style.power(`C(${n ?? ''}, ${k ?? ''})`, exponent);
  }
  if (kind !== FACTORIAL || argument === null) return '';
  const inside = printMonomial(argument, style);
  const text = argument.factors.length === 1 && isName(argument.factors[0]) ? `${inside}!` : `(${inside})!`;
  return near(exponent, 1) ? text : style.power(`(${text})`, exponent);
}

function isName(factor: Factor | undefined): boolean {
  return factor?.kind === SYMBOL && factor.level === 0 && near(factor.exponent, 1);
}
