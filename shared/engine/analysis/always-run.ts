/** Calls that code makes whenever it is run. */
import type { Call, Stmt } from '../ir/ir.ts';
import { type Code, someChildExpr, someStmtIn } from '../ir/walk.ts';

/** The first call that passes a test, of those that running the code makes whatever its tests say; null where none does. */
export function surelyCalled(code: readonly Code[], test: (call: Call) => boolean): Call | null {
  for (const node of code) {
    const found = evaluated(node, test);
    if (found !== null) return found;
    if (someStmtIn(node, ({ kind }) => LEAVES.has(kind))) return null;
  }
  return null;
}

const LEAVES: ReadonlySet<Code['kind']> = new Set<Stmt['kind']>(['return', 'throw', 'break', 'continue']);

function evaluated(node: Code, test: (call: Call) => boolean): Call | null {
  switch (node.kind) {
    case 'call':
      if (test(node)) return node;
      break;
    case 'logical':
      return evaluated(node.left, test);
    case 'conditional':
      return evaluated(node.test, test);
    case 'comprehension':
    case 'while':
      return null;
    default:
  }
  let found: Call | null = null;
  someChildExpr(node, (child) => (found = evaluated(child, test)) !== null);
  return found;
}
