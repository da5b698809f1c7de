/** Assignments that are more than they say: updates of what they assign to, and exchanges. */
import type { BinaryOp, Collection, Expr, Template } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { pathOf } from './progress.ts';
import { sameText } from './unmark.ts';

/** `x = x + e` and `x = e + x` accumulate as `x += e` does, but always make a new value. */
export function selfUpdate(target: Expr, value: Expr): { op: BinaryOp; by: Expr } | null {
  const path = pathOf(target);
  if (path !== null && value.kind === 'template') return putIn(path, value);
  if (path !== null && value.kind === 'collection') return putBehind(path, value);
  if (path === null || value.kind !== 'binary') return null;
  if (pathOf(value.left) === path) return { op: value.op, by: value.right };
  if (value.op === '+' && pathOf(value.right) === path) return { op: '+', by: value.left };
  return null;
}

/** `text = f"{text}{more}"` */
function putIn(path: string, value: Template): { op: BinaryOp; by: Expr } | null {
  const others = value.parts.filter((part) => pathOf(part) !== path);
  if (others.length !== value.parts.length - 1) return null;
  return { op: '+', by: { ...value, parts: others } };
}

/** `path = [*path, more]` */
function putBehind(path: string, value: Collection): { op: BinaryOp; by: Expr } | null {
  const [first, ...elements] = value.elements;
  if (value.shape !== 'list' || first?.kind !== 'spread' || pathOf(first.value) !== path) return null;
  return { op: '+', by: { ...value, elements } };
}

/** `run = run + 1 if x else 0`: the update that one arm is. */
export function updateInArm(target: Expr, value: Expr): { op: BinaryOp; by: Expr } | null {
  if (value.kind !== 'conditional') return null;
  return (
    selfUpdate(target, value.then) ??
    selfUpdate(target, value.otherwise) ??
    updateInArm(target, value.then) ??
    updateInArm(target, value.otherwise)
  );
}

/** `d[k] = d.get(k, 0) + e` is `d[k] += e`: the expression e. */
export function elementUpdate(roles: RoleIndex, target: Expr, value: Expr): Expr | null {
  if (target.kind !== 'index' || value.kind !== 'binary' || value.op !== '+') return null;
  const { left, right } = value;
  if (left.kind !== 'call' || left.callee.kind !== 'field' || !roles.is(left, 'lookup')) return null;
  const [key, initial] = left.args;
  if (key === undefined || (initial !== undefined && initial.value.kind !== 'number')) return null;
  const path = pathOf(target.object);
  const same = path !== null && path === pathOf(left.callee.object) && sameText(key.value, target.index);
  return same ? right : null;
}

/** `words[i], words[j] = words[j], words[i]`: the container holds what it held before. */
export const areExchanged = (targets: readonly Expr[], values: readonly Expr[]): boolean =>
  targets.length === 2 &&
  targets.every((target, i) => target.kind === 'index' && sameText(target, values[1 - i]!));
