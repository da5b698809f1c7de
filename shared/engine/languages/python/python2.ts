/** Python 2, where `range` makes a list. */
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
 * Whether the program is written for Python 2: it uses what Python 3 no longer has, or changes a variable that `range`
 * was assigned to, which only a list allows.
 */
export function isPython2(root: SyntaxNode, text: string): boolean {
  const ranges = new Set<string>();
  const changed = new Set<string>();
  let old = false;
  const source = (node: SyntaxNode): string => text.slice(node.start, node.end);
  const pending = [root];
  for (let node = pending.pop(); node !== undefined && !old; node = pending.pop()) {
    old = OLD_STATEMENTS.has(node.type) || (node.type === 'identifier' && OLD_NAMES.has(source(node)));
    const left = childOf(node, 'left');
    if (left !== null && node.type === 'assignment' && isRange(childOf(node, 'right'), source))
      ranges.add(source(left));
    else if (left?.type === 'subscript') changed.add(source(childOf(left, 'value') ?? left));
    if (node.type === 'attribute' && LIST_METHODS.has(source(childOf(node, 'attribute') ?? node)))
      changed.add(source(childOf(node, 'object') ?? node));
    const heap = node.type === 'call' ? changedArgument(node, source) : null;
    if (heap !== null) changed.add(source(heap));
    pending.push(...namedChildren(node));
  }
  return old || [...ranges].some((name) => changed.has(name));
}

/** The list that a function of the library changes in a call; null for other calls. */
function changedArgument(call: SyntaxNode, source: (node: SyntaxNode) => string): SyntaxNode | null {
  const callee = childOf(call, 'function');
  const list = childOf(call, 'arguments');
  if (callee === null || list === null || !LIST_FUNCTIONS.test(source(callee))) return null;
  return namedChildren(list)[0] ?? null;
}

function isRange(node: SyntaxNode | null, source: (node: SyntaxNode) => string): boolean {
  const callee = node?.type === 'call' ? childOf(node, 'function') : null;
  return callee !== null && source(callee) === 'range';
}

/** `[*numbers]`. */
export function listOf(numbers: Expr): Expr {
  const { span } = numbers;
  return { kind: 'collection', shape: 'list', elements: [{ kind: 'spread', value: numbers, span }], span };
}
