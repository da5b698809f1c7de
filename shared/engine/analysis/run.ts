/** One analysis of an entry: the program is interpreted a few times, until its sizes settle. */
import {
  type Cost,
  ONE,
  ZERO,
  divide,
  isOne,
  isUnknown,
  isZero,
  key,
  plus,
  symbol,
  symbolsOf,
  times,
} from '../cost/cost.ts';
import { splitTerms } from '../cost/terms.ts';
import type { ClassNode, FunctionNode, Program, Stmt } from '../ir/ir.ts';
import { callFunction, callValue } from './calls.ts';
import { footprint } from './containers.ts';
import { type Context, type Frame, newContext } from './frame.ts';
import type { Level } from './levels.ts';
import { inputValue } from './inputs.ts';
import type { LibraryIndex } from './library-index.ts';
import { allocate, settle, type Assumption, type Machine, type SiteRecord } from './machine.ts';
import type { ProgramIndex } from './program-index.ts';
import { execBlock } from './statements.ts';
import { find, ref, type HeapObject, type Value } from './value.ts';

/** What is run: a function on symbolic arguments, an operation of a class, or the program's top level. */
export type Entry =
  | {
      readonly kind: 'function';
      readonly func: FunctionNode;
      readonly cls: ClassNode | null;
      readonly operations: readonly FunctionNode[] | null;
    }
  | { readonly kind: 'script' };

export interface Outcome {
  readonly time: Cost;
  readonly space: Cost;
  readonly output: Cost;
  readonly sites: readonly SiteRecord[];
  readonly assumptions: readonly Assumption[];
  readonly unexplained: ReadonlyMap<string, import('../ir/ir.ts').Span>;
  /** Preferred names of the symbols. */
  readonly names: ReadonlyMap<string, string>;
  readonly legends: ReadonlyMap<string, string>;
  readonly spaceParts: readonly { readonly text: string; readonly cost: Cost }[];
  readonly limited: boolean;
}

const PASSES = 3;

/** Interprets the entry until the bounds are the same in two passes, at most `PASSES` times. */
export function run(program: Program, index: ProgramIndex, library: LibraryIndex, entry: Entry): Outcome {
  const context = newContext(0);
  const setup = newContext(0);
  let previous = '';
  let machine: Machine | null = null;
  let space: SpaceResult = { space: ONE, output: ONE, parts: [] };
  const shared = {
    context,
    setup,
    names: new Map<string, string>(),
    legends: new Map<string, string>(),
    fixed: new Set<string>(),
  };
  for (let pass = 1; pass <= PASSES; pass++) {
    machine = newMachine(program, index, library, pass, shared, machine);
    const result = interpret(machine, entry, shared);
    space = measureSpace(machine, result.value, result.frame);
    const state = `${key(machine.time)}|${key(space.space)}`;
    if (state === previous) break;
    previous = state;
  }
  const m = machine!;
  return {
    time: isZero(m.time) ? ONE : settle(m, m.time),
    space: space.space,
    output: space.output,
    sites: m.sites,
    assumptions: [...m.assumptions.values()],
    unexplained: m.unexplained,
    names: m.names,
    legends: m.legends,
    spaceParts: space.parts,
    limited: m.assumptions.has('limit'),
  };
}

interface Shared {
  readonly context: Context;
  readonly setup: Context;
  readonly names: Map<string, string>;
  readonly legends: Map<string, string>;
  readonly fixed: Set<string>;
}

function newMachine(
  program: Program,
  index: ProgramIndex,
  library: LibraryIndex,
  pass: number,
  shared: Shared,
  before: Machine | null,
): Machine {
  return {
    program,
    index,
    library,
    levels: [],
    open: [],
    calls: [],
    pass,
    time: ZERO,
    space: ONE,
    sites: [],
    objects: [],
    closed: new Map(),
    assumptions: new Map(),
    unexplained: new Map(),
    names: shared.names,
    legends: shared.legends,
    nextId: before?.nextId ?? 1,
    steps: 0,
    marks: 0,
    fixed: shared.fixed,
    firstRead: null,
    inputSize: symbol('n'),
    frameDepth: null,
    recursions: new Map(),
    globals: new Map(),
    valueSymbol: symbol('max(node.val)'),
    inputs: before?.inputs ?? new Map(),
    operations: null,
  };
}

