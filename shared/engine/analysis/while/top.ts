/**
 * The element that each turn of a worklist takes out or looks at, `u, i = stack.pop()` or `top = stack[-1]`, and how the
 * code names its parts.
 */
import { looked } from '../../ir/ends.ts';
import type { Expr, Stmt, While } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { contains } from '../../ir/standing.ts';
import { blocksOf } from '../../ir/tree.ts';
import type { Code } from '../../ir/walk.ts';
import type { ProgramIndex } from '../program-index.ts';
import { type Change, changesIn, pathOf } from '../progress.ts';
import { whileBody } from './query.ts';

/** A part of an element: the number of a tuple's part, the name of a field, or `WHOLE`. */
export type Part = number | string;

export const WHOLE = '';

export interface Top {
  /** The part that an expression reads; null for anything else. */
  readonly partOf: (expr: Expr) => Part | null;
  /** `stack[-1]`, `stack.peek()`: the place that the element has there. */
  readonly isPlace: (expr: Expr) => boolean;
  /** Nothing in the loop gives another value to it, unless it moves on by one. */
  readonly movedBy: (expr: Expr) => number | null;
}

/** What the worklist at `path` gives to every turn of the loop. */
export function topOf(index: ProgramIndex, node: While, path: string): Top {
  const { roles } = index;
  const names = new Map<string, Part>();
  const isTaken = node.body.some((stmt) => stmt.kind === 'assign' && takes(roles, stmt.value, path));
  const isPlace = (expr: Expr): boolean => {
    const seen = isTaken ? null : looked(roles, expr);
    return seen !== null && seen.end !== 'first' && pathOf(seen.container) === path;
  };
  const beside = isTaken ? [] : stacksBeside(index, node, path);
  const partOf = (expr: Expr): Part | null => {
    if (expr.kind === 'name') return names.get(expr.name) ?? null;
    if (isPlace(expr)) return WHOLE;
    const other = beside.length === 0 ? null : looked(roles, expr);
    const at = other === null || other.end === 'first' ? -1 : beside.indexOf(pathOf(other.container) ?? '');
    if (at >= 0) return `${beside[at]!}[-1]`;
    if (expr.kind === 'field') return partOf(expr.object) === WHOLE ? expr.name : null;
    const isPart = expr.kind === 'index' && expr.index.kind === 'number';
    return isPart && partOf(expr.object) === WHOLE ? expr.index.value : null;
  };
  for (const stmt of node.body) {
    if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length !== 1) continue;
    nameParts(names, stmt.targets[0]!, takes(roles, stmt.value, path) ? WHOLE : partOf(stmt.value));
  }
  const changes = changesIn(whileBody(node), index);
  const movedBy = (expr: Expr): number | null => {
    if (expr.kind !== 'name') return 0;
    const [, step, ...more] = changes.get(expr.name) ?? [];
    if (step === undefined) return 0;
    const isOne = step.kind === 'step' && step.amount.kind === 'number' && step.amount.value === 1;
    return isOne && step.sign === 1 && more.length === 0 ? 1 : null;
  };
  return { partOf, isPlace, movedBy };
}

/** Stacks that are filled and emptied where this one is: what is on top of them belongs to what is on top of it. */
function stacksBeside(index: ProgramIndex, node: While, path: string): string[] {
  const changes = changesIn(whileBody(node), index);
  const placesOf = (list: readonly Change[] = []): string[] | null => {
    const places = list.map(({ kind, node: code }) => {
      const block = kind === 'push' || kind === 'pop' ? blockAround(node.body, code) : null;
      return block === null ? null : `${kind} ${String(block[0]!.span.start)}`;
    });
    return places.every((place) => place !== null) ? places.sort() : null;
  };
  const own = placesOf(changes.get(path))?.join();
  if (own === undefined || own === '') return [];
  return [...changes].flatMap(([other, list]) =>
    other !== path && placesOf(list)?.join() === own ? [other] : [],
  );
}

/** The innermost block that a node stands in. */
function blockAround(block: readonly Stmt[], node: Code): readonly Stmt[] | null {
  const stmt = block.find((one) => contains(one, node));
  if (stmt === undefined) return null;
  for (const inner of blocksOf(stmt)) {
    const found = blockAround(inner, node);
    if (found !== null) return found;
  }
  return block;
}

/** Of `u, i = top` u is the first part. */
function nameParts(names: Map<string, Part>, target: Expr, part: Part | null): void {
  if (part === null) return;
  if (target.kind === 'name') names.set(target.name, part);
  else if (target.kind === 'collection' && part === WHOLE)
    target.elements.forEach((element, i) => {
      nameParts(names, element, i);
    });
}

const takes = (roles: RoleIndex, value: Expr, path: string): boolean =>
  value.kind === 'call' &&
  value.callee.kind === 'field' &&
  pathOf(value.callee.object) === path &&
  roles.is(value, 'pop');
