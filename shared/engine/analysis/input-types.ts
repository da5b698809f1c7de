/** The types that the uses of undeclared parameters suggest. */
import type { Call, Expr, FunctionNode, Stmt, Type } from '../ir/ir.ts';
import { childExprs, childStmts } from '../ir/walk.ts';
import type { ProgramIndex } from './program-index.ts';

const TREE_FIELDS = new Set(['left', 'right']);

const STRING_METHODS = new Set([
  'split',
  'strip',
  'lower',
  'upper',
  'isdigit',
  'isalpha',
  'isalnum',
  'startswith',
  'endswith',
  'replace',
  'find',
]);

const LIST_METHODS = new Set(['append', 'sort', 'pop', 'extend', 'reverse', 'insert', 'remove']);

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
  };
  const aliases = new Set([name]);
  let handed: Type | null = null;
  const visit = (node: Stmt | Expr): void => {
    if (node.kind === 'assign' && node.value.kind === 'name' && aliases.has(node.value.name)) {
      for (const target of node.targets) if (target.kind === 'name') aliases.add(target.name);
    }
    note(node, aliases, seen);
    if (node.kind === 'call' && depth > 0) handed ??= typeAsArgument(index, node, aliases, func, depth);
    childStmts(node).forEach(visit);
    childExprs(node).forEach(visit);
    if (node.kind === 'function') node.func.body.forEach(visit);
    if (node.kind === 'lambda') node.func.body.forEach(visit);
  };
  func.body.forEach(visit);
  const int: Type = { kind: 'int' };
  if (seen.tree) return { kind: 'tree' };
  if (seen.linked) return { kind: 'linked' };
  if (seen.string) return { kind: 'string' };
  if (seen.map) return { kind: 'map', key: int, value: int };
  if (seen.elementIndex > 0) return { kind: 'list', element: { kind: 'list', element: int } };
  if (seen.index > 0 || seen.list || seen.size) return { kind: 'list', element: int };
  if (handed !== null) return handed;
  return seen.int ? int : { kind: 'unknown' };
}

/** The type that a function of the program makes of the parameter when it is handed on. */
function typeAsArgument(
  index: ProgramIndex,
  call: Call,
  names: ReadonlySet<string>,
  from: FunctionNode,
  depth: number,
): Type | null {
  const callee = index.resolve(call);
  if (callee === null || callee === from) return null;
  const at = call.args.findIndex(
    (arg) => arg.name === null && arg.value.kind === 'name' && names.has(arg.value.name),
  );
  const param = at < 0 ? undefined : callee.params[at];
  if (param === undefined) return null;
  const type = param.type.kind === 'unknown' ? typeFromUse(index, callee, param.name, depth - 1) : param.type;
  return type.kind === 'unknown' ? null : type;
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
}

function note(node: Stmt | Expr, names: ReadonlySet<string>, seen: Uses): void {
  const is = (expr: Expr | undefined): boolean => expr?.kind === 'name' && names.has(expr.name);
  switch (node.kind) {
    case 'field':
      if (!is(node.object)) return;
      if (TREE_FIELDS.has(node.name)) seen.tree = true;
      if (node.name === 'next') seen.linked = true;
      if (STRING_METHODS.has(node.name)) seen.string = true;
      if (LIST_METHODS.has(node.name)) seen.list = true;
      if (node.name === 'items' || node.name === 'keys') seen.map = true;
      return;
    case 'index':
      if (is(node.object)) seen.index++;
      if (node.object.kind === 'index' && is(node.object.object)) seen.elementIndex++;
      return;
    case 'forEach':
      if (is(node.iterable)) {
        seen.size = true;
        if (node.target.kind === 'collection') seen.elementIndex++;
      }
      return;
    case 'call':
      if (node.callee.kind === 'name' && node.callee.name === 'len' && is(node.args[0]?.value))
        seen.size = true;
      if (
        node.callee.kind === 'name' &&
        node.callee.name === 'len' &&
        node.args[0]?.value.kind === 'index' &&
        is(node.args[0].value.object)
      )
        seen.elementIndex++;
      if (
        node.callee.kind === 'name' &&
        /^(sum|sorted|max|min|set|Counter|enumerate|reversed|heapify|zip)$/.test(node.callee.name) &&
        node.args.length === 1 &&
        is(node.args[0]?.value)
      )
        seen.size = true;
      return;
    case 'range':
      if (
        is(node.end) ||
        (node.start !== null && is(node.start)) ||
        (node.end.kind === 'binary' && (is(node.end.left) || is(node.end.right)))
      )
        seen.int = true;
      return;
    case 'binary':
      if (is(node.left) && node.op !== '+') seen.int = true;
      if (is(node.right) && node.op !== '+') seen.int = true;
      return;
    case 'compare':
      if ((is(node.left) || is(node.right)) && ['<', '<=', '>', '>='].includes(node.op)) seen.int = true;
      if (node.op === 'in' && is(node.right)) seen.size = true;
      return;
    case 'comprehension':
      for (const clause of node.clauses)
        if (clause.kind === 'for' && is(clause.iterable)) {
          seen.size = true;
          if (clause.target.kind === 'collection') seen.elementIndex++;
        }
      return;
    default:
  }
}
