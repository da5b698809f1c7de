/** Python programs in which the variables hold the same under other names. */
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
