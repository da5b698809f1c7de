/** Binary operators on abstract values. */
import { affine, affineToCost } from '../cost/affine.ts';
import {
  type Cost,
  ONE,
  classify,
  compare,
  divide,
  exp,
  isOne,
  max,
  min,
  plus,
  power,
  times,
} from '../cost/cost.ts';
import type { Binary, BinaryOp, Expr } from '../ir/ir.ts';
import { adopt } from './containers/grow.ts';
import { copyInto } from './containers/copy.ts';
import { elementOf, valueSize } from './containers/read.ts';
import { callSpecial } from './calls.ts';
import { recordCall } from './record.ts';
import { noteJoined } from './recursion/taken.ts';
import type { Frame } from './frame.ts';
import { join, joinMaybe } from './join.ts';
import { allocate } from './heap.ts';
import { movedByEach, movedOf, scaledByEach } from './moved-from.ts';
import { chargeRepeat, strings } from './texts.ts';
import { boundedSymbol, charge, exponential, settle, type Machine } from './machine.ts';
import {
  BOOL,
  type HeapObject,
  UNKNOWN,
  domainOf,
  find,
  knownInt,
  num,
  numConst,
  ref,
  tuple,
  type Num,
  type Ref,
  type Value,
} from './value.ts';

/** The value of `left op right`; charges what building a string or container costs. */
export function binary(m: Machine, frame: Frame, node: Binary, left: Value, right: Value): Value {
  return operate(m, frame, node, node.op, left, right);
}

export function operate(
  m: Machine,
  frame: Frame,
  node: Expr,
  op: BinaryOp,
  left: Value,
  right: Value,
): Value {
  if (left.kind === 'num' && right.kind === 'num') return arithmetic(m, op, left, right);
  if (left.kind === 'str' || right.kind === 'str') return strings(m, frame, node, op, left, right);
  if (left.kind === 'ref') {
    return ownOperator(m, frame, node, op, left, right) ?? containers(m, frame, node, op, left, right);
  }
  if (op === '*' && right.kind === 'ref') return containers(m, frame, node, op, right, left);
  if (left.kind === 'tuple' && right.kind === 'tuple' && op === '+')
    return tuple([...left.parts, ...right.parts]);
  if (left.kind === 'tuple' && op === '*') return repeated(m, frame, node, left, right);
  if (left.kind === 'unknown')
    return right.kind === 'num' ? { ...right, exact: null, domain: null } : UNKNOWN;
  if (right.kind === 'unknown') return left.kind === 'num' ? { ...left, exact: null } : left;
  return UNKNOWN;
}

/** The operator that the class of the left side defines. */
function ownOperator(
  m: Machine,
  frame: Frame,
  node: Expr,
  op: BinaryOp,
  left: Ref,
  right: Value,
): Value | null {
  return op === '+' || op === '-' || op === '*' ? callSpecial(m, frame, node, left, op, [right]) : null;
}

/** Upper bounds of integer arithmetic; exact while it stays linear. */
export function arithmetic(m: Machine, op: BinaryOp, a: Num, b: Num): Num {
  const made = exactArithmetic(m, op, a, b);
  return (a.wide || b.wide) && made.domain === null && op !== '%' ? { ...made, wide: true } : made;
}

function exactArithmetic(m: Machine, op: BinaryOp, a: Num, b: Num): Num {
  const float = a.float || b.float;
  const bothSmall = isOne(a.max) && isOne(b.max) && a.exact === null && b.exact === null;
  if (bothSmall && op !== '**' && op !== '<<')
    return a === BOOL || b === BOOL
      ? num(ONE)
      : {
          ...a,
          domain: b.wide ? null : a.domain,
          distinct: null,
          lengthOf: null,
          drawnFrom: null,
          float,
          moved: movedOf(op, a, b),
        };
  switch (op) {
    case '+':
      return sum(m, a, b, float, 1);
    case '-':
      return sum(m, a, b, float, -1);
    case '*':
      return product(m, a, b, float);
    case '/':
    case '//':
      return quotient(m, a, b);
    case '%':
      return remainder(m, a, b);
    case '**':
      return powerOf(a, b);
    case '<<':
      return shifted(a, b);
    case '>>': {
      const by = knownInt(b);
      return by !== null && a.exact !== null
        ? fromExact(affine.scale(a.exact, 1 / 2 ** by))
        : num(a.max, { domain: a.domain });
    }
    case '&':
      return num(min(a.max, b.max), { domain: leastDomain(a, b) });
    case '|':
    case '^':
      return num(max(a.max, b.max));
    default:
      return num(max(a.max, b.max));
  }
}

function fromExact(exact: Num['exact'] & object): Num {
  return num(affineToCost(exact), { exact, domain: affine.isConstant(exact) ? ONE : null });
}

