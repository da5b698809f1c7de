/** Calls: of the program's own functions in their call context, of classes, of the library. */
import { ONE, max, plus } from '../cost/cost.ts';
import type { Call, Expr, Field, FunctionNode, Param } from '../ir/ir.ts';
import { allocate } from './heap.ts';
import { assume, charge, chargeSpace, type Machine } from './machine.ts';
import { evaluate } from './evaluate.ts';
import { endsByGrowth, isRunByGrowth } from './capacities/ended.ts';
import { calledMember } from './fields.ts';
import { asDivisor, takesDivisor } from './folded.ts';
import { type Context, type Frame, newContext, setVariable } from './frame.ts';
import { join } from './join.ts';
import { limitedByTest } from './lesser.ts';
import { handedSpans } from './loops/handed-spans.ts';
import { leaveLevel } from './loops/open.ts';
import { libraryCall } from './library/call.ts';
import { operand } from './library/operators.ts';
import { NODE_TYPES } from './platform.ts';
import { quietly } from './quiet.ts';
import { holdWords, readByOwn } from './readers.ts';
import { enterRecursion } from './recursion/enter.ts';
import { givenBy } from './recursion/given-numbers.ts';
import { handedOn } from './recursion/handed-on.ts';
import { heldByTable } from './recursion/memo.ts';
import { noteOuterState } from './recursion/outer-state.ts';
import { givenText } from './recursion/returned-text.ts';
import { innerResult } from './recursion/returned.ts';
import { callsItself } from './recursion/self-calls.ts';
import { beginHelper, endHelper, releaseOperands } from './recursion/temporaries.ts';
import { execBlock } from './statements.ts';
import { endRounds } from './while/relaxation.ts';
import { subSite } from './sites.ts';
import { callSpecial } from './specials.ts';
import {
  NONE,
  UNKNOWN,
  find,
  numConst,
  ref,
  tuple,
  type Closure,
  type ObjectType,
  type Value,
} from './value.ts';
import { elementOf, valueSize } from './containers/read.ts';
import { push } from './containers/grow.ts';

/** An evaluated argument. */
export interface Arg {
  readonly value: Value;
  readonly name: string | null;
  readonly spread: boolean;
  readonly expr: Expr | null;
}

const MAX_DEPTH = 24;

export function call(m: Machine, frame: Frame, node: Call): Value {
  const { callee } = node;
  const own =
    callee.kind === 'field' &&
    callee.object.kind === 'call' &&
    callee.object.callee.kind === 'name' &&
    callee.object.callee.name === 'super';
  const target = own ? superMethod(m, frame, callee.name) : calleeOf(m, frame, callee);
  const scans =
    target.kind === 'library' && m.index.roles.is(node, 'reads') && !m.index.roles.is(node, 'size');
  const args = node.args.map((arg): Arg => {
    const value = limitedByTest(m, frame, arg.value, evaluate(m, frame, arg.value));
    const elements = scans ? callSpecial(m, frame, arg.value, value, 'iterate', []) : null;
    return { value: elements ?? value, name: arg.name, spread: arg.spread, expr: arg.value };
  });
  if (target.kind === 'unknown') return unknownCall(m, frame, node, args);
  const only = args[0];
  if (target.kind === 'library' && only !== undefined && m.index.roles.is(node, 'size')) {
    const size = callSpecial(m, frame, node, only.value, 'size', []);
    if (size !== null) return size;
  }
  return callWith(
    m,
    frame,
    target,
    target.kind === 'closure' ? handedSpans(m, frame, node, args) : args,
    node,
  );
}

const calleeOf = (m: Machine, frame: Frame, callee: Expr): Value =>
  callee.kind === 'field' ? calledMember(m, frame, callee) : evaluate(m, frame, callee);

/** Calls a value with plain arguments. */
export function callValue(
  m: Machine,
  frame: Frame,
  target: Value,
  values: readonly Value[],
  site: object,
): Value {
  return callWith(
    m,
    frame,
    target,
    values.map((value) => operand(value, null)),
    site,
  );
}

function callWith(m: Machine, frame: Frame, target: Value, args: readonly Arg[], site: object): Value {
  switch (target.kind) {
    case 'closure':
      return callFunction(m, frame, target, [...(target.given ?? []), ...args], site);
    case 'class':
      return construct(m, frame, target, args, site);
    case 'library': {
      const result = libraryCall(m, frame, target, args, site);
      if (result.kind === 'num') releaseOperands(m, args);
      return result;
    }
    case 'ref': {
      const object = find(target.object);
      const method = object.cls?.methods.find((candidate) => candidate.special === 'call');
      return method === undefined
        ? UNKNOWN
        : callFunction(m, frame, { kind: 'closure', func: method, frame: null, self: target }, args, site);
    }
    default:
      return UNKNOWN;
  }
}

