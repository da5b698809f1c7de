/** What a code action is made from. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import type { ClientTraits } from '../clientTraits.ts';

export interface Scene {
  readonly document: TextDocument;
  /** Of the document's text as it is. */
  readonly analysis: SolutionAnalysis;
  /** What begins a comment that ends with its line. */
  readonly commentPrefix: string;
  readonly client: Pick<ClientTraits, 'codeActionLiterals' | 'resolvesEdits' | 'documentChanges'>;
}
