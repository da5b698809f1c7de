/** Expressions: what they can be, and what evaluating them costs. */
import { affine, type Affine } from '../cost/affine.ts';
import { type Cost, ONE, ZERO, constant, max, plus } from '../cost/cost.ts';
import { assertNever } from '../ir/never.ts';
import type {
  Call,
  Collection,
  Compare,
  Comprehension,
  Expr,
  Field,
  FunctionNode,
  Index,
  MapLiteral,
  Slice,
  Template,
} from '../ir/ir.ts';
import { binary } from './arithmetic.ts';
import { assignTo, updateTarget } from './assign.ts';
import { call, callValue } from './calls.ts';
import { elementOf, push, readIndex, sliceOf, valueSize } from './containers.ts';
import { lookup, type Frame } from './frame.ts';
import { join } from './join.ts';
import { enterIteration, leaveLevel } from './loops.ts';
import { STEP_LIMIT, allocate, assume, charge, sizeOf, type Machine } from './machine.ts';
import { subSite } from './sites.ts';
import {
  BOOL,
  CHAR,
  NONE,
  SMALL_INT,
  UNKNOWN,
  find,
  num,
  numConst,
  ref,
  str,
  tuple,
  type HeapObject,
  type Num,
  type Value,
} from './value.ts';
import { refine } from './refine.ts';

export function evaluate(m: Machine, frame: Frame, expr: Expr): Value {
  if (m.steps++ > STEP_LIMIT) return overLimit(m, expr);
  switch (expr.kind) {
    case 'name':
      return nameValue(m, frame, expr.name);
    case 'number':
      return numConst(expr.value);
    case 'string':
      return str(ONE, { exact: affine.constant(expr.value.length), domain: ONE, input: true });
    case 'constant':
      return expr.value === null ? NONE : BOOL;
    case 'template':
      return template(m, frame, expr);
    case 'unary': {
      const value = evaluate(m, frame, expr.operand);
      if (expr.op === 'not') return BOOL;
      if (value.kind === 'num' && expr.op === '-' && value.exact !== null)
        return { ...value, exact: affine.scale(value.exact, -1) };
      return value.kind === 'num' ? { ...value, exact: expr.op === '+' ? value.exact : null } : value;
    }
    case 'binary':
      return binary(m, frame, expr, evaluate(m, frame, expr.left), evaluate(m, frame, expr.right));
    case 'compare':
      return compare(m, frame, expr);
    case 'logical': {
      const left = evaluate(m, frame, expr.left);
      const saved = new Map(frame.vars);
      if (expr.op === 'and') refine(m, frame, expr.left, true);
      const right = evaluate(m, frame, expr.right);
      restoreRefined(frame, saved, expr);
      return left.kind === 'num' && left === BOOL ? right : join(left, right);
    }
    case 'conditional': {
      evaluate(m, frame, expr.test);
      return join(evaluate(m, frame, expr.then), evaluate(m, frame, expr.otherwise));
    }
    case 'call':
      return call(m, frame, expr);
    case 'index':
      return index(m, frame, expr);
    case 'slice':
      return slice(m, frame, expr);
    case 'field':
      return field(m, frame, expr);
    case 'range':
      return {
        kind: 'range',
        inclusive: expr.inclusive,
        start: expr.start === null ? numConst(0) : asNum(evaluate(m, frame, expr.start)),
        end: asNum(evaluate(m, frame, expr.end)),
        step: expr.step === null ? numConst(1) : asNum(evaluate(m, frame, expr.step)),
      };
    case 'collection':
      return collection(m, frame, expr);
    case 'map':
      return mapLiteral(m, frame, expr);
    case 'spread':
      return evaluate(m, frame, expr.value);
    case 'comprehension':
      return comprehension(m, frame, expr);
    case 'lambda':
      return { kind: 'closure', func: expr.func, frame, self: frame.self };
    case 'assignExpr': {
      const value = evaluate(m, frame, expr.value);
      if (expr.op === null) {
        assignTo(m, frame, expr.target, value, expr.value);
        return value;
      }
      return updateTarget(m, frame, expr, expr.target, expr.op, value, expr.value);
    }
    case 'yield':
      return yieldValue(m, frame, expr.value === null ? NONE : evaluate(m, frame, expr.value), expr.each);
    case 'unsupported':
      for (const part of expr.parts) evaluate(m, frame, part);
      assume(m, `unsupported:${expr.reason}`, `not modelled: ${expr.reason}`, expr.span);
      return UNKNOWN;
    default:
      return assertNever(expr);
  }
}

