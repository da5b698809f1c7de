/** Names: variables, fields of the object and of the classes around it, static members, classes. */
import type { Expr, Span } from '../../ir/ir.ts';
import { childOf, type SyntaxNode } from '../../syntax/tree.ts';
import { type ClassInfo, type FieldInfo, fieldOf } from './declarations.ts';
import {
  type Typed,
  type Context,
  localName,
  localType,
  spanOfNode,
  textOf,
  typed,
} from './lower-context.ts';
import { lowerExpr } from './lower-expressions.ts';
import { INT, UNKNOWN, collectionOf, isText, typeNamed } from './java-types.ts';
import { bigConstant } from './big-numbers.ts';

export const THIS = 'this';

/** A name; a text that breaks off may lack it. */
export const nameExpr = (name: string, span: Span): Expr =>
  name === ''
    ? { kind: 'unsupported', reason: 'syntax error', parts: [], span }
    : { kind: 'name', name, span };

export function fieldExpr(
  object: Expr,
  name: string,
  nameSpan: Span,
  span: Span,
  receiverType?: string,
): Expr {
  if (name === '') return { kind: 'unsupported', reason: 'syntax error', parts: [object], span };
  return receiverType === undefined
    ? { kind: 'field', object, name, nameSpan, span }
    : { kind: 'field', object, name, nameSpan, span, receiverType };
}

/** A call without arguments. */
export function callOf(callee: Expr, span: Span): Expr {
  return { kind: 'call', callee, args: [], style: 'call', span };
}

export function lowerIdentifier(ctx: Context, node: SyntaxNode): Typed {
  const name = textOf(ctx, node);
  const span = spanOfNode(ctx, node);
  const local = localType(ctx, name);
  if (local !== null) return typed(nameExpr(localName(ctx, name), span), local);
  const found = fieldAround(ctx, name);
  if (found !== null) return memberAccess(found.field, receiverFor(ctx, found.owner, span), span, span);
  return typed(nameExpr(name, span));
}

interface Found<T> {
  readonly owner: ClassInfo;
  readonly field: T;
}

/** The field that a plain name means: of the class around, or of one around that. */
export function fieldAround(ctx: Context, name: string): Found<FieldInfo> | null {
  for (let cls = ctx.cls; cls !== null; cls = cls.outer) {
    const field = fieldOf(ctx.declarations, cls, name);
    if (field !== null) return { owner: cls, field };
  }
  return null;
}

/** The object of a class around: `this`, or the object around this one. */
export function receiverFor(ctx: Context, owner: ClassInfo, span: Span): Expr {
  return owner === ctx.cls ? nameExpr(THIS, span) : nameExpr(`${owner.name}.${THIS}`, span);
}

function memberAccess(field: FieldInfo, object: Expr, nameSpan: Span, span: Span): Typed {
  if (field.isStatic) return sharedAccess(field, span);
  return typed(fieldExpr(object, field.ir, nameSpan, span), field.type);
}

function sharedAccess({ ir, type, value }: FieldInfo, span: Span): Typed {
  return typed(
    value === undefined ? nameExpr(ir, span) : { kind: 'number', value, float: false, span },
    type,
  );
}

/** The class that an expression names, where it is one of the program's own and no variable. */
export function classNamed(ctx: Context, node: SyntaxNode): ClassInfo | null {
  if (node.type === 'field_access') {
    const last = childOf(node, 'field');
    return last === null ? null : (ctx.declarations.classes.get(textOf(ctx, last)) ?? null);
  }
  if (node.type !== 'identifier') return null;
  const name = textOf(ctx, node);
  if (localType(ctx, name) !== null || fieldAround(ctx, name) !== null) return null;
  return ctx.declarations.classes.get(name) ?? null;
}

/** A name that nothing in the program declares and that looks like a class: one of the library. */
export function libraryClass(ctx: Context, node: SyntaxNode): string | null {
  const name = node.type === 'identifier' ? textOf(ctx, node) : lastName(ctx, node);
  if (name === null || !/^[A-Z]/.test(name) || ctx.declarations.classes.has(name)) return null;
  return localType(ctx, name) === null && fieldAround(ctx, name) === null ? name : null;
}

