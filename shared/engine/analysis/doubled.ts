/** Variables that code sets to a child of a place in a heap: `child = 2 * at + 1`, `largest = left if ... else at`. */
import type { Call, Expr, Stmt } from '../ir/ir.ts';
import { someCode } from '../ir/walk.ts';
import { type Callees, pathOf } from './progress.ts';
import { sameText } from './unmark.ts';

/** How far names are followed. */
const DEPTH = 3;

/**
 * Whether an expression is at least twice a variable, whichever of the assignments of its names was the last. It may be
 * the variable itself where the code asks for that, which is taken to end the walk.
 */
export function isDoubled(code: Code, expr: Expr, of: string, resolve: Callees['resolve']): boolean {
  const origins = originsOf({ code, of, resolve }, expr, DEPTH);
  if (!origins?.some((origin) => pathOf(origin) !== of)) return false;
  return origins.every((origin) => pathOf(origin) !== of || asksWhether(code, expr, origin));
}

type Code = readonly (Stmt | Expr)[];

/** Where names are looked up, and the variable that is asked for. */
interface Search {
  readonly code: Code;
  readonly of: string;
  readonly resolve: Callees['resolve'];
}

/** The products and the variable itself that the expression may come from; null where it may be anything else. */
function originsOf(search: Search, expr: Expr, depth: number): Expr[] | null {
  const { code, of } = search;
  if (pathOf(expr) === of || isTwice(expr, of)) return [expr];
  if (expr.kind === 'binary' && isStepUp(expr.op, expr.right)) {
    // `right = left + 1`, where left is a child.
    const origins = originsOf(search, expr.left, depth);
    return origins?.every((origin) => pathOf(origin) !== of) === true ? origins : null;
  }
  if (expr.kind === 'conditional')
    return all([expr.then, expr.otherwise].map((side) => originsOf(search, side, depth)));
  if (expr.kind === 'call') return depth > 0 && givesChild(search, expr, depth - 1) ? [expr] : null;
  if (expr.kind !== 'name' || depth === 0) return null;
  const values = assignedTo(code, expr.name);
  return values === null || values.length === 0
    ? null
    : all(values.map((value) => originsOf(search, value, depth - 1)));
}

/** `self.left(at)`, of a function that returns nothing but children of the place that it is given. */
function givesChild({ of, resolve }: Search, call: Call, depth: number): boolean {
  const func = resolve(call);
  const at = call.args.findIndex(({ value }) => pathOf(value) === of);
  const param = func?.params[at];
  if (func == null || param === undefined || assignedTo(func.body, param.name)?.length !== 0) return false;
  const search = { code: func.body, of: param.name, resolve };
  const returned: (Expr | null)[] = [];
  const note = (node: Stmt | Expr): boolean => {
    if (node.kind === 'return') returned.push(node.value);
    return false;
  };
  func.body.forEach((stmt) => someCode(stmt, note));
  const isChild = (value: Expr | null): boolean =>
    value !== null &&
    originsOf(search, value, depth)?.every((origin) => pathOf(origin) !== param.name) === true;
  return returned.length > 0 && returned.every(isChild);
}

const all = (lists: readonly (Expr[] | null)[]): Expr[] | null =>
  lists.some((list) => list === null) ? null : lists.flatMap((list) => list ?? []);

/** What a name is set to, steps up aside; null where it changes in another way. */
function assignedTo(code: Code, name: string): Expr[] | null {
  const values: Expr[] = [];
  const isOther = (node: Stmt | Expr): boolean => {
    if (node.kind === 'assignExpr') return pathOf(node.target) === name && !isStepUp(node.op, node.value);
    if (node.kind !== 'assign') return false;
    return node.targets.some((target) => {
      const value = valueFor(target, node.value, name);
      if (value === undefined || isStepUp(node.op, node.value)) return false;
      if (value !== null) values.push(value);
      return value === null || node.op !== null;
    });
  };
  return code.some((node) => someCode(node, isOther)) ? null : values;
}

/** What of a value a target gives the name: undefined where it does not set it, null where that is not told. */
function valueFor(target: Expr, value: Expr, name: string): Expr | null | undefined {
  if (target.kind !== 'collection') return pathOf(target) === name ? value : undefined;
  const at = target.elements.findIndex((element) => pathOf(element) === name);
  if (at < 0) return undefined;
  return value.kind === 'collection' ? (value.elements[at] ?? null) : null;
}

const isStepUp = (op: string | null, value: Expr): boolean =>
  op === '+' && value.kind === 'number' && value.value >= 0;

/** `2 * at`, `at << 1`, and either with a number that is added. */
function isTwice(expr: Expr, of: string): boolean {
  if (expr.kind !== 'binary') return false;
  const { op, left, right } = expr;
  if (op === '+' || op === '|') return right.kind === 'number' && isTwice(left, of);
  if (op === '<<') return pathOf(left) === of && right.kind === 'number' && right.value >= 1;
  if (op !== '*') return false;
  const [factor, other] = left.kind === 'number' ? [left, right] : [right, left];
  return factor.kind === 'number' && factor.value >= 2 && pathOf(other) === of;
}

/** Some test compares the two for being the same. */
function asksWhether(code: Code, a: Expr, b: Expr): boolean {
  return code.some((node) =>
    someCode(
      node,
      (at) =>
        at.kind === 'compare' &&
        (at.op === '==' || at.op === '!=') &&
        ((sameText(at.left, a) && sameText(at.right, b)) || (sameText(at.left, b) && sameText(at.right, a))),
    ),
  );
}
