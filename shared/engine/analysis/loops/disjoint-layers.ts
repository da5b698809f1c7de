/**
 * Layers of which each leaves out what was in one before: `layer = {v ... if v not in seen}` and `seen |= layer`, or
 * `layer = {...} & left` and `left -= layer`.
 */
import type { Comprehension, Expr, Stmt } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { operandsOf, someAct } from '../../ir/walk.ts';
import type { Frame } from '../frame.ts';
import { sizeOf } from '../heap.ts';
import { type Machine, settle } from '../machine.ts';
import { unmarkedBy } from '../marks.ts';
import { type Change, changesIn, pathOf, takesOut } from '../progress.ts';
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
  const kept = keptApart(m, level.body, path);
  if (kept === null) return null;
  return {
    count: settle(m, sizeOf(m, object)),
    from: at,
    rule: 'amortised',
    reason: `${kept.set} keeps the layers apart: none has anything that was in one before`,
    source: object,
  };
}

/** A set of which a layer holds nothing, and that takes it in, or of which it is a part, and that loses it. */
interface Apart {
  readonly set: string;
  readonly takesIn: boolean;
}

/** The set by which the layers that the code makes under a path have nothing in common. */
function keptApart({ index }: Machine, body: readonly (Stmt | Expr)[], path: string): Apart | null {
  const changes = changesIn(body, index);
  const [change, ...others] = changes.get(path) ?? [];
  const made = others.length === 0 && change?.node.kind === 'assign' ? change.node.value : null;
  const kept = made === null ? null : apartIn(index.roles, made);
  if (kept === null || !(changes.get(kept.set) ?? []).every((of) => isOneWay(of, kept.takesIn))) return null;
  const isKept = (node: Stmt | Expr): boolean => updates(index.roles, node, kept, path);
  return body.some((code) => someAct(code, isKept)) ? kept : null;
}

/** What a set takes in stays there, and what it loses never comes back. */
const isOneWay = (change: Change, takesIn: boolean): boolean =>
  change.node.kind === 'assign'
    ? change.node.op === (takesIn ? '|' : '-')
    : takesIn
      ? change.kind === 'push'
      : takesOut(change);

function apartIn(roles: RoleIndex, made: Expr): Apart | null {
  if (made.kind === 'comprehension') return leftOutBy(roles, made) ?? takenOnlyFrom(made);
  if (made.kind !== 'binary' || (made.op !== '-' && made.op !== '&')) return null;
  const set = pathOf(made.right);
  return set === null ? null : { set, takesIn: made.op === '-' };
}

const testsOf = ({ clauses }: Comprehension): readonly Expr[] =>
  clauses.flatMap((clause) => (clause.kind === 'if' ? operandsOf(clause.test, 'and') : []));

function leftOutBy(roles: RoleIndex, made: Comprehension): Apart | null {
  for (const test of testsOf(made)) {
    const fact = unmarkedBy(roles, test, true).find(
      ({ form, keys }) => form === 'member' && sameText(keys[0]!, made.element),
    );
    const set = fact === undefined ? null : pathOf(fact.container);
    if (set !== null) return { set, takesIn: true };
  }
  return null;
}

/** `{v ... if v in left}` */
function takenOnlyFrom(made: Comprehension): Apart | null {
  for (const test of testsOf(made)) {
    if (test.kind !== 'compare' || test.op !== 'in' || !sameText(test.left, made.element)) continue;
    const set = pathOf(test.right);
    if (set !== null) return { set, takesIn: false };
  }
  return null;
}

/** `seen |= layer`, `seen.update(layer)`, `left -= layer` */
function updates(roles: RoleIndex, node: Stmt | Expr, { set, takesIn }: Apart, layer: string): boolean {
  if (node.kind === 'assign') {
    const isUpdate = node.op === (takesIn ? '|' : '-') && pathOf(node.value) === layer;
    return isUpdate && node.targets.some((target) => pathOf(target) === set);
  }
  return (
    takesIn &&
    node.kind === 'call' &&
    node.callee.kind === 'field' &&
    roles.is(node, 'push') &&
    pathOf(node.callee.object) === set &&
    node.args.length === 1 &&
    pathOf(node.args[0]!.value) === layer
  );
}
