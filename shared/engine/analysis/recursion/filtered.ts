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

/** How a copy of the parameter differs from it: elements are taken out, or put in. Null where both are, or nothing is copied. */
export function changeOfCopy(
  defined: Expr,
  name: string,
  param: string,
  { func, roles }: ArgumentScope,
): ArgChange | null {
  const source = copied(defined, roles) ?? copiedByNew(defined);
  if (source === null || pathOf(source) !== param) return null;
  const calls = (node: Stmt | Expr, role: Role): boolean =>
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    pathOf(node.callee.object) === name &&
    roles.is(node, role);
  const takes = (node: Stmt | Expr): boolean =>
    node.kind === 'delete'
      ? node.target.kind === 'index' && pathOf(node.target.object) === name
      : calls(node, 'pop');
  const some = (test: (node: Stmt | Expr) => boolean): boolean =>
    func.body.some((stmt) => someAct(stmt, test));
  const isPut = some((node) => calls(node, 'push'));
  if (some(takes)) return isPut ? null : { kind: 'without' };
  return isPut ? { kind: 'grow', by: null } : null;
}

/** `new ArrayList<>(param)` */
const copiedByNew = (expr: Expr): Expr | null =>
  expr.kind === 'call' && expr.style === 'new' && expr.args.length === 1 ? expr.args[0]!.value : null;

/** The sequence that an expression is, or is a slice of. */
const sequenceOf = (expr: Expr): string | null => pathOf(expr.kind === 'slice' ? expr.object : expr);
