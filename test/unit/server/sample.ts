/** Documents and analyses for tests of the server, without an engine. */
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  Bound,
  Finding,
  FunctionAnalysis,
  SiteFact,
  SolutionAnalysis,
  SourceSpan,
} from '../../../shared/protocol/analysis.ts';
import type { Scene } from '../../../server/features/scene.ts';
import { emptyAnalysis } from '../../../server/emptyAnalysis.ts';

export const URI = 'file:///solutions/1.two-sum.py';

export function documentOf(text: string, version = 1): TextDocument {
  return TextDocument.create(URI, 'python', version, text);
}

/** The span of the first occurrence of a part of the text, or of the first behind another part. */
export function spanOf(text: string, part: string, behind = ''): SourceSpan {
  const start = text.indexOf(part, text.indexOf(behind));
  if (start < 0) throw new Error(`no ${part} in the text`);
  return spanBetween(text, start, start + part.length);
}

export function spanBetween(text: string, start: number, end: number): SourceSpan {
  const document = documentOf(text);
  const from = document.positionAt(start);
  const to = document.positionAt(end);
  return {
    start,
    end,
    line: from.line,
    column: from.character,
    endLine: to.line,
    endColumn: to.character,
  };
}

export function bound(text: string, rest: Partial<Bound> = {}): Bound {
  return {
    text,
    class: 'linear',
    symbols: { n: 'len(nums)' },
    confidence: 0.97,
    assumptions: [],
    derivation: [],
    ...rest,
  };
}

/** A function whose head is the first `def` of its last name in the text; it goes on to the next blank line. */
export function functionIn(
  text: string,
  name: string,
  rest: Partial<FunctionAnalysis> = {},
): FunctionAnalysis {
  const short = name.split('.').at(-1) ?? name;
  const def = spanOf(text, `def ${short}`);
  const end = text.indexOf('\n\n', def.start);
  return {
    name,
    span: spanBetween(text, def.start, end < 0 ? text.length : end),
    nameSpan: spanOf(text, short, `def ${short}`),
    role: 'entry',
    standsAlone: true,
    time: bound('O(n)'),
    space: bound('O(1)', { class: 'constant' }),
    output: 'O(1)',
    hotLines: [],
    sites: [],
    ...rest,
  };
}

export function site(text: string, part: string, rest: Partial<SiteFact> = {}): SiteFact {
  return {
    kind: 'call',
    span: spanOf(text, part),
    label: 'sorted',
    turns: null,
    each: 'n log n',
    total: 'n log n',
    reason: '',
    allocates: 'n',
    ...rest,
  };
}

export function findingIn(text: string, part: string, rest: Partial<Finding> = {}): Finding {
  return {
    rule: 'list-pop-front',
    severity: 'warning',
    span: spanOf(text, part),
    message: `${part} shifts all n items`,
    docs: 'https://example.invalid/rules/list-pop-front',
    related: [],
    fixes: [],
    ...rest,
  };
}

export function analysisOf(rest: Partial<SolutionAnalysis>): SolutionAnalysis {
  return { ...emptyAnalysis('python', '', 'nothing to run'), functions: [], ...rest };
}

export function sceneOf(
  text: string,
  rest: Partial<SolutionAnalysis>,
  client: Partial<Scene['client']> = {},
): Scene {
  return {
    document: documentOf(text),
    analysis: analysisOf(rest),
    commentPrefix: '#',
    client: { codeActionLiterals: true, resolvesEdits: false, documentChanges: false, ...client },
  };
}

/** The text after the edit of a code action. */
export function applied(document: TextDocument, { edit }: CodeAction): string {
  const named = edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])) ?? [];
  const edits = [...(edit?.changes?.[document.uri] ?? []), ...named] as TextEdit[];
  return TextDocument.applyEdits(document, edits);
}