function interpret(m: Machine, entry: Entry, shared: Shared): { value: Value; frame: Frame | null } {
  const top = topFrame(shared.context, m);
  m.calls.push(top);
  definitions(m, top, m.program.body, entry.kind === 'script');
  if (entry.kind === 'script') {
    execBlock(m, top, m.program.body);
    return { value: { kind: 'none' }, frame: top };
  }
  const self =
    entry.cls === null || entry.func.receiver === null ? null : instance(m, top, entry.cls, shared.setup);
  m.time = ZERO;
  m.sites = [];
  if (entry.operations !== null && self !== null)
    return { value: operation(m, top, entry.func, entry.operations, self, shared.setup), frame: null };
  const args = entry.func.params.map((param) => ({
    value: input(m, entry.func, param),
    name: null,
    spread: false,
    expr: null,
  }));
  m.inputSize = largestInput(args.map((arg) => arg.value));
  const value = callFunction(
    m,
    top,
    { kind: 'closure', func: entry.func, frame: top, self },
    args,
    entry.func,
  );
  return { value, frame: null };
}

/** The symbol for the number of operations on an object. */
const OPERATIONS = 'operations';

/** One operation among many: all of them run under a level of n turns, and the cost is shared out among the turns. */
function operation(
  m: Machine,
  top: Frame,
  func: FunctionNode,
  operations: readonly FunctionNode[],
  self: Value,
  setup: Context,
): Value {
  const n = symbol(OPERATIONS);
  m.legends.set(OPERATIONS, 'the number of operations so far');
  m.inputSize = n;
  const level: Level = {
    kind: 'loop',
    count: n,
    from: 0,
    variable: null,
    solve: null,
    node: null,
    body: [],
    frame: top,
    source: null,
  };
  m.levels.push(level);
  m.open.push(-1);
  const invoke = (method: FunctionNode, context: Context): Value => {
    const args = method.params.map((param) => input(m, method, param));
    return callValue(
      m,
      { ...top, context, base: 1 },
      { kind: 'closure', func: method, frame: top, self },
      args,
      method,
    );
  };
  for (const other of operations) if (other !== func) invoke(other, setup);
  m.time = ZERO;
  m.sites = [];
  const value = invoke(func, top.context);
  m.levels.pop();
  m.open.pop();
  m.time = perTurn(m.time, n);
  m.operations = n;
  return value;
}

/** The share of one turn; what all turns together cost less than once a turn is constant, amortised. */
function perTurn(total: Cost, n: Cost): Cost {
  return splitTerms(total).reduce<Cost>((sum, term) => {
    if (isUnknown(term)) return plus(sum, term);
    return plus(sum, symbolsOf(term).includes(OPERATIONS) ? divide(term, n) : ONE);
  }, ONE);
}

function input(m: Machine, func: FunctionNode, param: FunctionNode['params'][number]): Value {
  const id = `${func.name}.${param.name}`;
  const known = m.inputs.get(id);
  if (known !== undefined) return known;
  const value = inputValue(m, func, param);
  m.inputs.set(id, value);
  return value;
}

/** The size that stands for the whole input where no better bound is known. */
function largestInput(values: readonly Value[]): Cost {
  for (const value of values) {
    if (value.kind === 'ref') return find(value.object).size;
    if (value.kind === 'str') return value.size;
  }
  for (const value of values) if (value.kind === 'num' && !isOne(value.max)) return value.max;
  return symbol('n');
}

function topFrame(context: Context, m: Machine): Frame {
  return {
    func: null,
    vars: new Map(),
    parent: null,
    caller: null,
    base: m.levels.length,
    context,
    self: null,
    returned: null,
    returnedNames: new Set(),
    yielded: null,
    boundAt: new Map(),
    space: ONE,
  };
}

