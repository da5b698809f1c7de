/** `for i in range(len(xs)): x = xs[i]; ...` that asks nothing else of i is the loop over xs. */
import type { Expr, ForEach, FunctionNode, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { withBlocks } from '../../ir/replace.ts';
import { type Code, mentions, someCode, walk } from '../../ir/walk.ts';
import { elementLoop } from '../shared/element-loops.ts';

/** The loop over the elements, of a loop that leaves the container as it is and reads the place nowhere else; or null. */
export function overElements(loop: ForEach): ForEach | null {
  const over = elementLoop(loop, sizedIn);
  return over !== null && isLeft(over.iterable, over.body) ? over : null;
}

/** The body of a function in which the loops over places are those over elements whose last place nobody reads. */
export function withElementLoops(
  body: readonly Stmt[],
  loops: ReadonlyMap<ForEach, ForEach>,
): FunctionNode['body'] {
  const free = new Map(
    [...loops].filter(([loop]) => loop.target.kind === 'name' && !isReadElsewhere(body, loop.target.name)),
  );
  const inBlock = (block: readonly Stmt[]): readonly Stmt[] =>
    block.map((stmt) => {
      const over = stmt.kind === 'forEach' ? free.get(stmt) : undefined;
      return withBlocks(over ?? stmt, inBlock);
    });
  return free.size === 0 ? body : inBlock(body);
}

/** The name is used where no loop sets it. */
function isReadElsewhere(body: readonly Stmt[], name: string): boolean {
  let found = false;
  const sets = (target: Expr): boolean => target.kind === 'name' && target.name === name;
  walk(body, {
    func: () => true,
    stmt: (stmt) => !found && !(stmt.kind === 'forEach' && sets(stmt.target)),
    expr: (expr) => {
      if (expr.kind === 'comprehension')
        return !found && !expr.clauses.some((clause) => clause.kind === 'for' && sets(clause.target));
      found ||= expr.kind === 'name' && expr.name === name;
      return !found;
    },
  });
  return found;
}

/** xs of `len(xs)`. */
const sizedIn = (size: Expr): Expr | null =>
  size.kind === 'call' && size.callee.kind === 'name' && size.callee.name === 'len' && size.args.length === 1
    ? size.args[0]!.value
    : null;

/** Elements are read and set, and nothing else is done to the container, nor to what it is told by. */
function isLeft(container: Expr, body: readonly Stmt[]): boolean {
  const names = namesIn(container);
  if (names === null) return false;
  const [whole] = names;
  const sets = (node: Code): boolean =>
    (node.kind === 'assign' && node.targets.some((target) => isTold(target, names))) ||
    (node.kind === 'assignExpr' && isTold(node.target, names)) ||
    (node.kind === 'forEach' && isTold(node.target, names));
  const isWhole = (node: Code): boolean =>
    node.kind === 'call' &&
    node.args.some(({ value }) => printed(value) === printExpr(container)) &&
    sizedIn(node) === null;
  const isOf = (node: Code): boolean =>
    node.kind === 'call' && node.callee.kind === 'field' && mentions(node.callee.object, whole!);
  return !body.some((stmt) => someCode(stmt, (node) => sets(node) || isWhole(node) || isOf(node)));
}

const printed = (expr: Expr): string | null =>
  expr.kind === 'name' || expr.kind === 'index' ? printExpr(expr) : null;

/** The names that tell which container it is; null where something else does. */
function namesIn(expr: Expr): string[] | null {
  if (expr.kind === 'name') return [expr.name];
  if (expr.kind !== 'index' || expr.index.kind !== 'name') return null;
  const names = namesIn(expr.object);
  return names === null ? null : [...names, expr.index.name];
}

/** The target is one of the names, or has one as a part. */
function isTold(target: Expr, names: readonly string[]): boolean {
  if (target.kind === 'name') return names.includes(target.name);
  return target.kind === 'collection' && target.elements.some((part) => isTold(part, names));
}
