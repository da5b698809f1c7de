/** From Java's syntax tree to the intermediate representation. Total: any text has a program. */
import type { Expr, ImportBinding, Note, Program, Stmt } from '../../ir/ir.ts';
import { type SpanOf, spansOf } from '../../syntax/lines.ts';
import { childOfType, namedChildren, type SyntaxNode, type SyntaxTree } from '../../syntax/tree.ts';
import { type Declarations, declarationsOf, isClassNode, membersOf } from './declarations.ts';
import { type Context, newContext, spanOfNode, textOf } from './lower-context.ts';
import { lowerClass, lowerLooseMethod } from './lower-classes.ts';
import { nameExpr } from './lower-names.ts';
import { lowerStatement } from './lower-statements.ts';
import type { typeNamed } from './java-types.ts';

/**
 * Lowers a file of classes. Static members become functions and variables of the top level, as which scripts have them;
 * a `main` is then called at the end.
 */
export function lowerJava(tree: SyntaxTree): Program {
  const spanOf = spansOf(tree.text);
  const declarations = declarationsOf(tree.text, tree.root);
  const ctx = newContext(tree, spanOf, declarations);
  const body: Stmt[] = [];
  for (const node of topLevel(tree.root)) lowerTopLevel(ctx, node, body);
  for (const cls of ctx.anonymous) body.push({ kind: 'class', cls, span: cls.span });
  const start = mainCall(ctx, declarations, body);
  return {
    kind: 'program',
    language: 'java',
    imports: ctx.imports,
    body: [...constantsFirst(body), ...start],
    notes: syntaxNotes(tree, spanOf),
    span: spanOf(0, tree.text.length),
  };
}

/** Members that stand outside of any class, where the text is broken or only a method, belong to no class. */
function topLevel(root: SyntaxNode): SyntaxNode[] {
  return membersOf(root);
}

function lowerTopLevel(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  if (isClassNode(node)) {
    const cls = lowerClass(ctx, node, out);
    if (cls !== null) out.push({ kind: 'class', cls, span: spanOfNode(ctx, node) });
    return;
  }
  if (node.type === 'import_declaration') {
    const binding = importOf(ctx, node);
    if (binding !== null) ctx.imports.push(binding);
    return;
  }
  if (node.type === 'method_declaration') out.push(lowerLooseMethod(ctx, node));
  else lowerStatement(ctx, node, out);
}

/** `import static java.lang.Math.max` binds a name; types are known by theirs. */
function importOf(ctx: Context, node: SyntaxNode): ImportBinding | null {
  if (!node.children.some((child) => child.type === 'static')) return null;
  const path = namedChildren(node).find((child) => child.type === 'scoped_identifier');
  if (path === undefined) return null;
  const parts = textOf(ctx, path).split('.');
  if (childOfType(node, 'asterisk') !== null) return { local: '*', module: parts.at(-1)!, member: '*' };
  const member = parts.at(-1)!;
  return { local: member, module: parts.at(-2) ?? '', member };
}

/** Fields have their values before any code of the program runs. */
function constantsFirst(body: readonly Stmt[]): Stmt[] {
  return [...body.filter((stmt) => stmt.kind === 'assign'), ...body.filter((stmt) => stmt.kind !== 'assign')];
}

/** The call of the program's `main`, behind its static blocks; nothing where there is none. */
function mainCall(ctx: Context, declarations: Declarations, body: readonly Stmt[]): Stmt[] {
  const mains = [...declarations.classes.values()].flatMap((cls) => cls.methods.get('main') ?? []);
  const starts = mains.filter((method) => method.isStatic && method.params.every(isArguments));
  const main = starts.find(({ params }) => params.length > 0) ?? starts[0];
  if (main === undefined) return [];
  const span = spanOfNode(ctx, main.node);
  const call = (name: string): Stmt => {
    const expr: Expr = { kind: 'call', callee: nameExpr(name, span), args: [], style: 'call', span };
    return { kind: 'expr', expr, span };
  };
  const blocks = body.flatMap((stmt) =>
    stmt.kind === 'function' && stmt.func.name.endsWith('.static') ? [call(stmt.func.name)] : [],
  );
  return [...blocks, call(main.ir)];
}

const isArguments = ({ name, dims }: ReturnType<typeof typeNamed>): boolean =>
  name === 'String' && dims === 1;

/** One note for each outermost error. */
function syntaxNotes(tree: SyntaxTree, spanOf: SpanOf): Note[] {
  let end = -1;
  return tree.errors.flatMap((error): Note[] => {
    if (error.end <= end) return [];
    end = Math.max(end, error.end);
    return [{ span: spanOf(error.start, error.end), kind: 'syntax', message: messageFor(tree.text, error) }];
  });
}

function messageFor(text: string, error: SyntaxNode): string {
  if (error.missing) return `missing ${error.named ? error.type.replaceAll('_', ' ') : `"${error.type}"`}`;
  const line = text.slice(error.start, error.end).split('\n', 1)[0]!.trim();
  return line === '' ? 'syntax error' : `syntax error at "${line.slice(0, 40)}"`;
}
