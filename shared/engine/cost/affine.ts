/** Exact linear expressions, 2n - i + 1: values of integers and exponents, where coefficients matter. */
import { plus } from './arithmetic.ts';
import { ONE, isZero, symbol, ZERO, type Cost } from './value.ts';

/** constant + the sum of coefficient · symbol over `terms`; no coefficient is 0. */
export interface Affine {
  readonly constant: number;
  readonly terms: ReadonlyMap<string, number>;
}

const NO_TERMS: ReadonlyMap<string, number> = new Map();

function constant(value: number): Affine {
  return { constant: value, terms: NO_TERMS };
}

function symbolOf(name: string): Affine {
  return { constant: 0, terms: new Map([[name, 1]]) };
}

function add(a: Affine, b: Affine): Affine {
  return combine(a, b, 1);
}

function minus(a: Affine, b: Affine): Affine {
  return combine(a, b, -1);
}

/** a + factor · b */
function combine(a: Affine, b: Affine, factor: number): Affine {
  const sum = a.constant + factor * b.constant;
  if (b.terms.size === 0 || factor === 0) return { constant: sum, terms: a.terms };
  const terms = new Map(a.terms);
  for (const [name, coefficient] of b.terms) {
    const total = (terms.get(name) ?? 0) + factor * coefficient;
    if (total === 0) terms.delete(name);
    else terms.set(name, total);
  }
  return { constant: sum, terms };
}

function scale(a: Affine, factor: number): Affine {
  return factor === 1 ? a : combine(constant(0), a, factor);
}

function isConstant(a: Affine): boolean {
  return a.terms.size === 0;
}

function equals(a: Affine, b: Affine): boolean {
  if (a === b) return true;
  if (a.constant !== b.constant || a.terms.size !== b.terms.size) return false;
  for (const [name, coefficient] of a.terms) if (b.terms.get(name) !== coefficient) return false;
  return true;
}

/** Every symbol that `map` has replaced by its expression, all at once. */
function substitute(a: Affine, map: ReadonlyMap<string, Affine>): Affine {
  let out = a;
  for (const [name, coefficient] of a.terms) {
    const replacement = map.get(name);
    if (replacement === undefined) continue;
    out = combine(combine(out, symbolOf(name), -coefficient), replacement, coefficient);
  }
  return out;
}

/** A text that two expressions share exactly when they are equal. */
function key(a: Affine): string {
  const parts = [...a.terms].map(([name, coefficient]) => `${coefficient}*${name.length}:${name}`);
  return [...parts.sort(), a.constant].join('+');
}

function symbolsOf(a: Affine): readonly string[] {
  return [...a.terms.keys()].sort();
}

/** The operations on linear expressions. */
export const affine = {
  constant,
  symbol: symbolOf,
  plus: add,
  minus,
  scale,
  isConstant,
  equals,
  substitute,
  key,
  symbolsOf,
} as const;

/** An asymptotic upper bound: terms with a negative coefficient are left out, ONE if nothing is left. */
export function affineToCost(a: Affine): Cost {
  let out = ZERO;
  for (const [name, coefficient] of a.terms) if (coefficient > 0) out = plus(out, symbol(name));
  return isZero(out) ? ONE : out;
}
