/** One statement written as several that do the same, in Python and in Java. */
import { childOf, namedChildren, type SyntaxNode, type SyntaxTree } from '../../shared/engine/syntax/tree.ts';
import { parseJava, parsePython } from './engine.ts';
import { type Edit, type Transformation, apply, indentOf, nodes, slice } from './transform-text.ts';

export const pythonStatements: Readonly<Record<string, Transformation>> = {
  'one statement as several': (text) =>
    rewritten(parsePython(text), [pythonTaking, pythonUpdate, pythonExchange]),
  'early returns at the end': (text) => returnsLast(parsePython(text)),
};

export const javaStatements: Readonly<Record<string, Transformation>> = {
  'one statement as several': (text) => rewritten(parseJava(text), [javaTaking, javaUpdate]),
};

/** The statements in the place of one, or null where it stays. */
type Rewriting = (text: string, statement: SyntaxNode) => readonly string[] | null;

/** Every statement that stands on a line of its own is offered to the rewritings, one after the other. */
function rewritten({ root, text }: SyntaxTree, rewritings: readonly Rewriting[]): string | null {
  const edits = [...nodes(root)].flatMap((node): Edit[] => {
    if (node.type !== 'expression_statement' && node.type !== 'local_variable_declaration') return [];
    const indent = indentOf(text, node);
    const before = text.slice(node.start - indent.length - 1, node.start);
    if (before !== `\n${indent}`) return [];
    const lines = rewritings.map((rewriting) => rewriting(text, node)).find((found) => found !== null);
    return lines === undefined ? [] : [{ start: node.start, end: node.end, text: lines.join(`\n${indent}`) }];
  });
  return edits.length === 0 ? null : apply(text, edits);
}

/** `x = queue.popleft()`, `x = heappop(heap)`, `x = stack.pop()` */
function pythonTaking(text: string, statement: SyntaxNode): readonly string[] | null {
  const found = /^(.+?) = ((?:([\w.]+)\.(popleft|pop)\(\))|(?:(?:heapq\.)?heappop\((\w+)\)))$/.exec(
    slice(text, statement),
  );
  if (found === null) return null;
  const [, target, call, receiver, method, heap] = found;
  // A set gives any of its elements.
  if (method === 'pop' && new RegExp(`\\b${receiver} = set\\(`).test(text)) return null;
  return [`${target} = ${receiver ?? heap}[${method === 'pop' ? -1 : 0}]`, call!];
}

/** `cells[i] += 1`; a list would be put behind another in the one form, and copied in the other. */
function pythonUpdate(text: string, statement: SyntaxNode): readonly string[] | null {
  const found = /^([\w.]+(?:\[[^=\n]+\])+) ([-+*])= (\d+)$/.exec(slice(text, statement));
  return found === null ? null : [`${found[1]} = ${found[1]} ${found[2]} ${found[3]}`];
}

/** `cells[i], cells[j] = cells[j], cells[i]` */
function pythonExchange(text: string, statement: SyntaxNode): readonly string[] | null {
  const [assignment] = namedChildren(statement);
  const sides = ['left', 'right'].map((side) =>
    assignment === undefined ? null : childOf(assignment, side),
  );
  const [targets, values] = sides.map((side) => (side === null ? [] : namedChildren(side)));
  if (targets!.length !== 2 || !targets!.every(({ type }) => type === 'subscript')) return null;
  const [left, right] = targets!.map((node) => slice(text, node)) as [string, string];
  const isExchange = values!.map((node) => slice(text, node)).join() === `${right},${left}`;
  return isExchange ? [`third = ${left}`, `${left} = ${right}`, `${right} = third`] : null;
}

/** `int x = queue.poll();` */
function javaTaking(text: string, statement: SyntaxNode): readonly string[] | null {
  const found = /^(.+?) = (\w+)\.(poll|pop|pollLast)\(\);$/.exec(slice(text, statement));
  if (found === null) return null;
  const [, target, receiver, method] = found;
  const look = method === 'pollLast' ? 'peekLast' : 'peek';
  return [`${target} = ${receiver}.${look}();`, `${receiver}.${method}();`];
}

/** `cells[i]++;`, `cells[i] += x;` */
function javaUpdate(text: string, statement: SyntaxNode): readonly string[] | null {
  const place = String.raw`(\w+(?:\[[^=\n]+\])+)`;
  const code = slice(text, statement);
  const [, one, sign] = new RegExp(`^${place}(\\+\\+|--);$`).exec(code) ?? [];
  if (one !== undefined) return [`${one} = ${one} ${sign![0]} 1;`];
  const [, cell, op, value] = new RegExp(`^${place} ([-+*])= ([\\w.()]+);$`).exec(code) ?? [];
  return cell === undefined ? null : [`${cell} = ${cell} ${op} ${value};`];
}

/** `if small: return 0` before the rest of a function: the rest under the opposite test, and an `else` that returns. */
function returnsLast({ root, text }: SyntaxTree): string | null {
  const edits = [...nodes(root)].flatMap((node): Edit[] => {
    const body = node.type === 'function_definition' ? childOf(node, 'body') : null;
    const statements = body === null ? [] : namedChildren(body);
    const at = statements.findIndex(({ type }) => type === 'if_statement');
    const [early, rest] = [statements[at], statements.slice(at + 1)];
    const jump = early === undefined ? null : childOf(early, 'consequence');
    if (early === undefined || jump === null || childOf(early, 'alternative') !== null) return [];
    if (rest.length < 2 || !/^return\b[^\n]*$/.test(slice(text, jump))) return [];
    const test = slice(text, childOf(early, 'condition')!);
    const kept = text.slice(early.end, rest.at(-1)!.end);
    // What stands in other functions, in comments behind the code, or in texts of several lines is left as it is.
    if (/\bdef \b|\bnonlocal\b|'''|"""/.test(kept)) return [];
    const indent = indentOf(text, early);
    const inside = kept.replaceAll(/\n(?=[^\n])/g, '\n    ');
    const end = `\n${indent}else:\n${indent}    ${slice(text, jump)}`;
    return [{ start: early.start, end: rest.at(-1)!.end, text: `if not (${test}):${inside}${end}` }];
  });
  return edits.length === 0 ? null : apply(text, edits);
}
