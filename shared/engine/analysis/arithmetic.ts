/** Binary operators on abstract values. */
import { type Affine, affine, affineToCost } from '../cost/affine.ts';
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
import { containers, repeated } from './containers/combine.ts';
import { callSpecial } from './specials.ts';
import { isNode } from './containers/weights.ts';
import type { Frame } from './frame.ts';
import { movedByEach, movedOf, scaledByEach, wornByEach, shareOf } from './moved-from.ts';
import { sumGiven } from './recursion/given-numbers.ts';
import { strings } from './texts.ts';
import { boundedSymbol, exponential, settle, type Machine } from './machine.ts';
import {
  BOOL,
  UNKNOWN,
  domainOf,
  find,
  knownInt,
  num,
  numConst,
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
    return ownOperator(m, frame, node, op, left, right) ?? ofContainer(m, frame, node, op, left, right);
  }
  if (op === '*' && right.kind === 'ref') return ofContainer(m, frame, node, op, right, left);
  if (left.kind === 'tuple' && right.kind === 'tuple' && op === '+')
    return tuple([...left.parts, ...right.parts]);
  if (left.kind === 'tuple' && op === '*') return repeated(m, frame, node, left, right);
  if (left.kind === 'unknown') {
    if (right.kind !== 'num') return UNKNOWN;
    return op === '%' && knownInt(right) !== null ? remainder(m, right, right) : withUnknown(m, right);
  }
  if (right.kind === 'unknown') return left.kind === 'num' ? withUnknown(m, left) : left;
  return UNKNOWN;
}

/** Of what nested lists hold, only a number is calculated with. */
const ofContainer = (m: Machine, frame: Frame, node: Expr, op: BinaryOp, left: Ref, right: Value): Value =>
  isNode(find(left.object)) ? UNKNOWN : containers(m, frame, node, op, left, right);

/** A number with something unknown added to it can be any number; the first pass does not know yet what containers hold. */
const withUnknown = (m: Machine, value: Num): Num => ({
  ...value,
  exact: null,
  domain: null,
  wide: value.wide || m.pass > 1,
});

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
          share: null,
          float,
          moved: movedOf(op, a, b),
          given: op === '+' || op === '-' ? sumGiven(a, b) : null,
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
        : num(a.max, { domain: a.domain, ...partIn(a) });
    }
    case '&':
      return { ...masked(a, b), moved: wornByEach(a, b, 'masked') };
    case '|':
      return num(max(a.max, b.max), { domain: packedDomain(a, b), moved: wornByEach(a, b, 'filled') });
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
  const given = sumGiven(a, b);
  if (a.exact !== null && b.exact !== null && given === null) {
    const exact = affine.plus(a.exact, affine.scale(b.exact, sign));
    const shifted = affine.isConstant(b.exact) ? shiftedBy(a, b.exact.constant * sign) : {};
    const domain = packedDomain(a, b);
    return { ...fromExact(exact), ...(domain === null ? {} : { domain }), float, distinct, ...shifted };
  }
  const bound = sign === 1 || isOne(a.max) ? plus(a.max, b.max) : a.max;
  const domains = domainsOf(a, b);
  const narrow = domains !== null && compare(domains, bound) === 'less' ? domains : null;
  const moved = movedByEach(a, b);
  const limits = shiftedLimits(a, b, sign);
  return num(bound, {
    ...(isOne(b.max) ? lengthIn(a) : {}),
    share: shareLess(a, b, sign),
    float,
    distinct,
    domain: float ? domains : narrow,
    moved,
    given,
    stepped: a.stepped && isOne(b.max),
    ...limits,
  });
}

/** As many sums as there are pairs, at most. */
function domainsOf(a: Num, b: Num): Cost | null {
  const [da, db] = [domainOf(a), domainOf(b)];
  return da === null || db === null ? null : times(da, db);
}

/** As many numbers as there are pairs, where a pair is put into one; null where it is not. */
const packedDomain = (a: Num, b: Num): Cost | null =>
  a.exact !== null && b.exact !== null && isPacked(a.exact, b.exact) ? domainsOf(a, b) : null;

