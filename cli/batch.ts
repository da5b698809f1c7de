/** `big-o-lens batch`: one program a line in, one answer a line out, in order, for as long as there are lines. */
import { type Engine, EngineError, createEngine } from '../shared/engine/analyze.ts';
import { canonicalLanguage } from '../shared/engine/languages/registry.ts';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import { withoutMark } from './files.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { type Line, lineGroups } from './lines.ts';
import { readArguments } from './options.ts';

type Id = string | number | null;

interface Request {
  readonly id: Id;
  readonly language: string;
  readonly code: string;
}

type ErrorCode = 'bad-json' | 'bad-request' | 'unknown-language' | 'too-large' | 'internal';

/** A line that can't be taken: it gets an answer, and the next line its turn. */
class LineError extends Error {
  readonly code: ErrorCode;
  readonly id: Id;
  constructor(code: ErrorCode, message: string, id: Id = null) {
    super(message);
    this.code = code;
    this.id = id;
  }
}

/** The longest program in its longest JSON form: six characters for each of its own. */
const LONGEST_LINE = 8 * 1024 * 1024;

/** Answers are written together up to this size. */
const WRITE_AT = 64 * 1024;

export async function batch(args: readonly string[], io: Io): Promise<ExitCode> {
  const { has, positionals } = readArguments('batch', args, { details: { type: 'boolean' } });
  if (positionals.length > 0) {
    throw new UsageError(
      `'batch' reads standard input and takes no '${positionals[0]!}'. See 'big-o-lens batch --help'.`,
    );
  }
  const engines = enginePool(io);
  const details = has('details');
  let lineNumber = 0;
  for await (const lines of lineGroups(io.stdin, LONGEST_LINE)) {
    let answers = '';
    for (const line of lines) {
      lineNumber += 1;
      if (line?.trim() === '') continue;
      answers += `${JSON.stringify(await answer(line, lineNumber, engines, details))}\n`;
      if (answers.length < WRITE_AT) continue;
      await io.write(answers);
      answers = '';
    }
    if (answers !== '') await io.write(answers);
  }
  return EXIT.fine;
}

type EnginePool = (language: string) => Promise<Engine>;

/** An engine a language, with its grammar, made when the first program in it comes. */
function enginePool({ readGrammar }: Io): EnginePool {
  const engines = new Map<string, Promise<Engine>>();
  return async (language) => {
    let engine = engines.get(language);
    if (engine === undefined) {
      engine = createEngine(readGrammar, [language]);
      engines.set(language, engine);
    }
    return engine;
  };
}

async function answer(line: Line, number: number, engines: EnginePool, details: boolean): Promise<object> {
  let id: Id = null;
  try {
    const request = requestOf(line, number);
    id = request.id;
    const language = canonicalLanguage(request.language)?.id ?? request.language;
    const engine = await engines(language);
    const analysis = engine.analyze(withoutMark(request.code), language, { details });
    return { id, ...(details ? analysis : inShort(analysis)) };
  } catch (error) {
    if (error instanceof LineError) return errorAnswer(error.id, error.code, error.message);
    if (error instanceof EngineError) return errorAnswer(id, error.code, error.message);
    const message = error instanceof Error ? error.message : String(error);
    return errorAnswer(id, 'internal', `line ${number}: ${message}`);
  }
}

/** The bounds with their reasons. Helpers, findings and techniques are looked for with --details only. */
function inShort({ language, entry, time, space, notUnderstood, engineVersion }: SolutionAnalysis): object {
  return { time, space, language, entry, notUnderstood, engineVersion };
}

function errorAnswer(id: Id, code: ErrorCode, message: string): object {
  return { id, error: { code, message } };
}

/** @throws LineError that names the line and what it lacks. */
function requestOf(line: Line, number: number): Request {
  if (line === null) {
    throw new LineError('too-large', `line ${number} is longer than ${LONGEST_LINE / 1024 / 1024} MiB`);
  }
  const value = parsed(line, number);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LineError('bad-request', `line ${number} is no object with "id", "language" and "code"`);
  }
  const { id, language, code } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') {
    throw new LineError('bad-request', `line ${number}: "id" has to be a string or a number`);
  }
  if (typeof language !== 'string') {
    throw new LineError('bad-request', `line ${number}: "language" has to be a string, such as "python"`, id);
  }
  if (typeof code !== 'string') {
    throw new LineError('bad-request', `line ${number}: "code" has to be a string`, id);
  }
  return { id, language, code };
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(withoutMark(line));
  } catch (error) {
    throw new LineError(
      'bad-json',
      `line ${number} is not JSON: ${error instanceof Error ? error.message : '?'}`,
    );
  }
}
