/** Evaluating an expression for what it is, without charging it. */
import type { Expr } from '../ir/ir.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { UNKNOWN, type Value } from './value.ts';

/** The value of a side-effect-free expression; UNKNOWN for calls other than of the library's and for what changes something. */
export function quietly(m: Machine, frame: Frame, expr: Expr): Value {
  if (!isPlain(expr)) return UNKNOWN;
  const { time, space, sites } = m;
  const count = sites.length;
  const value = evaluate(m, frame, expr);
  m.time = time;
  m.space = space;
  sites.length = count;
  return value;
}

function isPlain(expr: Expr): boolean {
  switch (expr.kind) {
    case 'name':
    case 'number':
    case 'string':
    case 'constant':
      return true;
    case 'unary':
      return isPlain(expr.operand);
    case 'binary':
    case 'compare':
    case 'logical':
      return isPlain(expr.left) && isPlain(expr.right);
    case 'field':
      return isPlain(expr.object);
    case 'index':
      return isPlain(expr.object) && isPlain(expr.index);
    case 'call':
      return (
        expr.callee.kind === 'name' &&
        ['len', 'min', 'max', 'abs', 'int', 'sum'].includes(expr.callee.name) &&
        expr.args.every((arg) => isPlain(arg.value))
      );
    default:
      return false;
  }
}
