/** Quick fixes that put another collection in the place of a list or string, and tables beside recursions. */
import type { TextChange } from '../../../protocol/analysis.ts';
import type { DequeFix, ListToSetFix, MemoiseFix, SetCopyFix, StringPartsFix } from '../../ir/fix.ts';
import type { Call, Expr, Return, Stmt, Type } from '../../ir/ir.ts';
import { startWithMoved } from '../../ir/standing.ts';
import { someCode } from '../../ir/walk.ts';
import {
  allOf,
  freshName,
  indentOf,
  linesAfter,
  linesBefore,
  replaceNode,
  type Editing,
  type Made,
} from '../shared/fix-text.ts';
import { importsOf } from './fix-imports.ts';

/** `List<T> q = new ArrayList<>()` and `q.remove(0)` become `Deque<T> q = new ArrayDeque<>()` and `q.pollFirst()`. */
export function deque(request: DequeFix, at: Editing): Made {
  if (request.convertBefore !== null) return null;
  const changes = allOf([
    ...request.creations.flatMap((value) => typedAs(at, value, 'Deque', 'ArrayDeque')),
    ...request.frontPops.map((call) => replaceMethod(at, call, 'pollFirst()')),
    ...request.frontPushes.map((call) => replaceMethod(at, call, `addFirst(${secondArgument(at, call)})`)),
  ]);
  if (changes === null || request.ends.length > 0) return null;
  const imports = importsOf(at, 'ArrayDeque', 'Deque');
  return { title: `Make ${request.variable} a deque`, edits: [...imports, ...changes] };
}

/** `List<T> seen = new ArrayList<>()` becomes `Set<T> seen = new HashSet<>()`. */
export function listToSet({ variable, creations }: ListToSetFix, at: Editing): Made {
  const changes = allOf(creations.flatMap((value) => typedAs(at, value, 'Set', 'HashSet')));
  return (
    changes && { title: `Make ${variable} a set`, edits: [...importsOf(at, 'HashSet', 'Set'), ...changes] }
  );
}

/** Copies the list to a set before the tests begin. */
export function setCopy({ variable, before, tests }: SetCopyFix, at: Editing): Made {
  const name = freshName(at, `${variable.replace(/^.*\./, '')}Set`);
  const changes = allOf([
    linesBefore(at, before, [`var ${name} = new HashSet<>(${variable});`]),
    ...tests.map((test) => replaceNode(at, test.right, name)),
  ]);
  return (
    changes && {
      title: `Test membership in a set of ${variable}`,
      edits: [...importsOf(at, 'HashSet'), ...changes],
    }
  );
}

/** The declared type and the constructor of `List<T> x = new ArrayList<>(...)`; null where the text has another form. */
function typedAs(at: Editing, value: Expr, type: string, made: string): (TextChange | null)[] {
  const { text } = at.source;
  const before = /\b(?:ArrayList|Collection|LinkedList|List|Vector)(?=\s*<[^;=()]*>\s*\w+\s*=\s*$)/.exec(
    text.slice(0, value.span.start),
  );
  const constructor = /^new\s+(\w+)/.exec(at.code(value));
  if (before === null || constructor === null) return [null];
  const end = value.span.start + constructor[0].length;
  return [
    at.replace(before.index, before.index + before[0].length, type),
    at.replace(end - (constructor[1] ?? '').length, end, made),
  ];
}

/** Replaces the name of a method and its arguments. */
function replaceMethod(at: Editing, { callee, span }: Call, newText: string): TextChange | null {
  return callee.kind === 'field' ? at.replace(callee.nameSpan.start, span.end, newText) : null;
}

function secondArgument(at: Editing, { args }: Call): string {
  const second = args[1];
  return second === undefined ? '' : at.code(second.value);
}

/** `String s = ""` and `s += x` become `StringBuilder s = new StringBuilder()` and `s.append(x)`. */
export function stringParts(request: StringPartsFix, at: Editing): Made {
  const { variable, initial, updates, prepends, onlyRead, loop, creation, target, value } = request;
  if (prepends) return null;
  const parts = freshName(at, 'builder', `${variable}Builder`);
  const declaration = /\bString(?=\s+\w+\s*=\s*$)/.exec(at.source.text.slice(0, value.span.start));
  if (declaration === null || creation.declared === null) return null;
  const type = 'StringBuilder';
  const changes = allOf([
    at.replace(declaration.index, declaration.index + 'String'.length, type),
    nameAt(at, target, value, variable, parts),
    replaceNode(at, value, `new ${type}(${initial === null ? '' : at.code(initial)})`),
    ...updates.map(({ stmt, own, value: grown }) => {
      const added = own === null ? at.code(grown) : addedTo(grown, own, at);
      return added === null ? null : replaceNode(at, stmt, `${parts}.append(${added})${ending(at, stmt)}`);
    }),
    onlyRead === null
      ? linesAfter(at, loop, [`String ${variable} = ${parts}.toString();`])
      : replaceNode(at, onlyRead, `${parts}.toString()`),
  ]);
  return changes && { title: `Build ${variable} in a StringBuilder`, edits: changes };
}

