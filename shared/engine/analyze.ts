/** The facade: a program's text in, its analysis out. */
import type { SolutionAnalysis, SourceSpan } from '../protocol/analysis.ts';
import { indexLibrary, type LibraryIndex } from './analysis/library-index.ts';
import { analyzeProgram, type ProgramAnalysis } from './analysis/program.ts';
import { findings } from './findings.ts';
import type { Program } from './ir/ir.ts';
import { forgetFacts } from './ir/facts.ts';
import { printProgram } from './ir/print.ts';
import { withoutTemporaries } from './ir/temporaries.ts';
import type { Language } from './languages/language.ts';
import { canonicalLanguage, languages } from './languages/registry.ts';
import { problemOf } from './problem/markers.ts';
import { techniquesOf } from './problem/techniques.ts';
import { lazy } from './analysis/lazy.ts';
import { verdictOf } from './problem/verdict.ts';
import { solutionResult } from './result/solution.ts';
import { debugText, type DebugStep } from './result/debug.ts';
import { createParserPool, type ReadGrammar, type SyntaxParser } from './syntax/parser.ts';

export interface AnalyzeOptions {
  /** Rules that report nothing. */
  readonly disabledRules?: readonly string[];
  /** Also analyse every helper function on its own, and look for pitfalls; default true. Batch work switches it off. */
  readonly details?: boolean;
  /** The file's name, which may carry the problem's number. */
  readonly fileName?: string;
}

export interface Engine {
  /** Canonical identifiers of the languages loaded. */
  readonly languages: readonly string[];
  /**
   * Loads the grammars of more languages; those that are there stay.
   * @throws EngineError for a language that no analysis exists for, and what `readGrammar` rejects with.
   */
  readonly load: (names: readonly string[]) => Promise<void>;
  /**
   * Analyses a program, complete or broken. Never throws on the user's code.
   * @throws EngineError for a language that is not loaded, or a text over `MAX_LENGTH`.
   */
  readonly analyze: (text: string, language: string, options?: AnalyzeOptions) => SolutionAnalysis;
  /** The state after one step of the pipeline, as text. Throws as `analyze` does. */
  readonly debug: (text: string, language: string, step: DebugStep) => string;
}

/** Texts beyond this many UTF-16 code units are no solutions. */
export const MAX_LENGTH = 1_000_000;

export class EngineError extends Error {
  readonly code: 'unknown-language' | 'too-large';
  constructor(code: EngineError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

interface Loaded {
  readonly language: Language;
  readonly parser: SyntaxParser;
  readonly library: LibraryIndex;
}

/**
 * Loads the grammars of the languages (all by default) and makes an engine.
 * `readGrammar` gives the bytes of a WebAssembly file by its name; what it rejects with is passed on.
 */
export async function createEngine(
  readGrammar: ReadGrammar,
  wanted: readonly string[] = languages.map((l) => l.id),
): Promise<Engine> {
  const pool = createParserPool(readGrammar);
  const loaded = new Map<string, Loaded>();
  const load = async (names: readonly string[]): Promise<void> => {
    for (const name of names) {
      const language = canonicalLanguage(name);
      if (language === null)
        throw unknownLanguage(
          name,
          languages.map((l) => l.id),
        );
      if (loaded.has(language.id)) continue;
      const parser = await pool.load(language.grammar);
      loaded.set(language.id, { language, parser, library: indexLibrary(language.library) });
    }
  };
  await load(wanted);
  const get = (name: string): Loaded => {
    const found = loaded.get(canonicalLanguage(name)?.id ?? name);
    if (found === undefined) throw unknownLanguage(name, [...loaded.keys()]);
    return found;
  };
  return {
    get languages() {
      return [...loaded.keys()];
    },
    load,
    analyze: (text, name, options = {}) => analyze(get(name), text, options),
    debug: (text, name, step) => debug(get(name), text, step),
  };
}

function unknownLanguage(name: string, known: readonly string[]): EngineError {
  return new EngineError(
    'unknown-language',
    `No analysis for the language '${name}'. Served: ${known.join(', ')}.`,
  );
}

/** The pipeline. */
function analyze(at: Loaded, text: string, options: AnalyzeOptions): SolutionAnalysis {
  const program = lower(at, text);
  const problem = problemOf(text, options.fileName ?? null);
  const details = options.details ?? true;
  const analysis = analyzeProgram(program, at.library, details, problem?.region ?? null);
  const result = solutionResult(analysis, text);
  const verdict = lazy(() => verdictOf(result.time, problem?.info ?? null, at.language.id));
  return {
    ...result,
    findings: details
      ? findings(analysis, text, at.language, problem?.region ?? null, options.disabledRules ?? [])
      : [],
    techniques: details ? techniquesOf(analysis) : [],
    problem: problem?.info ?? null,
    get verdict() {
      return verdict();
    },
  };
}

function lower(at: Loaded, text: string): Program {
  if (text.length > MAX_LENGTH) {
    throw new EngineError(
      'too-large',
      `The text has ${text.length} characters; solutions up to ${MAX_LENGTH} are analysed.`,
    );
  }
  forgetFacts();
  return withoutTemporaries(at.language.lower(at.parser.parse(text)), at.library.roles);
}

function debug(at: Loaded, text: string, step: DebugStep): string {
  const program = lower(at, text);
  if (step === 'ir') return printProgram(program);
  return debugText(analyzeProgram(program, at.library, true, null), step);
}

export type { DebugStep, ProgramAnalysis, SourceSpan };
