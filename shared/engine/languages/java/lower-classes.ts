/** Classes, their methods and constructors. */
import type { ClassNode, Expr, FunctionNode, Span, Stmt } from '../../ir/ir.ts';
import { childOf, childrenOf, namedChildren, type SyntaxNode } from '../../syntax/tree.ts';
import {
  BASE,
  type ClassInfo,
  type MethodInfo,
  anonymousBody,
  collectionBase,
  isClassNode,
  membersOf,
  nameOf,
  paramNodes,
  paramOf,
  recordComponents,
} from './declarations.ts';
import { type Context, inClass, inFunction, irTypeOf, makeFunction, spanOfNode } from './lower-context.ts';
import { lowerInitializer } from './lower-arrays.ts';
import { lowerArguments } from './lower-calls.ts';
import { lowerExpr } from './lower-expressions.ts';
import { makeParam } from './lower-lambdas.ts';
import { THIS, callOf, fieldExpr, nameExpr } from './lower-names.ts';
import { lowerBody, lowerStatement } from './lower-statements.ts';
import { type JavaType, typeOfNode } from './java-types.ts';

/**
 * The class, without its static members: those go to the top level, which `hoisted` collects, behind each other in the
 * order of the source.
 */
export function lowerClass(ctx: Context, node: SyntaxNode, hoisted: Stmt[]): ClassNode | null {
  const info = ctx.declarations.byNode.get(node);
  const body = childOf(node, 'body') ?? anonymousBody(node);
  if (info === undefined || body === null) return null;
  return classFrom(ctx, info, body, info.name, hoisted);
}

export function classFrom(
  ctx: Context,
  info: ClassInfo,
  body: SyntaxNode,
  name: string,
  hoisted: Stmt[],
): ClassNode {
  const members = membersOf(body);
  const methods: FunctionNode[] = [];
  const classes: ClassNode[] = [];
  for (const member of members) {
    if (isClassNode(member)) {
      const inner = lowerClass(ctx, member, hoisted);
      if (inner !== null) classes.push(inner);
    } else if (member.type === 'enum_constant') lowerConstant(ctx, info, member, hoisted);
    else lowerStaticMember(ctx, info, member, hoisted);
  }
  for (const list of info.methods.values()) {
    for (const method of list) if (!method.isStatic) methods.push(lowerMethod(ctx, info, method, name));
  }
  const constructors = lowerConstructors(ctx, info, members, body, name);
  const nameNode = childOf(info.node, 'name');
  return {
    kind: 'classNode',
    name,
    nameSpan: nameNode === null ? ctx.spanOf(info.node.start, info.node.start) : spanOfNode(ctx, nameNode),
    bases: info.bases.filter((base) => ctx.declarations.classes.has(base)),
    fields: inClass(ctx, info, false, () => members.flatMap((member) => unsetNumbers(ctx, info, member))),
    methods: [...constructors, ...methods].sort((a, b) => a.span.start - b.span.start),
    classes,
    span: spanOfNode(ctx, info.node),
  };
}

/** Static fields and methods, and static blocks. */
function lowerStaticMember(ctx: Context, info: ClassInfo, member: SyntaxNode, hoisted: Stmt[]): void {
  switch (member.type) {
    case 'field_declaration':
    case 'constant_declaration':
      inClass(ctx, info, true, () => {
        for (const field of fieldValues(ctx, info, member, true)) hoisted.push(field);
      });
      return;
    case 'static_initializer': {
      const block = namedChildren(member).find((child) => child.type === 'block');
      const span = spanOfNode(ctx, member);
      const func = inClass(ctx, info, true, () =>
        inFunction(ctx, false, (scope) =>
          makeFunction({
            name: `${info.name}.static`,
            nameSpan: null,
            headerSpan: ctx.spanOf(member.start, block?.start ?? member.end),
            params: [],
            body: lowerBody(ctx, block ?? null),
            locals: scope.locals,
            span,
          }),
        ),
      );
      hoisted.push({ kind: 'function', func, span });
      return;
    }
    case 'method_declaration': {
      const method = (info.methods.get(nameOf(ctx.text, member)) ?? []).find((one) => one.node === member);
      if (method?.isStatic !== true) return;
      const func = lowerMethod(ctx, info, method, info.name);
      hoisted.push({ kind: 'function', func, span: func.span });
      return;
    }
    default:
  }
}

