/** The types that the uses of undeclared parameters suggest. */
import type { Assign, AssignExpr, Binary, BinaryOp, Call, Expr, FunctionNode, Stmt, Type } from '../ir/ir.ts';
import type { TypeHints } from '../ir/library.ts';
import { countedBy, type RoleIndex } from '../ir/roles.ts';
import { eachChild, someCode } from '../ir/walk.ts';
import { structureByFlow } from './input-flow.ts';
import { NESTED, NEXT, TREE_LINKS } from './platform.ts';
import { hasElements, partUse, typeOfParts } from './part-use.ts';
import { DIVISIONS, pathOf } from './progress.ts';
import type { ProgramIndex } from './program-index.ts';
import { isText } from './text-tables.ts';

/** The type that the uses of an undeclared parameter suggest. */
export function typeFromUse(index: ProgramIndex, func: FunctionNode, name: string, depth = 3): Type {
  const seen = {
    index: 0,
    elementIndex: 0,
    tree: false,
    linked: false,
    string: false,
    list: false,
    size: false,
    int: false,
    map: false,
    rowMaps: false,
    pairs: false,
    nested: false,
  };
  const aliases = new Set([name]);
  const rows = new Set<string>();
  const handed: Type[] = [];
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'assign') for (const target of node.targets) noteAliases(target, node.value, aliases);
    note(index, node, aliases, seen);
    noteRows(index, node, aliases, rows, seen);
    seen.nested ||= handsElementOn(index, node, aliases, func);
    if (node.kind === 'call' && depth > 0) handed.push(...typesAsArgument(index, node, aliases, func, depth));
    eachChild(node, visit);
    if (node.kind === 'function') node.func.body.forEach(visit);
    if (node.kind === 'lambda') node.func.body.forEach(visit);
  };
  func.body.forEach(visit);
  const int: Type = { kind: 'int' };
  if (seen.tree) return { kind: 'tree' };
  if (seen.linked) return { kind: 'linked' };
  if (seen.string) return { kind: 'string' };
  if (seen.nested) return { kind: 'list', element: { kind: 'object', name: NESTED } };
  if (seen.map) return { kind: 'map', key: int, value: int };
  if (seen.rowMaps) return { kind: 'list', element: { kind: 'map', key: int, value: int } };
  const parts = partUse(index, func, name);
  const texts = typeOfParts(parts);
  if (texts !== null) return texts;
  const scalar: Type = seen.pairs ? { kind: 'tuple', elements: [int, int] } : int;
  const isUsed = seen.index > 0 || seen.list || seen.size;
  if (seen.elementIndex === 0 && !isUsed && handed[0] !== undefined) return handed[0];
  const row: Type = { kind: 'list', element: scalar };
  if (seen.elementIndex > 0 || hasElements(parts[1]!)) return { kind: 'list', element: row };
  if (isUsed || hasElements(parts[0]!)) return { kind: 'list', element: int };
  return seen.int ? int : structureByFlow(index, func, name);
}

/** `high = n`, `low, high = 0, n`. */
function noteAliases(target: Expr, value: Expr, aliases: Set<string>): void {
  const [to, from] = [pathOf(target), pathOf(value)];
  if (to !== null && from !== null && aliases.has(from)) aliases.add(to);
  if (target.kind !== 'collection' || value.kind !== 'collection') return;
  target.elements.forEach((part, i) => {
    const given = value.elements[i];
    if (given !== undefined) noteAliases(part, given, aliases);
  });
}

/** `for item in items: ... flatten(item)`, in `flatten` itself: a list of lists of any depth. */
function handsElementOn(
  index: ProgramIndex,
  node: Stmt | Expr,
  names: ReadonlySet<string>,
  func: FunctionNode,
): boolean {
  if (node.kind !== 'forEach' || node.iterable.kind !== 'name' || !names.has(node.iterable.name))
    return false;
  const { target } = node;
  const at = func.params.findIndex(({ name }) => names.has(name));
  const isHanded = (part: Stmt | Expr): boolean => {
    if (part.kind !== 'call' || index.resolve(part) !== func) return false;
    const arg = part.args[at]?.value;
    return arg?.kind === 'name' && target.kind === 'name' && arg.name === target.name;
  };
  return at >= 0 && node.body.some((stmt) => someCode(stmt, isHanded));
}

