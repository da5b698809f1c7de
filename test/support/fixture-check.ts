/** Compares what a fixture expects with what the engine answers. */
import type { FunctionAnalysis, Step } from '../../shared/protocol/analysis.ts';
import type { SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import {
  UNKNOWN,
  insideO,
  isSame,
  renamingByLegend,
  renamingThatFits,
  shownAs,
  type Renaming,
} from './fixture-costs.ts';
import { updatedSource, type Expectation, type Field, type FixtureProgram, type Mark } from './fixture.ts';

export interface Checked {
  /** What is wrong, one sentence each; empty for a fixture that holds. */
  readonly failures: readonly string[];
  /** Known gaps that are still open. */
  readonly gaps: readonly string[];
  /** Gaps that have closed or answer something else now, and how their lines have to change. */
  readonly moved: readonly Moved[];
}

export interface Moved {
  readonly message: string;
  /** Line of the file, from 0. */
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

/** Below this confidence a bound is shown as a guess. */
const LOW = 0.6;

const COSTS = new Set(['time', 'space', 'output', 'turns', 'each', 'total']);

/** Everything that the fixture says about the program, against the analysis. */
export function checkFixture(program: FixtureProgram, analysis: SolutionAnalysis): Checked {
  const results: Checked[] = [];
  const named: Named[] = [];
  for (const expectation of program.expectations) {
    const subject = subjectOf(program, expectation, analysis);
    if (typeof subject === 'string') {
      results.push({
        failures: [at(program, expectation.fields[0]?.line ?? 0, subject)],
        gaps: [],
        moved: [],
      });
      continue;
    }
    const meant = new Set(expectation.symbols.keys());
    const renaming = renamingOf(expectation, subject, meant);
    if (subject.function !== null) named.push({ function: subject.function, renaming, meant });
    for (const field of expectation.fields)
      results.push(checkField(program, field, answerOf(subject, field), renaming, meant));
  }
  for (const mark of program.marks) results.push(...checkMark(program, mark, named, analysis));
  return {
    failures: results.flatMap(({ failures }) => failures),
    gaps: results.flatMap(({ gaps }) => gaps),
    moved: results.flatMap(({ moved }) => moved),
  };
}

// ---------------------------------------------------------------- functions

/** What an expectation is about. */
interface Subject {
  readonly function: FunctionAnalysis | null;
  readonly time: FunctionAnalysis['time'];
  readonly space: FunctionAnalysis['space'];
  readonly says: readonly string[];
}

interface Named {
  readonly function: FunctionAnalysis;
  readonly renaming: Renaming;
  readonly meant: ReadonlySet<string>;
}

function subjectOf(
  program: FixtureProgram,
  { definition }: Expectation,
  analysis: SolutionAnalysis,
): Subject | string {
  const entry = analysis.functions.find(({ role }) => role === 'entry') ?? null;
  const found =
    definition === null ? entry : analysis.functions.find(({ nameSpan }) => nameSpan.line === definition);
  if (definition !== null && found === undefined) return 'the engine has no function here';
  const alone = program.expectations.length === 1;
  if (alone && definition !== null && found?.role === 'helper') {
    return `the entry is ${analysis.entry ?? 'missing'}, not this function`;
  }
  const { time, space } = found ?? analysis;
  const says = [
    ...analysis.notUnderstood.map(({ reason }) => reason),
    ...time.assumptions,
    ...space.assumptions,
    time.unknown,
    space.unknown,
  ];
  return { function: found ?? null, time, space, says: says.filter((text) => text !== undefined) };
}

/** Names for the engine's symbols under which its answers are those expected, or as many as possible are. */
function renamingOf(
  { fields, symbols }: Expectation,
  subject: Subject,
  meant: ReadonlySet<string>,
): Renaming {
  const known = renamingByLegend([subject.time, subject.space], symbols);
  const costs = fields.filter(({ name }) => COSTS.has(name));
  const pair = (field: Field): readonly [string, string] => [
    answerOf(subject, field),
    field.right ?? field.today,
  ];
  const sure = costs.filter(({ right }) => right === null).map(pair);
  const gaps = costs.filter(({ right }) => right !== null).map(pair);
  for (const closed of [gaps, ...gaps.map((gap) => [gap]), []]) {
    const renaming = renamingThatFits([...sure, ...closed], known, meant);
    if (renaming !== null) return renaming;
  }
  return known;
}

function answerOf(subject: Subject, { name, today }: Field): string {
  switch (name) {
    case 'time':
      return insideO(subject.time.text);
    case 'space':
      return insideO(subject.space.text);
    case 'output':
      return insideO(subject.function?.output ?? UNKNOWN);
    case 'confidence':
      return subject.time.confidence < LOW ? 'low' : 'high';
    case 'role':
      return subject.function?.role ?? 'class';
    default:
      return subject.says.some((text) => text.includes(today)) ? today : `nothing of "${today}"`;
  }
}

// ---------------------------------------------------------------- places

function checkMark(
  program: FixtureProgram,
  mark: Mark,
  named: readonly Named[],
  analysis: SolutionAnalysis,
): Checked[] {
  const found = stepAt(mark, named, analysis);
  const line = mark.fields[0]?.line ?? 0;
  if (found === null)
    return [{ failures: [at(program, line, 'the derivation has no step here')], gaps: [], moved: [] }];
  const { step, renaming, meant } = found;
  return mark.fields.map((field) => {
    const values: Readonly<Record<string, string | null>> = {
      turns: step.turns,
      each: step.each,
      total: step.total,
      rule: step.rule,
    };
    return checkField(program, field, values[field.name] ?? 'none', renaming, meant);
  });
}

function stepAt(
  mark: Mark,
  named: readonly Named[],
  analysis: SolutionAnalysis,
): ({ step: Step } & Named) | null {
  const nobody = { renaming: new Map<string, string>(), meant: new Set<string>() };
  const functions = [...named, ...analysis.functions.map((one) => ({ function: one, ...nobody }))];
  for (const one of functions) {
    const step = flatten(one.function.time.derivation)
      .filter((candidate) => isUnder(candidate, mark))
      .sort((a, b) => distance(a, mark) - distance(b, mark))[0];
    if (step !== undefined) return { step, ...one };
  }
  return null;
}

function flatten(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...flatten(step.children)]);
}

