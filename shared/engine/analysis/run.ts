/** One analysis of an entry: the program is interpreted a few times, until its sizes settle. */
import { type Cost, ONE, ZERO, isZero, key, substitute, symbol } from '../cost/cost.ts';
import type { ClassNode, FunctionNode, Param, Program, Span, Stmt } from '../ir/ir.ts';
import { callValue } from './calls.ts';
import { define, definitionsFor } from './definitions.ts';
import { evaluate } from './evaluate.ts';
import { type Context, type Frame, newContext } from './frame.ts';
import type { LibraryIndex } from './library-index.ts';
import { type Assumption, forgetSetup, type Machine, type SiteRecord, settle } from './machine.ts';
import { input, instance, largestInput, operation } from './operations.ts';
import type { ProgramIndex } from './program-index.ts';
import { fixTaken } from './read-lines.ts';
import { type SpacePart, type SpaceResult, measureSpace } from './space.ts';
import { execBlock } from './statements.ts';
import { measureTables } from './tables.ts';
import type { Value } from './value.ts';

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
  readonly unexplained: ReadonlyMap<string, Span>;
  /** Preferred names of the symbols. */
  readonly names: ReadonlyMap<string, string>;
  readonly legends: ReadonlyMap<string, string>;
  readonly spaceParts: readonly SpacePart[];
  /** The functions of the program that ran. */
  readonly reached: ReadonlySet<FunctionNode>;
}

const PASSES = 3;
const RESTARTS = 2;

/** Interprets the entry until the bounds are the same in two passes, at most `PASSES` times. */
export function run(program: Program, index: ProgramIndex, library: LibraryIndex, entry: Entry): Outcome {
  let previous = '';
  let restarts = 0;
  let machine: Machine | null = null;
  let space: SpaceResult = { space: ONE, output: () => ONE, parts: [] };
  const shared = {
    context: newContext(0, ''),
    setup: newContext(0, ''),
    definitions: entry.kind === 'script' ? program.body : definitionsFor(program, entry.func, entry.cls),
    names: new Map<string, string>(),
    legends: new Map<string, string>(),
    fixed: new Set<string>(),
  };
  for (let pass = 1; pass <= PASSES; pass++) {
    const known = shared.fixed.size;
    machine = newMachine(
      program,
      index,
      library,
      pass,
      { ...shared, isScript: entry.kind === 'script' },
      machine,
    );
    const result = interpret(machine, entry, shared);
    fixTaken(machine);
    // The next pass makes the inputs anew, with what turned out to be of constant size.
    if (shared.fixed.size > known) machine.inputs.clear();
    // Nothing of a function's work may depend on what its parameters were before that.
    if (shared.fixed.size > known && entry.kind !== 'script' && restarts++ < RESTARTS) {
      [machine, previous, pass] = [null, '', 0];
      [shared.context, shared.setup] = [newContext(0, ''), newContext(0, '')];
      continue;
    }
    space = measureSpace(machine, result);
    if (stateOf(machine.time, space.space) === previous && !machine.grew) break;
    // As the next pass will find them, if nothing else changes.
    const sizes = new Map([...shared.fixed].map((name) => [name, ONE]));
    previous = stateOf(substitute(machine.time, sizes), substitute(space.space, sizes));
  }
  const m = machine!;
  return {
    time: isZero(m.time) ? ONE : settle(m, m.time),
    space: space.space,
    output: space.output(),
    sites: m.sites,
    assumptions: [...m.assumptions.values()],
    unexplained: m.unexplained,
    names: m.names,
    legends: m.legends,
    spaceParts: space.parts,
    reached: m.reached,
  };
}

const stateOf = (time: Cost, space: Cost): string => `${key(time)}|${key(space)}`;

interface Shared {
  /** What the top level runs before the entry; of a script all of it. */
  readonly definitions: readonly Stmt[];
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
  shared: Shared & { readonly isScript: boolean },
  before: Machine | null,
): Machine {
  return {
    program,
    isScript: shared.isScript,
    index,
    library,
    levels: [],
    open: [],
    calls: [],
    rebound: [],
    regrown: [],
    jumps: [],
    pass,
    time: ZERO,
    space: ONE,
    sites: [],
    objects: [],
    closed: before?.closed ?? new Map<string, Cost>(),
    assumptions: new Map(),
    unexplained: new Map(),
    names: shared.names,
    legends: shared.legends,
    nextId: before?.nextId ?? 1,
    steps: 0,
    grew: false,
    marks: 0,
    asked: 0,
    laterMarks: [],
    relaxed: [],
    linked: new Map(),
    present: [],
    arm: null,
    gaps: [],
    passed: [],
    remakes: [],
    lengthLimits: [],
    measures: [],
    fixed: shared.fixed,
    taken: new Map(),
    firstRead: null,
    inputSize: symbol('n'),
    frameDepth: null,
    outermostRepeat: Infinity,
    recursions: new Map(),
    reached: new Set(),
    globals: new Map(),
    valueSymbol: symbol('max(node.val)'),
    inputs: before?.inputs ?? new Map<string, Value>(),
  };
}

/** `memo={}`: who calls from outside leaves it out. */
function emptyDefault(m: Machine, top: Frame, { defaultValue }: Param): Value | null {
  if (defaultValue?.kind !== 'map' && defaultValue?.kind !== 'collection') return null;
  const isEmpty = (defaultValue.kind === 'map' ? defaultValue.entries : defaultValue.elements).length === 0;
  return isEmpty ? evaluate(m, top, defaultValue) : null;
}

function interpret(m: Machine, entry: Entry, shared: Shared): Value {
  const top = topFrame(shared.context, m);
  m.calls.push(top);
  if (entry.kind === 'script') {
    define(m, top, shared.definitions);
    execBlock(m, top, shared.definitions);
    return { kind: 'none' };
  }
  define(m, top, shared.definitions);
  execBlock(
    m,
    top,
    shared.definitions.filter((stmt) => stmt.kind === 'assign'),
  );
  measureTables(m);
  const self =
    entry.cls === null || entry.func.receiver === null ? null : instance(m, top, entry.cls, shared.setup);
  forgetSetup(m);
  if (entry.operations !== null && self !== null)
    return operation(m, top, entry.func, entry.operations, self, shared.setup);
  const args = entry.func.params.map((param) => emptyDefault(m, top, param) ?? input(m, entry.func, param));
  m.inputSize = largestInput(args);
  return callValue(m, top, { kind: 'closure', func: entry.func, frame: top, self }, args, entry.func);
}

function topFrame(context: Context, m: Machine): Frame {
  return {
    func: null,
    vars: new Map(),
    kept: false,
    parent: null,
    base: m.levels.length,
    context,
    self: null,
    returned: null,
    returning: null,
    states: null,
    yielded: null,
    boundAt: new Map(),
  };
}
