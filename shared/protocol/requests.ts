/** What client and server say to each other beyond LSP. */
import type { SolutionAnalysis } from './analysis.ts';

/** Request: the analysis of an open document as it stands, without waiting for the debounce. */
export const ANALYZE_REQUEST = 'bigOLens/analyze';

export interface AnalyzeParams {
  readonly textDocument: { readonly uri: string };
}

/**
 * Null for a document that is not open, is switched off, or is in a language that is not served. A file that is too
 * large has an analysis whose bounds are unknown and say why.
 */
export type AnalyzeResult = SolutionAnalysis | null;

/** Notification to clients that show reports: a newer analysis of the document can be asked for. */
export const ANALYSIS_CHANGED = 'bigOLens/analysisChanged';

export interface AnalysisChangedParams {
  readonly uri: string;
  /** The version of the document that was analysed. */
  readonly version: number;
}

/** The client's command behind a code lens. Its arguments are `ShowReportArguments`. */
export const SHOW_REPORT_COMMAND = 'big-o-lens.showReport';

/** The document, and the function to scroll to: a name in `functions`; null for the head of the report. */
export type ShowReportArguments = readonly [uri: string, functionName: string | null];

/** The kind of the code action that writes a function's bounds into a comment above it. */
export const COMMENT_ACTION_KIND = 'refactor.rewrite.complexityComment';

/** What a client may say in `initialize`. All of it is optional: any editor can start the server. */
export interface InitializationOptions {
  /**
   * The client has the command `big-o-lens.showReport` and wants `bigOLens/analysisChanged`. A lens does nothing
   * when clicked in an editor that has not.
   */
  readonly showReport?: boolean;
  /** Languages of documents that are open, whose grammars are then loaded before the documents arrive. */
  readonly languages?: readonly string[];
  /** The client keeps tokens of a remote service. A folder of the user, which all its windows share, for a lock. */
  readonly remote?: { readonly folder: string };
  /** Settings, for a client that can't be asked for them: what `workspace/configuration` would answer. */
  readonly settings?: unknown;
}
