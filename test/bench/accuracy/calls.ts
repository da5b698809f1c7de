/** How many of a program's calls go to the library, and how many of these have no cost in its tables. */
import { readGrammar } from '../../../scripts/grammars.ts';
import type { Expr } from '../../../shared/engine/ir/ir.ts';
import { walk } from '../../../shared/engine/ir/walk.ts';
import { canonicalLanguage } from '../../../shared/engine/languages/registry.ts';
import { createParserPool } from '../../../shared/engine/syntax/parser.ts';

export interface CallCounts {
  readonly library: number;
  readonly unexplained: number;
}

const UNEXPLAINED = /^no cost is known for the call of (?:.*\.)?(\w+)$/;

const pool = createParserPool(readGrammar);

/** `gaps` is what the analysis of the program did not understand; it names an unexplained function once. */
export async function countCalls(
  code: string,
  language: string,
  gaps: readonly string[],
): Promise<CallCounts> {
  const at = canonicalLanguage(language);
  if (at === null) return { library: 0, unexplained: 0 };
  const program = at.lower((await pool.load(at.grammar)).parse(code));
  const own = new Set<string>();
  const called: string[] = [];
  walk(program.body, {
    func: ({ name }) => own.add(name),
    stmt: (stmt) => {
      if (stmt.kind === 'class') own.add(stmt.cls.name);
    },
    expr: (expr) => {
      const name = expr.kind === 'call' ? nameOf(expr.callee) : null;
      if (name !== null) called.push(name);
    },
  });
  const library = called.filter((name) => !own.has(name));
  const missing = new Set(gaps.flatMap((reason) => UNEXPLAINED.exec(reason)?.[1] ?? []));
  return { library: library.length, unexplained: library.filter((name) => missing.has(name)).length };
}

/** "append" of `out.append(x)`; null where something is called that has no name. */
function nameOf(callee: Expr): string | null {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'field' ? callee.name : null;
}
