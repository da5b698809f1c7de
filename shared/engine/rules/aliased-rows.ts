import type { FreshRowsFix } from '../ir/fix.ts';
import type { Binary, Expr } from '../ir/ir.ts';
import { isRowRead, makesMutable } from './effects.ts';
import type { Rule } from './rule.ts';
import { treeOf, type Tree } from '../ir/tree.ts';
import { variableOf, type Use } from '../ir/variables.ts';

export const rule: Rule = {
  id: 'aliased-rows',
  severity: 'warning',
  doc: {
    what: 'Finds tables whose rows are one and the same list, as in `[[0] * n] * m`.',
    why: `Repeating a list copies references, not what they refer to. All m rows are the same list, so that writing to
\`table[0][j]\` writes to every row, and the answer is wrong.`,
    sample: {
      bad: `def diagonal(n: int):
    table = [[0] * n] * n
    for i in range(n):
        table[i][i] = 1
    return table
`,
      good: `def diagonal(n: int):
    table = [[0] * n for _ in range(n)]
    for i in range(n):
        table[i][i] = 1
    return table
`,
    },
    fixSafety: `The fix makes every row anew. It changes what the program does, which is the point; it needs a look where
the rows were meant to be shared.`,
  },
  check: ({ analysis, quote }) => {
    const tree = treeOf(analysis.program);
    return tree.exprs.flatMap((expr) => {
      const rows = expr.kind === 'binary' ? repeatedRows(expr) : null;
      if (rows === null || isOnlyRead(tree, expr)) return [];
      const message = `${quote(expr.span)} holds the same row ${quote(rows.count.span)} times: writing to one row writes to all. Make a new row for each place.`;
      return [{ span: expr.span, message, fixes: rows.fix === null ? [] : [rows.fix] }];
    });
  },
};

interface Rows {
  readonly count: Expr;
  readonly fix: FreshRowsFix | null;
}

/** `[row] * count` or `count * [row]`, where a row can be changed. */
function repeatedRows(repetition: Binary): Rows | null {
  const { op, left, right } = repetition;
  if (op !== '*') return null;
  const [list, count] = left.kind === 'collection' ? [left, right] : [right, left];
  if (list.kind !== 'collection' || list.shape !== 'list' || !list.elements.some(makesMutable)) return null;
  if (count.kind === 'number' && count.value <= 1) return null;
  const [row] = list.elements;
  const isSingle = row !== undefined && list.elements.length === 1;
  return {
    count,
    fix: isSingle ? { kind: 'fresh-rows', safety: 'suggestion', repetition, row, count } : null,
  };
}

/** The rows are never written to, only read or replaced as a whole. */
function isOnlyRead(tree: Tree, made: Expr): boolean {
  const stmt = tree.parents.get(made);
  if (stmt?.kind !== 'assign' || stmt.value !== made) return false;
  const [target] = stmt.targets;
  const variable = target === undefined ? null : variableOf(tree, target);
  return variable?.uses.every((use) => leavesRows(tree, use)) ?? false;
}

function leavesRows(tree: Tree, { role }: Use): boolean {
  switch (role.kind) {
    case 'set':
    case 'tested':
      return true;
    case 'argument':
      return role.callee === 'len';
    case 'element':
      return role.write || isRowRead(tree, role.node);
    default:
      return false;
  }
}
