/** Functions, lambdas, their parameters and classes. */
import type { ClassNode, Expr, FunctionNode, Lambda, Param, Span, Special, Stmt, Type } from '../../ir/ir.ts';
import { withoutAliases } from '../../ir/aliases.ts';
import { childOf, childOfType, type SyntaxNode } from '../../syntax/tree.ts';
import {
  bind,
  bindParam,
  type Context,
  inScope,
  localsOf,
  newScope,
  partsOf,
  type Scope,
  spanOfNode,
  textOf,
} from './lower-context.ts';
import { docstringOf, docstringTypes, parseType, signatureComment, UNKNOWN } from './lower-types.ts';
import { isCache } from './lower-caches.ts';
import { lowerExpr, lowerField } from './lower-expressions.ts';
import { lowerTarget } from './lower-targets.ts';
import { MISSING } from './repair.ts';
import { withCountedLoops } from './counted-whiles.ts';
import { lowerBlock } from './lower-statements.ts';
import { withElementLoops } from './lower-element-loops.ts';

/** The decorators of a definition, as expressions. */
export interface Decorators {
  readonly names: readonly string[];
  readonly memoised: boolean;
}

const UNDECORATED: Decorators = { names: [], memoised: false };

/** A definition under its decorators. */
export function lowerDecorated(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const definition = childOf(node, 'definition');
  const decorators = node.children.flatMap((child) => {
    if (child.type !== 'decorator') return [];
    const [expr] = partsOf(child);
    return expr === undefined ? [] : [lowerExpr(ctx, expr)];
  });
  if (definition === null) return;
  const names = decorators.map(decoratorName);
  const memoised = decorators.some((decorator) => isCache(ctx, decorator));
  if (definition.type === 'class_definition') lowerClassStatement(ctx, definition, out);
  else lowerFunctionStatement(ctx, definition, out, { names, memoised });
}

function decoratorName(decorator: Expr): string {
  if (decorator.kind === 'call') return decoratorName(decorator.callee);
  return decorator.kind === 'name' || decorator.kind === 'field' ? decorator.name : '';
}

export function lowerFunctionStatement(
  ctx: Context,
  node: SyntaxNode,
  out: Stmt[],
  decorators: Decorators = UNDECORATED,
): void {
  const func = lowerFunction(ctx, node, decorators);
  bind(ctx, func.name);
  ctx.definitions.set(func.name, func);
  out.push({ kind: 'function', func, span: spanOfNode(ctx, node) });
}

function lowerFunction(ctx: Context, node: SyntaxNode, decorators: Decorators): FunctionNode {
  const nameNode = childOf(node, 'name');
  const name = nameOf(ctx, nameNode);
  const list = childOf(node, 'parameters');
  const returnType = childOf(node, 'return_type');
  const bodyNode = childOf(node, 'body');
  const documented = docstringTypes(docstringOf(ctx, bodyNode));
  const owner = ctx.scope.kind === 'class' ? ctx.scope.className : null;
  const scope = newScope('function');
  return inScope(ctx, scope, () => {
    const { params, unpacking } = lowerParams(ctx, list, documented.params);
    const isMethod = owner !== null && !decorators.names.includes('staticmethod');
    const receiver = isMethod && params[0]?.role === 'plain' ? params.shift()!.name : null;
    const comment = signatureComment(ctx, node, bodyNode);
    const headerEnd = returnType ?? list ?? nameNode;
    ctx.around.push(name);
    const lowered = bodyNode === null ? [] : lowerBlock(ctx, bodyNode);
    const body = scope.elementLoops.size === 0 ? lowered : withElementLoops(lowered, scope.elementLoops);
    ctx.around.pop();
    const settled = withoutAliases({
      name,
      params,
      locals: localsOf(scope),
      body: unpacking.length === 0 ? body : [...unpacking, ...body],
    });
    return {
      kind: 'functionNode',
      name,
      nameSpan: nameNode === null ? null : spanOfNode(ctx, nameNode),
      headerSpan: ctx.spanOf(node.start, headerEnd?.end ?? node.start),
      params: comment === null ? params : params.map((param, i) => withType(param, comment.params[i])),
      returns:
        returnType === null ? (comment?.returns ?? documented.returns) : parseType(textOf(ctx, returnType)),
      ...settled,
      body: withCountedLoops(settled),
      receiver,
      owner,
      special: owner === null ? null : specialOf(name, decorators),
      memoised: decorators.memoised,
      generator: scope.generator,
      isPublic: name !== '' && !name.startsWith('_'),
      span: spanOfNode(ctx, node),
    };
  });
}