function superMethod(m: Machine, frame: Frame, name: string): Value {
  const cls = frame.func?.owner == null ? undefined : m.index.classes.get(frame.func.owner);
  for (const base of cls?.bases ?? []) {
    const method = m.index.classes.get(base)?.methods.find((candidate) => candidate.name === name);
    if (method !== undefined) return { kind: 'closure', func: method, frame: null, self: frame.self };
  }
  return m.library.isMethod(name)
    ? { kind: 'library', on: '?', name, self: UNKNOWN }
    : { kind: 'library', on: '', name: 'super', self: null };
}

function unknownCall(m: Machine, frame: Frame, node: Call, args: readonly Arg[]): Value {
  const { callee } = node;
  const name = callee.kind === 'name' ? callee.name : callee.kind === 'field' ? callee.name : '';
  if (callee.kind === 'name' && /^[A-Z]/.test(name)) {
    const object = allocate(m, frame.context, node, NODE_TYPES[name] ?? 'object', ONE);
    object.className = name;
    for (const arg of args)
      if (arg.value.kind === 'ref' && object.type !== 'object')
        object.size = max(object.size, find(arg.value.object).size);
    object.growth = null;
    return ref(object);
  }
  if (callee.kind === 'field')
    return libraryCall(
      m,
      frame,
      { kind: 'library', on: '?', name, self: receiver(m, frame, callee) },
      args,
      node,
    );
  charge(m, ONE);
  if (name !== '' && !m.unexplained.has(name)) m.unexplained.set(name, node.span);
  return UNKNOWN;
}

/** An object of a class that the platform provides with this method; unknown for any other. */
function receiver(m: Machine, frame: Frame, { object, name }: Field): Value {
  const self = quietly(m, frame, object);
  const className = self.kind === 'ref' ? find(self.object).className : null;
  return className !== null && m.library.has(className, name) ? self : UNKNOWN;
}

// ---------------------------------------------------------------- construction

function construct(
  m: Machine,
  frame: Frame,
  target: Value & { kind: 'class' },
  args: readonly Arg[],
  site: object,
): Value {
  const { cls } = target;
  const type = NODE_TYPES[cls.name] ?? libraryBase(m, cls.bases) ?? 'object';
  const object = allocate(m, frame.context, site, type, ONE);
  object.cls = cls;
  object.scope = target.frame;
  object.className = cls.name;
  const self = ref(object);
  const init = m.index.constructorOf(cls, args.length);
  if (init !== null)
    callFunction(
      m,
      frame,
      { kind: 'closure', func: init, frame: target.frame, self },
      args,
      subSite(site, 'construct'),
    );
  holdWords(m, object);
  for (const arg of args) {
    if (arg.value.kind !== 'ref') continue;
    if (type === 'tree' || type === 'linked') object.size = max(object.size, find(arg.value.object).size);
  }
  charge(m, ONE);
  return self;
}

function libraryBase(m: Machine, bases: readonly string[]): ObjectType | null {
  for (const base of bases) {
    const kind = m.library.table.types[base];
    if (kind === 'map' || kind === 'list' || kind === 'set' || kind === 'deque') return kind;
  }
  return null;
}

// ---------------------------------------------------------------- the program's own functions

export function callFunction(
  m: Machine,
  frame: Frame,
  closure: Closure,
  args: readonly Arg[],
  site: object,
): Value {
  const { func } = closure;
  m.reached.add(func);
  const read = readByOwn(m, func, site);
  if (read !== null) return read;
  const active = m.calls.find((open) => open.func === func);
  if (active !== undefined && !isRunByGrowth(m, active)) return recursiveCall(m, active, closure, args, site);
  const context = childContext(frame, site);
  if (context.depth > MAX_DEPTH) {
    assume(m, 'depth', 'calls nested deeper than the analysis follows', func.headerSpan);
    return UNKNOWN;
  }
  const callee: Frame = {
    func,
    vars: new Map(),
    kept: false,
    parent: closure.frame ?? classScope(m, closure.self),
    base: m.levels.length,
    context,
    self: closure.self,
    returned: null,
    returning: null,
    states: null,
    yielded: null,
    boundAt: new Map(),
  };
  bindParams(m, frame, callee, func, args);
  const begin = m.frameDepth === null ? null : beginHelper(m);
  m.calls.push(callee);
  const result = runBody(m, callee, closure);
  m.calls.pop();
  if (begin !== null) endHelper(m, begin, result);
  context.result = context.result === null ? result : join(context.result, result);
  return takesDivisor(func)
    ? asDivisor(
        result,
        args.map(({ value }) => value),
      )
    : result;
}

/** Where the names of a method's body are looked up: around its class. */
function classScope(m: Machine, self: Value | null): Frame | null {
  return (self?.kind === 'ref' ? find(self.object).scope : null) ?? m.calls[0] ?? null;
}

function childContext(frame: Frame, site: object): Context {
  let context = frame.context.children.get(site as Expr);
  if (context === undefined) {
    const start = 'span' in site ? (site as Expr).span.start : 0;
    context = newContext(frame.context.depth + 1, `${frame.context.place}.${start}`);
    frame.context.children.set(site as Expr, context);
  }
  return context;
}

