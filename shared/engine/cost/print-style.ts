/** The two ways to write a cost: "m·n²" and "m * n^2". */
import { compareTexts } from './lattice.ts';
import { near } from './monomial.ts';

export interface Style {
  /** Between the factors of a product. */
  readonly times: string;
  /** The golden ratio, as a base. */
  readonly golden: string;
  readonly root: (text: string) => string;
  /** A base, which needs no more parentheses, to a numeric exponent. */
  readonly power: (base: string, exponent: number) => string;
  /** A base to an exponent that is printed already; `simple` if it is a name or number. */
  readonly toThe: (base: string, exponent: string, simple: boolean) => string;
}

const PLAIN = '0123456789abcdefghijklmnoprstuvwxyz';
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ';

const SUPERSCRIPTS: ReadonlyMap<string, string> = new Map(
  Array.from(PLAIN, (letter, i) => [letter, RAISED.charAt(i)]),
);

/** Superscript to letter or digit, for `parse`. */
export const FROM_SUPERSCRIPT: ReadonlyMap<string, string> = new Map(
  [...SUPERSCRIPTS].map(([letter, superscript]) => [superscript, letter]),
);

function superscript(text: string): string | null {
  const letters = Array.from(text, (letter) => SUPERSCRIPTS.get(letter));
  return letters.every((letter) => letter !== undefined) ? letters.join('') : null;
}

export const UNICODE: Style = {
  times: '·',
  golden: 'φ',
  root: (text) => `√${text}`,
  power: (base, exponent) => power(base, exponent, UNICODE),
  toThe: (base, exponent, simple) => {
    const raised = simple && (exponent.length === 1 || /^\d+$/.test(exponent)) ? superscript(exponent) : null;
    return base + (raised ?? caret(exponent, simple));
  },
};

export const ASCII: Style = {
  times: ' * ',
  golden: '((1 + sqrt 5)/2)',
  root: (text) => `sqrt${text.startsWith('(') ? text : `(${text})`}`,
  power: (base, exponent) => power(base, exponent, ASCII),
  toThe: (base, exponent, simple) => base + caret(exponent, simple),
};

function caret(exponent: string, simple: boolean): string {
  return simple ? `^${exponent}` : `^(${exponent})`;
}

function power(base: string, exponent: number, style: Style): string {
  if (near(exponent, 1)) return base;
  const text = exponentText(exponent);
  return style.toThe(base, text, /^\d+$/.test(text));
}

/** A rational as p/q, log2 3 as such, everything else as the shortest decimal that reads back the same. */
function exponentText(exponent: number): string {
  const [p, q] = rational(exponent) ?? [0, 0];
  if (q === 1) return String(p);
  if (q > 1) return `${p}/${q}`;
  for (let base = 2; base <= 10; base++) {
    const value = base ** exponent;
    const argument = Math.round(value);
    if (argument > 1 && argument < 1000 && near(Math.log(argument) / Math.log(base), exponent)) {
      return `log${base} ${argument}`;
    }
  }
  return decimal(exponent);
}

/** [p, q] with q at most 12 for which p/q is this number, or null. */
export function rational(value: number): readonly [number, number] | null {
  for (let q = 1; q <= 12; q++) {
    const p = Math.round(value * q);
    if (near(p / q, value)) return [p, q];
  }
  return null;
}

/** The shortest decimal that is the same number for the algebra. */
export function decimal(value: number): string {
  for (let digits = 1; digits < 12; digits++) {
    const text = value.toFixed(digits);
    if (near(Number(text), value)) return text;
  }
  return String(value);
}

/** Alphabetical, but vertices before edges, as everybody writes V + E. */
export function compareNames(a: string, b: string): number {
  if (a === 'V' && b === 'E') return -1;
  if (a === 'E' && b === 'V') return 1;
  return compareTexts(a, b);
}
