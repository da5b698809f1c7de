/** The values that the parameters of a recursive function take over all of its calls. */
import { type Cost, ONE, compare, isOne, isZero, max, min, plus, power, times } from '../../cost/cost.ts';
import type { Expr, FunctionNode, Stmt } from '../../ir/ir.ts';
import { childExprs, childStmts } from '../../ir/walk.ts';
import { affine } from '../../cost/affine.ts';
import { valueSize } from '../containers/read.ts';
import type { Frame } from '../frame.ts';
import { exponential, settle, type Machine } from '../machine.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { CHAR, UNKNOWN, domainOf, find, num, ref, str, type Value } from '../value.ts';
import type { ArgChange, SelfCall } from './self-calls.ts';
import { join } from '../join.ts';

export interface ParamRange {
  readonly name: string;
  readonly changes: readonly ArgChange[];
  /** The value that the body sees: covers all calls. */
  readonly value: Value;
  /** How many different values it takes; ONE when it never changes; null when unbounded. */
  readonly domain: Cost | null;
}

/** Widens the first arguments to what the recursion makes of them. */
export function paramRanges(
  m: Machine,
  frame: Frame,
  func: FunctionNode,
  calls: readonly SelfCall[],
): Map<string, ParamRange> {
  const out = new Map<string, ParamRange>();
  const carried = frame.context.recursive;
  for (const param of func.params) {
    const changes = calls
      .filter((call) => call.target === func)
      .map((call) => call.changes.get(param.name) ?? ({ kind: 'constant' } as const));
    const first = frame.vars.get(param.name) ?? UNKNOWN;
    const later = carried?.get(param.name);
    out.set(param.name, rangeOf(m, frame, func, param.name, changes, first, later ?? null));
  }
  return out;
}

function rangeOf(
  m: Machine,
  frame: Frame,
  func: FunctionNode,
  name: string,
  changes: readonly ArgChange[],
  first: Value,
  later: Value | null,
): ParamRange {
  const make = (value: Value, domain: Cost | null): ParamRange => ({ name, changes, value, domain });
  if (changes.every((c) => c.kind === 'same')) return make(first, ONE);
  if (changes.every((c) => c.kind === 'constant' || c.kind === 'same')) {
    const value = first.kind === 'num' ? num(first.max, { domain: isOne(first.max) ? ONE : null }) : first;
    return make(value, first.kind === 'num' ? ONE : (domainOf(first) ?? ONE));
  }
  if (
    first.kind === 'num' ||
    (first.kind === 'none' && changes.some((c) => c.kind === 'loop' || c.kind === 'step'))
  ) {
    const start = first.kind === 'num' ? first.max : ONE;
    return numericRange(m, frame, func, name, changes, start, later, make);
  }
  if (first.kind === 'str') return stringRange(m, changes, first, later, make);
  if (first.kind === 'ref') return containerRange(m, changes, first, later, make);
  const value = later === null ? first : join(first, later);
  return make(value, domainOf(value));
}

function numericRange(
  m: Machine,
  frame: Frame,
  func: FunctionNode,
  name: string,
  changes: readonly ArgChange[],
  start: Cost,
  later: Value | null,
  make: (value: Value, domain: Cost | null) => ParamRange,
): ParamRange {
  const bits = changes.find((c) => c.kind === 'bit');
  if (bits !== undefined && bits.kind === 'bit') {
    const width = bits.shift === null ? m.inputSize : magnitude(m, quietlyIn(m, frame, func, bits.shift));
    const states = isOne(width) ? ONE : exponential(width);
    return make(num(states), states);
  }
  let bound = start;
  let domain: Cost | null = null;
  for (const change of changes) {
    switch (change.kind) {
      case 'step':
        if (change.by > 0) bound = max(bound, limitOf(m, frame, func, name) ?? m.inputSize);
        break;
      case 'vary': {
        const limit = limitOf(m, frame, func, name);
        if (change.sign > 0)
          bound = max(
            bound,
            limit ?? times(m.inputSize, magnitude(m, quietlyIn(m, frame, func, change.amount))),
          );
        break;
      }
      case 'loop':
      case 'other':
      case 'inner':
      case 'child':
      case 'neighbour': {
        const limit = limitOf(m, frame, func, name);
        const value = later !== null && later.kind === 'num' ? later : null;
        if (limit !== null && change.kind === 'loop') bound = max(bound, limit);
        else if (value !== null) {
          const seen = settle(m, value.max);
          bound = max(bound, limit !== null && compare(limit, seen) === 'less' ? limit : seen);
          if (value.domain !== null) domain = domain === null ? value.domain : max(domain, value.domain);
        } else if (limit !== null) bound = max(bound, limit);
        break;
      }
      default:
    }
  }
  const small =
    domain !== null &&
    compare(domain, bound) === 'less' &&
    changes.every(
      (c) =>
        c.kind === 'loop' ||
        c.kind === 'other' ||
        c.kind === 'child' ||
        c.kind === 'neighbour' ||
        c.kind === 'constant',
    )
      ? max(domain, ONE)
      : null;
  return make(bounded(m, bound, small), small ?? (isZero(bound) ? ONE : bound));
}

