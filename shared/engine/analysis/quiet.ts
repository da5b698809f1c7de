/** Evaluating an expression for what it is, without charging it. */
import type { Call, Expr } from '../ir/ir.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { UNKNOWN, type Value } from './value.ts';

/** The value of a side-effect-free expression; UNKNOWN for calls other than of the library's and for what changes something. */
export function quietly(m: Machine, frame: Frame, expr: Expr): Value {
  if (!isPlain(m, expr)) return UNKNOWN;
  const { time, space, sites } = m;
  const count = sites.length;
  const value = evaluate(m, frame, expr);
  m.time = time;
  m.space = space;
  sites.length = count;
  return value;
}

function isPlain(m: Machine, expr: Expr): boolean {
  switch (expr.kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'constant':
      return true;
    case 'unary':
      return isPlain(m, expr.operand);
    case 'binary':
    case 'compare':
    case 'logical':
      return isPlain(m, expr.left) && isPlain(m, expr.right);
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise].every((part) => isPlain(m, part));
    case 'template':
      return expr.parts.every((part) => isPlain(m, part));
    case 'field':
      return isPlain(m, expr.object);
    case 'index':
      return isPlain(m, expr.object) && isPlain(m, expr.index);
    case 'call':
      return (
        (m.index.roles.is(expr, 'plain') || isLook(m, expr)) &&
        (expr.callee.kind === 'name' || (expr.callee.kind === 'field' && isPlain(m, expr.callee.object))) &&
        expr.args.every((arg) => isPlain(m, arg.value))
      );
    default:
      return false;
  }
}

/** `stack.peek()` of a library's container. */
const isLook = ({ index }: Machine, call: Call): boolean =>
  index.roles.is(call, 'peek') && index.resolve(call) === null;
