/** Python programs whose branches and loops are written in another way, with the same turns. */
import {
  childOf,
  childOfType,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from '../../shared/engine/syntax/tree.ts';
import { parsePython } from './engine.ts';
import {
  MIRRORED,
  OPPOSITE,
  type Edit,
  type Transformation,
  apply,
  indentOf,
  lineEnd,
  lineStart,
  nodes,
  slice,
} from './transform-text.ts';

export const pythonFlow: Readonly<Record<string, Transformation>> = {
  'loops left by a break': (text) => editEach(parsePython(text), loopLeft),
  'comparisons negated twice': (text) => editEach(parsePython(text), comparedTwice),
  'comparisons turned around': (text) => editEach(parsePython(text), turnedAround),
  'a statement without effect in each turn': (text) => editEach(parsePython(text), idleStatement),
  'an else behind what leaves': (text) => editEach(parsePython(text), elseBehind),
  'the last branch of a turn as a guard': (text) => editEach(parsePython(text), guardBefore),
};

type EditsOf = (node: SyntaxNode, text: string) => readonly Edit[];

/** Lines inside of strings can't be indented. */
function editEach({ root, text }: SyntaxTree, editsOf: EditsOf): string | null {
  const all = [...nodes(root)];
  if (all.some((node) => node.type === 'string' && slice(text, node).includes('\n'))) return null;
  const edits = all.flatMap((node) => editsOf(node, text));
  return edits.length === 0 ? null : apply(text, edits);
}

/** The statements of a block on lines of their own. */
function statementsOf(node: SyntaxNode, text: string, field = 'body'): readonly SyntaxNode[] {
  const block = childOf(node, field);
  const stmts = block === null ? [] : namedChildren(block).filter(({ type }) => type !== 'comment');
  const [first] = stmts;
  return first === undefined || lineStart(text, first.start) <= node.start ? [] : stmts;
}

/** `while test:` as `while True: if not test: break` */
function loopLeft(node: SyntaxNode, text: string): readonly Edit[] {
  const test = node.type === 'while_statement' ? childOf(node, 'condition') : null;
  const [first] = statementsOf(node, text);
  if (test === null || first === undefined || childOf(node, 'alternative') !== null || test.type === 'true')
    return [];
  const exit = `if not (${slice(text, test)}):\n${indentOf(text, first)}    break\n${indentOf(text, first)}`;
  return [
    { start: test.start, end: test.end, text: 'True' },
    { start: first.start, end: first.start, text: exit },
  ];
}

/** `a < b` as `not a >= b` */
function comparedTwice(node: SyntaxNode, text: string): readonly Edit[] {
  const operators = node.type === 'comparison_operator' ? node.children.filter(isOperator) : [];
  const [operator] = operators;
  const other = operator === undefined ? undefined : OPPOSITE[slice(text, operator)];
  if (operator === undefined || other === undefined || operators.length > 1) return [];
  return [
    { start: node.start, end: node.start, text: '(not ' },
    { start: operator.start, end: operator.end, text: other },
    { start: node.end, end: node.end, text: ')' },
  ];
}

/** `a < b` as `b > a`; the inner ones of nested comparisons stay. */
function turnedAround(node: SyntaxNode, text: string): readonly Edit[] {
  const operators = node.type === 'comparison_operator' ? node.children.filter(isOperator) : [];
  const [operator] = operators;
  const other = operator === undefined ? undefined : MIRRORED[slice(text, operator)];
  const [left, right] = namedChildren(node).filter((child) => !isOperator(child));
  if (operator === undefined || other === undefined || operators.length > 1) return [];
  if (left === undefined || right === undefined || isComparedIn(left) || isComparedIn(right)) return [];
  return [
    { start: left.start, end: left.end, text: slice(text, right) },
    { start: operator.start, end: operator.end, text: other },
    { start: right.start, end: right.end, text: slice(text, left) },
  ];
}

const isComparedIn = (node: SyntaxNode): boolean =>
  [...nodes(node)].some(({ type }) => type === 'comparison_operator');

/** `unused = 0` at the beginning of the body of each loop */
function idleStatement(node: SyntaxNode, text: string): readonly Edit[] {
  const [first] = /^(for|while)_statement$/.test(node.type) ? statementsOf(node, text) : [];
  return first === undefined
    ? []
    : [{ start: first.start, end: first.start, text: `unused = 0\n${indentOf(text, first)}` }];
}

const isOperator = ({ field }: SyntaxNode): boolean => field === 'operators';

const LEAVES: ReadonlySet<string> = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'raise_statement',
]);

/** `if test: return` and what stands behind it as its `else` */
function elseBehind(node: SyntaxNode, text: string): readonly Edit[] {
  const stmts = node.type === 'block' ? namedChildren(node).filter(({ type }) => type !== 'comment') : [];
  const at = stmts.findIndex((stmt) => isPlainIf(stmt) && leaves(stmt, text));
  const [branch, rest] = [stmts[at], stmts.slice(at + 1)];
  const [first] = rest;
  const isOpen = rest.some(({ type }) => type.endsWith('definition'));
  if (branch === undefined || first === undefined || isOpen) return [];
  const indent = indentOf(text, first);
  return [
    { start: first.start, end: first.start, text: `else:\n${indent}    ` },
    ...lineStarts(text, first.start, rest.at(-1)!.end).map((start) => ({ start, end: start, text: '    ' })),
  ];
}

const isPlainIf = (node: SyntaxNode): boolean =>
  node.type === 'if_statement' && !node.children.some(({ type }) => /^(else|elif)_clause$/.test(type));

const leaves = (branch: SyntaxNode, text: string): boolean =>
  LEAVES.has(statementsOf(branch, text, 'consequence').at(-1)?.type ?? '');

/** The beginnings of the lines between two places, without that of the first. */
function lineStarts(text: string, start: number, end: number): number[] {
  const found: number[] = [];
  for (let at = lineEnd(text, start) + 1; at < end; at = lineEnd(text, at) + 1)
    if (text.slice(at, lineEnd(text, at)).trim() !== '') found.push(at);
  return found;
}

/** `if test: ...` at the end of a turn as `if not test: continue` and what it does behind that */
function guardBefore(node: SyntaxNode, text: string): readonly Edit[] {
  const stmts = /^(for|while)_statement$/.test(node.type) ? statementsOf(node, text) : [];
  const last = stmts.at(-1);
  const test =
    last !== undefined && isPlainIf(last) && !leaves(last, text) ? childOf(last, 'condition') : null;
  const [first] = last === undefined ? [] : statementsOf(last, text, 'consequence');
  const colon = last === undefined ? null : childOfType(last, ':');
  if (last === undefined || test === null || first === undefined || colon === null) return [];
  const by = indentOf(text, first).length - indentOf(text, last).length;
  return [
    { start: test.start, end: test.end, text: `not (${slice(text, test)})` },
    { start: colon.end, end: colon.end, text: ' continue' },
    ...lineStarts(text, last.start, last.end)
      .filter((start) => text.slice(start, start + by).trim() === '')
      .map((start) => ({ start, end: start + by, text: '' })),
  ];
}
