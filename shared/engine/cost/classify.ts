/** The class of a bound when all its symbols are taken as one n. */
import type { BoundClass } from '../../protocol/analysis.ts';
import type { Term } from './lattice.ts';
import { UNIT, degrees, near, type Degrees } from './monomial.ts';
import { isUnknown, isZero, type Cost } from './value.ts';

/**
 * The class by total degrees: m·n is quadratic, V + E linear, min(m, n) linear, n^k and k! exponential. What lies
 * between the named classes is "other" (n² log n, n·√n, log² n, n log log n), from degree 3 upwards "polynomial". An
 * unknown cost is "other".
 */
export function classify(c: Cost): BoundClass {
  if (isUnknown(c)) return 'other';
  if (isZero(c)) return 'constant';
  let most = degreesOfTerm(c.terms[0]!);
  for (let i = 1; i < c.terms.length; i++) most = larger(most, degreesOfTerm(c.terms[i]!));
  return classOf(most);
}

function degreesOfTerm(term: Term): Degrees {
  let least = degrees(term[0] ?? UNIT);
  for (let i = 1; i < term.length; i++) {
    const other = degrees(term[i]!);
    if (larger(least, other) === least) least = other;
  }
  return least;
}

/** The larger in the order of growth. */
function larger(a: Degrees, b: Degrees): Degrees {
  for (let i = 0; i < a.length; i++) {
    const degree = a[i]!;
    const other = b[i]!;
    if (!near(degree, other)) return degree > other ? a : b;
  }
  return a;
}

function classOf([factorials, exponentials, power, logs, logLogs]: Degrees): BoundClass {
  if (factorials > 0 || exponentials > 0) return 'exponential';
  if (!near(logLogs, 0)) return 'other';
  if (near(power, 0)) return classOfLogs(logs);
  if (near(logs, 0)) return classOfPower(power);
  if (near(power, 1) && near(logs, 1)) return 'nlogn';
  return power > 3 && !near(power, 3) ? 'polynomial' : 'other';
}

function classOfLogs(logs: number): BoundClass {
  if (near(logs, 1)) return 'logn';
  return logs > 0 && !near(logs, 0) ? 'other' : 'constant';
}

function classOfPower(power: number): BoundClass {
  if (power < 0) return 'constant';
  if (near(power, 0.5)) return 'sqrt';
  if (near(power, 1)) return 'linear';
  if (near(power, 2)) return 'quadratic';
  if (near(power, 3)) return 'cubic';
  return power > 3 ? 'polynomial' : 'other';
}