/** The function is entered again and again; one that is on its way around a cycle repeats with the cycle. */
function repeats(m: Machine, callee: Frame, func: FunctionNode): boolean {
  const cycle = m.index.cycles.get(func);
  if (cycle === undefined) return func.memoised;
  if (endsByGrowth(func, m)) return false;
  const open = m.calls.some((other) => other !== callee && other.func !== null && cycle.has(other.func));
  return !open || callsItself(func, m.index);
}

function runBody(m: Machine, callee: Frame, closure: Closure): Value {
  const { func } = closure;
  const recursion = repeats(m, callee, func) ? enterRecursion(m, callee, closure) : null;
  if (func.generator) callee.yielded = allocate(m, callee.context, subSite(func, 'yield'), 'iterator', ONE);
  charge(m, ONE);
  const saved = m.frameDepth;
  if (recursion !== null) m.frameDepth = saved === null ? recursion.depth : plus(saved, recursion.depth);
  execBlock(m, callee, func.body);
  if (recursion !== null) {
    m.frameDepth = saved;
    leaveLevel(m, recursion);
    if (recursion.rounds !== null) endRounds(m, recursion.rounds, recursion.level.count);
    chargeSpace(m, recursion.depth);
    chargeSpace(m, recursion.table);
  }
  const result = callee.yielded === null ? (callee.returned ?? NONE) : ref(callee.yielded);
  if (recursion === null) return result;
  const widened = recursion.widen(result);
  if (func.memoised) chargeSpace(m, heldByTable(m, recursion.level, widened));
  return widened;
}

function bindParams(
  m: Machine,
  caller: Frame,
  callee: Frame,
  func: FunctionNode,
  args: readonly Arg[],
): void {
  const positional = args.filter((arg) => arg.name === null);
  const spread = positional.findIndex((arg) => arg.spread);
  const set = (param: Param, value: Value): void => {
    setVariable(callee, param.name, value);
    callee.boundAt.set(param.name, m.levels.length);
  };
  func.params.forEach((param, i) => {
    if (param.role === 'variadic') {
      const rest = positional.slice(i);
      const object = allocate(m, callee.context, subSite(func, param.name), 'list', ONE);
      for (const arg of rest)
        push(
          m,
          object,
          arg.spread ? elementOf(arg.value) : arg.value,
          arg.spread ? valueSize(m, arg.value) : ONE,
        );
      set(
        param,
        rest.length > 0 && rest.every((arg) => !arg.spread)
          ? tuple(rest.map((arg) => arg.value))
          : ref(object),
      );
      return;
    }
    if (param.role === 'keywords') {
      set(param, ref(allocate(m, callee.context, subSite(func, param.name), 'map', ONE)));
      return;
    }
    const named = args.find((arg) => arg.name === param.name);
    if (named !== undefined) set(param, named.value);
    else if (spread >= 0 && i >= spread) set(param, elementOf(positional[spread]!.value));
    else if (positional[i] !== undefined) set(param, positional[i].value);
    else if (param.defaultValue !== null)
      set(param, evaluate(m, callee.parent ?? caller, param.defaultValue));
    else set(param, UNKNOWN);
  });
}

/** A call of a function that is already open: its cost is in the count of the recursion; its arguments widen the parameters. */
function recursiveCall(
  m: Machine,
  active: Frame,
  closure: Closure,
  args: readonly Arg[],
  site: object,
): Value {
  charge(m, ONE);
  m.outermostRepeat = Math.min(m.outermostRepeat, m.calls.indexOf(active));
  const { func } = closure;
  const recursive = (active.context.recursive ??= new Map<string, Value>());
  const positional = args.filter((arg) => arg.name === null);
  func.params.forEach((param, i) => {
    const arg = args.find(({ name }) => name === param.name) ?? positional[i];
    if (arg === undefined) return;
    const seen = recursive.get(param.name);
    const handed = handedOn(m, func, arg);
    recursive.set(param.name, seen === undefined ? handed : join(seen, handed));
  });
  noteOuterState(m, active);
  if (active.yielded !== null) return innerResult(m, active, ref(active.yielded), site);
  const result = innerResult(
    m,
    active,
    active.context.result ?? active.returned ?? resultGuess(active),
    site,
  );
  return result.kind === 'str' ? givenText(m, active, result, site) : givenBy(func, result);
}

/** What a recursive call returns in the first pass, by the declared type. */
function resultGuess(active: Frame): Value {
  const type = active.func!.returns;
  if (type.kind === 'int' || type.kind === 'bool' || type.kind === 'float') return numConst(1);
  if (type.kind === 'tree' || type.kind === 'linked') {
    const structure = [...active.vars.values()].find(
      (value) => value.kind === 'ref' && find(value.object).type === type.kind,
    );
    return structure ?? UNKNOWN;
  }
  return UNKNOWN;
}
