/** What a test tells about the variables in it. */
import { affine } from '../cost/affine.ts';
import { isOne, min } from '../cost/cost.ts';
import type { CompareOp, Expr } from '../ir/ir.ts';
import { quietly } from './quiet.ts';
import { ownerOf, lookup, type Frame } from './frame.ts';
import { settle, type Machine } from './machine.ts';
import { num } from './value.ts';

const NEGATED: Partial<Record<CompareOp, CompareOp>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** Narrows the bounds of names by a test that is known to hold (`holds`) or to fail. */
export function refine(m: Machine, frame: Frame, test: Expr, holds: boolean): void {
  if (test.kind === 'logical') {
    if ((test.op === 'and') === holds) {
      refine(m, frame, test.left, holds);
      refine(m, frame, test.right, holds);
    }
    return;
  }
  if (test.kind === 'unary' && test.op === 'not') {
    refine(m, frame, test.operand, !holds);
    return;
  }
  if (test.kind !== 'compare') return;
  const op = holds ? test.op : NEGATED[test.op];
  if (op === '<' || op === '<=' || op === '==') bound(m, frame, test.left, test.right);
  if (op === '>' || op === '>=' || op === '==') bound(m, frame, test.right, test.left);
}

/** `small <= large` holds. */
function bound(m: Machine, frame: Frame, small: Expr, large: Expr): void {
  if (small.kind !== 'name') return;
  const value = lookup(frame, small.name);
  if (value?.kind !== 'num') return;
  const limit = quietly(m, frame, large);
  if (limit.kind !== 'num' || limit.float) return;
  // What goes round a worklist grows unseen: up to what its test allows.
  const grows = isOne(value.max) && value.exact === null && m.levels.some((level) => level.source !== null);
  const bounded = grows ? settle(m, limit.max) : min(settle(m, value.max), settle(m, limit.max));
  const exact =
    value.exact !== null &&
    [...value.exact.terms.keys()].every((name) => name.startsWith('@@') || !m.closed.has(name))
      ? value.exact
      : null;
  if (exact !== null && !affine.isConstant(exact)) return;
  ownerOf(frame, small.name).vars.set(
    small.name,
    num(bounded, { ...value, max: bounded, exact, domain: grows ? null : value.domain }),
  );
}
