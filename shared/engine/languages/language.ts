/** What the engine knows about a source language. */
import type { Program } from '../ir/ir.ts';
import type { LibraryTable } from '../ir/library.ts';
import type { SyntaxTree } from '../syntax/tree.ts';

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
  /** What begins a comment that ends with its line. */
  readonly commentPrefix: string;
}
