/** Calls: of the program's own methods, of the library, of constructors. */
import type { Argument, Expr } from '../../ir/ir.ts';
import { childOf, childOfType, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import {
  BASE,
  type ClassInfo,
  type MethodInfo,
  bestOverload,
  collectionBase,
  hasMethod,
  isImplementation,
  libraryBase,
  methodOf,
} from './declarations.ts';
import { type Typed, type Context, partsOf, spanOfNode, textOf, typed } from './lower-context.ts';
import { lowerCollect } from './lower-collectors.ts';
import { lowerExpr } from './lower-expressions.ts';
import { classNamed, fieldExpr, libraryClass, nameExpr, receiverFor, THIS } from './lower-names.ts';
import { bigLiteral } from './big-numbers.ts';
import { lowerAnonymous } from './lower-anonymous.ts';
import { normalForm } from './normal-forms.ts';
import { resultType } from './results.ts';
import { javaRoles } from './roles.ts';
import { type JavaType, UNKNOWN, isFunction, typeNamed, typeOfNode } from './java-types.ts';

/** The arguments of a call. */
export function lowerArguments(ctx: Context, node: SyntaxNode): Typed[] {
  const list = childOf(node, 'arguments') ?? childOfType(node, 'argument_list');
  return list === null ? [] : partsOf(list).map((arg) => lowerExpr(ctx, arg));
}

const argument = ({ expr }: Typed): Argument => ({ value: expr, name: null, spread: false });
const typesOf = (args: readonly Typed[]): JavaType[] => args.map(({ type }) => type);

export function makeCall(
  ctx: Context,
  node: SyntaxNode,
  callee: Expr,
  args: readonly Typed[],
  type: JavaType = UNKNOWN,
): Typed {
  const span = spanOfNode(ctx, node);
  return typed({ kind: 'call', callee, args: args.map(argument), style: 'call', span }, type);
}

export function lowerInvocation(ctx: Context, node: SyntaxNode): Typed {
  const nameNode = childOf(node, 'name');
  const name = nameNode === null ? '' : textOf(ctx, nameNode);
  const objectNode = childOf(node, 'object');
  if (objectNode === null) return plainCall(ctx, node, name, lowerArguments(ctx, node));
  if (objectNode.type === 'super') return superCall(ctx, node, name);
  const owner = classNamed(ctx, objectNode);
  if (owner !== null) return staticCall(ctx, node, owner, name);
  const library = libraryClass(ctx, objectNode);
  if (library !== null) {
    const args = lowerArguments(ctx, node);
    const object = nameExpr(library, spanOfNode(ctx, objectNode));
    const type = resultType(name, typeNamed(library), typesOf(args));
    return (
      normalForm(ctx, node, name, typed(object, typeNamed(library)), args) ??
      makeCall(ctx, node, memberOf(ctx, node, object, name, library), args, type)
    );
  }
  const object = lowerExpr(ctx, objectNode);
  const collected = name === 'collect' ? lowerCollect(ctx, node, object) : null;
  if (collected !== null) return collected;
  const args = asRecords(ctx, name, lowerArguments(ctx, node));
  const cls = object.type.dims === 0 ? ctx.declarations.classes.get(object.type.name) : undefined;
  return (
    (cls === undefined ? null : ownCall(ctx, node, name, object.expr, cls, args)) ??
    libraryCall(ctx, node, name, object, args)
  );
}

/** A method of one of the program's classes, or what the class has of its base; null where neither is known. */
function ownCall(
  ctx: Context,
  node: SyntaxNode,
  name: string,
  object: Expr,
  cls: ClassInfo,
  args: readonly Typed[],
): Typed | null {
  const method = methodOf(ctx.declarations, cls, name, typesOf(args));
  if (method !== null) return methodCall(ctx, node, object, cls, method, args);
  const field = cls.fields.get(name);
  // The accessor of a record's component.
  if (field !== undefined && args.length === 0)
    return typed(memberOf(ctx, node, object, field.ir), field.type);
  const base = libraryBase(ctx.declarations, cls);
  if (base === null) return null;
  if (base === 'Thread' && THREAD.has(name)) {
    const run = name === 'start' ? methodOf(ctx.declarations, cls, 'run', []) : null;
    return run === null ? typed(object, typeNamed(base)) : methodCall(ctx, node, object, cls, run, args);
  }
  // One of its own has that name, but not these arguments.
  return hasMethod(ctx.declarations, cls, name)
    ? makeCall(ctx, node, superMember(ctx, node, name, base), args)
    : libraryCall(ctx, node, name, asBase(ctx, cls, object) ?? typed(object, typeNamed(base)), args);
}

/** The collection that an object of a class is, by the library's class that it extends; null for any other base. */
function asBase(ctx: Context, cls: ClassInfo, object: Expr): Typed | null {
  const base = collectionBase(ctx.declarations, cls);
  return base === null
    ? null
    : typed(fieldExpr(object, BASE, object.span, object.span, cls.name), typeNamed(base));
}

function libraryCall(
  ctx: Context,
  node: SyntaxNode,
  name: string,
  object: Typed,
  args: readonly Typed[],
): Typed {
  if (object.type.name === 'Thread' && THREAD.has(name)) return typed(object.expr, object.type);
  const callee = memberOf(ctx, node, object.expr, name, receiverName(object.type));
  return (
    normalForm(ctx, node, name, object, args) ??
    makeCall(ctx, node, callee, args, resultType(name, object.type, typesOf(args)))
  );
}

/** `object.name` of a call. */
function memberOf(ctx: Context, node: SyntaxNode, object: Expr, name: string, type?: string): Expr {
  const nameSpan = spanOfNode(ctx, childOf(node, 'name') ?? node);
  return fieldExpr(object, name, nameSpan, ctx.spanOf(node.start, nameSpan.end), type);
}

const PUTS: ReadonlySet<string> = new Set(javaRoles.push.map((name) => name.slice(1)));

/**
 * `queue.add(new int[] {x, y})`: an array that stands for a record is a tuple, whose parts are told apart. Not where the
 * program changes parts of arrays.
 */
function asRecords(ctx: Context, name: string, args: readonly Typed[]): readonly Typed[] {
  if (!PUTS.has(name) || ctx.changesParts) return args;
  return args.map((arg) => {
    const { expr } = arg;
    const isRecord = expr.kind === 'collection' && expr.shape === 'list' && expr.elements.length >= 2;
    return isRecord ? { ...arg, expr: { ...expr, shape: 'tuple' as const } } : arg;
  });
}

/** The class that a call's receiver is known to have; a type variable tells nothing. */
function receiverName({ name, dims }: JavaType): string | undefined {
  if (dims > 0) return 'Array';
  return name.length > 1 && name !== 'Object' ? name : undefined;
}

/** A method of the object, or a static one: those are functions of the top level. */
function methodCall(
  ctx: Context,
  node: SyntaxNode,
  object: Expr,
  cls: ClassInfo,
  method: MethodInfo,
  given: readonly Typed[],
): Typed {
  const nameNode = childOf(node, 'name') ?? node;
  const nameSpan = spanOfNode(ctx, nameNode);
  const args = packed(ctx, node, method, given);
  if (method.isStatic) return makeCall(ctx, node, nameExpr(method.ir, nameSpan), args, method.returns);
  const span = ctx.spanOf(node.start, nameSpan.end);
  return makeCall(ctx, node, fieldExpr(object, method.ir, nameSpan, span, cls.name), args, method.returns);
}

/** The arguments behind the fixed ones as the array that the method gets; an array in their place is it already. */
function packed(
  ctx: Context,
  node: SyntaxNode,
  method: MethodInfo,
  args: readonly Typed[],
): readonly Typed[] {
  if (!method.isVariadic) return args;
  const fixed = method.params.length - 1;
  const rest = args.slice(fixed);
  const [only] = rest;
  if (rest.length === 1 && only !== undefined && only.type.dims > 0) return args;
  const elements = rest.map(({ expr }) => expr);
  const array: Expr = { kind: 'collection', shape: 'list', elements, span: spanOfNode(ctx, node) };
  return [...args.slice(0, fixed), typed(array, method.params[fixed])];
}

/** `f(x)`: a method of the class around, or of one around that. */
function plainCall(ctx: Context, node: SyntaxNode, name: string, args: readonly Typed[]): Typed {
  for (let cls = ctx.cls; cls !== null; cls = cls.outer) {
    const method = methodOf(ctx.declarations, cls, name, typesOf(args));
    if (method === null) continue;
    return methodCall(
      ctx,
      node,
      receiverFor(ctx, cls, ctx.spanOf(node.start, node.start)),
      cls,
      method,
      args,
    );
  }
  const nameSpan = spanOfNode(ctx, childOf(node, 'name') ?? node);
  const base = ctx.cls === null ? null : asBase(ctx, ctx.cls, nameExpr(THIS, nameSpan));
  if (base !== null) return libraryCall(ctx, node, name, base, args);
  return makeCall(ctx, node, nameExpr(name, nameSpan), args, resultType(name, UNKNOWN, typesOf(args)));
}

function staticCall(ctx: Context, node: SyntaxNode, owner: ClassInfo, name: string): Typed {
  const args = lowerArguments(ctx, node);
  const method = methodOf(ctx.declarations, owner, name, typesOf(args));
  const object = nameExpr(owner.name, spanOfNode(ctx, childOf(node, 'object') ?? node));
  if (method !== null) return methodCall(ctx, node, object, owner, method, args);
  if (name === 'values' && owner.node.type === 'enum_declaration') return enumValues(ctx, node, owner);
  const nameSpan = spanOfNode(ctx, childOf(node, 'name') ?? node);
  return makeCall(ctx, node, fieldExpr(object, name, nameSpan, ctx.spanOf(node.start, nameSpan.end)), args);
}

function enumValues(ctx: Context, node: SyntaxNode, owner: ClassInfo): Typed {
  const span = spanOfNode(ctx, node);
  const constants = [...owner.fields.values()].filter(
    (field) => field.isStatic && field.type.name === owner.name,
  );
  const elements = constants.map((field) => nameExpr(field.ir, span));
  const type = { ...typeNamed(owner.name), dims: 1 };
  return typed({ kind: 'collection', shape: 'list', elements, span }, type);
}

/** `super.f(x)`: the object as its base class is the call `super()`. */
function superCall(ctx: Context, node: SyntaxNode, name: string): Typed {
  const args = lowerArguments(ctx, node);
  const base = ctx.cls?.bases
    .map((one) => ctx.declarations.classes.get(one))
    .find((one) => one !== undefined);
  const method = base === undefined ? null : methodOf(ctx.declarations, base, name, typesOf(args));
  const held =
    ctx.cls === null || method !== null ? null : asBase(ctx, ctx.cls, nameExpr(THIS, spanOfNode(ctx, node)));
  if (held !== null) return libraryCall(ctx, node, name, held, args);
  const type = base?.name ?? ctx.cls?.bases[0];
  return makeCall(ctx, node, superMember(ctx, node, method?.ir ?? name, type), args, method?.returns);
}

function superMember(ctx: Context, node: SyntaxNode, name: string, type?: string): Expr {
  const span = spanOfNode(ctx, node);
  const object: Expr = { kind: 'call', callee: nameExpr('super', span), args: [], style: 'call', span };
  return fieldExpr(object, name, span, span, type);
}

/** `this(x)` and `super(x)` at the beginning of a constructor. */
export function lowerConstructorCall(ctx: Context, node: SyntaxNode): Typed | null {
  const kind = childOf(node, 'constructor')?.type;
  const args = lowerArguments(ctx, node);
  const span = spanOfNode(ctx, node);
  if (kind === 'this' && ctx.cls !== null) {
    const target = bestOverload(ctx.cls.constructors, typesOf(args));
    if (target === null) return null;
    return makeCall(ctx, node, fieldExpr(nameExpr(THIS, span), target.ir, span, span, ctx.cls.name), args);
  }
  const base = ctx.cls?.bases
    .map((one) => ctx.declarations.classes.get(one))
    .find((one) => one !== undefined);
  const target = base === undefined ? null : bestOverload(base.constructors, typesOf(args));
  return target === null ? null : makeCall(ctx, node, superMember(ctx, node, target.ir), args);
}

/** `new X(...)`, with or without a body. */
export function lowerCreation(ctx: Context, node: SyntaxNode): Typed {
  const typeNode = childOf(node, 'type');
  const type = typeOfNode(ctx.text, typeNode);
  const body = childOfType(node, 'class_body');
  const isThread = type.name === 'Thread' && !ctx.declarations.classes.has('Thread');
  if (body !== null && !isImplementation(type)) {
    const made = lowerAnonymous(ctx, node, body, type);
    return isThread ? ownThreadRun(ctx, node, made) : made;
  }
  const args = lowerArguments(ctx, node);
  const span = spanOfNode(ctx, node);
  const big = ctx.declarations.classes.has(type.name) ? null : bigLiteral(type.name, args, span);
  if (big !== null) return big;
  const callee = nameExpr(type.name, typeNode === null ? span : spanOfNode(ctx, typeNode));
  if (isThread) return threadRun(ctx, node, args);
  return typed({ kind: 'call', callee, args: args.map(argument), style: 'new', span }, type);
}

/** What a thread is told: it ran where it was made. */
const THREAD: ReadonlySet<string> = new Set([
  'start',
  'join',
  'run',
  'setPriority',
  'setDaemon',
  'interrupt',
]);

/** A thread is made to be run, once: what it runs is called where it is made. */
function threadRun(ctx: Context, node: SyntaxNode, args: readonly Typed[]): Typed {
  const span = spanOfNode(ctx, node);
  for (const { expr, type } of args) {
    const cls = ctx.declarations.classes.get(type.name);
    const run = cls === undefined ? null : methodOf(ctx.declarations, cls, 'run', []);
    if (run !== null)
      return makeCall(ctx, node, fieldExpr(expr, run.ir, span, span, cls!.name), [], typeNamed('Thread'));
    if (expr.kind === 'lambda' || isFunction(type)) return makeCall(ctx, node, expr, [], typeNamed('Thread'));
  }
  return typed({ kind: 'constant', value: null, span }, typeNamed('Thread'));
}

/** `new Thread() { public void run() { ... } }`: its own `run`, which is called where it is made, as `threadRun` does. */
function ownThreadRun(ctx: Context, node: SyntaxNode, { expr }: Typed): Typed {
  const span = spanOfNode(ctx, node);
  const run = expr.kind === 'lambda' ? expr : fieldExpr(expr, 'run', span, span);
  return makeCall(ctx, node, run, [], typeNamed('Thread'));
}

/** The type arguments of `X<A, B>` that a diamond leaves out are those of the declaration. */
export function refined(declared: JavaType, value: JavaType): JavaType {
  if (declared.name === '' || declared.dims > 0 || value.name === '' || value.dims > 0) {
    return declared.name === '' ? value : declared;
  }
  return SORTED.has(value.name) || LINKED.has(value.name)
    ? { ...value, args: value.args.length > 0 ? value.args : declared.args }
    : declared;
}

/** Implementations whose costs differ from those of the interfaces that they are declared as. */
const SORTED: ReadonlySet<string> = new Set(['TreeMap', 'TreeSet']);
const LINKED: ReadonlySet<string> = new Set(['LinkedList']);

/** Whether a node has exactly one child that is no punctuation. */
export const onlyPart = (node: SyntaxNode): SyntaxNode | null => {
  const parts = namedChildren(node);
  return parts.length === 1 ? parts[0]! : null;
};
