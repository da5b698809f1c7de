import { readGrammar } from '../../../scripts/grammars.ts';
import type { Program } from '../../../shared/engine/ir/ir.ts';
import type { Language } from '../../../shared/engine/languages/language.ts';
import { java } from '../../../shared/engine/languages/java/language.ts';
import { python } from '../../../shared/engine/languages/python/language.ts';
import { createParserPool } from '../../../shared/engine/syntax/parser.ts';

const pool = createParserPool(readGrammar);

async function lowererOf({ grammar, lower: lowerTree }: Language): Promise<(text: string) => Program> {
  const parser = await pool.load(grammar);
  return (text) => lowerTree(parser.parse(text));
}

export const pythonParser = await pool.load(python.grammar);

/** The program of a text, by language. */
export const lowerers: Readonly<Record<string, (text: string) => Program>> = {
  java: await lowererOf(java),
  python: await lowererOf(python),
};

/** The program of a Python text. */
export const lower = lowerers.python!;

/** The program of a Java text. */
export const lowerJavaText = lowerers.java!;