/** Names refined for the right side of `and` get their joined values back, but assignments inside it stay. */
function restoreRefined(frame: Frame, saved: ReadonlyMap<string, Value>, expr: Expr): void {
  if (expr.kind !== 'logical' || expr.op !== 'and') return;
  for (const [name, value] of saved) {
    const now = frame.vars.get(name);
    if (now !== value && now !== undefined) frame.vars.set(name, join(now, value));
  }
}

function overLimit(m: Machine, expr: Expr): Value {
  assume(m, 'limit', 'the program has more calls in calls than the analysis follows', expr.span);
  return UNKNOWN;
}

export function asNum(value: Value): Num {
  if (value.kind === 'num') return value;
  return SMALL_INT;
}

function nameValue(m: Machine, frame: Frame, name: string): Value {
  const bound = lookup(frame, name);
  if (bound !== undefined) return bound;
  if (frame.func !== null && name === frame.func.receiver && frame.self !== null) return frame.self;
  const imported = m.index.imports.get(name);
  if (imported !== undefined) return importedValue(m, imported.module, imported.member);
  for (const module of m.index.starModules) {
    if (m.library.has(`module:${module}`, name))
      return { kind: 'library', on: `module:${module}`, name, self: null };
  }
  if (m.library.has('', name)) return { kind: 'library', on: '', name, self: null };
  const prelude = preludeFunction(m, name);
  return prelude ?? UNKNOWN;
}

/** LeetCode imports the usual modules on its own: an unbound name that a module of the table has is that module's. */
function preludeFunction(m: Machine, name: string): Value | null {
  if (m.library.table.modules.includes(name)) return { kind: 'module', name };
  const module = m.library.moduleOf(name);
  if (module !== null) return { kind: 'library', on: `module:${module}`, name, self: null };
  return m.library.table.constants.includes(name) ? SMALL_INT : null;
}

export function importedValue(m: Machine, module: string, member: string | null): Value {
  if (member === null) return { kind: 'module', name: module };
  if (m.library.has(`module:${module}`, member))
    return { kind: 'library', on: `module:${module}`, name: member, self: null };
  if (m.library.table.modules.includes(`${module}.${member}`))
    return { kind: 'module', name: `${module}.${member}` };
  if (m.library.has('', member)) return { kind: 'library', on: '', name: member, self: null };
  if (m.library.table.constants.includes(`${module}.${member}`)) return SMALL_INT;
  return m.library.table.modules.includes(member) ? { kind: 'module', name: member } : UNKNOWN;
}

function template(m: Machine, frame: Frame, expr: Template): Value {
  let size = ONE;
  for (const part of expr.parts) {
    const value = evaluate(m, frame, part);
    if (value.kind === 'str') size = plus(size, value.size);
  }
  charge(m, size);
  return str(size);
}

function compare(m: Machine, frame: Frame, expr: Compare): Value {
  const left = evaluate(m, frame, expr.left);
  const right = evaluate(m, frame, expr.right);
  if ((expr.op === 'in' || expr.op === 'not in') && right.kind !== 'unknown')
    membership(m, expr, left, right);
  return BOOL;
}

function membership(m: Machine, expr: Compare, needle: Value, container: Value): void {
  if (container.kind === 'str') {
    recordCall(m, expr, 'in', container.size, 'searches the string');
    return;
  }
  if (container.kind !== 'ref') return;
  const object = find(container.object);
  switch (object.type) {
    case 'set':
    case 'map':
      assume(m, 'hash', 'hash look-ups are O(1) expected (worst O(n))');
      if (needle.kind === 'str') charge(m, ONE);
      return;
    case 'list':
    case 'array':
    case 'deque':
    case 'heap':
    case 'iterator':
      recordCall(m, expr, 'in', sizeOf(m, object), 'compares with every element');
      return;
    default:
  }
}

/** Charges a library cost and remembers the place. */
export function recordCall(
  m: Machine,
  node: Expr,
  label: string,
  cost: Cost,
  reason: string,
  allocates: Cost | null = null,
): void {
  const total = charge(m, cost);
  m.sites.push({
    node,
    span: node.span,
    kind: 'call',
    label,
    turns: null,
    each: cost,
    total,
    reason,
    rule: 'library',
    allocates,
    depth: m.levels.length,
    func: m.calls[m.calls.length - 1]?.func ?? null,
    parent: m.open[m.open.length - 1] ?? -1,
  });
}

function index(m: Machine, frame: Frame, expr: Index): Value {
  const object = evaluate(m, frame, expr.object);
  const at = evaluate(m, frame, expr.index);
  if (object.kind === 'ref') {
    const target = find(object.object);
    const getter = target.cls?.methods.find((method) => method.name === '__getitem__');
    if (getter !== undefined)
      return call(m, frame, methodCall(expr, expr.object, '__getitem__', [expr.index]));
    if (target.type === 'map' && target.elem === null && target.fields?.has('<factory>') === true)
      return factoryElement(m, frame, target, at);
    if (target.type === 'map' && target.fields?.has('<factory>') === true)
      factoryElement(m, frame, target, at);
  }
  return readIndex(m, object, at);
}

