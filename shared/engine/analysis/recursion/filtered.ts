/** Arguments that hold those elements of a sequence that pass a test. */
import type { Comprehension, Expr, ForEach, Stmt } from '../../ir/ir.ts';
import type { Role } from '../../ir/roles.ts';
import { eachChild, someAct } from '../../ir/walk.ts';
import { copied } from '../assigned-changes.ts';
import { pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import type { ArgumentScope } from './arguments.ts';
import type { ArgChange } from './self-calls.ts';

/** `[x for x in param if test]`. */
export function filterChange(value: Comprehension, param: string): ArgChange {
  const [loop, ...rest] = value.clauses;
  const filters = rest.length > 0 && rest.every((clause) => clause.kind === 'if');
  return loop?.kind === 'for' && filters && sequenceOf(loop.iterable) === param
    ? { kind: 'part' }
    : { kind: 'other', value };
}

/** An empty list to which a loop over the parameter appends those elements that pass a test. */
export function isFilled(
  defined: Expr,
  name: string,
  param: string,
  { func, roles }: ArgumentScope,
): boolean {
  if (defined.kind !== 'collection' || defined.elements.length > 0) return false;
  let appends = 0;
  const others = new Set<Expr | Stmt>();
  const read = (node: Stmt | Expr, loop: ForEach | null, tested: boolean): void => {
    if (node.kind === 'call' && node.callee.kind === 'field' && pathOf(node.callee.object) === name) {
      const [arg] = node.args;
      const own = arg !== undefined && loop !== null && sameText(arg.value, loop.target);
      if (own && tested && roles.is(node, 'append')) appends++;
      else if (roles.is(node, 'append')) others.add(node);
    }
    const inner = node.kind === 'forEach' && sequenceOf(node.iterable) === param ? node : loop;
    eachChild(node, (child) => read(child, inner, tested || (loop !== null && node.kind === 'if')));
  };
  func.body.forEach((stmt) => read(stmt, null, false));
  return appends === 1 && others.size === 0;
}

/** `rest = param[:]`, out of which elements are then taken, and into which none is put. */
export function isCopyWithout(
  defined: Expr,
  name: string,
  param: string,
  { func, roles }: ArgumentScope,
): boolean {
  const source = copied(defined, roles);
  if (source === null || pathOf(source) !== param) return false;
  const calls = (node: Stmt | Expr, role: Role): boolean =>
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    pathOf(node.callee.object) === name &&
    roles.is(node, role);
  const takes = (node: Stmt | Expr): boolean =>
    node.kind === 'delete'
      ? node.target.kind === 'index' && pathOf(node.target.object) === name
      : calls(node, 'pop');
  return (
    func.body.some((stmt) => someAct(stmt, takes)) &&
    !func.body.some((stmt) => someAct(stmt, (node) => calls(node, 'push')))
  );
}

/** The sequence that an expression is, or is a slice of. */
const sequenceOf = (expr: Expr): string | null => pathOf(expr.kind === 'slice' ? expr.object : expr);
