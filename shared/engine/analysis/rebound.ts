/**
 * Variables that branches set anew. A variable that every turn of a loop sets grows within the turn; one that only some
 * turns set goes on from where it was in the others, as `count` does in `if end: count = 0`, `else: count += 1`.
 */
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { type ObjectType, type Value, find } from './value.ts';

/** A variable that was set, and the depth of the level stack at which it had been set before. */
export interface Rebound {
  readonly frame: Frame;
  readonly name: string;
  readonly before: number | undefined;
}

/** Notes that the variable is set at the current depth. */
export function bindHere(m: Machine, frame: Frame, name: string): void {
  setDepth(m, frame, name, m.levels.length);
}

function setDepth(m: Machine, frame: Frame, name: string, depth: number): void {
  if (m.arm !== null) m.rebound.push({ frame, name, before: frame.boundAt.get(name) });
  frame.boundAt.set(name, depth);
}

/** What an arm of a test set, and at which depths. */
export type Ends = ReadonlyMap<Frame, ReadonlyMap<string, number>>;

/** The variables set since `start`, which are as before again. */
export function takeRebound(m: Machine, start: number): Ends | null {
  if (m.rebound.length === start) return null;
  const ends = new Map<Frame, Map<string, number>>();
  for (const { frame, name, before } of m.rebound.splice(start).reverse()) {
    let names = ends.get(frame);
    if (names === undefined) ends.set(frame, (names = new Map<string, number>()));
    if (!names.has(name)) names.set(name, frame.boundAt.get(name)!);
    if (before === undefined) frame.boundAt.delete(name);
    else frame.boundAt.set(name, before);
  }
  return ends;
}

/** Sets the variables to the outermost depth at which one of the arms that go on may have left them. */
export function joinRebound(m: Machine, arms: readonly (Ends | null)[]): void {
  if (arms.every((arm) => arm === null)) return;
  for (const arm of arms)
    for (const [frame, names] of arm ?? [])
      for (const name of names.keys()) {
        const depths = arms.map((other) => other?.get(frame)?.get(name) ?? frame.boundAt.get(name));
        const depth = Math.min(...depths.filter((one) => one !== undefined));
        setDepth(m, frame, name, depth);
        outlive(frame.vars.get(name), depth);
      }
}

/** Nodes that an arm made, `if root is None: root = Node(x)`, live as long as what the variable held before. */
function outlive(value: Value | undefined, depth: number): void {
  const object = value?.kind === 'ref' ? find(value.object) : null;
  if (object?.origin === 'local' && NODES.has(object.type)) object.born = Math.min(object.born, depth);
}

const NODES: ReadonlySet<ObjectType> = new Set(['object', 'tree', 'linked']);