/** The assignments of a declaration of fields: static ones to their names, others to `this`. */
function fieldValues(ctx: Context, info: ClassInfo, member: SyntaxNode, wantStatic: boolean): Stmt[] {
  return childrenOf(member, 'declarator').flatMap((declarator): Stmt[] => {
    const field = info.fields.get(nameOf(ctx.text, declarator));
    const valueNode = childOf(declarator, 'value');
    if (field?.isStatic !== wantStatic || (valueNode === null && !wantStatic)) return [];
    const nameSpan = spanOfNode(ctx, childOf(declarator, 'name') ?? declarator);
    const value =
      valueNode === null
        ? zeroOf(field.type, nameSpan)
        : valueNode.type === 'array_initializer'
          ? lowerInitializer(ctx, valueNode, field.type)
          : lowerExpr(ctx, valueNode).expr;
    if (value === null) return [];
    const target = field.isStatic
      ? nameExpr(field.ir, nameSpan)
      : fieldExpr(nameExpr(THIS, nameSpan), field.ir, nameSpan, nameSpan);
    const declared = irTypeOf(ctx, field.type);
    return [
      { kind: 'assign', targets: [target], op: null, value, declared, span: spanOfNode(ctx, declarator) },
    ];
  });
}

/** What the fields of numbers are that stand without a value: as constants of the class, which any assignment hides. */
function unsetNumbers(ctx: Context, info: ClassInfo, member: SyntaxNode): Stmt[] {
  if (member.type !== 'field_declaration') return [];
  return childrenOf(member, 'declarator').flatMap((declarator): Stmt[] => {
    const field = info.fields.get(nameOf(ctx.text, declarator));
    const span = spanOfNode(ctx, childOf(declarator, 'name') ?? declarator);
    const isUnset = field?.isStatic === false && childOf(declarator, 'value') === null;
    const value = isUnset ? zeroOf(field.type, span) : null;
    if (value === null || field === undefined) return [];
    const targets = [nameExpr(field.ir, span)];
    return [{ kind: 'assign', targets, op: null, value, declared: irTypeOf(ctx, field.type), span }];
  });
}

/** What a field of a number is before anything sets it. */
const zeroOf = (type: JavaType, span: Span): Expr | null =>
  type.dims === 0 && NUMBERS.has(type.name) ? { kind: 'number', value: 0, float: false, span } : null;

const NUMBERS = new Set(['byte', 'short', 'int', 'long', 'float', 'double']);

function lowerConstant(ctx: Context, info: ClassInfo, node: SyntaxNode, hoisted: Stmt[]): void {
  const span = spanOfNode(ctx, node);
  const field = info.fields.get(nameOf(ctx.text, node));
  if (field === undefined) return;
  const args = inClass(ctx, info, true, () => lowerArguments(ctx, node));
  hoisted.push({
    kind: 'assign',
    targets: [nameExpr(field.ir, span)],
    op: null,
    value: {
      kind: 'call',
      callee: nameExpr(info.name, span),
      args: args.map(({ expr }) => ({ value: expr, name: null, spread: false })),
      style: 'new',
      span,
    },
    declared: null,
    span,
  });
}

