/** Python 2, where `range`, `map`, `filter` and `zip` make lists. */
import type { Expr } from '../../ir/ir.ts';
import { type SyntaxNode, childOf, namedChildren } from '../../syntax/tree.ts';

const OLD_NAMES = new Set([
  'xrange',
  'iteritems',
  'itervalues',
  'iterkeys',
  'izip',
  'imap',
  'ifilter',
  'raw_input',
  'unicode',
  'has_key',
]);
const OLD_STATEMENTS = new Set(['print_statement', 'exec_statement']);
const LIST_METHODS = new Set(['append', 'extend', 'insert', 'pop', 'remove', 'reverse', 'sort']);
/** What changes the list that is its first argument. */
const LIST_FUNCTIONS = /^(?:heapq\.)?(?:heapify|heappop|heappush|heappushpop|heapreplace)$|^random\.shuffle$/;

/**
 * Whether the program is written for Python 2: it uses what Python 3 no longer has, or treats a variable as a list that
 * `range` or `map` was assigned to.
 */
export function isPython2(root: SyntaxNode, text: string): boolean {
  const ranges = new Set<string>();
  const iterators = new Set<string>();
  const changed = new Set<string>();
  const indexed = new Set<string>();
  let old = false;
  const source = (node: SyntaxNode): string => text.slice(node.start, node.end);
  const pending = [root];
  for (let node = pending.pop(); node !== undefined && !old; node = pending.pop()) {
    old = OLD_STATEMENTS.has(node.type) || (node.type === 'identifier' && OLD_NAMES.has(source(node)));
    const left = childOf(node, 'left');
    const made =
      left !== null && node.type === 'assignment' ? calleeOf(childOf(node, 'right'), source) : null;
    if (made === 'range') ranges.add(source(left!));
    else if (made !== null && ITERATORS.has(made)) iterators.add(source(left!));
    else if (left?.type === 'subscript') changed.add(source(childOf(left, 'value') ?? left));
    if (node.type === 'subscript') indexed.add(source(childOf(node, 'value') ?? node));
    if (node.type === 'attribute' && LIST_METHODS.has(source(childOf(node, 'attribute') ?? node)))
      changed.add(source(childOf(node, 'object') ?? node));
    const heap = node.type === 'call' ? changedArgument(node, source) : null;
    if (heap !== null) changed.add(source(heap));
    pending.push(...namedChildren(node));
  }
  return (
    old ||
    [...ranges].some((name) => changed.has(name)) ||
    [...iterators].some((name) => changed.has(name) || indexed.has(name))
  );
}

/** The list that a function of the library changes in a call; null for other calls. */
function changedArgument(call: SyntaxNode, source: (node: SyntaxNode) => string): SyntaxNode | null {
  const callee = childOf(call, 'function');
  const list = childOf(call, 'arguments');
  if (callee === null || list === null || !LIST_FUNCTIONS.test(source(callee))) return null;
  return namedChildren(list)[0] ?? null;
}

/** The function that a call calls; null for anything else. */
function calleeOf(node: SyntaxNode | null, source: (node: SyntaxNode) => string): string | null {
  const callee = node?.type === 'call' ? childOf(node, 'function') : null;
  return callee === null ? null : source(callee);
}

/** Functions of Python 2 that give iterators in Python 3. */
export const ITERATORS: ReadonlySet<string> = new Set(['map', 'filter', 'zip']);

/** `[*values]`. */
export function listOf(values: Expr): Expr {
  const { span } = values;
  return { kind: 'collection', shape: 'list', elements: [{ kind: 'spread', value: values, span }], span };
}
