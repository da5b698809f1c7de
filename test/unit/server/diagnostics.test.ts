import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { diagnosticReport, diagnostics } from '../../../server/features/diagnostics.ts';
import { inlayHints } from '../../../server/features/inlayHints.ts';
import { DEFAULT_SETTINGS } from '../../../shared/protocol/settings.ts';
import { URI, analysisOf, documentOf, findingIn, functionIn, spanOf } from './sample.ts';

const TEXT = 'def solve(queue):\n    queue.pop(0)\r\n    queue.sort()  # é\n';
const ALL = { relatedInformation: true, codeDescription: true };
const NONE = { relatedInformation: false, codeDescription: false };

describe('diagnostics', () => {
  const finding = findingIn(TEXT, 'queue.pop(0)', {
    related: [{ span: spanOf(TEXT, 'solve'), message: 'called here' }],
  });
  const analysis = analysisOf({ findings: [finding] });
  const document = documentOf(TEXT);

  it('carry what the client understands', () => {
    const [full] = diagnostics(document, analysis, DEFAULT_SETTINGS, ALL);
    assert.deepEqual(full, {
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 16 } },
      severity: DiagnosticSeverity.Warning,
      code: 'list-pop-front',
      codeDescription: { href: finding.docs },
      source: 'big-o-lens',
      message: finding.message,
      relatedInformation: [
        {
          location: {
            uri: URI,
            range: { start: { line: 0, character: 4 }, end: { line: 0, character: 9 } },
          },
          message: 'called here',
        },
      ],
    });
    const [bare] = diagnostics(document, analysis, DEFAULT_SETTINGS, NONE);
    assert.equal(bare?.codeDescription, undefined);
    assert.equal(bare?.relatedInformation, undefined);
  });

  it('link to documentation only where it is an address', () => {
    const local = analysisOf({ findings: [{ ...finding, docs: 'docs/rules/list-pop-front.md' }] });
    assert.equal(diagnostics(document, local, DEFAULT_SETTINGS, ALL)[0]?.codeDescription, undefined);
  });

  it('follow the settings', () => {
    const severity = { 'list-pop-front': 'hint' } as const;
    const [hint] = diagnostics(
      document,
      analysis,
      { ...DEFAULT_SETTINGS, 'diagnostics.severity': severity },
      ALL,
    );
    assert.equal(hint?.severity, DiagnosticSeverity.Hint);
    const off = { ...DEFAULT_SETTINGS, 'diagnostics.enable': false };
    assert.deepEqual(diagnostics(document, analysis, off, ALL), []);
    assert.deepEqual(diagnostics(document, null, DEFAULT_SETTINGS, ALL), []);
  });

  it('are reported as unchanged when they are', () => {
    const items = diagnostics(document, analysis, DEFAULT_SETTINGS, ALL);
    const { resultId } = diagnosticReport(items, undefined);
    assert.deepEqual(diagnosticReport(items, resultId), { kind: 'unchanged', resultId });
    assert.equal(diagnosticReport([], resultId).kind, 'full');
  });
});

describe('inlay hints', () => {
  const hot = (line: number, total: string) => ({ line, total, dominant: true });
  const helper = functionIn(TEXT, 'solve', { role: 'helper', hotLines: [hot(1, '1')] });
  const entry = functionIn(TEXT, 'solve', { hotLines: [hot(2, 'n log n'), hot(1, 'n^2')] });
  const analysis = analysisOf({ functions: [helper, entry] });
  const hints = (from: number, to: number) =>
    inlayHints(documentOf(TEXT), analysis, {
      start: { line: from, character: 0 },
      end: { line: to, character: 0 },
    });

  it('are at the ends of the hot lines, the entry’s word first', () => {
    assert.deepEqual(
      hints(0, 9).map(({ position }) => position),
      [
        { line: 1, character: 16 },
        { line: 2, character: 21 },
      ],
    );
    assert.deepEqual(
      hints(0, 9).map(({ label }) => label),
      ['O(n^2)', 'O(n log n)'],
    );
  });

  it('are those of the range asked for', () => {
    assert.equal(hints(2, 2).length, 1);
    assert.equal(hints(0, 0).length, 0);
  });
});