/** A method that stands outside of any class is a function. */
export function lowerLooseMethod(ctx: Context, node: SyntaxNode): Stmt {
  const bodyNode = childOf(node, 'body');
  const span = spanOfNode(ctx, node);
  const func = inFunction(ctx, false, (scope) => {
    const params = methodParams(ctx, node);
    return makeFunction(
      {
        name: nameOf(ctx.text, node),
        nameSpan: nameSpanOf(ctx, node),
        headerSpan: headerOf(ctx, node, bodyNode),
        params,
        body: lowerBody(ctx, bodyNode),
        locals: scope.locals,
        span,
      },
      { returns: irTypeOf(ctx, typeOfNode(ctx.text, childOf(node, 'type'))), isPublic: true },
    );
  });
  return { kind: 'function', func, span };
}

function lowerMethod(ctx: Context, info: ClassInfo, method: MethodInfo, owner: string): FunctionNode {
  const { node } = method;
  const bodyNode = childOf(node, 'body');
  return inClass(ctx, info, method.isStatic, () =>
    inFunction(ctx, !method.isStatic && info.name === '', (scope) => {
      const params = methodParams(ctx, node);
      return makeFunction(
        {
          name: method.ir,
          nameSpan: nameSpanOf(ctx, node),
          headerSpan: headerOf(ctx, node, bodyNode),
          params,
          body: bodyNode === null ? [] : lowerBody(ctx, bodyNode),
          locals: scope.locals,
          span: spanOfNode(ctx, node),
        },
        {
          returns: irTypeOf(ctx, method.returns),
          receiver: method.isStatic ? null : THIS,
          owner,
          isPublic: method.isPublic && bodyNode !== null,
        },
      );
    }),
  );
}

export function methodParams(ctx: Context, node: SyntaxNode): FunctionNode['params'] {
  return paramNodes(node).map((param) => {
    const { name, type } = paramOf(ctx.text, param);
    return makeParam(ctx, param, name, type);
  });
}

function nameSpanOf(ctx: Context, node: SyntaxNode): FunctionNode['nameSpan'] {
  const name = childOf(node, 'name');
  return name === null ? null : spanOfNode(ctx, name);
}

export function headerOf(
  ctx: Context,
  node: SyntaxNode,
  body: SyntaxNode | null,
): FunctionNode['headerSpan'] {
  const list = childOf(node, 'parameters');
  const start = node.children.find((child) => child.type !== 'modifiers')?.start ?? node.start;
  return ctx.spanOf(start, list?.end ?? body?.start ?? node.end);
}

/**
 * The constructors. The initial values of the fields, which stand outside of them, are a method of their own that each
 * calls first; a class without constructors has that method for one.
 */
function lowerConstructors(
  ctx: Context,
  info: ClassInfo,
  members: readonly SyntaxNode[],
  body: SyntaxNode,
  owner: string,
): FunctionNode[] {
  return inClass(ctx, info, false, () => {
    const isRecord = info.node.type === 'record_declaration';
    const initial = inFunction(ctx, info.name === '', (scope) => {
      const stmts = members.flatMap((member) => initialValues(ctx, info, member));
      return { stmts: [...heldBase(ctx, info, body), ...stmts], locals: scope.locals };
    });
    const span = spanOfNode(ctx, body);
    const fields = makeFunction(
      {
        name: info.constructors.length > 0 || isRecord ? `${owner}.fields` : owner,
        nameSpan: null,
        headerSpan: ctx.spanOf(body.start, body.start),
        params: [],
        body: initial.stmts,
        locals: initial.locals,
        span,
      },
      { receiver: THIS, owner, special: info.constructors.length > 0 || isRecord ? null : 'construct' },
    );
    const hasFields = fields.body.length > 0;
    const made = info.constructors.map((one) => lowerConstructor(ctx, info, one, owner, hasFields));
    if (isRecord && made.length === 0) made.push(recordConstructor(ctx, info, owner, hasFields));
    return hasFields ? [fields, ...made] : made;
  });
}