/** Unsettled (ended) loop variables make a linear form meaningless outside their loop. */
function live(m: Machine, value: Num): Num {
  if (value.exact === null || m.closed.size === 0) return value;
  for (const name of value.exact.terms.keys())
    if (!name.startsWith('@@') && m.closed.has(name))
      return { ...value, exact: null, max: settle(m, value.max) };
  return value;
}

function sum(m: Machine, x: Num, y: Num, float: boolean, sign: 1 | -1): Num {
  const a = live(m, x);
  const b = live(m, y);
  const distinct =
    a.distinct !== null && b.exact !== null && affine.isConstant(b.exact)
      ? a.distinct
      : b.distinct !== null && a.exact !== null && affine.isConstant(a.exact)
        ? b.distinct
        : null;
  if (a.exact !== null && b.exact !== null) {
    const exact = affine.plus(a.exact, affine.scale(b.exact, sign));
    const shifted = affine.isConstant(b.exact) ? shiftedBy(a, b.exact.constant * sign) : {};
    return { ...fromExact(exact), float, distinct, ...shifted };
  }
  const bound = sign === 1 || isOne(a.max) ? plus(a.max, b.max) : a.max;
  const domains = domainOf(a) !== null && domainOf(b) !== null ? times(domainOf(a)!, domainOf(b)!) : null;
  const narrow = domains !== null && compare(domains, bound) === 'less' ? domains : null;
  const moved = movedByEach(a, b);
  const limits = shiftedLimits(a, b, sign);
  return num(bound, {
    lengthPart: isOne(b.max) ? a.lengthPart : null,
    float,
    distinct,
    domain: float ? domains : narrow,
    moved,
    stepped: a.stepped && isOne(b.max),
    ...limits,
  });
}

/** Limits move with a number that is constant, by it where it is known; a constant more or less is none of a bound's. */
function shiftedLimits(a: Num, b: Num, sign: 1 | -1): Partial<Num> {
  if (isOne(b.max)) return movedLimits(a, (knownInt(b) ?? 0) * sign);
  return isOne(a.max) && sign === 1 ? movedLimits(b, knownInt(a) ?? 0) : {};
}

/** What else is known of a number of which the exact form is, and stays so when a constant is added. */
const shiftedBy = (a: Num, by: number): Partial<Num> => ({
  lengthPart: a.lengthPart,
  ...movedLimits({ ...a, exact: null }, by),
});

function movedLimits({ exact, below, above }: Num, by: number): Partial<Num> {
  const move = (others: Num['below']): Num['below'] =>
    (exact === null ? others : [exact]).map((limit) => affine.plus(limit, affine.constant(by)));
  return { below: move(below), above: move(above) };
}

function product(m: Machine, x: Num, y: Num, float: boolean): Num {
  const a = live(m, x);
  const b = live(m, y);
  const ka = knownInt(a);
  const kb = knownInt(b);
  const exact =
    ka !== null && b.exact !== null
      ? affine.scale(b.exact, ka)
      : kb !== null && a.exact !== null
        ? affine.scale(a.exact, kb)
        : null;
  const bound = exact !== null && affine.isConstant(exact) ? ONE : times(a.max, b.max);
  return num(bound, { exact, float, moved: scaledByEach(a, b) });
}

function quotient(m: Machine, x: Num, y: Num): Num {
  const a = live(m, x);
  const b = live(m, y);
  const by = knownInt(b);
  if (by !== null && by !== 0)
    return a.exact !== null
      ? { ...fromExact(affine.scale(a.exact, 1 / by)), domain: null }
      : num(a.max, { float: a.float, domain: a.domain });
  if (b.exact !== null && b.exact.constant === 0 && b.exact.terms.size === 1) {
    const bound = divide(a.max, affineToCost(b.exact));
    // Where both are known it is no more than rounded, so that differences with it cancel.
    return num(bound, {
      exact: a.exact === null ? null : affine.symbol(boundedSymbol(m, bound, 'quotient')),
    });
  }
  return num(a.max, { float: a.float || b.float });
}

/** So many numbers stand for any. */
const WIDE = 1000;

function remainder(m: Machine, x: Num, y: Num): Num {
  const a = live(m, x);
  const b = live(m, y);
  const by = knownInt(b);
  if (by !== null) return num(ONE, { wide: Math.abs(by) >= WIDE, residue: Math.abs(by) >= WIDE });
  const bound = min(a.max, b.max);
  return num(bound, { float: a.float });
}

