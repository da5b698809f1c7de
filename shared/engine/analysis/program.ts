/** The analysis of a whole program: its entry, and each function on its own for those who look at it. */
import { type Cost, ONE, compare, max } from '../cost/cost.ts';
import type { ClassNode, FunctionNode, Program } from '../ir/ir.ts';
import { lazy } from './lazy.ts';
import { chooseEntry, type EntryChoice } from './entry.ts';
import type { LibraryIndex } from './library-index.ts';
import { indexProgram, type ProgramIndex } from './program-index.ts';
import { run, type Outcome } from './run.ts';

export interface AnalyzedFunction {
  /** "Solution.twoSum", "solve", "<script>". */
  readonly name: string;
  /** Null for the script. */
  readonly func: FunctionNode | null;
  readonly role: 'entry' | 'operation' | 'helper';
  /** Public, and no other function of the program calls it: it can only be run from outside. */
  readonly standsAlone: boolean;
  /** Of a helper it is found when it is first asked for: few are ever looked at. */
  readonly outcome: Outcome;
}

export interface ProgramAnalysis {
  readonly program: Program;
  readonly index: ProgramIndex;
  readonly entry: EntryChoice;
  readonly entryName: string | null;
  readonly functions: readonly AnalyzedFunction[];
  /**
   * The outcomes that between them run all of the program: those of the entry, and of every helper that none before it
   * reaches.
   */
  readonly covering: () => readonly Outcome[];
  readonly time: Cost;
  readonly space: Cost;
}

/** Offsets of the part of the text that is the solution; the rest may help but is not chosen as the entry. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

function within(program: Program, region: Region): Program {
  return {
    ...program,
    body: program.body.filter((stmt) => stmt.span.start >= region.start && stmt.span.end <= region.end),
  };
}

/** Analyses the entry and, when asked, every other function that a reader may point at. */
export function analyzeProgram(
  program: Program,
  library: LibraryIndex,
  helpers: boolean,
  region: Region | null,
): ProgramAnalysis {
  const index = indexProgram(program, library);
  const entry = chooseEntry(region === null ? program : within(program, region), index);
  const functions = entryFunctions(program, index, library, entry);
  const done = new Set(functions.map((analyzed) => analyzed.func));
  const time = functions.length === 0 ? ONE : max(...functions.map((analyzed) => analyzed.outcome.time));
  const space = functions.length === 0 ? ONE : max(...functions.map((analyzed) => analyzed.outcome.space));
  const all = [...functions, ...(helpers ? helperFunctions(program, index, library, done) : [])];
  return {
    program,
    index,
    entry,
    entryName: entryName(entry),
    functions: all,
    covering: lazy(() => coveringOutcomes(all, index)),
    time,
    space,
  };
}

function entryName(entry: EntryChoice): string | null {
  switch (entry.kind) {
    case 'method':
      return qualified(entry.func);
    case 'class':
      return entry.cls.name;
    case 'script':
      return '<script>';
    case 'none':
      return null;
  }
}

const qualified = (func: FunctionNode): string =>
  func.owner === null ? func.name : `${func.owner}.${func.name}`;

function entryFunctions(
  program: Program,
  index: ProgramIndex,
  library: LibraryIndex,
  entry: EntryChoice,
): AnalyzedFunction[] {
  switch (entry.kind) {
    case 'none':
      return [];
    case 'script':
      return [
        {
          name: '<script>',
          func: null,
          role: 'entry',
          standsAlone: true,
          outcome: run(program, index, library, { kind: 'script' }),
        },
      ];
    case 'method':
      return [
        {
          name: qualified(entry.func),
          func: entry.func,
          role: 'entry',
          standsAlone: true,
          outcome: run(program, index, library, {
            kind: 'function',
            func: entry.func,
            cls: entry.cls,
            operations: null,
          }),
        },
      ];
    case 'class':
      return entry.operations.map((func) => ({
        name: qualified(func),
        func,
        role: 'operation' as const,
        standsAlone: isUncalled(index, func),
        outcome: run(program, index, library, {
          kind: 'function',
          func,
          cls: entry.cls,
          operations: entry.operations,
        }),
      }));
  }
}

/** Every named function that is not analysed yet, on symbolic arguments of its own. */
function helperFunctions(
  program: Program,
  index: ProgramIndex,
  library: LibraryIndex,
  done: ReadonlySet<FunctionNode | null>,
): AnalyzedFunction[] {
  return index.functions
    .filter((func) => !done.has(func) && func.nameSpan !== null)
    .map((func) => {
      const entry = { kind: 'function' as const, func, cls: owner(index, func), operations: null };
      const outcome = lazy(() => run(program, index, library, entry));
      return {
        name: qualified(func),
        func,
        role: 'helper' as const,
        standsAlone: func.isPublic && isUncalled(index, func),
        get outcome() {
          return outcome();
        },
      };
    });
}

/** Helpers that no function calls go first, since they reach others. */
function coveringOutcomes(functions: readonly AnalyzedFunction[], index: ProgramIndex): Outcome[] {
  const reached = new Set<FunctionNode>();
  const outcomes: Outcome[] = [];
  const calls = ({ role, func }: AnalyzedFunction): number =>
    role !== 'helper' ? 0 : func === null || isUncalled(index, func) ? 1 : 2;
  for (const analyzed of [...functions].sort((a, b) => calls(a) - calls(b))) {
    if (analyzed.role === 'helper' && analyzed.func !== null && reached.has(analyzed.func)) continue;
    outcomes.push(analyzed.outcome);
    for (const func of analyzed.outcome.reached) reached.add(func);
  }
  return outcomes;
}

/** The function whose time or space makes that of the program: of a class of operations its dearest one. */
export function dearest(
  functions: readonly AnalyzedFunction[],
  kind: 'time' | 'space',
): AnalyzedFunction | null {
  return functions.reduce<AnalyzedFunction | null>((best, one) => {
    if (one.role === 'helper') return best;
    return best === null || compare(one.outcome[kind], best.outcome[kind]) === 'greater' ? one : best;
  }, null);
}

function isUncalled(index: ProgramIndex, func: FunctionNode): boolean {
  return [...(index.callers.get(func) ?? [])].every((caller) => caller === func);
}

function owner(index: ProgramIndex, func: FunctionNode): ClassNode | null {
  return func.owner === null ? null : (index.classes.get(func.owner) ?? null);
}