/** The types that a function of the program makes of the parameter when it is handed on, once or several times. */
function typesAsArgument(
  index: ProgramIndex,
  call: Call,
  names: ReadonlySet<string>,
  from: FunctionNode,
  depth: number,
): Type[] {
  const callee = index.resolve(call) ?? constructorOf(index, call);
  if (callee === null || callee === from) return [];
  return call.args.flatMap(({ name, value }, at) => {
    const param = name === null && names.has(pathOf(value) ?? '') ? callee.params[at] : undefined;
    if (param === undefined) return [];
    const type =
      param.type.kind === 'unknown' ? typeFromUse(index, callee, param.name, depth - 1) : param.type;
    return type.kind === 'unknown' ? [] : [type];
  });
}

/** The constructor that `UnionFind(n)` runs. */
function constructorOf(index: ProgramIndex, { callee, args }: Call): FunctionNode | null {
  const cls = callee.kind === 'name' ? index.classes.get(callee.name) : undefined;
  return cls === undefined ? null : index.constructorOf(cls, args.length);
}

interface Uses {
  index: number;
  elementIndex: number;
  tree: boolean;
  linked: boolean;
  string: boolean;
  list: boolean;
  size: boolean;
  int: boolean;
  map: boolean;
  /** Elements are maps. */
  rowMaps: boolean;
  /** Elements of elements are taken apart. */
  pairs: boolean;
  /** An element is what the function calls itself for. */
  nested: boolean;
}

type IsParam = (expr: Expr | undefined) => boolean;

function note(index: ProgramIndex, node: Stmt | Expr, names: ReadonlySet<string>, seen: Uses): void {
  const is: IsParam = (expr) => expr !== undefined && names.has(pathOf(expr) ?? '');
  switch (node.kind) {
    case 'field':
      if (is(node.object)) noteField(index.hints, node.name, seen);
      return;
    case 'index':
      if (is(node.object)) seen.index++;
      if (node.object.kind === 'index' && is(node.object.object)) seen.elementIndex++;
      return;
    case 'forEach':
      noteLoop(index.roles, node.iterable, node.target, is, seen);
      return;
    case 'comprehension':
      for (const clause of node.clauses)
        if (clause.kind === 'for') noteLoop(index.roles, clause.iterable, clause.target, is, seen);
      return;
    case 'call':
      noteArgument(index, node, is, seen);
      return;
    case 'range':
    case 'slice':
      if (node.kind === 'slice' && is(node.object)) seen.index++;
      seen.int ||= endsOf(node).some((end) => is(end ?? undefined));
      return;
    case 'binary':
      noteSum(node, is, seen);
      seen.int ||= isCalculation(node, is);
      return;
    case 'assign':
    case 'assignExpr':
      seen.int ||= isCalculation(node, is);
      return;
    case 'compare':
      seen.int ||= ['<', '<=', '>', '>='].includes(node.op) && (is(node.left) || is(node.right));
      seen.size ||= node.op === 'in' && is(node.right);
      return;
    default:
  }
}

/** `word + '#'`, `nums + [0]`: what is put together with a text is one, and so it is with lists. */
function noteSum({ op, left, right }: Binary, is: IsParam, seen: Uses): void {
  if (op !== '+' || (!is(left) && !is(right))) return;
  const other = is(left) ? right : left;
  seen.string ||= isText(other);
  seen.list ||= other.kind === 'collection' && other.shape === 'list';
}

/** It calculates with the parameter. */
function isCalculation(node: Binary | Assign | AssignExpr, is: IsParam): boolean {
  const { op } = node;
  if (op === null) return false;
  if (node.kind === 'binary')
    return (
      (is(node.left) && isNumeric(op, node.right)) ||
      (is(node.right) && isNumeric(op, node.left)) ||
      (DIVISIONS.has(op) && isSumWith(node.left, is))
    );
  const targets = node.kind === 'assign' ? node.targets : [node.target];
  return isNumeric(op, node.value) && targets.some(is);
}

/** `(low + high) // 2`: what is divided is a number, and so are its parts. */
const isSumWith = (expr: Expr, is: IsParam): boolean =>
  expr.kind === 'binary' && expr.op === '+' && (is(expr.left) || is(expr.right) || isSumWith(expr.left, is));

/** Only a number is combined so; `+` puts texts and lists together too. */
const isNumeric = (op: BinaryOp, other: Expr): boolean => op !== '+' || other.kind === 'number';

/** The numbers that say where a range or a slice begins and ends, and of a sum its parts. */
function endsOf(node: Expr & { kind: 'range' | 'slice' }): (Expr | null)[] {
  const { start, end } = node;
  return node.kind === 'range' && node.end.kind === 'binary'
    ? [start, end, node.end.left, node.end.right]
    : [start, end];
}