function powerOf(a: Num, b: Num): Num {
  const base = knownInt(a);
  const exponent = knownInt(b);
  if (base !== null && exponent !== null) return numConst(base ** exponent);
  if (b.float && isOne(b.max)) return num(power(a.max, 0.5));
  // What is exponential already stays so: only its class matters from here on.
  if (isHuge(a.max) || isHuge(b.max)) return num(max(exponential(b.max), a.max));
  if (exponent !== null) return num(power(a.max, exponent));
  if (base !== null && base <= 1) return num(ONE);
  return num(exp(base ?? (isOne(a.max) ? 2 : a.max), b.exact ?? b.max));
}

const isHuge = (cost: Cost): boolean => classify(cost) === 'exponential';

function shifted(a: Num, b: Num): Num {
  const by = knownInt(b);
  const base = knownInt(a);
  if (by !== null && base !== null && by < 1024) return numConst(base * 2 ** by);
  if (by !== null)
    return num(a.max, { exact: a.exact === null ? null : affine.scale(a.exact, 2 ** Math.min(by, 60)) });
  return isHuge(a.max) || isHuge(b.max)
    ? num(max(exponential(b.max), a.max))
    : // One bit of a machine word: many of them make more sets than any alphabet has letters.
      num(times(a.max, exp(2, b.exact ?? b.max)), { wide: isOne(b.max) });
}

function leastDomain(a: Num, b: Num): Cost | null {
  const da = domainOf(a);
  const db = domainOf(b);
  return da === null ? db : db === null ? da : min(da, db);
}

// ---------------------------------------------------------------- containers

function repeated(m: Machine, frame: Frame, node: Expr, source: Value, count: Value): Ref {
  const by = count.kind === 'num' ? settle(m, count.max) : ONE;
  const width = valueSize(m, source);
  const size = times(width, by);
  const object = allocate(m, frame.context, node, 'list', size);
  const elem = elementOf(source);
  adopt(m, object, elem);
  object.elem = object.elem === null ? elem : join(object.elem, elem);
  if (source.kind === 'ref') {
    const from = find(source.object);
    if (
      isOne(width) &&
      count.kind === 'num' &&
      from.exact !== null &&
      count.exact !== null &&
      affine.isConstant(from.exact)
    ) {
      object.exact = affine.scale(count.exact, from.exact.constant);
    }
    object.total = from.total === null ? null : times(from.total, by);
  }
  object.made = chargeRepeat(m, frame, node, size, 'makes the elements');
  return ref(object);
}

function containers(m: Machine, frame: Frame, node: Expr, op: BinaryOp, left: Ref, right: Value): Value {
  const object = find(left.object);
  if (op === '*') return repeated(m, frame, node, left, right);
  const a = valueSize(m, left);
  const b = valueSize(m, right);
  if (op === '+' && object.type !== 'map') {
    const made = concatenated(m, frame, node, left, right);
    recordCall(m, node, 'concatenation', plus(a, b), 'copies both sides', plus(a, b));
    return made;
  }
  if (object.type === 'set' || object.type === 'map') {
    const size = op === '&' ? min(a, b) : op === '-' ? a : plus(a, b);
    const result = copyInto(m, frame.context, node, left, object.type);
    const target = find(result.object);
    target.size = size;
    target.growth = null;
    if (op === '|' || op === '^' || op === '+') unite(target, right);
    recordCall(m, node, 'set algebra', op === '&' ? min(a, b) : plus(a, b), 'visits the elements', size);
    return result;
  }
  charge(m, ONE);
  return UNKNOWN;
}

/** What either side holds; the keys of two maps add up to both of their totals. */
function unite(target: HeapObject, right: Value): void {
  if (right.kind !== 'ref' || target.type !== 'map' || find(right.object).type !== 'map') {
    target.elem = target.elem === null ? elementOf(right) : join(target.elem, elementOf(right));
    return;
  }
  const other = find(right.object);
  target.elem = joinMaybe(target.elem, other.elem);
  target.key = joinMaybe(target.key, other.key);
  target.keyTotal =
    target.keyTotal === null || other.keyTotal === null ? null : plus(target.keyTotal, other.keyTotal);
}

function concatenated(m: Machine, frame: Frame, node: Expr, left: Ref, right: Value): Ref {
  const result = copyInto(m, frame.context, node, left, 'list');
  const target = find(result.object);
  const from = find(left.object);
  const [a, b] = [valueSize(m, left), valueSize(m, right)];
  target.size = plus(a, b);
  noteJoined(m, target, a);
  noteJoined(m, target, b);
  target.growth = null;
  target.exact =
    from.exact !== null && right.kind === 'ref' && find(right.object).exact !== null
      ? affine.plus(from.exact, find(right.object).exact!)
      : null;
  const elem = elementOf(right);
  target.elem = target.elem === null ? elem : join(target.elem, elem);
  if (target.total !== null && right.kind === 'ref') {
    const other = find(right.object).total;
    target.total = other === null ? null : plus(target.total, other);
  }
  return result;
}
