/** Inputs that the program turns away at once unless they are short: `if len(s) > 12: return []`. */
import { symbolsOf } from '../cost/cost.ts';
import type { Expr, If, Stmt } from '../ir/ir.ts';
import { operandsOf, someCode } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { quietly } from './quiet.ts';
import { NEGATED } from '../ir/negation.ts';
import { knownInt } from './value.ts';

/** More than that stands for the values that an input may have, no more for an alphabet or for the parts of an address. */
const SHORT = 1000;

/** The calls that are open in the entry: the top level's and its own. */
const ENTRY = 2;

/** What the entry goes on with behind such a test is of constant size, which the next pass knows. */
export function fixShort(m: Machine, frame: Frame, { test, then }: If): void {
  if (
    m.isScript ||
    m.calls.length !== ENTRY ||
    m.levels.length > 0 ||
    then.some((stmt) => someCode(stmt, isWork))
  )
    return;
  for (const part of operandsOf(test, 'or')) {
    if (part.kind !== 'compare') continue;
    const op = NEGATED[part.op];
    const name =
      op === '<' || op === '<='
        ? shortBy(m, frame, part.left, part.right)
        : op === '>' || op === '>='
          ? shortBy(m, frame, part.right, part.left)
          : null;
    if (name !== null && !symbolsOf(m.time).includes(name)) m.fixed.add(name);
  }
}

/** The length of an input that is no more than a small constant. */
function shortBy(m: Machine, frame: Frame, size: Expr, limit: Expr): string | null {
  const most = knownInt(quietly(m, frame, limit));
  if (most === null || most < 2 || most >= SHORT) return null;
  const value = quietly(m, frame, size);
  if (value.kind !== 'num' || value.exact?.terms.size !== 1) return null;
  const [[name, factor]] = [...value.exact.terms] as [[string, number]];
  return factor > 0 && name.startsWith('len(') ? name : null;
}

/** What costs more than a constant before the program leaves. */
const isWork = (node: Stmt | Expr): boolean =>
  node.kind === 'call' ? node.args.length > 0 : WORK.has(node.kind);

const WORK: ReadonlySet<string> = new Set(['comprehension', 'forEach', 'while', 'slice']);
