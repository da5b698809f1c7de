/** Quick fixes that change calls, literals and signatures. */
import type { TextChange } from '../../../protocol/analysis.ts';
import type { AppendReversedFix, DequeFix, FreshDefaultFix, FreshRowsFix, MemoiseFix } from '../../ir/fix.ts';
import type { Call, Expr } from '../../ir/ir.ts';
import { imported, reference, type Reference } from './fix-imports.ts';
import {
  allOf,
  indentOf,
  linesBefore,
  occurs,
  replaceNode,
  type Editing,
  type Made,
} from '../shared/fix-text.ts';

/** `q = [x]` and `q.pop(0)` become `q = deque([x])` and `q.popleft()`. */
export function deque(request: DequeFix, at: Editing): Made {
  const { name, edits } = reference(at, 'collections', 'deque');
  const { variable, convertBefore } = request;
  const conversion =
    convertBefore === null ? [] : [linesBefore(at, convertBefore, [`${variable} = ${name}(${variable})`])];
  const changes = allOf([
    ...edits,
    ...request.creations.map((value) => replaceNode(at, value, `${name}(${contents(at, value)})`)),
    ...conversion,
    ...request.frontPops.map((call) => replaceMethod(at, call, 'popleft()')),
    ...request.frontPushes.map((call) => replaceMethod(at, call, `appendleft(${argument(at, call, 1)})`)),
  ]);
  return changes && { title: `Make ${variable} a deque`, edits: changes };
}

/** What a constructor takes to hold the same: nothing for `[]`, `x` for `list(x)`, all else as it is. */
function contents(at: Editing, value: Expr): string {
  if (value.kind === 'collection' && value.elements.length === 0) return '';
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'list')
    return at.code(value);
  return value.args.map((arg) => at.code(arg.value)).join(', ');
}

/** Replaces the name of a method and its arguments. */
function replaceMethod(at: Editing, { callee, span }: Call, newText: string): TextChange | null {
  return callee.kind === 'field' ? at.replace(callee.nameSpan.start, span.end, newText) : null;
}

function argument(at: Editing, call: Call, index: number): string {
  const arg = call.args[index];
  return arg === undefined ? '' : at.code(arg.value);
}

/** `out.insert(0, x)` and `return out` become `out.append(x)` and `return out[::-1]`. */
export function appendReversed({ frontPushes, reads }: AppendReversedFix, at: Editing): Made {
  const changes = allOf([
    ...frontPushes.map((call) => replaceMethod(at, call, `append(${argument(at, call, 1)})`)),
    ...reads.map((read) => replaceNode(at, read, `${at.code(read)}[::-1]`)),
  ]);
  return changes && { title: 'Append, and reverse at the end', edits: changes };
}

/** Puts `@cache` on the function. */
export function memoise({ func }: MemoiseFix, at: Editing): Made {
  const { start } = func.headerSpan;
  const indent = indentOf(at, start);
  if (indent === null || func.nameSpan === null) return null;
  const { name, edits } = cacheDecorator(at);
  const decorator = at.replace(start, start, `@${name}${at.newline}${indent}`);
  return { title: `Remember results with @${name}`, edits: [...edits, decorator] };
}

/** `cache` where the name is free, else `lru_cache(None)`. */
function cacheDecorator(at: Editing): Reference {
  const cache = imported(at, 'functools', 'cache');
  if (cache !== null) return cache;
  const lru = imported(at, 'functools', 'lru_cache');
  if (lru === null && !occurs(at, 'cache')) return reference(at, 'functools', 'cache');
  const { name, edits } = lru ?? reference(at, 'functools', 'lru_cache');
  return { name: `${name}(None)`, edits };
}

/** `def f(x=[])` becomes `def f(x=None)` with the list made in the body. */
export function freshDefault({ func, param, value }: FreshDefaultFix, at: Editing): Made {
  const [first] = func.body;
  if (first === undefined || first.span.line === func.headerSpan.endLine) return null;
  const indent = indentOf(at, first.span.start);
  const outer = indentOf(at, func.headerSpan.start);
  if (indent === null || outer === null) return null;
  const step = indent.slice(outer.length);
  const body = linesBefore(at, first, [
    `if ${param.name} is None:`,
    `${step}${param.name} = ${at.code(value)}`,
  ]);
  return (
    body && { title: `Make ${param.name} anew in every call`, edits: [replaceNode(at, value, 'None'), body] }
  );
}

/** `[row] * m` becomes `[row for _ in range(m)]`. */
export function freshRows({ repetition, row, count }: FreshRowsFix, at: Editing): Made {
  const rows = `[${at.code(row)} for _ in range(${at.code(count)})]`;
  return { title: 'Make a new row for every place', edits: [replaceNode(at, repetition, rows)] };
}