/** A look-up in a default dictionary may make the element. */
export function factoryElement(m: Machine, frame: Frame, map: HeapObject, key: Value): Value {
  const factory = map.fields!.get('<factory>')!;
  const made = callValueLater(m, frame, factory, map);
  push(m, map, made, ONE, key);
  return readIndex(m, ref(map), key);
}

function callValueLater(m: Machine, frame: Frame, factory: Value, map: HeapObject): Value {
  const elem = map.elem;
  if (elem !== null) return elem;
  const value = callValue(m, frame, factory, [], subSite(map, 'factory'));
  if (value.kind === 'ref') {
    const object = find(value.object);
    object.born = Math.min(object.born, map.born);
    object.holder = map;
  }
  return value;
}

function methodCall(expr: Expr, object: Expr, name: string, args: readonly Expr[]): Call {
  const key = subSite(expr, name) as { call?: Call };
  key.call ??= {
    kind: 'call',
    span: expr.span,
    style: 'call',
    callee: { kind: 'field', span: expr.span, object, name, nameSpan: expr.span },
    args: args.map((value) => ({ value, name: null, spread: false })),
  };
  return key.call;
}

function slice(m: Machine, frame: Frame, expr: Slice): Value {
  const source = evaluate(m, frame, expr.object);
  const start = expr.start === null ? null : asNum(evaluate(m, frame, expr.start));
  const end = expr.end === null ? null : asNum(evaluate(m, frame, expr.end));
  if (expr.step !== null) evaluate(m, frame, expr.step);
  if (source.kind === 'unknown') return UNKNOWN;
  const { value, size } = sliceOf(m, frame.context, expr, source, start, end);
  if (value.kind !== 'tuple') recordCall(m, expr, 'slice', size, 'a slice copies its elements', size);
  return value;
}

function field(m: Machine, frame: Frame, expr: Field): Value {
  const object = evaluate(m, frame, expr.object);
  return readField(m, object, expr.name);
}

export function readField(m: Machine, object: Value, name: string): Value {
  switch (object.kind) {
    case 'module':
      return moduleMember(m, object.name, name);
    case 'class': {
      const method = object.cls.methods.find((candidate) => candidate.name === name);
      if (method !== undefined) return { kind: 'closure', func: method, frame: object.frame, self: object };
      return object.frame.vars.get(`${object.cls.name}.${name}`) ?? UNKNOWN;
    }
    case 'ref':
      return objectField(m, find(object.object), object, name);
    case 'unknown':
      return UNKNOWN;
    case 'library':
      return classMember(m, object, name);
    default:
      return { kind: 'library', on: '?', name, self: object };
  }
}

/** `dict.fromkeys`, `itertools.chain.from_iterable`: a type of the library is the module of its class methods. */
function classMember(m: Machine, type: Value & { kind: 'library' }, name: string): Value {
  const module = type.on.startsWith('module:') ? `${type.on.slice(7)}.${type.name}` : type.name;
  if (m.library.has(`module:${module}`, name))
    return { kind: 'library', on: `module:${module}`, name, self: null };
  return { kind: 'library', on: '?', name, self: type };
}

function moduleMember(m: Machine, module: string, name: string): Value {
  if (m.library.has(`module:${module}`, name))
    return { kind: 'library', on: `module:${module}`, name, self: null };
  if (m.library.table.constants.includes(`${module}.${name}`))
    return module === 'string' ? str(ONE, { domain: ONE, input: true }) : SMALL_INT;
  if (m.library.table.modules.includes(`${module}.${name}`))
    return { kind: 'module', name: `${module}.${name}` };
  return { kind: 'library', on: `module:${module}`, name, self: null };
}

const LINKS = new Set(['next', 'prev', 'left', 'right', 'random', 'child', 'parent', 'down', 'up', 'pre']);

function objectField(m: Machine, object: HeapObject, self: Value, name: string): Value {
  const stored = object.fields?.get(name);
  if (stored !== undefined) return stored;
  const method =
    object.cls?.methods.find((candidate) => candidate.name === name) ?? inherited(m, object, name);
  if (method !== null && method !== undefined) return { kind: 'closure', func: method, frame: null, self };
  const constantField = object.cls === null ? undefined : classConstant(m, object.cls.name, name);
  if (constantField !== undefined) return constantField;
  if (object.type === 'tree' || object.type === 'linked' || object.type === 'graph') {
    if (name === 'neighbors' || name === 'children') return childList(object, self);
    if (LINKS.has(name)) return ref(object);
    return num(max(m.valueSymbol, ONE), { domain: object.size });
  }
  return object.type === 'object' ? UNKNOWN : { kind: 'library', on: '?', name, self };
}

