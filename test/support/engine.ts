/** The engine for tests that look at what it answers. */
import { readGrammar } from '../../scripts/grammars.ts';
import { createEngine } from '../../shared/engine/analyze.ts';
import { java } from '../../shared/engine/languages/java/language.ts';
import { python } from '../../shared/engine/languages/python/language.ts';
import { languages } from '../../shared/engine/languages/registry.ts';
import { createParserPool } from '../../shared/engine/syntax/parser.ts';
import type { SyntaxTree } from '../../shared/engine/syntax/tree.ts';
import type { SolutionAnalysis } from '../../shared/protocol/analysis.ts';

const engine = await createEngine(
  readGrammar,
  languages.map(({ id }) => id),
);
const pool = createParserPool(readGrammar);
const parser = await pool.load(python.grammar);
const javaParser = await pool.load(java.grammar);

/** What the engine answers for a program. */
export function analyze(text: string, language: string): SolutionAnalysis {
  return engine.analyze(text, language);
}

/** What the engine answers for a Python program. */
export function analyzePython(text: string): SolutionAnalysis {
  return engine.analyze(text, python.id);
}

export function parsePython(text: string): SyntaxTree {
  return parser.parse(text);
}

export function parseJava(text: string): SyntaxTree {
  return javaParser.parse(text);
}
