/** What the rules for `while` loops share: the loop in question and small readings of it. */
import { type Cost, ONE, isOne, isZero, log } from '../../cost/cost.ts';
import { remembered } from '../../ir/facts.ts';
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import { leafNames } from '../../ir/targets.ts';
import { childExprs } from '../../ir/walk.ts';
import { difference as differenceOf } from '../containers/read.ts';
import { type Frame, binderOf, lookup, ownerOf, setVariable } from '../frame.ts';
import { sizeOf } from '../heap.ts';
import type { Start } from '../loops/moved.ts';
import type { Level } from '../levels.ts';
import type { LoopBound } from '../loops/open.ts';
import { type Machine, scopeOf, settle } from '../machine.ts';
import { type Changes, changesIn, pathOf, rootOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { resets } from '../resets.ts';
import { isOpposed } from './opposed.ts';
import { beginsBehind } from './windows.ts';
import { assignmentOf, callerOf, returnedPlace, threadOf } from '../threads.ts';
import { type HeapObject, type ObjectType, type Value, find } from '../value.ts';

export interface Query {
  readonly m: Machine;
  readonly frame: Frame;
  readonly node: While;
  readonly changes: Changes;
  readonly body: readonly (Stmt | Expr)[];
  /** Where the variables stood before the loop that it only moves on. */
  readonly starts: readonly Start[];
}

/** Everything that repeats: test, body and update. */
export const whileBody = remembered((node: While): readonly (Stmt | Expr)[] => [
  node.test,
  ...node.body,
  ...node.update,
]);

/** The largest value that the far side of a test takes. */
export function limitOf(q: Query, expr: Expr): Cost {
  const value = quietly(q.m, q.frame, expr);
  if (value.kind === 'num') return settle(q.m, isZero(value.max) ? ONE : value.max);
  if (value.kind === 'ref' && COUNTED.has(find(value.object).type)) {
    const size = sizeOf(q.m, value.object);
    if (!isOne(size) && !isZero(size)) return size;
  }
  // A letter is one of an alphabet.
  return value.kind === 'str' && isOne(value.size) ? ONE : q.m.inputSize;
}

/** What holds as many elements as its size says. */
const COUNTED: ReadonlySet<ObjectType> = new Set(['list', 'set', 'map', 'deque']);

/** How far `small` is from `large` before the first turn; null where that is not known. */
export function distance(q: Query, small: Expr, large: Expr): Cost | null {
  const [low, high] = [small, large].map((side) => atStart(q, side));
  if (low?.kind !== 'num' || high?.kind !== 'num') return null;
  const apart = differenceOf(low, high);
  return apart === null ? null : settle(q.m, isZero(apart) ? ONE : apart);
}

/** What an expression is before the first turn. */
function atStart(q: Query, expr: Expr): Value {
  const changed = q.starts.filter(({ name, value }) => value.exact !== null && pathsIn(expr).includes(name));
  const saved = changed.map(({ name }) => lookup(q.frame, name)!);
  changed.forEach(({ name, value: { exact } }, i) => {
    const value = saved[i]!;
    if (value.kind === 'num') setVariable(binderOf(q.frame, name)!, name, { ...value, exact });
  });
  const value = quietly(q.m, q.frame, expr);
  changed.forEach(({ name }, i) => setVariable(binderOf(q.frame, name)!, name, saved[i]!));
  return value;
}

export function linear(q: Query, count: Cost, from: number, reason: string, path: string): LoopBound {
  // A branch that leaves the loop around runs once in any case.
  const amortised = q.m.levels.slice(from).some(({ kind }) => kind !== 'guard');
  return {
    count: settle(q.m, count),
    from,
    rule: amortised ? 'amortised' : 'progress',
    reason: amortised
      ? `${reason} and is not reset in the outer loop`
      : reason.includes(path)
        ? reason
        : `${path} moves on each turn`,
  };
}

export function logarithmic(q: Query, limit: Cost, from: number, path: string, reason: string): LoopBound {
  const factored = log(limit);
  return {
    count: isOne(limit) ? ONE : factored,
    from: Math.max(from, q.m.levels.length),
    rule: 'geometric',
    reason: `${path} ${reason}`,
  };
}

export const pathsIn = remembered((expr: Expr): readonly string[] =>
  placesIn(expr).map((place) => pathOf(place)!),
);

/** The parts that have a path, outermost ones. */
export const placesIn = remembered((expr: Expr): readonly Expr[] =>
  pathOf(expr) === null ? childExprs(expr).flatMap(placesIn) : [expr],
);

/**
 * Where the progress of a path began: the outermost level over which it is never set back. A loop whose progress
 * variable outlives enclosing loops is charged once over them.
 */
export function progressFrom(
  q: { m: Machine; frame: Frame; node?: Stmt | Expr },
  path: string,
  falls = false,
  below = q.m.levels.length,
): number {
  const { m, frame } = q;
  const root = rootOf(path);
  const owner = ownerOf(frame, root);
  let from = root === frame.func?.receiver ? 0 : owner.base;
  if (root !== path) {
    const value = lookup(frame, root) ?? frame.self;
    from = value?.kind === 'ref' ? Math.min(find(value.object).born, m.levels.length) : 0;
  }
  from = Math.min(from, below);
  for (let at = below - 1; at >= from; at--) {
    const level = m.levels[at]!;
    if (level.kind === 'guard') continue;
    const changes = changesIn(level.body, m.index);
    const isSet =
      isLoopVariable(level, path) ||
      (resets(changes, path, falls) && (q.node?.kind !== 'while' || !beginsBehind(m, q.node, level, path)));
    if (isSet || isOpposed(level.body, path, m.index)) return at + 1;
  }
  return root === path && owner === frame ? throughCalls(m, frame, path, from) : from;
}

/** The level sets the variable to the next element in every turn. */
const isLoopVariable = ({ node }: Level, path: string): boolean =>
  node?.kind === 'forEach' && leafNames(node.target).includes(path);

/** The progress of a parameter that the function gives back: that of what the caller keeps it in. */
function throughCalls(m: Machine, frame: Frame, param: string, from: number): number {
  const { func } = frame;
  if (func?.params.every(({ name }) => name !== param) !== false || returnedPlace(func, param) === null)
    return from;
  const site = callerOf(m, frame);
  if (site === null) return from;
  const { caller, call } = site;
  const assignment = assignmentOf(scopeOf(m, caller).body, call);
  const thread = assignment === null ? null : threadOf(assignment, func);
  return thread?.param === param ? progressFrom({ m, frame: caller }, thread.path, false, from) : from;
}

/** `cut`, `cut + 1`: a variable and what is added to it. */
export function variableAt(expr: Expr): { readonly name: string; readonly by: number } | null {
  if (expr.kind === 'name') return { name: expr.name, by: 0 };
  if (expr.kind !== 'binary' || expr.left.kind !== 'name' || expr.right.kind !== 'number') return null;
  if (expr.op !== '+' && expr.op !== '-') return null;
  return { name: expr.left.name, by: expr.op === '+' ? expr.right.value : -expr.right.value };
}

export function objectOf(q: Query, expr: Expr): HeapObject | null {
  const value = quietly(q.m, q.frame, expr);
  return value.kind === 'ref' ? find(value.object) : null;
}
