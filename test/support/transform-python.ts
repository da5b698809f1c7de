/**
 * Python programs rewritten so that they do the same at the same cost. Each transformation answers null where it does
 * not apply. They work on the text by the places of the syntax tree.
 */
import {
  childOf,
  childOfType,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from '../../shared/engine/syntax/tree.ts';
import { parsePython } from './engine.ts';
import {
  type Edit,
  type Transformation,
  apply,
  indentOf,
  lineEnd,
  lineStart,
  nodes,
  pathTo,
  slice,
} from './transform-text.ts';

export const pythonTransformations: Readonly<Record<string, Transformation>> = {
  'names of the user’s own changed': (text) => rename(parsePython(text)),
  'comments that lie': (text) => addComments(parsePython(text)),
  'functions in another order': (text) => reorder(parsePython(text)),
  'code that is never run': (text) => addDeadCode(parsePython(text)),
  'for loops as while loops': (text) => forToWhile(parsePython(text)),
  'a helper function around the body': (text) => extractHelper(parsePython(text)),
};

// ---------------------------------------------------------------- names

/** Names that mean something to Python, to the platform or to the reader of the result. */
const KEPT = new Set(['_', 'self', 'cls', 'Solution', 'Node', 'ListNode', 'TreeNode', 'main']);

function rename({ root, text }: SyntaxTree): string | null {
  const names = new Set<string>();
  const keywords = new Set<string>();
  for (const node of nodes(root)) {
    if (node.type === 'identifier' && isBinding(node, root)) names.add(slice(text, node));
    if (node.type === 'keyword_argument') keywords.add(slice(text, namedChildren(node)[0]!));
  }
  const changed = [...names].filter(
    (name) => !KEPT.has(name) && !keywords.has(name) && !name.startsWith('__'),
  );
  if (changed.length === 0) return null;
  const fresh = new Map(changed.map((name, i) => [name, `name${i}`]));
  const edits = [...nodes(root)].flatMap((node): Edit[] => {
    if (node.type === 'string') return inDocstring(text, node, fresh);
    const other = node.type === 'identifier' && !isMember(node) ? fresh.get(slice(text, node)) : undefined;
    return other === undefined ? [] : [{ start: node.start, end: node.end, text: other }];
  });
  return apply(text, edits);
}

/** Parameters that a docstring gives a type. */
function inDocstring(text: string, node: SyntaxNode, fresh: ReadonlyMap<string, string>): Edit[] {
  return [...slice(text, node).matchAll(/(?<=:type )(\w+)/g)].flatMap((match) => {
    const other = fresh.get(match[0]);
    const start = node.start + match.index;
    return other === undefined ? [] : [{ start, end: start + match[0].length, text: other }];
  });
}

const isMember = (node: SyntaxNode): boolean => node.field === 'attribute';

/** The identifier is a parameter, a variable that is assigned or looped over, or a function outside a class. */
function isBinding(node: SyntaxNode, root: SyntaxNode): boolean {
  const above = pathTo(root, node).slice(0, -1).reverse();
  const [parent, ...rest] = above;
  if (parent === undefined || isMember(node)) return false;
  if (parent.type === 'function_definition') return node.field === 'name' && !isMethod(parent, rest);
  if (['parameters', 'lambda_parameters'].includes(parent.type)) return true;
  if (/^(typed_|default_|typed_default_)parameter$/.test(parent.type))
    return node === namedChildren(parent)[0];
  return isTarget(node, above);
}

function isTarget(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  let inner = node;
  for (const outer of above) {
    if (
      inner.field === 'left' &&
      /^(assignment|augmented_assignment|for_statement|for_in_clause)$/.test(outer.type)
    )
      return true;
    if (!/^(pattern_list|tuple_pattern|list_pattern|tuple|list)$/.test(outer.type)) return false;
    inner = outer;
  }
  return false;
}

function isMethod(definition: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  const outer = above.find(({ type }) => type !== 'block' && type !== 'decorated_definition');
  return outer?.type === 'class_definition' && definition.type === 'function_definition';
}

// ---------------------------------------------------------------- comments

function addComments({ root, text }: SyntaxTree): string {
  const strings = [...nodes(root)].filter(({ type }) => type === 'string');
  let at = 0;
  const lines = text.split('\n').map((line) => {
    const end = at + line.length;
    at = end + 1;
    const inside = strings.some((node) => node.start <= end && node.end > end);
    if (inside || line.trim() === '' || line.endsWith('\\')) return line;
    const lie = `${line}  # O(1), constant`;
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    return /^\s*(for|while|def) /.test(line) ? `${indent}# time: O(2^n), space: O(n!)\n${lie}` : lie;
  });
  return lines.join('\n');
}

// ---------------------------------------------------------------- order

function reorder({ root, text }: SyntaxTree): string | null {
  const bodies = [
    root,
    ...[...nodes(root)].filter(({ type }) => type === 'class_definition').map((cls) => childOf(cls, 'body')),
  ];
  const edits = bodies.flatMap((body): Edit[] => {
    const definitions = namedChildren(body ?? root).filter(isDefinition);
    if (body === null || definitions.length < 2 || body.type !== 'block')
      return body === root ? swapTop(definitions, text) : [];
    return swap(definitions, text);
  });
  return edits.length === 0 ? null : apply(text, edits);
}

/** At the top a class may need what stands before it, when it is made; functions alone do not. */
function swapTop(definitions: readonly SyntaxNode[], text: string): Edit[] {
  return definitions.length > 1 && definitions.every(({ type }) => type === 'function_definition')
    ? swap(definitions, text)
    : [];
}

function swap(definitions: readonly SyntaxNode[], text: string): Edit[] {
  return definitions.map(({ start, end }, i) => ({
    start,
    end,
    text: slice(text, definitions[definitions.length - 1 - i]!),
  }));
}

function isDefinition({ type }: SyntaxNode): boolean {
  return ['function_definition', 'decorated_definition', 'class_definition'].includes(type);
}

// ---------------------------------------------------------------- dead code

const NEVER_CALLED = `

def _never_called(values):
    return [x + y for x in values for y in values]
`;

function addDeadCode({ root, text }: SyntaxTree): string {
  const edits = [...nodes(root)].flatMap((node): Edit[] => {
    const body = node.type === 'function_definition' ? childOf(node, 'body') : null;
    const statements = body === null ? [] : namedChildren(body);
    const last = statements[statements.length - 1];
    if (body === null || last === undefined || lineStart(text, last.start) <= node.start) return [];
    const indent = indentOf(text, last);
    const unused = { start: last.start, end: last.start, text: `unused = 0\n${indent}` };
    if (last.type !== 'return_statement') return [unused];
    const end = lineEnd(text, last.end);
    return [
      unused,
      {
        start: end,
        end,
        text: `\n${indent}for dead in range(10 ** 6):\n${indent}    unused += sum(range(dead))`,
      },
    ];
  });
  return apply(text, edits) + NEVER_CALLED;
}

// ---------------------------------------------------------------- loops

function forToWhile({ root, text }: SyntaxTree): string | null {
  const loops = [...nodes(root)].filter((node) => isSimpleCount(node, text));
  if (loops.length === 0) return null;
  const edits = loops.flatMap((loop): Edit[] => {
    const [target, call, body] = partsOf(loop);
    const range = namedChildren(childOf(call, 'arguments')!).map((node) => slice(text, node));
    const [from, to] = range.length === 1 ? ['0', range[0]!] : [range[0]!, range[1]!];
    const name = slice(text, target);
    const header = `${name} = ${from}\n${indentOf(text, loop)}while ${name} < ${to}`;
    const end = lineEnd(text, body.end);
    return [
      { start: loop.start, end: call.end, text: header },
      { start: end, end, text: `\n${indentOf(text, namedChildren(body)[0]!)}${name} += 1` },
    ];
  });
  return apply(text, edits);
}

function partsOf(loop: SyntaxNode): readonly [SyntaxNode, SyntaxNode, SyntaxNode] {
  return [childOf(loop, 'left')!, childOf(loop, 'right')!, childOf(loop, 'body')!];
}

/** `for i in range(a, b)` whose body leaves i, a and b alone and never continues. */
function isSimpleCount(loop: SyntaxNode, text: string): boolean {
  if (loop.type !== 'for_statement' || childOf(loop, 'alternative') !== null) return false;
  const [target, call, body] = partsOf(loop);
  const callee = childOf(call, 'function');
  if (
    target.type !== 'identifier' ||
    call.type !== 'call' ||
    callee === null ||
    slice(text, callee) !== 'range'
  )
    return false;
  if (slice(text, target) === '_' || body.children.length === 0 || lineStart(text, body.start) <= loop.start)
    return false;
  const bounds = namedChildren(childOf(call, 'arguments')!);
  if (bounds.length > 2 || !bounds.every((bound) => /^[\w\s+()-]+$/.test(slice(text, bound)))) return false;
  const names = new Set([
    slice(text, target),
    ...bounds.flatMap((bound) => slice(text, bound).match(/[A-Za-z_]\w*/g) ?? []),
  ]);
  names.delete('len');
  return [...nodes(body)].every((node) => {
    if (['continue_statement', 'function_definition', 'lambda', 'delete_statement'].includes(node.type))
      return false;
    if (node.type !== 'identifier' || !names.has(slice(text, node))) return true;
    return !isChanged(node, body);
  });
}

/** The variable is assigned, or a method of it is called. */
function isChanged(node: SyntaxNode, body: SyntaxNode): boolean {
  const above = pathTo(body, node).slice(0, -1).reverse();
  return isTarget(node, above) || (above[0]?.type === 'attribute' && node.field === 'object');
}

// ---------------------------------------------------------------- helpers

/** The first function that is no other's helper keeps its name and hands its arguments to what was its body. */
function extractHelper({ root, text }: SyntaxTree): string | null {
  const solution = namedChildren(root).find(
    (node) => node.type === 'class_definition' && nameOf(node, text) === 'Solution',
  );
  const scope = solution === undefined ? root : childOf(solution, 'body');
  const all = namedChildren(scope ?? root).filter(({ type }) => type === 'function_definition');
  const [only] = all;
  if (only === undefined || all.length > 1) return null;
  const parameters = childOf(only, 'parameters')!;
  const names = namedChildren(parameters).map((node) =>
    slice(text, node.type === 'identifier' ? node : namedChildren(node)[0]!),
  );
  const name = nameOf(only, text);
  if (/[=*]/.test(slice(text, parameters)) || names.includes(name)) return null;
  const inner = `${name}Inside`;
  const method = solution !== undefined;
  const call = method ? `self.${inner}(${names.slice(1).join(', ')})` : `${inner}(${names.join(', ')})`;
  const header = text.slice(
    only.start,
    text.indexOf(':', childOf(only, 'return_type')?.end ?? parameters.end) + 1,
  );
  const indent = indentOf(text, only);
  const edits = [...nodes(root)]
    .filter(
      (node) =>
        node.type === 'identifier' &&
        slice(text, node) === name &&
        isMember(node) === (method && node.field !== 'name'),
    )
    .map(({ start, end }): Edit => ({ start, end, text: inner }));
  const wrapper = `${header}\n${indent}    return ${call}\n\n${indent}`;
  return apply(text, [{ start: only.start, end: only.start, text: wrapper }, ...edits]);
}

function nameOf(node: SyntaxNode, text: string): string {
  return slice(text, childOf(node, 'name') ?? childOfType(node, 'identifier')!);
}
