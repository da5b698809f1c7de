/** What the functions that lower Java share: the text, the declarations, the scope they are in, and what they report. */
import { withoutAliases } from '../../ir/aliases.ts';
import type {
  ClassNode,
  Expr,
  FunctionNode,
  ImportBinding,
  Note,
  Span,
  Stmt,
  Unsupported,
} from '../../ir/ir.ts';
import type { SpanOf } from '../../syntax/lines.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import type { ClassInfo, Declarations } from './declarations.ts';
import { type JavaType, UNKNOWN, collectionOf, irType } from './java-types.ts';

/** Code nested deeper than this is not modelled: what reads the IR may then recurse without care. */
export const MAX_DEPTH = 250;
export const TOO_DEEP = 'code nested too deeply';

/** An expression and its static type. */
export interface Typed {
  readonly expr: Expr;
  readonly type: JavaType;
}

/** A function body: its names, and their types by block. */
export interface Scope {
  /** Types of the variables, innermost block last. */
  readonly blocks: Map<string, JavaType>[];
  /** By the names of variables: what they were declared as last, and what the intermediate representation calls them. */
  readonly declared: Map<string, { readonly type: JavaType; readonly ir: string }>;
  readonly locals: Set<string>;
  readonly outer: Scope | null;
}

export interface Context {
  readonly text: string;
  readonly spanOf: SpanOf;
  readonly notes: Note[];
  readonly imports: ImportBinding[];
  readonly declarations: Declarations;
  /** The tree has syntax errors. */
  readonly broken: boolean;
  /** Some array that a container held is changed at a place that is written as a number: `pair[1]++`. */
  readonly changesParts: boolean;
  /** The class around; null at the top level. */
  cls: ClassInfo | null;
  /** The code has no `this`. */
  isStatic: boolean;
  scope: Scope;
  /** What a `break` leaves, innermost last. */
  readonly targets: ('loop' | 'switch')[];
  /** Labels of the loops around, innermost last; null for a loop without one. */
  readonly labels: (string | null)[];
  /** The label that stands before the statement to come. */
  label: string | null;
  /** Classes without a name that expressions make objects of. */
  readonly anonymous: ClassNode[];
  depth: number;
}

export function newScope(outer: Scope | null): Scope {
  return { blocks: [new Map<string, JavaType>()], declared: new Map(), locals: new Set(), outer };
}

/** What changes a part of an array: of the array that a call gives, or of a variable's. */
const CHANGED_PART = /(?:\)|\b(\w+))\[\d+\]\s*(?:=(?!=)|[-+*/%|&^]=|\+\+|--)|(?:\+\+|--)(\w+)\[\d+\]/g;

