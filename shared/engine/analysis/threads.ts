/**
 * Variables that are handed through calls: `i = skip(s, i)` of a function that returns its own `i`, or
 * `node, i = parse(s, i + 1)`. The variable moves as the function moves its parameter.
 */
import { rememberedFor } from '../ir/facts.ts';
import type { Assign, Call, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { childStmts, someCode } from '../ir/walk.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import type { Change } from './progress.ts';
import { pathOf } from './progress.ts';

interface Thread {
  /** The caller's variable. */
  readonly path: string;
  readonly param: string;
  /** What it is moved by on the way into the function. */
  readonly step: Change | null;
}

/** What the call of the assignment takes and gives back; null where it gives nothing back. */
export function threadOf(node: Assign, func: FunctionNode): Thread | null {
  const [target] = node.targets;
  if (target === undefined || node.targets.length > 1 || node.value.kind !== 'call') return null;
  for (const [at, param] of func.params.entries()) {
    const place = returnedPlace(func, param.name);
    const given = place === null ? null : givenBack(target, place);
    if (given === null) continue;
    const arg = argumentAt(node.value, at, param.name);
    const moved = arg === null ? null : movedPath(arg, node);
    if (moved?.path === given) return { path: given, param: param.name, step: moved.step };
  }
  return null;
}

/** The place among what a function returns, or all of it. */
type Place = number | 'whole';

/** Where every `return` of the function gives the parameter back; null where some does not. */
export const returnedPlace = rememberedFor((func: FunctionNode, param: string): Place | null =>
  placeIn(returnsIn(func.body), param),
);

function placeIn(returns: readonly (Expr | null)[], param: string): Place | null {
  const isParam = (expr: Expr | null | undefined): boolean => expr?.kind === 'name' && expr.name === param;
  const [first] = returns;
  if (first == null) return null;
  if (returns.every(isParam)) return 'whole';
  const at = first.kind === 'collection' ? first.elements.findIndex(isParam) : -1;
  const givesThere = (value: Expr | null): boolean =>
    value?.kind === 'collection' && isParam(value.elements[at]);
  return at >= 0 && returns.every(givesThere) ? at : null;
}

function returnsIn(body: readonly Stmt[]): (Expr | null)[] {
  return body.flatMap((stmt) =>
    stmt.kind === 'return'
      ? [stmt.value]
      : stmt.kind === 'function' || stmt.kind === 'class'
        ? []
        : returnsIn(childStmts(stmt)),
  );
}

function givenBack(target: Expr, place: Place): string | null {
  if (place === 'whole') return target.kind === 'collection' ? null : pathOf(target);
  const element = target.kind === 'collection' ? target.elements[place] : undefined;
  return element === undefined ? null : pathOf(element);
}

function argumentAt({ args }: Call, at: number, name: string): Expr | null {
  const arg = args.find((one) => one.name === name) ?? args[at];
  return arg === undefined || arg.spread || (arg.name !== null && arg.name !== name) ? null : arg.value;
}

/** `i`, or `i` and a number more or less. */
function movedPath(arg: Expr, node: Assign): { path: string; step: Change | null } | null {
  const plain = pathOf(arg);
  if (plain !== null) return { path: plain, step: null };
  if (arg.kind !== 'binary' || arg.right.kind !== 'number') return null;
  const path = arg.op === '+' || arg.op === '-' ? pathOf(arg.left) : null;
  if (path === null) return null;
  return { path, step: { kind: 'step', amount: arg.right, sign: arg.op === '+' ? 1 : -1, node } };
}

/** The call that a frame was opened by, and where it stands; null where no call of the program did. */
export function callerOf(m: Machine, frame: Frame): { readonly caller: Frame; readonly call: Call } | null {
  const caller = m.calls.at(-1) === frame ? m.calls.at(-2) : undefined;
  const site = [...(caller?.context.children ?? [])].find(([, context]) => context === frame.context)?.[0];
  return caller === undefined || site?.kind !== 'call' ? null : { caller, call: site };
}

/** The assignment whose value the call is. */
export function assignmentOf(body: readonly (Stmt | Expr)[], call: Call): Assign | null {
  let found: Assign | null = null;
  const isIt = (node: Stmt | Expr): boolean => {
    if (node.kind === 'assign' && node.value === call) found = node;
    return found !== null;
  };
  body.some((code) => someCode(code, isIt));
  return found;
}
