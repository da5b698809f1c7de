/** Programs in which values get a name just before they are used. */
import { childOf, namedChildren, type SyntaxNode, type SyntaxTree } from '../../shared/engine/syntax/tree.ts';
import { parseJava, parsePython } from './engine.ts';
import {
  type Edit,
  type Transformation,
  apply,
  indentOf,
  lineStart,
  nodes,
  slice,
} from './transform-text.ts';

export const pythonTemporaryTransformations: Readonly<Record<string, Transformation>> = {
  'tests through names': (text) => throughNames(parsePython(text), testOf),
  'arguments through names': (text) => throughNames(parsePython(text), argumentsOf),
  'loops over names': (text) => throughNames(parsePython(text), iterableOf),
  'results through names': (text) => throughNames(parsePython(text), resultOf),
};

export const javaTemporaryTransformations: Readonly<Record<string, Transformation>> = {
  'tests through names': (text) => javaTestsThroughNames(parseJava(text)),
};

/** The expressions of a statement that get a name. */
type Parts = (stmt: SyntaxNode) => readonly SyntaxNode[];

function throughNames({ root, text }: SyntaxTree, partsOf: Parts): string | null {
  let count = 0;
  const edits = [...nodes(root)].flatMap((stmt): Edit[] => {
    const parts = partsOf(stmt).filter((part) => !bindsName(part));
    if (parts.length === 0 || !beginsLine(text, stmt)) return [];
    const indent = indentOf(text, stmt);
    return parts.flatMap((part): Edit[] => {
      const name = `value_${String(++count)}`;
      const given = `${name} = (${slice(text, part)})\n${indent}`;
      return [
        { start: stmt.start, end: stmt.start, text: given },
        { start: part.start, end: part.end, text: name },
      ];
    });
  });
  return edits.length === 0 ? null : apply(text, edits);
}

const beginsLine = (text: string, { start }: SyntaxNode): boolean =>
  text.slice(lineStart(text, start), start).trim() === '';

const bindsName = (part: SyntaxNode): boolean =>
  [...nodes(part)].some(({ type }) => /^(?:named_expression|yield|await)$/.test(type));

const ofTypes = (types: RegExp, node: SyntaxNode | null): SyntaxNode[] =>
  node !== null && types.test(node.type) ? [node] : [];

function testOf(stmt: SyntaxNode): SyntaxNode[] {
  const test = stmt.type === 'if_statement' ? childOf(stmt, 'condition') : null;
  return ofTypes(/^(?:comparison_operator|boolean_operator|not_operator)$/, test);
}

function iterableOf(stmt: SyntaxNode): SyntaxNode[] {
  const iterable = stmt.type === 'for_statement' ? childOf(stmt, 'right') : null;
  return ofTypes(/^(?:call|subscript|attribute|binary_operator)$/, iterable);
}

function resultOf(stmt: SyntaxNode): SyntaxNode[] {
  const [result] = stmt.type === 'return_statement' ? namedChildren(stmt) : [];
  return ofTypes(/^(?:call|subscript|binary_operator|comparison_operator)$/, result ?? null);
}

/** The arguments of a call that is a statement or the value of an assignment. */
function argumentsOf(stmt: SyntaxNode): SyntaxNode[] {
  const [only] = stmt.type === 'expression_statement' ? namedChildren(stmt) : [];
  const call = only?.type === 'assignment' ? childOf(only, 'right') : only;
  const list = call?.type === 'call' ? childOf(call, 'arguments') : null;
  if (list?.type !== 'argument_list') return [];
  const args = namedChildren(list);
  if (args.some(({ type }) => /^(?:keyword_argument|list_splat|dictionary_splat)$/.test(type))) return [];
  return args.filter(({ type }) => /^(?:call|subscript|binary_operator|tuple)$/.test(type));
}

/** `boolean test = a < b; if (test) ...` in the blocks of methods. */
function javaTestsThroughNames({ root, text }: SyntaxTree): string | null {
  let count = 0;
  const edits = [...nodes(root)].flatMap((block): Edit[] =>
    block.type !== 'block'
      ? []
      : namedChildren(block).flatMap((stmt): Edit[] => {
          const test = stmt.type === 'if_statement' ? childOf(stmt, 'condition') : null;
          if (test === null || isChanging(test) || /^\(\s*\w+\s*\)$/.test(slice(text, test))) return [];
          const name = `test${String(++count)}`;
          return [
            { start: stmt.start, end: stmt.start, text: `boolean ${name} = ${slice(text, test)};\n` },
            { start: test.start, end: test.end, text: `(${name})` },
          ];
        }),
  );
  return edits.length === 0 ? null : apply(text, edits);
}

const isChanging = (test: SyntaxNode): boolean =>
  [...nodes(test)].some(({ type }) =>
    /^(?:assignment_expression|update_expression|instanceof_expression)$/.test(type),
  );
