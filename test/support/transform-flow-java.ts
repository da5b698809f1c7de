/** Java programs whose branches and loops are written in another way, with the same turns. */
import { childOf, namedChildren, type SyntaxNode, type SyntaxTree } from '../../shared/engine/syntax/tree.ts';
import { parseJava } from './engine.ts';
import { MIRRORED, OPPOSITE, type Edit, type Transformation, apply, nodes, slice } from './transform-text.ts';

export const javaFlow: Readonly<Record<string, Transformation>> = {
  'loops left by a break': (text) => editEach(parseJava(text), loopLeft),
  'comparisons negated twice': (text) => editEach(parseJava(text), comparedTwice),
  'comparisons turned around': (text) => editEach(parseJava(text), turnedAround),
  'an else behind what leaves': (text) => editEach(parseJava(text), elseBehind),
  'the last branch of a turn as a guard': (text) => editEach(parseJava(text), guardBefore),
};

type EditsOf = (node: SyntaxNode, text: string) => readonly Edit[];

function editEach({ root, text }: SyntaxTree, editsOf: EditsOf): string | null {
  const edits = [...nodes(root)].flatMap((node) => editsOf(node, text));
  return edits.length === 0 ? null : apply(text, edits);
}

/** `while (test) {` as `while (true) { if (!test) break;` */
function loopLeft(node: SyntaxNode, text: string): readonly Edit[] {
  const test = node.type === 'while_statement' ? childOf(node, 'condition') : null;
  const body = childOf(node, 'body');
  if (test === null || body?.type !== 'block' || slice(text, test) === '(true)') return [];
  return [
    { start: test.start, end: test.end, text: '(true)' },
    { start: body.start + 1, end: body.start + 1, text: ` if (!${slice(text, test)}) break;` },
  ];
}

/** `a < b` as `!(a >= b)` */
function comparedTwice(node: SyntaxNode): readonly Edit[] {
  const operator = node.type === 'binary_expression' ? childOf(node, 'operator') : null;
  const other = operator === null ? undefined : OPPOSITE[operator.type];
  if (operator === null || other === undefined || childOf(node, 'left')?.type === 'binary_expression')
    return [];
  return [
    { start: node.start, end: node.start, text: '!(' },
    { start: operator.start, end: operator.end, text: other },
    { start: node.end, end: node.end, text: ')' },
  ];
}

/** `a < b` as `b > a`; the inner ones of nested comparisons stay. */
function turnedAround(node: SyntaxNode, text: string): readonly Edit[] {
  const operator = node.type === 'binary_expression' ? childOf(node, 'operator') : null;
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  const other = operator === null ? undefined : MIRRORED[operator.type];
  if (operator === null || other === undefined || left === null || right === null) return [];
  if ([left, right].some((side) => [...nodes(side)].some(isCompared))) return [];
  return [
    { start: left.start, end: left.end, text: slice(text, right) },
    { start: operator.start, end: operator.end, text: other },
    { start: right.start, end: right.end, text: slice(text, left) },
  ];
}

const isCompared = (node: SyntaxNode): boolean =>
  node.type === 'binary_expression' && MIRRORED[childOf(node, 'operator')?.type ?? ''] !== undefined;

const LEAVES: ReadonlySet<string> = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'throw_statement',
]);

const isComment = ({ type }: SyntaxNode): boolean => type.endsWith('comment');

/** `if (test) return;` and what stands behind it as its `else` */
function elseBehind(node: SyntaxNode): readonly Edit[] {
  const stmts = node.type === 'block' ? namedChildren(node).filter((child) => !isComment(child)) : [];
  const at = stmts.findIndex(
    (stmt) => stmt.type === 'if_statement' && childOf(stmt, 'alternative') === null && leaves(stmt),
  );
  const [branch, last] = [stmts[at], stmts.at(-1)];
  if (branch === undefined || last === undefined || last === branch) return [];
  return [
    { start: branch.end, end: branch.end, text: ' else {' },
    { start: last.end, end: last.end, text: ' }' },
  ];
}

function leaves(branch: SyntaxNode): boolean {
  const then = childOf(branch, 'consequence');
  const last = then?.type === 'block' ? namedChildren(then).at(-1) : then;
  return LEAVES.has(last?.type ?? '');
}

/** `if (test) { ... }` at the end of a turn as `if (!test) continue;` and what it does behind that */
function guardBefore(node: SyntaxNode): readonly Edit[] {
  const body = /^(for|enhanced_for|while)_statement$/.test(node.type) ? childOf(node, 'body') : null;
  const last = body?.type === 'block' ? namedChildren(body).at(-1) : undefined;
  if (last?.type !== 'if_statement' || childOf(last, 'alternative') !== null || leaves(last)) return [];
  const test = childOf(last, 'condition')!;
  return [
    { start: test.start, end: test.start, text: '(!' },
    { start: test.end, end: test.end, text: ') continue; ' },
  ];
}
