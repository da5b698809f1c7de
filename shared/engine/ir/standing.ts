/**
 * Where code stands. Values that were moved to where their name was read (temporaries.ts) keep their spans, which lie
 * outside of the statement that has them now.
 */
import type { Assign, Expr, Name, Span, Stmt } from './ir.ts';
import { type Code, someChild, someCode } from './walk.ts';

/** For each part of a value that was moved, the place of the name. No fact that is found anew: kept as long as the program is. */
const movedTo = new WeakMap<Code, Span>();
/** For each value that was moved, the assignment that gave it the name, and the statement that it was moved into. */
const movedFrom = new WeakMap<Expr, { readonly assignment: Assign; readonly reader: Stmt }>();

/** Notes that the value of an assignment stands in the place of a name, in a statement behind it. */
export function noteMoved(assignment: Assign, name: Name, reader: Stmt): void {
  const place = placeOf(name);
  movedFrom.set(assignment.value, { assignment, reader });
  someCode(assignment.value, (node) => (movedTo.set(node, place), false));
}

/** What is made anew of an expression, with another part, stands where that stood. */
export function noteRemade(expr: Expr, made: Expr): void {
  const place = movedTo.get(expr);
  if (place === undefined) return;
  movedTo.set(made, place);
  const from = movedFrom.get(expr);
  if (from !== undefined) movedFrom.set(made, from);
}

/** Where a node belongs in the text: its span, or the place to which it was moved. */
export const placeOf = (node: Code): Span => movedTo.get(node) ?? node.span;

/** Whether the node was moved, with others or alone. */
export const isMoved = (node: Code): boolean => movedTo.has(node);

/** The name that the text has in the place of a value that was moved; null for any other. */
export function givenName(value: Code): string | null {
  const target = movedFrom.get(value as Expr)?.assignment.targets[0];
  return target?.kind === 'name' ? target.name : null;
}

/** Whether the name holds such a value for some time: what is returned as it is has one for none. */
export function isHeldByName(value: Expr): boolean {
  const reader = movedFrom.get(value)?.reader;
  return reader !== undefined && !(reader.kind === 'return' && reader.value?.kind === 'name');
}

/** Where the text of a statement begins, with the assignments before it whose values it has. */
export function startWithMoved(stmt: Code): number {
  let { start } = stmt.span;
  someCode(stmt, (node) => {
    start = Math.min(start, movedFrom.get(node as Expr)?.assignment.span.start ?? start);
    return false;
  });
  return start;
}

/** Whether a node stands in some code, or is it. What stands elsewhere in the text is not looked through. */
export function contains(code: Code, node: Code): boolean {
  return someAround(code, node, () => true);
}

/** Whether a node stands in some code, and it, or something around it there, passes the test. */
export function someAround(code: Code, node: Code, test: (node: Code) => boolean): boolean {
  const { start, end } = placeOf(node);
  let passed = false;
  const isAround = (at: Code): boolean => {
    if (at !== node) {
      const place = placeOf(at);
      if (start < place.start || end > place.end || !someChild(at, isAround)) return false;
    }
    passed ||= test(at);
    return true;
  };
  return isAround(code) && passed;
}
