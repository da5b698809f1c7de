/** Python programs in which variables hold the same under other names, or get it in another way. */
import { childOf, namedChildren, type SyntaxNode, type SyntaxTree } from '../../shared/engine/syntax/tree.ts';
import { parsePython } from './engine.ts';
import {
  type Edit,
  type Transformation,
  apply,
  indentOf,
  lineStart,
  nodes,
  slice,
} from './transform-text.ts';

export const pythonNameTransformations: Readonly<Record<string, Transformation>> = {
  'parameters under another name': (text) => secondNames(parsePython(text)),
  'elements put into lists by an operator': (text) => addedLists(parsePython(text)),
};

/** Every function begins with `other = parameter`, and goes on with the other name. */
function secondNames({ root, text }: SyntaxTree): string | null {
  const edits = outermostFunctions(root).flatMap((func): Edit[] => {
    const body = childOf(func, 'body');
    const statements = body === null ? [] : namedChildren(body);
    const first = statements.find((stmt) => !isDocstring(stmt));
    if (body === null || first === undefined || lineStart(text, first.start) <= func.start) return [];
    const names = parametersOf(func, text).filter(
      (name) => name !== 'self' && !isBoundInside(body, name, text),
    );
    if (names.length === 0) return [];
    const indent = indentOf(text, first);
    const aliases = names.map((name) => `other_${name} = ${name}\n${indent}`).join('');
    const uses = [...nodes(body)].filter(
      (node) => node.type === 'identifier' && names.includes(slice(text, node)) && node.field !== 'attribute',
    );
    const renamed = uses.filter((use) => !isKeyword(body, use));
    return [
      { start: first.start, end: first.start, text: aliases },
      ...renamed.map(({ start, end }) => ({ start, end, text: `other_${text.slice(start, end)}` })),
    ];
  });
  return edits.length === 0 ? null : apply(text, edits);
}

function outermostFunctions(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'function_definition') return [node];
  return node.children.flatMap(outermostFunctions);
}

const isDocstring = (stmt: SyntaxNode): boolean =>
  stmt.type === 'expression_statement' && stmt.children.every(({ type }) => type === 'string');

/** Those that are a name, with a type or without. */
function parametersOf(func: SyntaxNode, text: string): string[] {
  return namedChildren(childOf(func, 'parameters')!).flatMap((node) => {
    const name =
      node.type === 'identifier' ? node : node.type === 'typed_parameter' ? node.children[0] : null;
    return name?.type === 'identifier' ? [slice(text, name)] : [];
  });
}

/** A function inside has a parameter of that name, or calls an argument by it. */
function isBoundInside(body: SyntaxNode, name: string, text: string): boolean {
  return [...nodes(body)].some(
    (node) =>
      /^(?:lambda_)?parameters$/.test(node.type) && new RegExp(`\\b${name}\\b`).test(slice(text, node)),
  );
}

/** `name` of `f(name=value)`. */
const isKeyword = (body: SyntaxNode, use: SyntaxNode): boolean =>
  [...nodes(body)].some((node) => node.type === 'keyword_argument' && childOf(node, 'name') === use);

/** `xs.append(x)` of a list that the same function makes, as `xs += [x]`. */
function addedLists({ root, text }: SyntaxTree): string | null {
  const edits = outermostFunctions(root).flatMap((func): Edit[] => {
    const inside = [...nodes(func)];
    if (inside.filter(({ type }) => /^(?:function_definition|lambda)$/.test(type)).length > 1) return [];
    const lists = new Set(
      inside.flatMap((node) => (isNewList(node, text) ? [slice(text, node.children[0]!)] : [])),
    );
    return inside.flatMap((node): Edit[] => {
      const call = node.type === 'expression_statement' ? node.children[0] : undefined;
      const appended = call?.type === 'call' ? /^(\w+)\.append\((.*)\)$/.exec(slice(text, call)) : null;
      if (appended === null || !lists.has(appended[1]!) || /\bfor\b/.test(appended[2]!)) return [];
      return [{ start: node.start, end: node.end, text: `${appended[1]!} += [${appended[2]!}]` }];
    });
  });
  return edits.length === 0 ? null : apply(text, edits);
}

const isNewList = (node: SyntaxNode, text: string): boolean =>
  node.type === 'assignment' &&
  childOf(node, 'left')?.type === 'identifier' &&
  /^(?:list|list_comprehension)$/.test(childOf(node, 'right')?.type ?? '') &&
  slice(text, node).startsWith(slice(text, childOf(node, 'left')!));