const SPECIAL: ReadonlyMap<string, Special> = new Map(
  Object.entries({
    __init__: 'construct',
    __call__: 'call',
    __getitem__: 'item',
    __setitem__: 'setItem',
    __len__: 'size',
    __iter__: 'iterate',
    __next__: 'next',
    next: 'next',
    __contains__: 'in',
    __iadd__: '+=',
    __add__: '+',
    __sub__: '-',
    __mul__: '*',
    __eq__: '==',
    __lt__: '<',
    __le__: '<=',
    __gt__: '>',
    __ge__: '>=',
  } satisfies Record<string, Special>),
);

const specialOf = (name: string, { names }: Decorators): Special | null =>
  names.some((decorator) => PROPERTIES.has(decorator)) ? 'property' : (SPECIAL.get(name) ?? null);

const PROPERTIES: ReadonlySet<string> = new Set(['property', 'cached_property']);

function nameOf(ctx: Context, node: SyntaxNode | null): string {
  const name = node === null ? '' : textOf(ctx, node);
  return name === MISSING ? '' : name;
}

function withType(param: Param, type: Type | undefined): Param {
  return type === undefined || param.type.kind !== 'unknown' ? param : { ...param, type };
}

/** A lambda is a function that returns its expression. */
export function lowerLambda(ctx: Context, node: SyntaxNode): Lambda {
  const list = childOf(node, 'parameters');
  const bodyNode = childOf(node, 'body');
  const scope = newScope('function');
  return inScope(ctx, scope, () => {
    const { params, unpacking } = lowerParams(ctx, list, NO_TYPES);
    const value = lowerField(ctx, node, 'body');
    const span = bodyNode === null ? value.span : spanOfNode(ctx, bodyNode);
    return lambda({
      headerSpan: ctx.spanOf(node.start, list?.end ?? Math.min(node.start + 'lambda'.length, node.end)),
      params,
      body: [...unpacking, { kind: 'return', value, span }],
      generator: scope.generator,
      locals: localsOf(scope),
      span: spanOfNode(ctx, node),
    });
  });
}

/** `dict.__getitem__` as a value: a function that looks up its second argument in the first. */
export function itemFunction(span: Span): Lambda {
  const use = (name: string): Expr => ({ kind: 'name', name, span });
  const value: Expr = { kind: 'index', object: use('self'), index: use('key'), span };
  return lambda({
    headerSpan: span,
    params: [plainParam('self', span), plainParam('key', span)],
    body: [{ kind: 'return', value, span }],
    generator: false,
    locals: ['self', 'key'],
    span,
  });
}

/** A parameter of which nothing but its name is known. */
export const plainParam = (name: string, span: Span): Param => ({
  name,
  type: UNKNOWN,
  defaultValue: null,
  role: 'plain',
  span,
});

/** A function without a name, with what most of them have in common. */
export function lambda(
  parts: Pick<FunctionNode, 'headerSpan' | 'params' | 'body' | 'generator' | 'locals' | 'span'>,
): Lambda {
  const func: FunctionNode = {
    kind: 'functionNode',
    name: '<lambda>',
    nameSpan: null,
    returns: UNKNOWN,
    receiver: null,
    owner: null,
    special: null,
    memoised: false,
    isPublic: false,
    ...parts,
  };
  return { kind: 'lambda', func, span: parts.span };
}

const NO_TYPES: ReadonlyMap<string, Type> = new Map();

interface Params {
  readonly params: Param[];
  /** Python 2: the parameter `(a, b)` is a tuple that the body takes apart first. */
  readonly unpacking: Stmt[];
}

function lowerParams(ctx: Context, list: SyntaxNode | null, documented: ReadonlyMap<string, Type>): Params {
  const params: Param[] = [];
  const unpacking: Stmt[] = [];
  for (const node of list?.children ?? []) {
    if (!node.named || node.missing) continue;
    const nameNode = WHOLE.has(node.type) ? node : (childOf(node, 'name') ?? partsOf(node)[0] ?? null);
    if (nameNode?.type === 'tuple_pattern') {
      params.push(lowerTupleParam(ctx, node, nameNode, unpacking));
    } else if (PARAMETERS.has(node.type) && nameNode !== null) {
      const param = lowerParam(ctx, node, nameNode, documented);
      if (param !== null) params.push(param);
    }
  }
  return { params, unpacking };
}

