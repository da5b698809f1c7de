/**
 * Links that are laid from the root of one tree to that of another, `parent[b] = a`, the smaller below the larger by what a
 * second table says of both, `if size[a] < size[b]: a, b = b, a`: no tree is deeper than the logarithm of its size.
 */
import { rememberedFor } from '../ir/facts.ts';
import type { Assign, Expr, FunctionNode, Stmt } from '../ir/ir.ts';
import { someCode, someStmtIn } from '../ir/walk.ts';
import { pathOf } from './progress.ts';
import type { ProgramIndex } from './program-index.ts';

/** Whether all links of the table are laid so, wherever the program lays one. */
export const isLinkedByWeight = (index: ProgramIndex, table: string): boolean =>
  areLinkedByWeight(index, lastOf(table));

const areLinkedByWeight = rememberedFor(allByWeight);

const lastOf = (path: string): string => path.split('.').at(-1)!;

function allByWeight({ functions }: ProgramIndex, table: string): boolean {
  const links = functions.map((func) => ({ func, pairs: linksIn(func, table) }));
  return (
    links.some(({ pairs }) => pairs.length > 0) &&
    links.every(({ func, pairs }) => pairs.every((pair) => comparesWeights(func, table, pair)))
  );
}

/** The places that are linked, each with the place that its link leads to; null for one that has no name. */
type Pair = readonly [string | null, string | null];

function linksIn({ body }: FunctionNode, table: string): Pair[] {
  const pairs: Pair[] = [];
  const note = (node: Stmt | Expr): false => {
    if (node.kind === 'assign') pairs.push(...linksOf(node, table));
    return false;
  };
  body.forEach((stmt) => someStmtIn(stmt, note));
  return pairs;
}

/** What begins as its own root, or goes on to where a link leads, is no link between trees. */
function linksOf({ targets, value, op }: Assign, table: string): Pair[] {
  return targets.flatMap((target): Pair[] => {
    if (target.kind !== 'index' || !isTable(target.object, table)) return [];
    const [from, to] = [pathOf(target.index), pathOf(value)];
    const isShortened = value.kind === 'index' && isTable(value.object, table);
    return op === null && (isShortened || (from !== null && from === to)) ? [] : [[from, to]];
  });
}

const isTable = (expr: Expr, table: string): boolean => {
  const path = pathOf(expr);
  return path !== null && lastOf(path) === table;
};

/** The function compares what another table holds for both places, and changes that. */
function comparesWeights({ body }: FunctionNode, table: string, [from, to]: Pair): boolean {
  if (from === null || to === null) return false;
  let weights: string | null = null;
  const isComparison = (node: Stmt | Expr): boolean => {
    if (node.kind !== 'compare' || node.left.kind !== 'index' || node.right.kind !== 'index') return false;
    const [left, right] = [pathOf(node.left.object), pathOf(node.right.object)];
    const places = [pathOf(node.left.index), pathOf(node.right.index)];
    if (left === null || left !== right || lastOf(left) === table) return false;
    if (!/^[<>]=?$/.test(node.op) || !places.includes(from) || !places.includes(to)) return false;
    weights = left;
    return true;
  };
  const changesWeights = (node: Stmt | Expr): boolean =>
    node.kind === 'assign' &&
    node.targets.some((target) => target.kind === 'index' && pathOf(target.object) === weights);
  return (
    body.some((stmt) => someCode(stmt, isComparison)) && body.some((stmt) => someCode(stmt, changesWeights))
  );
}
