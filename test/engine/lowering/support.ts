import { readGrammar } from '../../../scripts/grammars.ts';
import type { Program } from '../../../shared/engine/ir/ir.ts';
import { lowerPython } from '../../../shared/engine/languages/python/lower.ts';
import { createParserPool } from '../../../shared/engine/syntax/parser.ts';

export const pythonParser = await createParserPool(readGrammar).load('tree-sitter-python.wasm');

/** The program of a Python text. */
export function lower(text: string): Program {
  return lowerPython(pythonParser.parse(text));
}
