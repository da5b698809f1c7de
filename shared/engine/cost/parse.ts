/** Texts as costs. */
import { divide, max, min, power, times } from './arithmetic.ts';
import { binomial, factorial } from './factorials.ts';
import { exactLog, expOf, log, type Exponent } from './growth.ts';
import { CostSyntaxError, read, type Syntax } from './syntax.ts';
import { ONE, constant, symbol, type Cost } from './value.ts';

/**
 * The cost that a text denotes: "n log n", "m·n + k^2", "2^(n/2)", "min(26, n)", "C(n, k) / 2". Both styles of `print`
 * are read, and what people write: juxtaposition, `**`, `log2`, `sqrt`, `max`. Names may have dots (self.elem).
 * Numbers are constants, but keep their values in exponents; what is subtracted outside exponents is left out.
 * Throws CostSyntaxError.
 */
export function parse(text: string): Cost {
  return costOf(read(text));
}

function costOf(node: Syntax): Cost {
  switch (node.kind) {
    case 'number':
      return constant(node.value);
    case 'symbol':
      return symbol(node.name);
    case 'sum':
      return node.sign === 1 ? max(costOf(node.left), costOf(node.right)) : costOf(node.left);
    case 'product':
      return times(costOf(node.left), costOf(node.right));
    case 'quotient':
      return quotient(node);
    case 'power':
      return powerOf(node.base, node.exponent);
    case 'log':
      return numberOf(node.argument) === null ? log(costOf(node.argument)) : ONE;
    case 'factorial':
      return numberOf(node.argument) === null ? factorial(costOf(node.argument)) : ONE;
    case 'min':
      return node.arguments.map(costOf).reduce(min);
    case 'max':
      return max(...node.arguments.map(costOf));
    case 'choose':
      return binomial(costOf(node.n), numberOf(node.k) ?? costOf(node.k));
  }
}

function quotient({ left, right, position }: Extract<Syntax, { kind: 'quotient' }>): Cost {
  const divisor = numberOf(right);
  if (divisor === 0) throw new CostSyntaxError('Division by zero', position);
  return divisor === null ? divide(costOf(left), costOf(right)) : costOf(left);
}

function powerOf(base: Syntax, exponent: Syntax): Cost {
  const value = numberOf(base);
  const by = numberOf(exponent);
  if (by !== null) return value === null ? power(costOf(base), by) : constant(value ** by);
  return expOf(value ?? costOf(base), exponentOf(exponent));
}

/** The exact linear combination that stands in an exponent. */
function exponentOf(node: Syntax): Exponent {
  const value = numberOf(node);
  if (value !== null) return [{ coefficient: value, of: ONE }];
  switch (node.kind) {
    case 'sum':
      return [...exponentOf(node.left), ...scaled(exponentOf(node.right), node.sign)];
    case 'product': {
      const right = exponentOf(node.right);
      return exponentOf(node.left).flatMap(({ coefficient, of }) =>
        right.map((other) => ({ coefficient: coefficient * other.coefficient, of: times(of, other.of) })),
      );
    }
    case 'quotient': {
      const divisor = numberOf(node.right);
      if (divisor === 0) throw new CostSyntaxError('Division by zero', node.position);
      const left = exponentOf(node.left);
      if (divisor !== null) return scaled(left, 1 / divisor);
      return left.map(({ coefficient, of }) => ({ coefficient, of: divide(of, costOf(node.right)) }));
    }
    case 'log':
      return exactLog(costOf(node.argument));
    default:
      return [{ coefficient: 1, of: costOf(node) }];
  }
}

function scaled(exponent: Exponent, factor: number): Exponent {
  return exponent.map(({ coefficient, of }) => ({ coefficient: coefficient * factor, of }));
}

/** The value of a text without symbols, else null. */
function numberOf(node: Syntax): number | null {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'sum':
      return combine(node.left, node.right, (a, b) => a + node.sign * b);
    case 'product':
      return combine(node.left, node.right, (a, b) => a * b);
    case 'quotient':
      return combine(node.left, node.right, (a, b) => a / b);
    case 'power':
      return combine(node.base, node.exponent, (a, b) => a ** b);
    case 'log': {
      const argument = numberOf(node.argument);
      return argument === null ? null : Math.log(argument) / Math.log(node.base);
    }
    default:
      return null;
  }
}

function combine(left: Syntax, right: Syntax, operation: (a: number, b: number) => number): number | null {
  const a = numberOf(left);
  const b = a === null ? null : numberOf(right);
  return a === null || b === null ? null : operation(a, b);
}
