/** Loads tree-sitter and its grammars from bytes that the caller supplies, and parses. */
import { Language, Parser } from 'web-tree-sitter';
import { copyTree, type GrammarTables, tablesOf } from './copy.ts';
import type { SyntaxTree } from './tree.ts';

/** Gives the bytes of a WebAssembly file, by its name: `web-tree-sitter.wasm`, `tree-sitter-python.wasm`. */
export type ReadGrammar = (file: string) => Promise<Uint8Array>;

const RUNTIME = 'web-tree-sitter.wasm';

export interface SyntaxParser {
  /** Parses any text, however broken. */
  readonly parse: (text: string) => SyntaxTree;
}

export interface ParserPool {
  /** The parser of a grammar (`tree-sitter-python.wasm`), loaded on first use. */
  readonly load: (grammar: string) => Promise<SyntaxParser>;
}

let runtime: Promise<void> | null = null;

/** Prepares parsers. Neither the runtime nor a grammar is read before the first `load` that needs it. */
export function createParserPool(readGrammar: ReadGrammar): ParserPool {
  const parsers = new Map<string, Promise<SyntaxParser>>();
  return {
    load: async (grammar) => {
      let parser = parsers.get(grammar);
      if (parser === undefined) {
        parser = loadParser(grammar, readGrammar);
        parsers.set(grammar, parser);
        // A failed read may be tried again.
        parser.catch(() => parsers.delete(grammar));
      }
      return parser;
    },
  };
}

async function loadParser(grammar: string, readGrammar: ReadGrammar): Promise<SyntaxParser> {
  runtime ??= readGrammar(RUNTIME).then(async (wasmBinary) => Parser.init({ wasmBinary }));
  try {
    await runtime;
  } catch (error) {
    runtime = null;
    throw error;
  }
  const language = await Language.load(await readGrammar(grammar));
  const parser = new Parser();
  parser.setLanguage(language);
  const tables = tablesOf(language);
  return { parse: (text) => parse(parser, tables, text) };
}

function parse(parser: Parser, tables: GrammarTables, text: string): SyntaxTree {
  const tree = parser.parse(text);
  if (tree === null) throw new Error('the parser has no grammar');
  try {
    return { text, reparse: (other) => parse(parser, tables, other), ...copyTree(tree, tables) };
  } finally {
    tree.delete();
  }
}