function noteField(hints: TypeHints, name: string, seen: Uses): void {
  seen.tree ||= TREE_LINKS.has(name);
  seen.linked ||= name === NEXT;
  seen.string ||= hints.string.includes(name);
  seen.list ||= hints.list.includes(name);
  seen.map ||= hints.map.includes(name);
}

/** Elements that are run over, read at a place or taken apart by columns are lists themselves; `rows` names them. */
function noteRows(
  { roles, hints }: ProgramIndex,
  node: Stmt | Expr,
  names: ReadonlySet<string>,
  rows: Set<string>,
  seen: Uses,
): void {
  const isName = (expr: Expr, among: ReadonlySet<string>): boolean =>
    expr.kind === 'name' && among.has(expr.name);
  const isRow = (expr: Expr): boolean =>
    isName(expr, rows) || (expr.kind === 'index' && isName(expr.object, names));
  const loops =
    node.kind === 'forEach'
      ? [node]
      : node.kind === 'comprehension'
        ? node.clauses.flatMap((clause) => (clause.kind === 'for' ? [clause] : []))
        : [];
  for (const { target, iterable } of loops) {
    if (isRow(iterable)) seen.elementIndex++;
    seen.pairs ||= isRow(iterable) && target.kind === 'collection';
    if (isName(iterable, names) && target.kind === 'name') rows.add(target.name);
  }
  if (node.kind === 'index' && isName(node.object, rows)) seen.elementIndex++;
  seen.rowMaps ||= node.kind === 'field' && isRow(node.object) && hints.map.includes(node.name);
  if (node.kind === 'call' && takesSized(hints, node) && isRow(node.args[0]!.value)) seen.elementIndex++;
  if (node.kind === 'call' && roles.is(node, 'pairs'))
    seen.elementIndex += node.args.filter((arg) => arg.spread && isName(arg.value, names)).length;
}

/** `sum(row)`, `len(row)`. */
const takesSized = (hints: TypeHints, { callee, args }: Call): boolean =>
  callee.kind === 'name' && args.length === 1 && hints.sized.includes(callee.name);

/** What is run over has a size; what is taken apart in turn has elements that have one. */
function noteLoop(roles: RoleIndex, iterable: Expr, target: Expr | undefined, is: IsParam, seen: Uses): void {
  if (is(iterable)) {
    seen.size = true;
    if (target?.kind === 'collection') seen.elementIndex++;
  }
  if (iterable.kind !== 'call') return;
  const parts = target?.kind === 'collection' ? target.elements : [];
  // `for i, (a, b) in enumerate(edges)`, `for (a, b), w in zip(edges, weights)`
  const counted = countedBy(roles, iterable);
  if (counted !== null) noteLoop(roles, counted, parts[1], is, seen);
  if (roles.is(iterable, 'pairs'))
    iterable.args.forEach(({ value, spread }, i) => {
      if (!spread) noteLoop(roles, value, parts[i], is, seen);
    });
}

function noteArgument(index: ProgramIndex, call: Call, is: IsParam, seen: Uses): void {
  const { hints, roles } = index;
  const called = call.callee.kind === 'field' ? call.callee.name : pathOf(call.callee);
  if (called === null || index.resolve(call) !== null) return;
  noteCounted(index, call, called, is, seen);
  seen.string ||= call.args.length === 2 && hints.digits.includes(called) && is(call.args[0]?.value);
  // `sorted(edges, key=...)`
  const [first, ...others] = call.args.flatMap((arg) => (arg.name === null ? [arg.value] : []));
  if (others.length > 0) return;
  noteOnly(hints, called, is(first), seen);
  if (call.callee.kind === 'name' && roles.is(call, 'size') && first?.kind === 'index' && is(first.object))
    seen.elementIndex++;
}

/** What takes a number of elements, or divides its first argument. */
function noteCounted(
  { hints, roles }: ProgramIndex,
  call: Call,
  called: string,
  is: IsParam,
  seen: Uses,
): void {
  const isArg = (at: number): boolean => is(call.args[at]?.value);
  const counted = hints.counted[called];
  seen.int ||= counted === undefined ? roles.is(call, 'divmod') && isArg(0) : isArg(counted);
  seen.size ||= counted !== undefined && isArg(1 - counted);
}

/** What a function of one argument says of it. */
function noteOnly(hints: TypeHints, called: string, isParam: boolean, seen: Uses): void {
  seen.size ||= isParam && hints.sized.includes(called);
  seen.int ||= isParam && hints.numeric.includes(called);
}