/** The list of a node's neighbours: over different nodes their lengths add up to the edges. */
function childList(object: HeapObject, self: Value): Value {
  const list = object.elem;
  if (list === null) return UNKNOWN;
  const level = self.kind === 'ref' ? self.distinct : null;
  return list.kind === 'ref' && level !== null ? { ...list, part: { container: object, level } } : list;
}

function inherited(m: Machine, object: HeapObject, name: string): FunctionNode | null {
  for (const base of object.cls?.bases ?? []) {
    const found = m.index.classes.get(base)?.methods.find((method) => method.name === name);
    if (found !== undefined) return found;
  }
  return null;
}

function classConstant(m: Machine, cls: string, name: string): Value | undefined {
  return m.globals.get(`${cls}.${name}`);
}

function collection(m: Machine, frame: Frame, expr: Collection): Value {
  const values = expr.elements.map((element) => evaluate(m, frame, element));
  if (expr.shape === 'tuple' && !expr.elements.some((element) => element.kind === 'spread'))
    return tuple(values);
  const object = allocate(
    m,
    frame.context,
    expr,
    expr.shape === 'set' ? 'set' : 'list',
    values.length === 0 ? ZERO : ONE,
  );
  object.exact = affine.constant(values.length);
  expr.elements.forEach((element, i) => {
    const value = values[i]!;
    if (element.kind === 'spread') {
      const size = valueSize(m, value);
      push(m, object, elementOf(m, value), size);
      recordCall(m, element, 'spread', size, 'copies every element', size);
    } else {
      push(m, object, value);
    }
  });
  if (!expr.elements.some((element) => element.kind === 'spread')) {
    object.size = values.length === 0 ? ZERO : constant(values.length);
    object.exact = affine.constant(values.length);
  }
  return ref(object);
}

function mapLiteral(m: Machine, frame: Frame, expr: MapLiteral): Value {
  const object = allocate(m, frame.context, expr, 'map', expr.entries.length === 0 ? ZERO : ONE);
  for (const entry of expr.entries) {
    const value = evaluate(m, frame, entry.value);
    if (entry.key === null) {
      const size = valueSize(m, value);
      charge(m, size);
      if (value.kind === 'ref')
        push(m, object, find(value.object).elem ?? UNKNOWN, size, find(value.object).key);
    } else push(m, object, value, ONE, evaluate(m, frame, entry.key));
  }
  return ref(object);
}

function comprehension(m: Machine, frame: Frame, expr: Comprehension): Value {
  const type = expr.shape === 'generator' ? 'iterator' : expr.shape;
  const object = allocate(m, frame.context, expr, type, ZERO);
  const exact = clauses(m, frame, expr, 0, object, () => {
    const key = expr.key === null ? null : evaluate(m, frame, expr.key);
    const value = evaluate(m, frame, expr.element);
    push(m, object, value, ONE, key);
    charge(m, ONE);
  });
  if (exact !== null && type === 'list') object.exact = exact;
  return ref(object);
}

/** Runs the clauses as nested loops; the exact length when there is one plain loop. */
function clauses(
  m: Machine,
  frame: Frame,
  expr: Comprehension,
  at: number,
  object: HeapObject,
  body: () => void,
): Affine | null {
  const clause = expr.clauses[at];
  if (clause === undefined) {
    body();
    return null;
  }
  if (clause.kind === 'if') {
    evaluate(m, frame, clause.test);
    clauses(m, frame, expr, at + 1, object, body);
    return null;
  }
  const iterable = evaluate(m, frame, clause.iterable);
  const level = enterIteration(
    m,
    frame,
    { node: expr, span: clause.span, iterableExpr: clause.iterable, body: [expr.element], label: 'for' },
    iterable,
  );
  assignTo(m, frame, clause.target, level.elem, null);
  clauses(m, frame, expr, at + 1, object, body);
  leaveLevel(m, level);
  const single = expr.clauses.filter((other) => other.kind === 'for').length === 1;
  object.made =
    single && level.level.from < m.levels.length
      ? { count: level.level.count, from: level.level.from, depth: m.levels.length }
      : null;
  return expr.clauses.length === 1 ? level.exact : null;
}

function yieldValue(m: Machine, frame: Frame, value: Value, each: boolean): Value {
  const target = frame.yielded;
  if (target === null) return UNKNOWN;
  if (each) {
    const size = valueSize(m, value);
    charge(m, size);
    push(m, target, elementOf(m, value), size);
  } else push(m, target, value);
  return UNKNOWN;
}