function isUnder({ span }: Step, { line, columns: [from, to] }: Mark): boolean {
  if (span?.line !== line) return false;
  const end = span.endLine === line ? span.endColumn : Infinity;
  return span.column < to && end > from;
}

function distance({ span }: Step, { columns }: Mark): number {
  return Math.abs((span?.column ?? 0) - columns[0]);
}

// ---------------------------------------------------------------- one value

function checkField(
  program: FixtureProgram,
  field: Field,
  actual: string,
  renaming: Renaming,
  meant: ReadonlySet<string>,
): Checked {
  const cost = COSTS.has(field.name) && actual !== 'none';
  const equal = (expected: string): boolean =>
    cost ? isSame(actual, expected, renaming) : actual === expected;
  const shown = cost ? shownAs(actual, renaming, meant) : actual;
  const { name, today, right } = field;
  if (right === null) {
    return equal(today)
      ? HOLDS
      : { ...HOLDS, failures: [at(program, field.line, `${name} is ${shown}, expected ${today}`)] };
  }
  const closed = equal(right);
  const open = `${name} is ${shown}, should be ${right}`;
  if (!closed && (cost ? today !== '' && isSame(shown, today, new Map()) : shown === today)) {
    return { ...HOLDS, gaps: [at(program, field.line, open)] };
  }
  const message = at(
    program,
    field.line,
    closed ? `the gap has closed: ${name} is ${right}` : `the gap has changed: ${open}`,
  );
  return {
    failures: [],
    gaps: closed ? [] : [at(program, field.line, open)],
    moved: [{ message, line: field.line, from: field.source, to: updatedSource(field, shown, closed) }],
  };
}

const HOLDS: Checked = { failures: [], gaps: [], moved: [] };

function at(program: FixtureProgram, line: number, text: string): string {
  return `${program.file}:${line + 1}: ${text}`;
}
