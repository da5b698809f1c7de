/** Exponentials as texts: 2ⁿ, 3^(n/2), k^(n - m), each base once. */
import { SYMBOL, monomial, near, symbolPower } from './monomial.ts';
import type { Factor, Monomial } from './monomial.ts';
import { compareNames, decimal, rational, type Style } from './print-style.ts';

type PrintMonomial = (m: Monomial, style: Style) => string;

/** base^(the sum of coefficient · of) */
interface Part {
  readonly base: string;
  readonly coefficient: number;
  readonly of: Monomial;
}

/** The exponentials above and below the fraction bar, each as a text. The factors are of kind EXP or below level 0. */
export function printExponentials(
  factors: readonly Factor[],
  style: Style,
  printMonomial: PrintMonomial,
): { readonly above: readonly string[]; readonly below: readonly string[] } {
  const above: string[] = [];
  const below: string[] = [];
  if (factors.length === 0) return { above, below };
  const parts = factors.map((factor) => partOf(factor, style));
  for (const base of [...new Set(parts.map((part) => part.base))].sort()) {
    const own = parts.filter((part) => part.base === base);
    const falling = own.every(({ coefficient }) => coefficient < 0);
    const shown = falling ? own.map((part) => ({ ...part, coefficient: -part.coefficient })) : own;
    (falling ? below : above).push(printPower(base, shown, style, printMonomial));
  }
  return { above, below };
}

/** The base and the exponent of 2^(c · m): a symbol whose log is in m, else a number that fits c. */
function partOf({ name, level, argument, exponent }: Factor, style: Style): Part {
  const of = argument ?? symbolPower(name, level + 1, 1);
  const [base] = of.factors
    .filter((factor) => factor.kind === SYMBOL && factor.level > 0 && near(factor.exponent, 1))
    .sort((a, b) => a.level - b.level || compareNames(a.name, b.name));
  if (base !== undefined) {
    const logs = 'log '.repeat(base.level - 1);
    const rest = monomial(of.factors.filter((factor) => factor !== base));
    return { base: logs === '' ? base.name : `(${logs}${base.name})`, coefficient: exponent, of: rest };
  }
  const number = numericBase(Math.abs(exponent), style);
  return { base: number.base, coefficient: Math.sign(exponent) * number.coefficient, of };
}

/** 2^c as base^coefficient with a simple base: 4, 3^(1/2), 2^(3/4). */
function numericBase(c: number, style: Style): { readonly base: string; readonly coefficient: number } {
  const [p, q] = rational(c) ?? [0, 0];
  if (q > 0)
    return q === 1 && p < 10 ? { base: String(2 ** p), coefficient: 1 } : { base: '2', coefficient: c };
  for (let root = 1; root <= 6; root++) {
    const base = Math.round(2 ** (c * root));
    if (base > 1 && base < 1e6 && near(Math.log2(base) / root, c))
      return { base: String(base), coefficient: 1 / root };
  }
  if (near(c, Math.log2((1 + Math.sqrt(5)) / 2))) return { base: style.golden, coefficient: 1 };
  return { base: decimal(2 ** c), coefficient: 1 };
}

function printPower(
  base: string,
  parts: readonly Part[],
  style: Style,
  printMonomial: PrintMonomial,
): string {
  const texts = parts
    .map((part) => ({ text: scaled(part, style, printMonomial), falling: part.coefficient < 0 }))
    .sort((a, b) => Number(a.falling) - Number(b.falling) || compareNames(a.text, b.text));
  const text = texts.reduce(
    (sum, part) => (sum === '' ? part.text : `${sum} ${part.falling ? '-' : '+'} ${part.text}`),
    '',
  );
  const [only] = parts;
  const simple = parts.length === 1 && only !== undefined && near(only.coefficient, 1) && isName(only.of);
  return style.toThe(base, text, simple);
}

function isName({ factors: [first, ...rest] }: Monomial): boolean {
  return rest.length === 0 && first?.kind === SYMBOL && first.level === 0 && near(first.exponent, 1);
}

/** "n", "2n", "n/2", "3n/2": the coefficient without its sign. */
function scaled({ coefficient, of }: Part, style: Style, printMonomial: PrintMonomial): string {
  const text = printMonomial(of, style);
  const size = Math.abs(coefficient);
  const [p, q] = rational(size) ?? [0, 0];
  if (q === 0) return `${decimal(size)}${style.times}${text}`;
  const separator = text.startsWith('log') ? ' ' : /^[\p{L}_(]/u.test(text) ? '' : style.times;
  return `${p === 1 ? '' : `${p}${separator}`}${text}${q === 1 ? '' : `/${q}`}`;
}
