/** Turns of a worklist that put in several ways to go on, each one step further, whatever they chose. */
import type { Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { mostOnPath } from '../recursion/paths.ts';
import { sameText } from '../unmark.ts';

/**
 * `stack.append((i + 1, total))` and `stack.append((i + 1, total + nums[i]))` on one way through the turn: each takes or leaves
 * something on the way to the same end. What is looked up is where a link leads: each place may be put in once.
 */
export function branchesOnward(
  roles: RoleIndex,
  body: readonly Stmt[],
  pushes: ReadonlySet<Stmt | Expr>,
): boolean {
  if (pushes.size < 2 || mostOnPath(body, pushes) < 2) return false;
  const [first, ...others] = [...pushes].map((push) => putIn(roles, push));
  return first!.some(
    (part, i) =>
      isStep(part) &&
      others.every((other) => other[i] !== undefined && sameText(part, other[i])) &&
      [first!, ...others].every((parts) => parts.every(isMade)),
  );
}

/** What a push puts in, or the parts of the tuple. */
function putIn(roles: RoleIndex, push: Stmt | Expr): readonly Expr[] {
  if (push.kind !== 'call') return [];
  const elem = push.args[roles.is(push, 'pushFirst') ? 1 : 0]?.value;
  if (elem === undefined) return [];
  return elem.kind === 'collection' ? elem.elements : [elem];
}

const isStep = (part: Expr): boolean =>
  part.kind === 'binary' &&
  (part.op === '+' || part.op === '-') &&
  part.left.kind === 'name' &&
  part.right.kind === 'number';

/** What was taken out, or something more or less. */
const isMade = (part: Expr): boolean =>
  part.kind === 'name' || (part.kind === 'binary' && part.left.kind === 'name');
