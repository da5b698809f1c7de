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
  const source = (node: SyntaxNode): string => text.slice(node.start, node.end);
  const seen: Seen = { ranges: new Set(), iterators: new Set(), changed: new Set(), indexed: new Set() };
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (OLD_STATEMENTS.has(node.type) || (node.type === 'identifier' && OLD_NAMES.has(source(node))))
      return true;
    note(node, source, seen);
    pending.push(...namedChildren(node));
  }
  const { ranges, iterators, changed, indexed } = seen;
  return (
    [...ranges].some((name) => changed.has(name)) ||
    [...iterators].some((name) => changed.has(name) || indexed.has(name))
  );
}

/** Variables by what is assigned to them and done with them. */
interface Seen {
  readonly ranges: Set<string>;
  readonly iterators: Set<string>;
  readonly changed: Set<string>;
  readonly indexed: Set<string>;
}

function note(node: SyntaxNode, source: (node: SyntaxNode) => string, seen: Seen): void {
  const left = childOf(node, 'left');
  const made = left !== null && node.type === 'assignment' ? calleeOf(childOf(node, 'right'), source) : null;
  if (made === 'range') seen.ranges.add(source(left!));
  else if (made !== null && ITERATORS.has(made)) seen.iterators.add(source(left!));
  else if (left?.type === 'subscript') seen.changed.add(source(childOf(left, 'value') ?? left));
  if (node.type === 'subscript') seen.indexed.add(source(childOf(node, 'value') ?? node));
  if (node.type === 'attribute' && LIST_METHODS.has(source(childOf(node, 'attribute') ?? node)))
    seen.changed.add(source(childOf(node, 'object') ?? node));
  const heap = node.type === 'call' ? changedArgument(node, source) : null;
  if (heap !== null) seen.changed.add(source(heap));
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