/** A number of which only a bound is known, with a symbol of its own so that differences with it cancel. */
function bounded(m: Machine, bound: Cost, domain: Cost | null): Value {
  if (isOne(bound)) return num(bound, { domain });
  const name = `@@${m.nextId++}`;
  m.closed.set(name, bound);
  return num(bound, { exact: affine.symbol(name), domain });
}

const magnitude = (m: Machine, value: Value): Cost =>
  value.kind === 'num' ? settle(m, isZero(value.max) ? ONE : value.max) : m.inputSize;

/** An expression inside the function, with the function's own loop variables taken from their ranges where possible. */
function quietlyIn(m: Machine, frame: Frame, func: FunctionNode, expr: Expr): Value {
  const value = quietly(m, frame, expr);
  if (value.kind !== 'unknown' || expr.kind !== 'name') return value;
  let found: Value = UNKNOWN;
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'forEach' && pathOf(node.target) === expr.name && node.iterable.kind === 'range')
      found = quietly(m, frame, node.iterable.end);
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
  };
  func.body.forEach(visit);
  return found;
}

/** The limit that the function's tests and indexes put on a parameter: `i == len(nums)`, `nums[i]`. */
export function limitOf(m: Machine, frame: Frame, func: FunctionNode, name: string): Cost | null {
  let tested: Cost | null = null;
  let indexed: Cost | null = null;
  const note = (other: Expr): void => {
    const value = quietly(m, frame, other);
    if (value.kind !== 'num' || value.float || mentions(other, name)) return;
    const bound = isZero(value.max) ? ONE : settle(m, value.max);
    if (isOne(bound) && value.exact !== null && value.exact.constant <= 1) return;
    tested = tested === null ? bound : compare(bound, tested) === 'less' ? bound : max(bound, tested);
  };
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'compare' && !['in', 'not in', 'is', 'is not'].includes(node.op)) {
      if (mentionsPlainly(node.left, name)) note(node.right);
      else if (mentionsPlainly(node.right, name)) note(node.left);
    }
    if (node.kind === 'index' && mentionsPlainly(node.index, name)) {
      const container = quietly(m, frame, node.object);
      if (container.kind === 'ref' && find(container.object).type !== 'map')
        indexed = pick(indexed, valueSize(m, container));
      if (container.kind === 'str') indexed = pick(indexed, container.size);
    }
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
  };
  func.body.forEach(visit);
  return tested ?? indexed;
}

const pick = (a: Cost | null, b: Cost): Cost => (a === null ? b : min(a, b));

function mentions(expr: Expr, name: string): boolean {
  return (
    (expr.kind === 'name' && expr.name === name) || childExprs(expr).some((child) => mentions(child, name))
  );
}

/** The name itself, plus or minus a constant. */
function mentionsPlainly(expr: Expr, name: string): boolean {
  if (pathOf(expr) === name) return true;
  return (
    expr.kind === 'binary' &&
    (expr.op === '+' || expr.op === '-') &&
    ((mentionsPlainly(expr.left, name) && expr.right.kind === 'number') ||
      (mentionsPlainly(expr.right, name) && expr.left.kind === 'number'))
  );
}

function stringRange(
  m: Machine,
  changes: readonly ArgChange[],
  first: Value & { kind: 'str' },
  later: Value | null,
  make: (value: Value, domain: Cost | null) => ParamRange,
): ParamRange {
  if (changes.some((c) => c.kind === 'grow')) {
    const size = plus(first.size, m.inputSize);
    return make(str(size), exponential(size));
  }
  if (changes.some((c) => c.kind === 'without'))
    return make(str(first.size), exponential(settle(m, first.size)));
  if (changes.every((c) => c.kind === 'step' || c.kind === 'same'))
    return make(str(first.size), settle(m, first.size));
  if (changes.some((c) => c.kind === 'inner' || c.kind === 'halve')) {
    const suffixes = changes.every((c) => c.kind !== 'halve');
    return make(
      str(first.size),
      suffixes && oneSided(changes) ? settle(m, first.size) : power(settle(m, first.size), 2),
    );
  }
  if (later !== null && later.kind === 'str') {
    if (isOne(first.size) && isOne(later.size)) return make(CHAR, ONE);
    const size = max(first.size, settle(m, later.size));
    return make(str(size), null);
  }
  return make(first, null);
}

function oneSided(changes: readonly ArgChange[]): boolean {
  return changes.length <= 1;
}

function containerRange(
  m: Machine,
  changes: readonly ArgChange[],
  first: Value & { kind: 'ref' },
  later: Value | null,
  make: (value: Value, domain: Cost | null) => ParamRange,
): ParamRange {
  const object = find(first.object);
  if (['tree', 'linked', 'graph', 'object'].includes(object.type)) return make(ref(object), domainOf(first));
  const size = valueSize(m, first);
  if (changes.some((c) => c.kind === 'grow')) {
    if (object.origin === 'local') object.size = max(object.size, m.inputSize);
    return make(first, exponential(m.inputSize));
  }
  if (changes.some((c) => c.kind === 'without')) return make(first, exponential(size));
  if (changes.every((c) => c.kind === 'step' || c.kind === 'same')) return make(first, size);
  if (changes.every((c) => c.kind === 'halve' || c.kind === 'inner' || c.kind === 'same'))
    return make(first, power(size, 2));
  return make(
    later !== null && later.kind === 'ref' && find(later.object).type === object.type
      ? join(first, later)
      : first,
    null,
  );
}
