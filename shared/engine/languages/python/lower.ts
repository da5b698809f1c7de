/** From Python's syntax tree to the intermediate representation. Total: any text has a program. */
import type { Note, Program, Span, Stmt } from '../../ir/ir.ts';
import { type SpanOf, spansOf } from '../../syntax/lines.ts';
import { patch } from '../../syntax/patch.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { newContext } from './lower-context.ts';
import { rescue } from './lower-errors.ts';
import { lowerBlock } from './lower-statements.ts';
import { repairs } from './repair.ts';

const RANGES: readonly string[] = ['range', 'xrange'];

/** Lowers Python 3 and 2. */
export function lowerPython(tree: SyntaxTree): Program {
  const spanOf = spansOf(tree.text);
  const whole = spanOf(0, tree.text.length);
  if (tree.errors.length === 0) return lowerTree(tree, spanOf, whole, []);
  const errors = syntaxNotes(tree, spanOf);
  const repaired = repair(tree, spanOf);
  return lowerTree(repaired.tree, repaired.spanOf, whole, errors);
}

/** Where the program binds `range` to something else, it is lowered again without the name's meaning. */
function lowerTree(tree: SyntaxTree, spanOf: SpanOf, span: Span, errors: readonly Note[]): Program {
  const rebound = new Set<string>();
  for (;;) {
    const ctx = newContext(tree, spanOf, new Set(RANGES.filter((name) => !rebound.has(name))));
    const body: Stmt[] = [];
    if (tree.root.type === 'ERROR') rescue(ctx, tree.root, body);
    else body.push(...lowerBlock(ctx, tree.root));
    if (ctx.rebound.size > 0 && rebound.size === 0) {
      for (const name of ctx.rebound) rebound.add(name);
      continue;
    }
    const notes = errors.length === 0 ? ctx.notes : [...errors, ...ctx.notes];
    return {
      kind: 'program',
      language: 'python',
      imports: ctx.imports,
      body,
      notes,
      span,
    };
  }
}

/** The tree of the completed text, with spans in the original, if that has fewer errors. */
function repair(tree: SyntaxTree, spanOf: SpanOf): { readonly tree: SyntaxTree; readonly spanOf: SpanOf } {
  const insertions = repairs(tree.text);
  if (insertions.length === 0) return { tree, spanOf };
  const { text, original } = patch(tree.text, insertions);
  const repaired = tree.reparse(text);
  if (damage(repaired) >= damage(tree)) return { tree, spanOf };
  return { tree: repaired, spanOf: (start, end) => spanOf(original(start), original(end)) };
}

/** How much of the text the parser did not understand. */
function damage(tree: SyntaxTree): number {
  return outermost(tree.errors).reduce((sum, { start, end }) => sum + end - start + 1, 0);
}

function outermost(errors: readonly SyntaxNode[]): SyntaxNode[] {
  let last: SyntaxNode | null = null;
  return errors.filter((error) => {
    if (last !== null && error.start < last.end && error.end <= last.end) return false;
    last = error;
    return true;
  });
}

/** One note for each outermost error. */
function syntaxNotes(tree: SyntaxTree, spanOf: SpanOf): Note[] {
  return outermost(tree.errors).map((error) => ({
    span: spanOf(error.start, error.end),
    kind: 'syntax',
    message: messageFor(tree.text, error),
  }));
}

function messageFor(text: string, error: SyntaxNode): string {
  if (error.missing) return `missing ${error.named ? error.type.replaceAll('_', ' ') : `"${error.type}"`}`;
  const line = text.slice(error.start, error.end).split('\n', 1)[0]!.trim();
  return line === '' ? 'syntax error' : `syntax error at "${line.slice(0, 40)}"`;
}
