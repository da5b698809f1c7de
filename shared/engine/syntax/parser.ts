/** Loads tree-sitter and its grammars from bytes that the caller supplies, and parses. */
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { type Copy, copyTree, type GrammarTables, tablesOf } from './copy.ts';
import { editBetween } from './edit.ts';
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
  return { parse: parseIncrementally(parser, tables) };
}

interface Parsed {
  readonly text: string;
  readonly tree: Tree;
  readonly copy: Copy;
}

/**
 * Parses with the tree of the text before, when that is an earlier state of this one: somebody types. Both have to be
 * free of errors, since only then the tree is the one that parsing afresh gives: how tree-sitter recovers from an error
 * depends on what it has at hand.
 */
function parseIncrementally(parser: Parser, tables: GrammarTables): (text: string) => SyntaxTree {
  let last: Parsed | null = null;
  const reparse = (text: string): SyntaxTree => {
    const { tree, copy } = parseAfresh(parser, tables, text);
    tree.delete();
    return { text, reparse, ...copy };
  };
  return (text) => {
    const before = last;
    last = null;
    const parsed = (before && parseAgain(parser, tables, before, text)) ?? parseAfresh(parser, tables, text);
    before?.tree.delete();
    if (parsed.copy.errors.length === 0) last = parsed;
    else parsed.tree.delete();
    return { text, reparse, ...parsed.copy };
  };
}

/** Null where the text has to be parsed afresh. The tree before is of no use afterwards. */
function parseAgain(parser: Parser, tables: GrammarTables, before: Parsed, text: string): Parsed | null {
  const edit = editBetween(before.text, text);
  if (edit === null) return null;
  before.tree.edit(edit);
  const tree = parser.parse(text, before.tree);
  if (tree?.rootNode.hasError !== true)
    return (
      tree && { text, tree, copy: copyTree(tree, tables, { copy: before.copy, unchanged: edit.startIndex }) }
    );
  tree.delete();
  return null;
}

function parseAfresh(parser: Parser, tables: GrammarTables, text: string): Parsed {
  const tree = parser.parse(text);
  if (tree === null) throw new Error('the parser has no grammar');
  return { text, tree, copy: copyTree(tree, tables) };
}
