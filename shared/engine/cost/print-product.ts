/** Monomials as texts: "m·n² log n / k". */
import { compareTexts } from './lattice.ts';
import { BINOMIAL, EXP, FACTORIAL, SYMBOL, near, type Factor, type Monomial } from './monomial.ts';
import { printExponentials } from './print-exponents.ts';
import { compareNames, type Style } from './print-style.ts';

/** A factor as text. A log needs no sign before it: "n log n". */
export interface Part {
  readonly text: string;
  readonly log: boolean;
}

/** Powers, then exponentials, factorials, binomials, then logs, then what divides; with one more factor, if given. */
export function printMonomial(m: Monomial, style: Style, more: Part | null = null): string {
  const above: Factor[] = [];
  const below: Factor[] = [];
  const exponentials: Factor[] = [];
  for (const factor of m.factors) {
    if (factor.kind === EXP || factor.level < 0) exponentials.push(factor);
    else if (factor.exponent > 0) above.push(factor);
    else below.push({ ...factor, exponent: -factor.exponent });
  }
  const powers = printExponentials(exponentials, style, printMonomial);
  const numerator = printFactors(above, powers.above, style);
  if (more !== null) numerator.push(more);
  if (more?.log === false) numerator.sort((a, b) => Number(a.log) - Number(b.log));
  return divided(numerator, printFactors(below, powers.below, style), style);
}

function printFactors(factors: readonly Factor[], exponentials: readonly string[], style: Style): Part[] {
  const symbols = factors.filter(({ kind }) => kind === SYMBOL);
  if (symbols.length > 1) symbols.sort((a, b) => a.level - b.level || compareNames(a.name, b.name));
  const parts: Part[] = [];
  for (const factor of symbols) {
    if (factor.level === 0) for (const text of printPower(factor, style)) parts.push({ text, log: false });
  }
  for (const text of exponentials) parts.push({ text, log: false });
  const compounds = factors
    .filter(({ kind }) => kind !== SYMBOL)
    .map((factor) => printCompound(factor, style));
  for (const text of compounds.sort()) parts.push({ text, log: false });
  for (const factor of symbols) {
    if (factor.level > 0) parts.push({ text: printLog(factor, style), log: true });
  }
  return parts;
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