/** Binds what the top level defines, and runs its assignments of constants. */
function definitions(m: Machine, top: Frame, body: readonly Stmt[], script: boolean): void {
  for (const stmt of body) {
    if (stmt.kind === 'function')
      top.vars.set(stmt.func.name, { kind: 'closure', func: stmt.func, frame: top, self: null });
    if (stmt.kind === 'class') defineClass(m, top, stmt.cls);
  }
  if (!script)
    execBlock(
      m,
      top,
      body.filter((stmt) => stmt.kind === 'assign'),
    );
}

function defineClass(m: Machine, top: Frame, cls: ClassNode): void {
  const value: Value = { kind: 'class', cls, frame: top };
  top.vars.set(cls.name, value);
  const scope: Frame = { ...topFrame(top.context, m), parent: top };
  m.calls.push(scope);
  execBlock(
    m,
    scope,
    cls.fields.filter((field) => field.kind === 'assign'),
  );
  m.calls.pop();
  for (const [name, bound] of scope.vars) {
    m.globals.set(`${cls.name}.${name}`, bound);
    top.vars.set(`${cls.name}.${name}`, bound);
  }
  for (const inner of cls.classes) defineClass(m, top, inner);
}

/** The object whose method is run: constructed, and with every operation run once, so that its state has its sizes. */
function instance(m: Machine, top: Frame, cls: ClassNode, setup: Context): Value {
  const object = allocate(m, setup, cls, 'object', ONE);
  object.cls = cls;
  object.className = cls.name;
  object.born = 0;
  const self = ref(object);
  const init = cls.methods.find((method) => method.name === '__init__');
  const frame: Frame = { ...top, context: setup };
  if (init !== undefined) {
    const args = init.params.map((param) => input(m, init, param));
    m.inputSize = largestInput(args);
    callValue(m, frame, { kind: 'closure', func: init, frame: top, self }, args, init);
  }
  return self;
}

// ---------------------------------------------------------------- space

interface SpaceResult {
  readonly space: Cost;
  readonly output: Cost;
  readonly parts: readonly { readonly text: string; readonly cost: Cost }[];
}

/** The peak of what is held: every local object that is not part of the result, and the frames of recursions. */
function measureSpace(m: Machine, result: Value, frame: Frame | null): SpaceResult {
  const output = reachable(result);
  const parts: { text: string; cost: Cost }[] = [];
  let space = plus(ONE, settle(m, m.space));
  if (!isOne(space)) parts.push({ text: 'recursion and temporary values', cost: space });
  for (const object of m.objects) {
    if (object.forward !== null || object.origin === 'input' || output.has(object)) continue;
    if (object.holder !== null && output.has(find(object.holder))) continue;
    let cost = footprint(m, object);
    if (object.frames !== null && !isOne(cost) && object.holder === null)
      cost = isOne(object.frames) ? cost : heldByFrames(cost, object.frames);
    if (isOne(cost) || isZero(cost)) continue;
    parts.push({ text: object.className ?? object.type, cost });
    space = plus(space, cost);
  }
  void frame;
  return { space, output: outputSize(m, result), parts };
}

/** One in every open call of a recursion. */
function heldByFrames(cost: Cost, depth: Cost): Cost {
  return times(cost, depth);
}

function outputSize(m: Machine, value: Value): Cost {
  if (value.kind === 'str') return settle(m, value.size);
  if (value.kind === 'ref') return footprint(m, value.object);
  return ONE;
}

/** The objects that a value gives access to. */
function reachable(value: Value, seen = new Set<HeapObject>()): Set<HeapObject> {
  if (value.kind === 'tuple') for (const part of value.parts) reachable(part, seen);
  if (value.kind !== 'ref') return seen;
  const object = find(value.object);
  if (seen.has(object)) return seen;
  seen.add(object);
  if (object.elem !== null) reachable(object.elem, seen);
  if (object.key !== null) reachable(object.key, seen);
  for (const field of object.fields?.values() ?? []) reachable(field, seen);
  return seen;
}
