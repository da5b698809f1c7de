/** Several names that are set at once: what asks for one of them finds it set on its own where that is the same. */
import type { Assign, Expr, Span } from '../../ir/ir.ts';
import { someCode } from '../../ir/walk.ts';

/** `a, b = x, y`, where nothing asks for what a and b were, is `a = x` and then `b = y`; null for any other one. */
export function oneByOne(target: Expr, value: Expr, span: Span): Assign[] | null {
  if (target.kind !== 'collection' || value.kind !== 'collection') return null;
  const { elements } = value;
  if (elements.length !== target.elements.length) return null;
  const set = new Set<string>();
  for (const part of target.elements) {
    if (part.kind !== 'name') return null;
    set.add(part.name);
  }
  // A call may ask for a name that is set before it.
  const isAsked = elements.some(
    (part, i) =>
      part.kind === 'spread' ||
      someCode(
        part,
        (node) => (node.kind === 'name' && set.has(node.name)) || (i > 0 && node.kind === 'call'),
      ),
  );
  if (isAsked) return null;
  return target.elements.map((part, i) => ({
    kind: 'assign',
    targets: [part],
    op: null,
    value: elements[i]!,
    declared: null,
    span,
  }));
}
