/** From Python's syntax tree to the intermediate representation. Total: any text has a program. */
import type { Note, Program, Span, Stmt } from '../../ir/ir.ts';
import { type SpanOf, spansOf } from '../../syntax/lines.ts';
import { patch } from '../../syntax/patch.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { newContext } from './lower-context.ts';
import { rescue } from './lower-errors.ts';
import { withRecords } from './lower-records.ts';
import { lowerBlock } from './lower-statements.ts';
import { MISSING, repairs } from './repair.ts';

const RANGES: readonly string[] = ['range', 'xrange'];

/** Lowers Python 3 and 2. */
export function lowerPython(tree: SyntaxTree): Program {
  const spanOf = spansOf(tree.text);
  const whole = spanOf(0, tree.text.length);
  if (tree.errors.length === 0) return lowerTree({ tree, spanOf, notes: [] }, whole);
  return lowerTree(repair(tree, spanOf), whole);
}

interface Source {
  readonly tree: SyntaxTree;
  readonly spanOf: SpanOf;
  /** The errors of its syntax. */
  readonly notes: readonly Note[];
}

/** Where the program binds `range` to something else, it is lowered again without the name's meaning. */
function lowerTree({ tree, spanOf, notes }: Source, span: Span): Program {
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
    return {
      kind: 'program',
      language: 'python',
      imports: ctx.imports,
      body: withRecords(body, tree.text),
      notes,
      span,
    };
  }
}

/** The tree of the completed text, with spans in the original, if that has fewer errors. */
function repair(tree: SyntaxTree, spanOf: SpanOf): Source {
  const asItIs = { tree, spanOf, notes: syntaxNotes(tree, spanOf) };
  const insertions = repairs(tree.text);
  if (insertions.length === 0) return asItIs;
  const { text, original } = patch(tree.text, insertions);
  const repaired = tree.reparse(text);
  if (damage(repaired) >= damage(tree)) return asItIs;
  const spanInOriginal: SpanOf = (start, end) => spanOf(original(start), original(end));
  const missing = insertions.map(({ at, text: added }): Note => {
    const what = added.includes(MISSING) ? 'expression' : `"${added}"`;
    return { span: spanOf(at, at), kind: 'syntax', message: `missing ${what}` };
  });
  const notes = [...missing, ...syntaxNotes(repaired, spanInOriginal)].sort(
    (a, b) => a.span.start - b.span.start,
  );
  return { tree: repaired, spanOf: spanInOriginal, notes };
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
