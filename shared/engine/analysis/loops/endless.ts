/** A `for` as the rules for `while` loops see it. */
import { remembered } from '../../ir/facts.ts';
import type { Expr, ForEach, While } from '../../ir/ir.ts';

/** The loop without what it runs over: it ends by its exits only. */
export const endless = remembered(({ span, headerSpan, body }: ForEach): While => {
  const test: Expr = { kind: 'constant', span: headerSpan, value: true };
  return { kind: 'while', span, headerSpan, test, body, update: [], otherwise: [], postTest: false };
});