/** A statement's semicolon, where its text has it. */
const ending = (at: Editing, stmt: Stmt): string => (at.code(stmt).endsWith(';') ? ';' : '');

/** The name in the declaration, between its type and its value. */
function nameAt(
  at: Editing,
  target: Expr,
  value: Expr,
  variable: string,
  newName: string,
): TextChange | null {
  const found =
    at.code(target) === variable ? target.span.start : at.source.text.lastIndexOf(variable, value.span.start);
  return found < 0 ? null : at.replace(found, found + variable.length, newName);
}

/** The parts of `s + x + y` behind `s`, one `append` each: from the left each is added to a text. */
function addedTo(value: Expr, own: Expr, at: Editing): string | null {
  if (value.kind !== 'binary' || value.op !== '+') return null;
  const right = at.code(value.right);
  if (value.left === own) return right;
  const rest = addedTo(value.left, own, at);
  return rest === null ? null : `${rest}).append(${right}`;
}

const BOXED: Partial<Record<Type['kind'], string>> = { int: 'Integer', bool: 'Boolean', string: 'String' };

/**
 * Looks a result up in a table before it is worked out, and puts it there: where the recursion is the function's last
 * statement, and the texts of the types say what the table holds.
 */
export function memoise({ func }: MemoiseFix, at: Editing): Made {
  const last = func.body[func.body.length - 1];
  if (last?.kind !== 'return' || last.value === null || func.nameSpan === null) return null;
  if (startWithMoved(last) < last.span.start) return null;
  if (func.body.slice(0, -1).some((stmt) => someCode(stmt, (node) => callsItself(node, func.name))))
    return null;
  const head = headOf(at.source.text, func.nameSpan.start);
  const key = keyOf(func.params.map(({ name, type }) => ({ name, type: BOXED[type.kind] ?? null })));
  if (head === null || key === null) return null;
  const table = freshName(at, 'memo', `${func.name}Memo`);
  const declared = `Map<${key.type}, ${head.boxed}> ${table} = new HashMap<>();`;
  const edits = allOf([
    at.replace(head.start, head.start, `${head.modifiers} ${declared}${at.newline.repeat(2)}${head.indent}`),
    ...looked(at, last, table, key.code, head.result),
  ]);
  const imports = importsOf(at, ...key.imports, 'HashMap', 'Map');
  return edits && { title: 'Remember results in a map', edits: [...imports, ...edits] };
}

interface Head {
  /** Where the modifiers begin. */
  readonly start: number;
  readonly indent: string;
  /** The modifiers of a field for the function's use. */
  readonly modifiers: string;
  /** The type of the result, and the class of its values. */
  readonly result: string;
  readonly boxed: string;
}

const CLASSES: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  double: 'Double',
  int: 'Integer',
  long: 'Long',
};

/** What stands before the name of a function on its line; null for other results, and other forms of text. */
function headOf(text: string, name: number): Head | null {
  const line = text.lastIndexOf('\n', name) + 1;
  const found = /^(\s*)((?:(?:public|protected|private|static|final)\s+)*)(\w+)\s+$/.exec(
    text.slice(line, name),
  );
  const [, indent = '', modifiers = '', result = ''] = found ?? [];
  const boxed = CLASSES[result];
  if (boxed === undefined) return null;
  const kind = modifiers.includes('static') ? 'private static final' : 'private final';
  return { start: line + indent.length, indent, modifiers: kind, result, boxed };
}

const callsItself = (node: { readonly kind: string }, name: string): boolean => {
  const call = node as Partial<Call>;
  if (node.kind !== 'call' || call.callee === undefined) return false;
  return (call.callee.kind === 'name' || call.callee.kind === 'field') && call.callee.name === name;
};

interface Key {
  readonly type: string;
  readonly code: string;
  readonly imports: readonly string[];
}

/** What stands for the arguments in a table: the only one, or a list of them. */
function keyOf(params: readonly { readonly name: string; readonly type: string | null }[]): Key | null {
  const types = params.map(({ type }) => type);
  const [first] = params;
  if (first === undefined || types.some((type) => type === null)) return null;
  if (params.length === 1) return { type: first.type ?? '', code: first.name, imports: [] };
  const type = new Set(types).size === 1 ? (first.type ?? '') : 'Object';
  return {
    type: `List<${type}>`,
    code: `List.of(${params.map(({ name }) => name).join(', ')})`,
    imports: ['List'],
  };
}

/** The look-up before the last statement, and that statement with the result put into the table. */
function looked(at: Editing, last: Return, table: string, key: string, type: string): (TextChange | null)[] {
  const indent = indentOf(at, last.span.start);
  if (indent === null || last.value === null) return [null];
  const name = freshName(at, 'result', 'answer');
  const lines = [
    `if (${table}.containsKey(${key})) return ${table}.get(${key});`,
    `${type} ${name} = ${at.code(last.value)};`,
    `${table}.put(${key}, ${name});`,
    `return ${name};`,
  ];
  return [replaceNode(at, last, lines.join(at.newline + indent))];
}
