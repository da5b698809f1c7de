/** What the engine knows about a source language. */
import type { Fix } from '../../protocol/analysis.ts';
import type { FixRequest } from '../ir/fix.ts';
import type { Program } from '../ir/ir.ts';
import type { LibraryTable } from '../ir/library.ts';
import type { SyntaxTree } from '../syntax/tree.ts';

/** What the text edits of a fix are made from. */
export interface FixSource {
  readonly text: string;
  readonly program: Program;
  /** Offsets of the part that is the solution, where the file marks one: what the fix adds goes there. */
  readonly region: { readonly start: number; readonly end: number } | null;
}

export interface Language {
  /** VS Code's identifier of the language. */
  readonly id: string;
  /** Other names that people give it, in lower case. */
  readonly names: readonly string[];
  /** File extensions with their dot. */
  readonly extensions: readonly string[];
  /** The grammar's file. */
  readonly grammar: string;
  /** Total: any text has a program. */
  readonly lower: (tree: SyntaxTree) => Program;
  readonly library: LibraryTable;
  /** The text edits of a quick fix, or null where the text does not allow them. */
  readonly fix: (request: FixRequest, source: FixSource) => Fix | null;
  /** What begins a comment that ends with its line. */
  readonly commentPrefix: string;
}