/** A variable that is set to what a method gives, or that runs over a container. */
const TAKEN = /\b(\w+)\s*(?==[^;=]*\.\w+\(|:)/g;

/** `pair = stack.peek(); pair[1]++`, `stack.peek()[1]++` */
function changesParts(text: string): boolean {
  if (!/\[\d/.test(text)) return false;
  const changed = [...text.matchAll(CHANGED_PART)].map(([, after, before]) => after ?? before);
  if (changed.length === 0) return false;
  const taken = new Set([...text.matchAll(TAKEN)].map(([, name]) => name));
  return changed.some((name) => name === undefined || taken.has(name));
}

export function newContext(tree: SyntaxTree, spanOf: SpanOf, declarations: Declarations): Context {
  return {
    text: tree.text,
    spanOf,
    notes: [],
    imports: [],
    declarations,
    broken: tree.errors.length > 0,
    changesParts: changesParts(tree.text),
    cls: null,
    isStatic: true,
    scope: newScope(null),
    targets: [],
    labels: [],
    label: null,
    anonymous: [],
    depth: 0,
  };
}

/** Declares a variable in the innermost block. */
export function bind(ctx: Context, name: string, type: JavaType): void {
  ctx.scope.locals.add(name);
  ctx.scope.declared.set(name, { type, ir: name });
  ctx.scope.blocks.at(-1)!.set(name, type);
}

/**
 * Declares a variable under the name that it returns: containers of different kinds that share a name, in blocks one behind
 * the other, are never one.
 */
export function bindVariable(ctx: Context, name: string, type: JavaType): string {
  const { declared } = ctx.scope;
  const before = declared.get(name);
  const ir = before === undefined ? name : sameKind(before.type, type) ? before.ir : `${before.ir}′`;
  bind(ctx, name, type);
  declared.set(name, { type, ir });
  ctx.scope.locals.add(ir);
  return ir;
}

const sameKind = (a: JavaType, b: JavaType): boolean =>
  a.dims === b.dims && collectionOf(a) === collectionOf(b);

/** What the intermediate representation calls a local variable. */
export function localName(ctx: Context, name: string): string {
  for (let scope: Scope | null = ctx.scope; scope !== null; scope = scope.outer)
    for (const block of scope.blocks) if (block.has(name)) return scope.declared.get(name)?.ir ?? name;
  return name;
}

/** The type of a local variable, or null when no function around declares the name. */
export function localType(ctx: Context, name: string): JavaType | null {
  for (let scope: Scope | null = ctx.scope; scope !== null; scope = scope.outer) {
    for (let at = scope.blocks.length - 1; at >= 0; at--) {
      const type = scope.blocks[at]!.get(name);
      if (type !== undefined) return type;
    }
  }
  return null;
}

/** Runs `body` in a block of its own. */
export function inBlock<T>(ctx: Context, body: () => T): T {
  ctx.scope.blocks.push(new Map());
  const result = body();
  ctx.scope.blocks.pop();
  return result;
}

/** Runs `body` in a function of its own, which can see the variables around when it is `nested`. */
export function inFunction<T>(ctx: Context, nested: boolean, body: (scope: Scope) => T): T {
  const { scope, targets } = ctx;
  const saved = targets.splice(0);
  ctx.scope = newScope(nested ? scope : null);
  const result = body(ctx.scope);
  ctx.scope = scope;
  targets.splice(0, targets.length, ...saved);
  return result;
}

/** Runs `body` inside of a class, with or without an object of it. */
export function inClass<T>(ctx: Context, cls: ClassInfo, isStatic: boolean, body: () => T): T {
  const saved = { cls: ctx.cls, isStatic: ctx.isStatic };
  ctx.cls = cls;
  ctx.isStatic = isStatic;
  const result = body();
  Object.assign(ctx, saved);
  return result;
}

export function spanOfNode(ctx: Context, node: SyntaxNode): Span {
  return ctx.spanOf(node.start, node.end);
}

export function textOf(ctx: Context, node: SyntaxNode): string {
  return ctx.text.slice(node.start, node.end);
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

/** The named children that the parser understood. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter((child) => child.named && child.type !== 'ERROR');
}

export const typed = (expr: Expr, type: JavaType = UNKNOWN): Typed => ({ expr, type });

export const irTypeOf = (ctx: Context, type: JavaType): ReturnType<typeof irType> =>
  irType(type, ctx.declarations.classes);

interface FunctionParts {
  readonly name: string;
  readonly nameSpan: Span | null;
  readonly headerSpan: Span;
  readonly params: FunctionNode['params'];
  readonly body: readonly Stmt[];
  readonly locals: Iterable<string>;
  readonly span: Span;
}

/** A function with what most of them have in common. */
export function makeFunction(parts: FunctionParts, more: Partial<FunctionNode> = {}): FunctionNode {
  const { name, params, body } = parts;
  const locals = [...new Set(more.receiver == null ? parts.locals : [more.receiver, ...parts.locals])];
  return {
    kind: 'functionNode',
    ...parts,
    returns: { kind: 'unknown' },
    receiver: null,
    owner: null,
    special: null,
    memoised: false,
    generator: false,
    isPublic: false,
    ...more,
    ...withoutAliases({ name, params, locals, body }),
  };
}
