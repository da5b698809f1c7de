/** What the tests of rules have in common: programs in which comments mark the lines that are to be reported. */
import assert from 'node:assert/strict';
import { readGrammar } from '../../../scripts/grammars.ts';
import { createEngine } from '../../../shared/engine/analyze.ts';
import type { Finding, Fix, SolutionAnalysis } from '../../../shared/protocol/analysis.ts';

const engine = await createEngine(readGrammar, ['java', 'python']);

export interface RuleCase {
  readonly name: string;
  /** `# here`, in Java `// here`, ends the lines that are to be reported. */
  readonly code: string;
  /** A part of the first finding's message. */
  readonly says?: string;
  /** What the first finding's preferred fix makes of the code without its marks; null when it has none. */
  readonly fixed?: string | null;
  readonly safety?: Fix['safety'];
}

const MARK = /[ \t]*(?:#|\/\/) here$/;

export function analyze(code: string, language = 'python'): SolutionAnalysis {
  return engine.analyze(code, language);
}

export function findingsOf(code: string, rule: string, language = 'python'): Finding[] {
  return analyze(code, language).findings.filter((finding) => finding.rule === rule);
}

/** The text after a fix, as an editor applies it: by the offsets of the text before. */
export function applied(code: string, { edits }: Fix): string {
  const ordered = edits.map((edit, i) => ({ edit, i }));
  ordered.sort((a, b) => b.edit.span.start - a.edit.span.start || b.i - a.i);
  return ordered.reduce(
    (text, { edit: { span, newText } }) => text.slice(0, span.start) + newText + text.slice(span.end),
    code,
  );
}

/** Whether the parser understands all of the text. */
export function assertParses(code: string, language = 'python'): void {
  const errors = analyze(code, language).notUnderstood.filter(({ reason }) => /syntax/i.test(reason));
  assert.deepEqual(errors, [], code);
}

/** A test for each case: the lines reported, the message, the fix, and that the fix removes the finding. */
export function checkRule(rule: string, cases: readonly RuleCase[], language = 'python'): void {
  describe(language === 'python' ? rule : `${rule} in ${language}`, () => {
    for (const one of cases) it(one.name, () => checkCase(rule, one, language));
  });
}

function checkCase(rule: string, { code: marked, says, fixed, safety }: RuleCase, language: string): void {
  const lines = marked.replace(/^\n/, '').split('\n');
  const code = lines.map((line) => line.replace(MARK, '')).join('\n');
  const expected = lines.flatMap((line, i) => (MARK.test(line) ? [i + 1] : []));
  const found = findingsOf(code, rule, language);
  assert.deepEqual(
    found.map(({ span }) => span.line + 1),
    expected,
    found.map(({ message }) => message).join('\n'),
  );
  const [first] = found;
  if (says !== undefined) assert.ok(first?.message.includes(says), first?.message);
  if (fixed === undefined) return;
  const fix = first?.fixes.find(({ preferred }) => preferred);
  if (fixed === null) return assert.equal(fix, undefined);
  assert.ok(fix, 'no fix');
  const after = applied(code, fix);
  assert.equal(after, fixed.replace(/^\n/, ''));
  assertParses(after, language);
  assert.deepEqual(findingsOf(after, rule, language), []);
  if (safety !== undefined) assert.equal(fix.safety, safety);
}
