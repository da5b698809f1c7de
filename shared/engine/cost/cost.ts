/**
 * Symbolic costs: asymptotic upper bounds over several symbols, the currency of the whole analysis.
 *
 * A cost is the maximum of minima of monomials: `m·n + k log k`, `n·2ⁿ`, `min(m, n)`. A monomial is a product of
 * symbols to real powers, their logs, logs of logs, exponentials (numeric or symbolic bases), factorials and binomials.
 * Constant factors vanish, except inside exponents. Symbols stand for values of at least 1 that grow independently.
 *
 * Invariants, each held by a property in test/engine/cost:
 * - normal form: no term dominates another, no monomial of a minimum does, no exponent is 0, and equal costs have
 *   equal keys;
 * - `plus` and `times` are commutative and associative, `times` distributes over `plus`, `plus` is idempotent and
 *   absorbs what is dominated (`max` is the same), ZERO and ONE are neutral;
 * - `compare` is a partial order, and `plus` and `times` are monotone in it;
 * - what is dominated is smaller in numbers too, from some point on;
 * - `parse` reads back what `print` writes, in both styles;
 * - `substitute` commutes with `plus` and `times`, exactly where a replacement and its log are one monomial, otherwise
 *   up to a form of the same order: (m + n)·(m + n) keeps an m·n that (m + n)² has absorbed;
 * - a cost with an unknown part stays unknown under `plus`, `max` and `times`, and keeps its known part.
 *
 * Costs of too many terms are replaced by larger bounds (coarsen.ts), and beyond that limit only this is promised.
 */
export { type Cost, type UnknownReason } from './value.ts';
export { ONE, ZERO, constant, symbol, unknown } from './value.ts';
export { compare, isOne, isUnknown, isWhole, isZero, key, symbolsOf, unknownReasons } from './value.ts';
export { divide, max, min, plus, power, times } from './arithmetic.ts';
export { exp, log } from './growth.ts';
export { binomial, factorial } from './factorials.ts';
export { sumOver } from './sum.ts';
export { collapse, isLessAlike, substitute, substituteBounds, termsWith, without } from './substitute.ts';
export { classify } from './classify.ts';
export { evaluate, log2Of } from './evaluate.ts';
export { print, type PrintOptions } from './print.ts';
export { parse } from './parse.ts';
export { CostSyntaxError } from './syntax.ts';
