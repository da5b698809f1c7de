/** A lens above each function: "O(n log n) time · O(n) space". */
import type { CodeLens, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { classLensTitle, lensTitle } from '../../shared/engine/present/lens.ts';
import type { FunctionAnalysis, SolutionAnalysis } from '../../shared/protocol/analysis.ts';
import { SHOW_REPORT_COMMAND, type ShowReportArguments } from '../../shared/protocol/requests.ts';
import { toStart } from '../toProtocol.ts';
import { classPosition } from './classPosition.ts';

/** What a lens carries from its place to its text. The index tells functions of one name apart. */
export interface LensData {
  readonly uri: string;
  readonly name: string;
  readonly index: number;
}

const CLASS = -1;

/** Lenses without texts. `place` says where a place of the analysed text is now. */
export function codeLenses(
  document: TextDocument,
  { entry, functions }: SolutionAnalysis,
  helpers: boolean,
  place: (position: Position) => Position = (position) => position,
): CodeLens[] {
  const lens = (name: string, index: number, start: Position): CodeLens => {
    const data: LensData = { uri: document.uri, name, index };
    return { range: { start, end: start }, data };
  };
  const lenses = functions.flatMap((fn, index) =>
    fn.role !== 'helper' || fn.standsAlone || helpers
      ? [lens(fn.name, index, place(toStart(fn.nameSpan)))]
      : [],
  );
  const operation = functions.find(({ role }) => role === 'operation');
  if (operation && entry !== null) {
    // Looked for in the text as it is now, so it needs no moving.
    const start = classPosition(document, entry, place(toStart(operation.nameSpan)).line);
    if (start) lenses.push(lens(entry, CLASS, start));
  }
  return lenses.sort((a, b) => a.range.start.line - b.range.start.line);
}

/** The lens with its text and what a click does: an editor without the report only shows the text. */
export function resolveCodeLens(
  lens: CodeLens,
  analysis: SolutionAnalysis | null,
  showReport: boolean,
): CodeLens {
  const { uri, name, index } = lens.data as LensData;
  const text = title(name, index, analysis?.functions ?? []);
  if (!showReport) return { ...lens, command: { title: text, command: '' } };
  const target: ShowReportArguments = [uri, index === CLASS ? null : name];
  return { ...lens, command: { title: text, command: SHOW_REPORT_COMMAND, arguments: [...target] } };
}

function title(name: string, index: number, functions: readonly FunctionAnalysis[]): string {
  if (index === CLASS) return classLensTitle(functions.filter(({ role }) => role === 'operation'));
  const at = functions[index];
  const fn = at?.name === name ? at : functions.find((other) => other.name === name);
  return fn ? lensTitle(fn) : '';
}
