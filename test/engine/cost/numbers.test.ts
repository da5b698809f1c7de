/** What the algebra says, checked against numbers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ZERO,
  compare,
  evaluate,
  log2Of,
  max,
  min,
  parse,
  plus,
  print,
  times,
  type Cost,
} from '../../../shared/engine/cost/cost.ts';
import { NAMES, check, cost, plainMonomial } from './arbitrary.ts';

/**
 * Large values, where even a square root beats the cube of a log. No product of two of them is another such product,
 * so that large exponents do not cancel, which a double would not survive.
 */
const BITS = [200, 230, 290, 390];

const point: fc.Arbitrary<ReadonlyMap<string, number>> = fc
  .shuffledSubarray(BITS, { minLength: BITS.length })
  .map((bits) => new Map(NAMES.map((name, i) => [name, 2 ** (bits[i] ?? 0)])));

/** Plain enough to be exact as numbers. */
const simple = fc
  .tuple(plainMonomial(true), plainMonomial(true), fc.boolean())
  .map(([a, b, sum]) => (sum ? plus(a, b) : min(a, b)));

/** What constant factors and slowly growing logs of logs may amount to at these points, as a power of two. */
const SLACK = 40;

/** Numbers of exponentials of exponentials are too large even as logarithms. */
function isMeasurable(...numbers: readonly number[]): boolean {
  return numbers.every((number) => Number.isFinite(number));
}

describe('costs as numbers', () => {
  it('are in the order that compare says', () => {
    check(
      fc.property(cost, cost, point, (a, b, at) => {
        const order = compare(a, b);
        const [x, y] = [log2Of(a, at), log2Of(b, at)];
        if (!isMeasurable(x, y)) return;
        const rounding = 1e-9 * Math.max(Math.abs(x), Math.abs(y));
        if (order === 'less' || order === 'equal') assert.ok(x <= y + SLACK + rounding, `${x} ${y}`);
        if (order === 'greater' || order === 'equal') assert.ok(y <= x + SLACK + rounding, `${x} ${y}`);
      }),
      5000,
    );
  });

  it('are those of the operations', () => {
    check(
      fc.property(simple, simple, point, (a, b, at) => {
        const [x, y] = [log2Of(a, at), log2Of(b, at)];
        close(log2Of(plus(a, b), at), Math.max(x, y));
        close(log2Of(times(a, b), at), x + y);
        close(log2Of(min(a, b), at), Math.min(x, y));
        close(log2Of(max(a, b), at), Math.max(x, y));
      }),
      2000,
    );
  });

  it('outgrow what does not dominate them: no order is missed among products of powers and logs', () => {
    const fast = plainMonomial(true).filter((c) => !print(c).includes('log log'));
    check(
      fc.property(fast, fast, (a, b) => {
        const order = compare(a, b);
        if (order === 'less' || order === 'equal') return;
        assert.ok(NAMES.some((name) => growth(a, b, name) > 0));
      }),
      2000,
    );
  });

  it('have constant factors 1', () => {
    const at = new Map([
      ['n', 1024],
      ['k', 3],
    ]);
    const value = (text: string): number => Number(evaluate(parse(text), at).toPrecision(6));
    assert.equal(value('n log n'), 10240);
    assert.equal(Math.round(value('k!')), 6);
    assert.ok(Math.abs(value('C(n, k)') / 178_433_024 - 1) < 1e-3);
    assert.equal(value('2^k + k'), 8);
    assert.equal(value('n^k / k^n'), 0);
    assert.equal(value('2^n'), Infinity);
    assert.equal(value('min(n, k)'), 3);
    assert.equal(value('x log x'), 1);
    assert.equal(value('2^(2^k)'), 256);
    assert.equal(evaluate(ZERO, at), 0);
  });
});

/** How much log2(a / b) grows when a symbol does and the others stay. */
function growth(a: Cost, b: Cost, name: string): number {
  const at = (bits: number): number => {
    const values = new Map<string, number>(NAMES.map((other) => [other, 4]));
    values.set(name, 2 ** bits);
    return log2Of(a, values) - log2Of(b, values);
  };
  return at(800) - at(80);
}

function close(a: number, b: number): void {
  assert.ok(Math.abs(a - b) <= SLACK, `${a} ${b}`);
}
