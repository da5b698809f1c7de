/** What the functions that lower Python share: the text, the scope they are in, and what they have to report. */
import type {
  ClassNode,
  Expr,
  ForEach,
  FunctionNode,
  ImportBinding,
  Note,
  Span,
  Stmt,
  Unsupported,
} from '../../ir/ir.ts';
import type { SpanOf } from '../../syntax/lines.ts';
import { isPython2 } from './python2.ts';
import { MISSING } from './repair.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';

/** Code nested deeper than this is not modelled: what reads the IR may then recurse without care. */
export const MAX_DEPTH = 250;
export const TOO_DEEP = 'code nested too deeply';

export interface Scope {
  readonly kind: 'module' | 'class' | 'function';
  /** The class, for a scope of kind "class". */
  readonly className: string | null;
  readonly locals: Set<string>;
  readonly params: Set<string>;
  /** Names declared `global` or `nonlocal`. */
  readonly outer: Set<string>;
  /** Methods of a class that a later statement wraps in a cache. */
  readonly wrapped: Set<string>;
  /** Loops over places, with the loops over elements that they are where nobody else reads the places. */
  readonly elementLoops: Map<ForEach, ForEach>;
  generator: boolean;
}

export interface Context {
  readonly text: string;
  readonly spanOf: SpanOf;
  readonly notes: Note[];
  readonly imports: ImportBinding[];
  /** The names by which `range` is still the built-in. */
  readonly ranges: ReadonlySet<string>;
  /** Names of `range` that the program binds to something else. */
  readonly rebound: Set<string>;
  /** Functions and classes lowered so far, by name: what a decorator may refer to. */
  readonly definitions: Map<string, FunctionNode | ClassNode>;
  /** `# type: ...` comments by their line. */
  readonly typeComments: ReadonlyMap<number, string>;
  /** The program is written for Python 2. */
  readonly isPython2: () => boolean;
  /** The tree has syntax errors. */
  readonly broken: boolean;
  /** What was understood of errors inside the statement that is being lowered. */
  readonly pending: Stmt[];
  /** Names of the functions around the code that is being lowered. */
  readonly around: string[];
  scope: Scope;
  /** Where a method's body assigns to its object's fields: the scope of the class. */
  classScope: Scope | null;
  depth: number;
}

export function newContext(tree: SyntaxTree, spanOf: SpanOf, ranges: ReadonlySet<string>): Context {
  return {
    text: tree.text,
    spanOf,
    notes: [],
    imports: [],
    ranges,
    rebound: new Set(),
    definitions: new Map(),
    typeComments: typeComments(tree, spanOf),
    isPython2: once(() => isPython2(tree.root, tree.text)),
    broken: tree.errors.length > 0,
    pending: [],
    around: [],
    scope: newScope('module'),
    classScope: null,
    depth: 0,
  };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: compute() }).value;
}

export function newScope(kind: Scope['kind'], className: string | null = null): Scope {
  return {
    kind,
    className,
    locals: new Set(),
    params: new Set(),
    outer: new Set(),
    wrapped: new Set(),
    elementLoops: new Map(),
    generator: false,
  };
}

const NO_TYPE_COMMENTS: ReadonlyMap<number, string> = new Map();

function typeComments(tree: SyntaxTree, spanOf: SpanOf): ReadonlyMap<number, string> {
  let found: Map<number, string> | null = null;
  for (const { start, end } of tree.comments) {
    const type = /^#\s*type:\s*(?!\s|ignore\b)(.+)/.exec(tree.text.slice(start, end));
    if (type !== null) (found ??= new Map()).set(spanOf(start, end).line, type[1]!);
  }
  return found ?? NO_TYPE_COMMENTS;
}

export function spanOfNode(ctx: Context, node: SyntaxNode): Span {
  return ctx.spanOf(node.start, node.end);
}

export function textOf(ctx: Context, node: SyntaxNode): string {
  return ctx.text.slice(node.start, node.end);
}

/** Records that the scope binds a name. */
export function bind(ctx: Context, name: string): void {
  if (name === '' || name === MISSING) return;
  ctx.scope.locals.add(name);
  // The names of a class are no names in its methods.
  if ((name === 'range' || name === 'xrange') && ctx.scope.kind !== 'class') ctx.rebound.add(name);
}

export function bindParam(ctx: Context, name: string): void {
  bind(ctx, name);
  ctx.scope.params.add(name);
}

/** Names that the scope binds itself. */
export function localsOf(scope: Scope): string[] {
  const names = [...scope.locals];
  return scope.outer.size === 0
    ? names
    : names.filter((name) => !scope.outer.has(name) || scope.params.has(name));
}

/** Runs `body` in a scope of its own. */
export function inScope<T>(ctx: Context, scope: Scope, body: () => T): T {
  const { scope: outer, classScope } = ctx;
  ctx.scope = scope;
  if (scope.kind === 'class') ctx.classScope = scope;
  const result = body();
  ctx.scope = outer;
  ctx.classScope = classScope;
  return result;
}

/** A node for what has no model, and a note that says so. */
export function unsupported(
  ctx: Context,
  node: SyntaxNode,
  reason: string,
  parts: readonly Expr[] = [],
): Unsupported {
  const span = spanOfNode(ctx, node);
  ctx.notes.push({ span, kind: 'unsupported', message: reason });
  return { kind: 'unsupported', reason, parts, span };
}

/** A node in the place of a syntax error, which has its note already. */
export function syntaxError(ctx: Context, node: SyntaxNode, parts: readonly Expr[] = []): Unsupported {
  return { kind: 'unsupported', reason: 'syntax error', parts, span: spanOfNode(ctx, node) };
}

/** Runs `body` as if the code were nested deeper by so many levels: the n-th branch of a chain is. */
export function deeper<T>(ctx: Context, levels: number, body: () => T): T {
  ctx.depth += levels;
  const result = body();
  ctx.depth -= levels;
  return result;
}

/** The named children that the parser understood. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter((child) => child.named && child.type !== 'ERROR');
}