/** `Entry` of `java.util.Map.Entry`; in capitals only it would be a constant. */
function lastName(ctx: Context, node: SyntaxNode): string | null {
  const field = node.type === 'field_access' ? childOf(node, 'field') : null;
  const name = field?.type === 'identifier' ? textOf(ctx, field) : null;
  return name !== null && /[a-z]/.test(name) ? name : null;
}

export function lowerFieldAccess(ctx: Context, node: SyntaxNode): Typed {
  const objectNode = childOf(node, 'object');
  const fieldNode = childOf(node, 'field');
  const span = spanOfNode(ctx, node);
  if (objectNode === null || fieldNode === null) return typed(nameExpr(textOf(ctx, node), span));
  const name = textOf(ctx, fieldNode);
  const nameSpan = spanOfNode(ctx, fieldNode);
  if (fieldNode.type === 'this') return outerThis(ctx, objectNode, span);
  if (objectNode.type === 'super') return typed(fieldExpr(nameExpr(THIS, span), name, nameSpan, span));
  const owner = classNamed(ctx, objectNode);
  const shared = owner === null ? null : fieldOf(ctx.declarations, owner, name);
  if (shared?.isStatic === true) return sharedAccess(shared, span);
  if (isPackage(ctx, objectNode)) return typed(nameExpr(name, span));
  const big = bigConstant(libraryClass(ctx, objectNode), name, span);
  if (big !== null) return big;
  const object = lowerExpr(ctx, objectNode);
  const cls = object.type.dims === 0 ? ctx.declarations.classes.get(object.type.name) : undefined;
  const field = cls === undefined ? null : fieldOf(ctx.declarations, cls, name);
  if (field !== null) return memberAccess(field, object.expr, nameSpan, span);
  const access = fieldExpr(object.expr, name, nameSpan, span);
  // The length of an array is a size like that of any other container.
  if (name === 'length' && cls === undefined) return typed(callOf(access, span), INT);
  const token = object.type.name === 'StreamTokenizer' && cls === undefined ? TOKENS[name] : undefined;
  if (token !== undefined)
    return typed(callOf(fieldExpr(object.expr, name, nameSpan, span, object.type.name), span), token);
  const stream = libraryClass(ctx, objectNode) === 'System' ? STREAMS[name] : undefined;
  return typed(access, stream === undefined ? fieldType(object, name) : typeNamed(stream));
}

/** Where a `StreamTokenizer` puts what it reads: each is a value of the input, as what a method returns. */
const TOKENS: Readonly<Record<string, Typed['type']>> = { nval: INT, sval: typeNamed('String') };

/** The fields of `System`. Without their types a program's own `read` might be taken for theirs. */
const STREAMS: Readonly<Record<string, string>> = {
  in: 'InputStream',
  out: 'PrintStream',
  err: 'PrintStream',
};

function outerThis(ctx: Context, objectNode: SyntaxNode, span: Span): Typed {
  const owner = ctx.declarations.classes.get(textOf(ctx, objectNode));
  const type = typeNamed(textOf(ctx, objectNode));
  return typed(owner === undefined ? nameExpr(THIS, span) : receiverFor(ctx, owner, span), type);
}

/** `java.util` of `java.util.List`. */
function isPackage(ctx: Context, node: SyntaxNode): boolean {
  const text = textOf(ctx, node);
  return /^javax?(?:\.[a-z]\w*)*$/.test(text) && localType(ctx, text.split('.', 1)[0]!) === null;
}

/** Fields of the platform's nodes, whose classes are not declared. */
function fieldType({ type }: Typed, name: string): Typed['type'] {
  if (collectionOf(type) !== null || isText(type)) return UNKNOWN;
  if (name === 'val') return INT;
  return type.name === 'TreeNode' || type.name === 'ListNode' || type.name === 'Node'
    ? linkType(type, name)
    : UNKNOWN;
}

function linkType(node: Typed['type'], name: string): Typed['type'] {
  return name === 'neighbors' || name === 'children' ? typeNamed('List', [node]) : node;
}