/** Parameters that are nothing but a name or a pattern. */
const WHOLE: ReadonlySet<string> = new Set(['identifier', 'tuple_pattern']);

const PARAMETERS: ReadonlySet<string> = new Set([
  'identifier',
  'typed_parameter',
  'default_parameter',
  'typed_default_parameter',
  'list_splat_pattern',
  'dictionary_splat_pattern',
]);

function lowerParam(
  ctx: Context,
  node: SyntaxNode,
  nameNode: SyntaxNode,
  documented: ReadonlyMap<string, Type>,
): Param | null {
  const starred = STARRED.has(node.type) ? node : STARRED.has(nameNode.type) ? nameNode : null;
  const identifier = starred === null ? nameNode : (childOfType(starred, 'identifier') ?? starred);
  const name = textOf(ctx, identifier);
  if (name === '' || name === MISSING) return null;
  const annotation = childOf(node, 'type');
  const value = childOf(node, 'value');
  bindParam(ctx, name);
  return {
    name,
    type: annotation === null ? (documented.get(name) ?? UNKNOWN) : parseType(textOf(ctx, annotation)),
    defaultValue: value === null ? null : lowerExpr(ctx, value),
    role: starred === null ? 'plain' : starred.type === 'list_splat_pattern' ? 'variadic' : 'keywords',
    span: spanOfNode(ctx, node),
  };
}

const STARRED: ReadonlySet<string> = new Set(['list_splat_pattern', 'dictionary_splat_pattern']);

function lowerTupleParam(ctx: Context, node: SyntaxNode, pattern: SyntaxNode, unpacking: Stmt[]): Param {
  const name = textOf(ctx, pattern);
  const span = spanOfNode(ctx, node);
  const value = childOf(node, 'value');
  bindParam(ctx, name);
  const whole: Expr = { kind: 'name', name, span };
  unpacking.push({
    kind: 'assign',
    targets: [lowerTarget(ctx, pattern)],
    op: null,
    value: whole,
    declared: null,
    span,
  });
  return {
    name,
    type: UNKNOWN,
    defaultValue: value === null ? null : lowerExpr(ctx, value),
    role: 'plain',
    span,
  };
}

export function lowerClassStatement(ctx: Context, node: SyntaxNode, out: Stmt[]): void {
  const cls = lowerClass(ctx, node);
  bind(ctx, cls.name);
  ctx.definitions.set(cls.name, cls);
  out.push({ kind: 'class', cls, span: spanOfNode(ctx, node) });
}

function lowerClass(ctx: Context, node: SyntaxNode): ClassNode {
  const nameNode = childOf(node, 'name');
  const name = nameOf(ctx, nameNode);
  const bases = partsOf(childOf(node, 'superclasses') ?? EMPTY).filter((base) => BASES.has(base.type));
  const bodyNode = childOf(node, 'body');
  const scope = newScope('class', name);
  const fields: Stmt[] = [];
  const methods: FunctionNode[] = [];
  const classes: ClassNode[] = [];
  inScope(ctx, scope, () => {
    const body = bodyNode === null ? [] : lowerBlock(ctx, bodyNode);
    for (const stmt of body) {
      if (stmt.kind === 'function') methods.push(stmt.func);
      else if (stmt.kind === 'class') classes.push(stmt.cls);
      else fields.push(stmt);
    }
  });
  return {
    kind: 'classNode',
    name,
    nameSpan: nameNode === null ? ctx.spanOf(node.start, node.start) : spanOfNode(ctx, nameNode),
    bases: bases.map((base) => textOf(ctx, base)).filter((base) => base !== 'object'),
    fields,
    methods: scope.wrapped.size === 0 ? methods : methods.map((method) => memoisedIn(scope, method)),
    classes,
    span: spanOfNode(ctx, node),
  };
}

const EMPTY: SyntaxNode = {
  type: 'argument_list',
  named: true,
  field: null,
  start: 0,
  end: 0,
  missing: false,
  children: [],
};
const BASES: ReadonlySet<string> = new Set(['identifier', 'attribute', 'subscript']);

function memoisedIn(scope: Scope, method: FunctionNode): FunctionNode {
  return scope.wrapped.has(method.name) ? { ...method, memoised: true } : method;
}
