/** Quick fixes that put another collection in the place of a list or string, or beside it. */
import type { TextChange } from '../../../protocol/analysis.ts';
import type { ListToSetFix, SetAlongsideFix, SetCopyFix, StringPartsFix } from '../../ir/fix.ts';
import type { Expr } from '../../ir/ir.ts';
import {
  allOf,
  freshName,
  linesAfter,
  linesBefore,
  replaceNode,
  type Editing,
  type Made,
} from '../shared/fix-text.ts';

/** `seen = []` and `seen.append(x)` become `seen = set()` and `seen.add(x)`. */
export function listToSet({ variable, creations, appends }: ListToSetFix, at: Editing): Made {
  const changes = allOf([
    ...creations.map((value) =>
      replaceNode(at, value, setOf(at, value.kind === 'collection' ? value.elements : [])),
    ),
    ...appends.map(({ callee }) =>
      // `seen += [x]` has no name to replace.
      callee.kind === 'field' && callee.nameSpan.start < callee.nameSpan.end
        ? at.replace(callee.nameSpan.start, callee.nameSpan.end, 'add')
        : null,
    ),
  ]);
  return changes && { title: `Make ${variable} a set`, edits: changes };
}

function setOf(at: Editing, elements: readonly Expr[]): string {
  return elements.length === 0 ? 'set()' : `{${elements.map(at.code).join(', ')}}`;
}

/** Keeps a set beside the list: made, filled and asked where the list is. */
export function setAlongside(request: SetAlongsideFix, at: Editing): Made {
  const name = setName(at, request.variable);
  const changes = allOf([
    linesAfter(at, request.creation, [`${name} = ${setOf(at, request.initial)}`]),
    ...request.appends.map((stmt) => {
      const added = stmt.expr.kind === 'call' ? stmt.expr.args[0] : undefined;
      return added === undefined ? null : linesAfter(at, stmt, [`${name}.add(${at.code(added.value)})`]);
    }),
    ...request.tests.map((test) => replaceNode(at, test.right, name)),
  ]);
  return changes && { title: `Keep a set beside ${request.variable}`, edits: changes };
}

/** Copies the list to a set before the tests begin. */
export function setCopy({ variable, before, tests }: SetCopyFix, at: Editing): Made {
  const name = setName(at, variable);
  const changes = allOf([
    linesBefore(at, before, [`${name} = set(${variable})`]),
    ...tests.map((test) => replaceNode(at, test.right, name)),
  ]);
  return changes && { title: `Test membership in a set of ${variable}`, edits: changes };
}

function setName(at: Editing, variable: string): string {
  return freshName(at, `${variable.replaceAll('.', '_')}_set`);
}

/** `s += x` becomes `parts.append(x)`, and `"".join(parts)` the string. */
export function stringParts(request: StringPartsFix, at: Editing): Made {
  const { variable, value, initial, updates, prepends, onlyRead, loop } = request;
  const parts = freshName(at, 'parts', `${variable}_parts`);
  const empty = initial === null ? at.code(value) : '""';
  const joined = `${empty}.join(${prepends ? `reversed(${parts})` : parts})`;
  const changes = allOf([
    ...setTo(at, request, parts),
    ...updates.map(({ stmt, own, value: grown }) => {
      const added = addedText(at, own, grown, prepends);
      return added === null ? null : replaceNode(at, stmt, `${parts}.append(${added})`);
    }),
    onlyRead === null ? linesAfter(at, loop, [`${variable} = ${joined}`]) : replaceNode(at, onlyRead, joined),
  ]);
  return changes && { title: `Collect the parts of ${variable} and join them`, edits: changes };
}

/** Sets the list of parts where the string was set; an annotation goes. */
function setTo(
  at: Editing,
  { creation, target, value, initial }: StringPartsFix,
  parts: string,
): TextChange[] {
  const list = `[${initial === null ? '' : at.code(initial)}]`;
  if (creation.declared !== null) return [replaceNode(at, creation, `${parts} = ${list}`)];
  return [replaceNode(at, target, parts), replaceNode(at, value, list)];
}

/** What is added: the whole value of `s += value`, or that of `s = s + value` without `s` and the plus. */
function addedText(at: Editing, own: Expr | null, value: Expr, prepends: boolean): string | null {
  if (own === null) return at.code(value);
  const { text } = at.source;
  const rest = prepends
    ? text
        .slice(value.span.start, own.span.start)
        .trim()
        .replace(/\s*\+$/, '')
    : text
        .slice(own.span.end, value.span.end)
        .trim()
        .replace(/^\+\s*/, '');
  return isBalanced(rest) ? rest : null;
}

/** Whether all parentheses close; a text with quotes counts only what it has in all. */
function isBalanced(code: string): boolean {
  let depth = 0;
  for (const char of code) {
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}
