/**
 * Loops that move one variable to and fro: `while left < to: left += 1` beside `while left > to: left -= 1`. How far the
 * one goes is paid for by the other only, so neither is bounded over the turns of a loop around both.
 */
import { rememberedFor } from '../../ir/facts.ts';
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import { operandsOf, someStmtIn } from '../../ir/walk.ts';
import { type Callees, changesIn } from '../progress.ts';
import { pathsIn, whileBody } from './query.ts';

type Body = readonly (Stmt | Expr)[];

/** Two loops of the body, not one in the other, ask for the variable and move it in opposite directions. */
export function isOpposed(body: Body, path: string, callees: Callees): boolean {
  const signs = signsIn(body, path, callees);
  return signs.has(1) && signs.has(-1) && areOpposed(body, path, callees);
}

const areOpposed = rememberedFor(hasOpposites);

function hasOpposites(body: Body, path: string, callees: Callees): boolean {
  const moved = new Set<number>();
  const visit = (node: Stmt | Expr): boolean => {
    if (node.kind === 'while' && asksHowFar(node.test, path)) {
      const [sign, ...more] = signsOf(node, path, callees);
      if (sign !== undefined && more.length === 0) moved.add(sign);
      return moved.size > 1;
    }
    return false;
  };
  return body.some((node) => someStmtIn(node, visit));
}

/** A test compares the variable with something by order. */
const asksHowFar = (test: Expr, path: string): boolean =>
  operandsOf(test, 'and').some(
    (part) => part.kind === 'compare' && /^[<>]/.test(part.op) && pathsIn(part).includes(path),
  );

const signsOf = (node: While, path: string, callees: Callees): Set<number> =>
  signsIn(whileBody(node), path, callees);

const signsIn = (body: Body, path: string, callees: Callees): Set<number> =>
  new Set(
    (changesIn(body, callees).get(path) ?? []).flatMap((change) =>
      change.kind === 'step' ? [change.sign] : [],
    ),
  );