/** `row * 1000 + column`, `row << 10 | column`: a factor that stands for a limit of the other number puts a pair into one number. */
function isPacked(a: Affine, b: Affine): boolean {
  if (affine.isConstant(a) || affine.isConstant(b)) return false;
  const [left, right] = [scalesOf(a), scalesOf(b)];
  return left.every((by) => by >= WIDE) !== right.every((by) => by >= WIDE);
}

const scalesOf = ({ terms }: Affine): number[] => [...terms.values()].map(Math.abs);

/** Limits move with a number that is constant, by it where it is known; a constant more or less is none of a bound's. */
function shiftedLimits(a: Num, b: Num, sign: 1 | -1): Partial<Num> {
  if (isOne(b.max)) return movedLimits(a, (knownInt(b) ?? 0) * sign);
  return isOne(a.max) && sign === 1 ? movedLimits(b, knownInt(a) ?? 0) : {};
}

/** What it is the length of, also when a constant is added. */
const lengthIn = ({ lengthPart, lengthMade }: Num): Partial<Num> => ({ lengthPart, lengthMade });

/** Counts are positive, and so is most that is taken from them; of what an input holds nothing tells that. */
function shareLess(a: Num, b: Num, sign: 1 | -1): Num['share'] {
  const share = sign === -1 || isOne(b.max) ? shareOf(a) : null;
  return share === null || find(share.container).origin === 'input' ? null : share;
}

/** What adds up for a number adds up for what is no larger. */
const partIn = (a: Num): Partial<Num> => ({ share: shareOf(a), lengthPart: a.lengthPart });

/** What else is known of a number of which the exact form is, and stays so when a constant is added. */
const shiftedBy = (a: Num, by: number): Partial<Num> => ({
  ...lengthIn(a),
  ...movedLimits({ ...a, exact: null }, by),
});

function movedLimits({ exact, below, above }: Num, by: number): Partial<Num> {
  const move = (others: Num['below']): Num['below'] => {
    if (exact !== null) return [affine.plus(exact, affine.constant(by))];
    return by === 0 ? others : others.map((limit) => affine.plus(limit, affine.constant(by)));
  };
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
      : num(a.max, { float: a.float, domain: a.domain, ...partIn(a) });
  if (b.exact !== null && b.exact.constant === 0 && b.exact.terms.size === 1) {
    const bound = divide(a.max, affineToCost(b.exact));
    // Where both are known it is no more than rounded, so that differences with it cancel.
    return num(bound, {
      exact: a.exact === null ? null : affine.symbol(boundedSymbol(m, bound, 'quotient')),
    });
  }
  return num(a.max, { float: a.float || b.float, ...partIn(a) });
}

/** So many numbers stand for any. */
const WIDE = 1000;

function remainder(m: Machine, x: Num, y: Num): Num {
  const a = live(m, x);
  const b = live(m, y);
  const by = knownInt(b);
  if (by !== null) return num(ONE, { wide: Math.abs(by) >= WIDE, residue: Math.abs(by) >= WIDE });
  const bound = min(a.max, b.max);
  return num(bound, { float: a.float, ...partIn(a) });
}

/** The bits that both have: of a large mask so many that they stand for any number. */
function masked(a: Num, b: Num): Num {
  const bound = min(a.max, b.max);
  const mask = knownInt(b) ?? knownInt(a);
  if (mask === null || Math.abs(mask) < WIDE) return num(bound, { domain: leastDomain(a, b) });
  return num(bound, { wide: isOne(bound), domain: isOne(bound) ? null : leastDomain(a, b) });
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
    return num(a.max, {
      exact: a.exact === null ? null : affine.scale(a.exact, 2 ** Math.min(by, 60)),
      moved: scaledByEach(a, b),
    });
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

/** The number as far from zero as it may be below it: of `a - b` as large as b. */
export function withMagnitude(value: Num): Num {
  const { exact, max: bound } = value;
  const other = exact === null ? ONE : affineToCost(affine.scale(exact, -1));
  return isOne(other) || compare(other, bound) === 'less'
    ? value
    : { ...value, exact: null, max: max(bound, other) };
}

/** `-value`; of `a - b` it is `b - a`, and may be as large as b. */
export function opposite(value: Num): Num {
  const { exact, max: bound } = value;
  if (exact === null) return value;
  const made = affine.scale(exact, -1);
  return { ...value, exact: made, max: max(bound, affineToCost(made)) };
}
