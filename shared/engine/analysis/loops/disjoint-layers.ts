/** Layers of which each leaves out what was in one before: `layer = {v ... if v not in seen}` and `seen |= layer`. */
import type { Comprehension, Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { someAct } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import { unmarkedBy } from '../marks.ts';
import { changesIn, pathOf } from '../progress.ts';
import { sameText } from '../unmark.ts';
import type { HeapObject } from '../value.ts';
import type { LoopBound } from './open.ts';

/** The turns over all layers that a loop around makes, sets without anything in common; null for any others. */
export function disjointLayers(
  m: Machine,
  frame: Frame,
  path: string,
  object: HeapObject,
  here: number,
): LoopBound | null {
  const at = here - 1;
  const level = m.levels[at];
  if (object.type !== 'set' || level?.kind !== 'loop' || level.frame !== frame) return null;
  const { roles } = m.index;
  const [change, ...others] = changesIn(level.body, m.index).get(path) ?? [];
  const made = others.length === 0 && change?.node.kind === 'assign' ? change.node.value : null;
  const left = made === null ? null : leftOut(roles, made);
  if (left === null || !level.body.some((code) => someAct(code, (node) => takesIn(roles, node, left, path))))
    return null;
  return {
    count: settle(m, sizeOf(m, object)),
    from: at,
    rule: 'amortised',
    reason: `no layer has anything that is in ${left} already, where each of them is put`,
    source: object,
  };
}

/** The set of which a layer holds nothing. */
function leftOut(roles: RoleIndex, made: Expr): string | null {
  if (made.kind === 'binary') return made.op === '-' ? pathOf(made.right) : null;
  return made.kind === 'comprehension' ? leftOutBy(roles, made) : null;
}

function leftOutBy(roles: RoleIndex, { element, clauses }: Comprehension): string | null {
  for (const clause of clauses) {
    if (clause.kind !== 'if') continue;
    const fact = unmarkedBy(roles, clause.test, true).find(
      ({ form, keys }) => form === 'member' && sameText(keys[0]!, element),
    );
    if (fact !== undefined) return pathOf(fact.container);
  }
  return null;
}

/** `seen |= layer`, `seen.update(layer)` */
function takesIn(roles: RoleIndex, node: Stmt | Expr, set: string, layer: string): boolean {
  if (node.kind === 'assign')
    return (
      node.op === '|' && node.targets.some((target) => pathOf(target) === set) && pathOf(node.value) === layer
    );
  return (
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    roles.is(node, 'push') &&
    pathOf(node.callee.object) === set &&
    node.args.length === 1 &&
    pathOf(node.args[0]!.value) === layer
  );
}
