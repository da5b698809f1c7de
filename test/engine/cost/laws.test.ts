/** The laws of the algebra, on random costs. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ONE,
  ZERO,
  compare,
  isUnknown,
  isZero,
  key,
  log,
  max,
  min,
  parse,
  plus,
  power,
  symbol,
  times,
  unknown,
  unknownReasons,
  type Cost,
} from '../../../shared/engine/cost/cost.ts';
import { assertSame, check, cost } from './arbitrary.ts';

describe('laws of costs', () => {
  it('plus is commutative, associative and idempotent, with ZERO neutral', () => {
    check(
      fc.property(cost, cost, cost, (a, b, c) => {
        assertSame(plus(a, b), plus(b, a));
        assertSame(plus(plus(a, b), c), plus(a, plus(b, c)));
        assertSame(plus(a, a), a);
        assertSame(plus(a, ZERO), a);
        assertSame(plus(a, b, c), plus(plus(a, b), c));
      }),
    );
  });

  it('times is commutative and associative, with ONE neutral and ZERO annihilating', () => {
    check(
      fc.property(cost, cost, cost, (a, b, c) => {
        assertSame(times(a, b), times(b, a));
        assertSame(times(times(a, b), c), times(a, times(b, c)));
        assertSame(times(a, ONE), a);
        assertSame(times(a, ZERO), ZERO);
      }),
    );
  });

  it('times distributes over plus', () => {
    check(
      fc.property(cost, cost, cost, (a, b, c) => {
        assertSame(times(a, plus(b, c)), plus(times(a, b), times(a, c)));
      }),
    );
  });

  it('min is commutative, associative and idempotent, and absorbs and is absorbed by max', () => {
    check(
      fc.property(cost, cost, cost, (a, b, c) => {
        assertSame(min(a, b), min(b, a));
        assertSame(min(min(a, b), c), min(a, min(b, c)));
        assertSame(min(a, a), a);
        assertSame(max(a, min(a, b)), a);
        assertSame(min(a, max(a, b)), a);
      }),
    );
  });

  it('max is the same as plus, and absorbs what is dominated', () => {
    check(
      fc.property(cost, cost, (a, b) => {
        assertSame(max(a, b), plus(a, b));
        if (isAtMost(a, b)) assertSame(plus(a, b), b);
      }),
    );
  });

  it('powers of powers are powers', () => {
    const exponents = fc.constantFrom(0.5, 1, 2, 3);
    check(
      fc.property(cost, exponents, exponents, (a, p, q) => {
        assertSame(power(power(a, p), q), power(a, p * q));
      }),
    );
  });
});

describe('the order of costs', () => {
  it('is reflexive, and antisymmetric up to the key', () => {
    check(
      fc.property(cost, cost, (a, b) => {
        assert.equal(compare(a, plus(a, ZERO)), 'equal');
        assert.equal(compare(a, b) === 'equal', key(a) === key(b));
        assert.equal(compare(a, b) === 'less', compare(b, a) === 'greater');
      }),
      2000,
    );
  });

  it('is transitive', () => {
    check(
      fc.property(cost, cost, cost, (a, b, c) => {
        for (const [x, y, z] of [
          [a, b, c],
          [min(a, b), b, plus(b, c)],
          [min(a, b), plus(min(a, b), c), plus(a, c)],
        ] as const) {
          if (isAtMost(x, y) && isAtMost(y, z)) assert.ok(isAtMost(x, z));
        }
      }),
      3000,
    );
  });

  it('is kept by plus and times', () => {
    check(
      fc.property(cost, cost, cost, (a, b, c) => {
        const low = min(a, b);
        assert.ok(isAtMost(low, a));
        assert.ok(isAtMost(plus(low, c), plus(a, c)));
        assert.ok(isAtMost(times(low, c), times(a, c)));
        if (!isAtMost(a, b)) return;
        assert.ok(isAtMost(plus(a, c), plus(b, c)));
        assert.ok(isAtMost(times(a, c), times(b, c)));
      }),
      2000,
    );
  });

  it('has ZERO below everything', () => {
    check(fc.property(cost, (a) => assert.ok(isAtMost(ZERO, a))));
  });
});

describe('what is unknown', () => {
  const lost = unknown('no model of eval');

  it('stays unknown under plus, max and times, and keeps the known part', () => {
    check(
      fc.property(cost, (a) => {
        assert.ok(isUnknown(plus(a, lost)));
        assert.ok(isUnknown(max(lost, a)));
        assert.ok(isAtMost(a, plus(a, lost)));
        assertSame(times(plus(ONE, lost), a), isZero(a) ? ZERO : plus(a, times(a, lost)));
      }),
    );
    assert.ok(isUnknown(times(lost, symbol('n'))));
    assert.equal(compare(symbol('n'), times(lost, symbol('n'))), 'less');
  });

  it('is annihilated by ZERO, and gives way in a minimum', () => {
    assertSame(times(ZERO, lost), ZERO);
    assertSame(min(lost, symbol('n')), symbol('n'));
    assertSame(min(symbol('n'), lost), symbol('n'));
    assert.ok(isUnknown(min(lost, unknown('another'))));
  });

  it('makes logs and powers unknown', () => {
    assert.ok(isUnknown(log(plus(symbol('n'), lost))));
    assert.ok(isUnknown(power(lost, 2)));
  });

  it('tells each reason once', () => {
    const span = { start: 3, end: 7, line: 0, column: 3, endLine: 0, endColumn: 7 };
    const other = unknown('recursion', span);
    const reasons = unknownReasons(plus(lost, times(other, lost), other));
    assert.deepEqual(reasons, [{ reason: 'no model of eval' }, { reason: 'recursion', span }]);
    assert.notEqual(key(lost), key(other));
    assert.deepEqual(unknownReasons(parse('n')), []);
  });
});

function isAtMost(a: Cost, b: Cost): boolean {
  const order = compare(a, b);
  return order === 'less' || order === 'equal';
}
