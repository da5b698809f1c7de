/** From Python's syntax tree to the intermediate representation. Total: any text has a program. */
import type { Note, Program, Stmt } from '../../ir/ir.ts';
import { spansOf } from '../../syntax/lines.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { newContext, textOf } from './lower-context.ts';
import { rescue } from './lower-errors.ts';
import { lowerBlock } from './lower-statements.ts';

const RANGES: readonly string[] = ['range', 'xrange'];

/** Lowers Python 3 and 2. Where the program binds `range` to something else, it is lowered again without its meaning. */
export function lowerPython(tree: SyntaxTree): Program {
  const program = lowerOnce(tree, new Set(RANGES));
  if (program.rebound.size === 0) return program.program;
  return lowerOnce(tree, new Set(RANGES.filter((name) => !program.rebound.has(name)))).program;
}

function lowerOnce(tree: SyntaxTree, ranges: ReadonlySet<string>) {
  const spanOf = spansOf(tree.text);
  const ctx = newContext(tree, spanOf, ranges);
  const body: Stmt[] = [];
  if (tree.root.type === 'ERROR') rescue(ctx, tree.root, body);
  else body.push(...lowerBlock(ctx, tree.root));
  const notes: Note[] = tree.errors.length === 0 ? ctx.notes : [...syntaxNotes(tree), ...ctx.notes];
  const span = spanOf(0, tree.text.length);
  const program: Program = { kind: 'program', language: 'python', imports: ctx.imports, body, notes, span };
  return { program, rebound: ctx.rebound };

  /** One note for each outermost error. */
  function syntaxNotes({ errors }: SyntaxTree): Note[] {
    const found: Note[] = [];
    let end = -1;
    for (const error of errors) {
      if (error.end <= end && error.start < end) continue;
      end = error.end;
      found.push({ span: spanOf(error.start, error.end), kind: 'syntax', message: messageFor(error) });
    }
    return found;
  }

  function messageFor(error: SyntaxNode): string {
    if (error.missing) return `missing ${error.named ? error.type.replaceAll('_', ' ') : `"${error.type}"`}`;
    const text = textOf(ctx, error).split('\n', 1)[0]!.trim();
    return text === '' ? 'syntax error' : `syntax error at "${text.slice(0, 40)}"`;
  }
}