/** The collection that an object of a class is which extends one of the library's. */
function heldBase(ctx: Context, info: ClassInfo, body: SyntaxNode): Stmt[] {
  const base = collectionBase(ctx.declarations, info);
  if (base === null || !info.bases.includes(base)) return [];
  const span = ctx.spanOf(body.start, body.start);
  return [
    storeField(BASE, { kind: 'call', callee: nameExpr(base, span), args: [], style: 'new', span }, span),
  ];
}

/** What a field or a block outside of any method sets. */
function initialValues(ctx: Context, info: ClassInfo, member: SyntaxNode): Stmt[] {
  if (member.type === 'field_declaration') return fieldValues(ctx, info, member, false);
  const out: Stmt[] = [];
  if (member.type === 'block') lowerStatement(ctx, member, out);
  return out;
}

function lowerConstructor(
  ctx: Context,
  info: ClassInfo,
  { node, ir }: MethodInfo,
  owner: string,
  hasFields: boolean,
): FunctionNode {
  const bodyNode = childOf(node, 'body');
  const isCompact = node.type === 'compact_constructor_declaration';
  return inFunction(ctx, info.name === '', (scope) => {
    const nameSpan = nameSpanOf(ctx, node) ?? spanOfNode(ctx, node);
    const params = isCompact
      ? componentsOf(ctx, info).map(({ name, type }) => ({
          ...makeParam(ctx, node, name, type),
          span: nameSpan,
        }))
      : methodParams(ctx, node);
    const body = bodyNode === null ? [] : lowerBody(ctx, bodyNode);
    const stored = isCompact ? componentsOf(ctx, info).map(({ name }) => storeComponent(name, nameSpan)) : [];
    const first = hasFields && !callsAnother(bodyNode) ? [fieldsCall(owner, nameSpan)] : [];
    return makeFunction(
      {
        name: ir,
        nameSpan,
        headerSpan: headerOf(ctx, node, bodyNode),
        params,
        body: [...first, ...stored, ...body],
        locals: scope.locals,
        span: spanOfNode(ctx, node),
      },
      { receiver: THIS, owner, special: 'construct' },
    );
  });
}

/** A record without a constructor stores its components. */
function recordConstructor(ctx: Context, info: ClassInfo, owner: string, hasFields: boolean): FunctionNode {
  const { node } = info;
  return inFunction(ctx, false, (scope) => {
    const span = spanOfNode(ctx, node);
    const stored = componentsOf(ctx, info).map(({ name }) => storeComponent(name, span));
    return makeFunction(
      {
        name: owner,
        nameSpan: null,
        headerSpan: headerOf(ctx, node, childOf(node, 'body')),
        params: methodParams(ctx, node),
        body: hasFields ? [fieldsCall(owner, span), ...stored] : stored,
        locals: scope.locals,
        span,
      },
      { receiver: THIS, owner, special: 'construct' },
    );
  });
}

const componentsOf = (ctx: Context, { node }: ClassInfo): readonly ReturnType<typeof paramOf>[] =>
  recordComponents(node).map((component) => paramOf(ctx.text, component));

/** `this(...)`: the other constructor sets the fields. */
function callsAnother(body: SyntaxNode | null): boolean {
  const first = body === null ? undefined : namedChildren(body)[0];
  return first?.type === 'explicit_constructor_invocation' && childOf(first, 'constructor')?.type === 'this';
}

function fieldsCall(owner: string, span: Stmt['span']): Stmt {
  const callee = fieldExpr(nameExpr(THIS, span), `${owner}.fields`, span, span, owner);
  return { kind: 'expr', expr: callOf(callee, span), span };
}

const storeComponent = (name: string, span: Stmt['span']): Stmt =>
  storeField(name, nameExpr(name, span), span);

function storeField(name: string, value: Expr, span: Stmt['span']): Stmt {
  const targets = [fieldExpr(nameExpr(THIS, span), name, span, span)];
  return { kind: 'assign', targets, op: null, value, declared: null, span };
}
