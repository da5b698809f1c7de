/**
 * Monomials: products of factors, each an atom to a real exponent.
 *
 * `n² log n · 2^(n/2)` is `[(2^n, 0.5), (n, 2), (log n, 1)]`. Four kinds of atoms are enough:
 * - SYMBOL with a level: the symbol itself (0), its log (1), log log (2), and so on, and downwards 2^n (-1), 2^2^n;
 * - EXP: 2 to the power of any other monomial, so that a symbolic base is its log: k^n = 2^(n log k). Here and for
 *   2^n the exponent of the factor is the coefficient in the exponent: 2^(n/2) is 0.5, 3^n is log2 3;
 * - FACTORIAL of a monomial;
 * - BINOMIAL of two sums of monomials.
 *
 * Invariants: factors are sorted by `compareAtoms`, no atom occurs twice, no exponent is 0.
 */

export const SYMBOL = 0;
export const EXP = 1;
export const FACTORIAL = 2;
export const BINOMIAL = 3;

/** Exponents closer than this are the same: they come from a few additions and logarithms of small numbers. */
const TOLERANCE = 1e-9;
/** Digits after the point that keys keep, fewer than the tolerance leaves uncertain. */
const KEY_SCALE = 1e8;

export interface Factor {
  readonly kind: typeof SYMBOL | typeof EXP | typeof FACTORIAL | typeof BINOMIAL;
  /** The symbol, or the canonical key of the arguments: with kind and level it says which atom this is. */
  readonly name: string;
  /** How many logs are taken of a symbol, negative for exponentials; 0 for the other kinds. */
  readonly level: number;
  readonly exponent: number;
  /** Argument of EXP and FACTORIAL. */
  readonly argument: Monomial | null;
  /** Arguments of BINOMIAL. */
  readonly choice: Choice | null;
}

/** C(n, k) for sums n and k, with monomials that are upper bounds of it. */
export interface Choice {
  readonly n: readonly Monomial[];
  readonly k: readonly Monomial[];
  readonly bounds: readonly Monomial[];
}

export interface Monomial {
  readonly factors: readonly Factor[];
  /** All factors are about one symbol each (kind SYMBOL): the common case, which is compared without further ado. */
  readonly plain: boolean;
  /** Nothing is divided by. */
  readonly whole: boolean;
  cachedKey: string | null;
  cachedNames: readonly string[] | null;
  cachedDegrees: Degrees | null;
}

/** Total exponents of factorials, exponentials and binomials, powers, logs, and logs of logs. */
export type Degrees = readonly [number, number, number, number, number];

/** The monomial of factors that keep the invariants. */
export function monomial(factors: readonly Factor[]): Monomial {
  let plain = true;
  let whole = true;
  for (const factor of factors) {
    if (factor.kind !== SYMBOL) plain = false;
    if (factor.exponent < 0) whole = false;
  }
  return { factors, plain, whole, cachedKey: null, cachedNames: null, cachedDegrees: null };
}

/** The empty product, 1. */
export const UNIT: Monomial = monomial([]);

/** Whether two exponents are the same but for rounding. */
export function near(a: number, b: number): boolean {
  return Math.abs(a - b) < TOLERANCE;
}

/** A symbol under `level` logs, or exponentials if negative, to the power `exponent`. */
export function symbolPower(name: string, level: number, exponent: number): Monomial {
  if (near(exponent, 0)) return UNIT;
  return monomial([{ kind: SYMBOL, name, level, exponent, argument: null, choice: null }]);
}

/** The order of factors within a monomial: symbols first, and the levels of a symbol one after the other. */
export function compareAtoms(a: Factor, b: Factor): number {
  if (a.kind !== b.kind) return a.kind - b.kind;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.level - b.level;
}

function withExponent(factor: Factor, exponent: number): Factor {
  return {
    kind: factor.kind,
    name: factor.name,
    level: factor.level,
    exponent,
    argument: factor.argument,
    choice: factor.choice,
  };
}

/** a · b, or with `sign` -1 the quotient a / b. */
export function multiply(a: Monomial, b: Monomial, sign: 1 | -1 = 1): Monomial {
  if (b.factors.length === 0) return a;
  if (a.factors.length === 0 && sign === 1) return b;
  const out: Factor[] = [];
  let i = 0;
  let j = 0;
  let x = a.factors[0];
  let y = b.factors[0];
  while (x !== undefined || y !== undefined) {
    const order = x === undefined ? 1 : y === undefined ? -1 : compareAtoms(x, y);
    if (order < 0 && x !== undefined) {
      out.push(x);
      x = a.factors[++i];
    } else if (order > 0 && y !== undefined) {
      out.push(sign === 1 ? y : withExponent(y, -y.exponent));
      y = b.factors[++j];
    } else if (x !== undefined && y !== undefined) {
      const exponent = x.exponent + sign * y.exponent;
      if (!near(exponent, 0)) out.push(withExponent(x, exponent));
      x = a.factors[++i];
      y = b.factors[++j];
    }
  }
  return out.length === 0 ? UNIT : monomial(out);
}

/** m to the power `exponent`. */
export function raise(m: Monomial, exponent: number): Monomial {
  if (exponent === 1 || m.factors.length === 0) return m;
  if (near(exponent, 0)) return UNIT;
  return monomial(m.factors.map((factor) => withExponent(factor, factor.exponent * exponent)));
}

/** A text that is the same for equal monomials only. Names are prefixed by their length, since any text may be one. */
export function monomialKey(m: Monomial): string {
  if (m.cachedKey === null) {
    let key = '';
    for (const { kind, name, level, exponent } of m.factors) {
      key += `${kind},${level},${name.length}:${name}^${Math.round(exponent * KEY_SCALE) / KEY_SCALE};`;
    }
    m.cachedKey = key;
  }
  return m.cachedKey;
}

/** The symbols that occur anywhere in it, each once, unsorted. */
export function monomialNames(m: Monomial): readonly string[] {
  m.cachedNames ??= collectNames(m);
  return m.cachedNames;
}

/** How much it grows once every symbol is the same. */
export function degrees(m: Monomial): Degrees {
  m.cachedDegrees ??= countDegrees(m);
  return m.cachedDegrees;
}

function countDegrees({ factors }: Monomial): Degrees {
  const out: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const { kind, level, exponent } of factors) {
    if (kind === FACTORIAL) out[0] += exponent;
    else if (kind === BINOMIAL) out[1] += exponent / 2;
    else if (kind === EXP || level < 0) out[1] += exponent;
    else if (level === 0) out[2] += exponent;
    else if (level === 1) out[3] += exponent;
    else out[4] += exponent;
  }
  return out;
}

function collectNames(m: Monomial): readonly string[] {
  const only = m.factors.length === 1 ? m.factors[0]! : null;
  if (only?.kind === SYMBOL) return [only.name];
  const names: string[] = [];
  const add = (name: string): void => {
    if (!names.includes(name)) names.push(name);
  };
  for (const { kind, name, argument, choice } of m.factors) {
    if (kind === SYMBOL) add(name);
    if (argument !== null) monomialNames(argument).forEach(add);
    if (choice !== null) for (const part of [...choice.n, ...choice.k]) monomialNames(part).forEach(add);
  }
  return names;
}
