import assert from 'node:assert/strict';
import type { CodeAction, CodeActionContext, Diagnostic } from 'vscode-languageserver';
import { codeActions, resolveCodeAction } from '../../../server/features/codeActions.ts';
import { toRange } from '../../../server/toProtocol.ts';
import { complexityComment } from '../../../shared/engine/present/lens.ts';
import type { Finding, Fix } from '../../../shared/protocol/analysis.ts';
import { applied, bound, findingIn, functionIn, sceneOf, spanBetween, spanOf } from './sample.ts';

const TEXT = `def solve(queue):
    queue.pop(0)
    queue.pop(0)  # again
`;

const NOTHING: CodeActionContext = { diagnostics: [] };

function fix(title: string, edits: Fix['edits'], rest: Partial<Fix> = {}): Fix {
  return { title, edits, safety: 'safe', preferred: true, ...rest };
}

function popFinding(text: string, behind = ''): Finding {
  const span = spanOf(text, 'queue.pop(0)', behind);
  return findingIn(text, 'queue.pop(0)', {
    span,
    fixes: [
      fix('Use a deque', [
        { span: spanBetween(text, 0, 0), newText: 'from collections import deque\n' },
        { span, newText: 'queue.popleft()' },
      ]),
      fix('Reverse', [{ span, newText: 'queue.pop()' }], { safety: 'suggestion', preferred: false }),
    ],
  });
}

function titled(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((other) => other.title === title);
  assert.ok(action, `${title} is not one of ${actions.map((other) => other.title).join('; ')}`);
  return action;
}

describe('quick fixes', () => {
  const finding = popFinding(TEXT);
  const scene = sceneOf(TEXT, { findings: [finding] });

  it('are offered where the finding is, and only there', () => {
    const titles = (range: Parameters<typeof codeActions>[1]) =>
      codeActions(scene, range, { diagnostics: [], only: ['quickfix'] }).map(({ title }) => title);
    assert.deepEqual(titles(toRange(finding.span)), [
      'Use a deque',
      'Reverse',
      'Disable list-pop-front for this line',
      'Disable list-pop-front for this file',
    ]);
    assert.deepEqual(titles(toRange(spanOf(TEXT, 'again'))), []);
  });

  it('change the text, and name the diagnostic that they fix', () => {
    const diagnostic: Diagnostic = {
      range: toRange(finding.span),
      source: 'big-o-lens',
      code: finding.rule,
      message: '',
    };
    const foreign = { ...diagnostic, source: 'pylint' };
    const actions = codeActions(scene, toRange(finding.span), { diagnostics: [diagnostic, foreign] });
    const action = titled(actions, 'Use a deque');
    assert.equal(action.isPreferred, true);
    assert.deepEqual(action.diagnostics, [diagnostic]);
    assert.equal(
      applied(scene.document, action),
      `from collections import deque\n${TEXT.replace('pop(0)', 'popleft()')}`,
    );
  });

  it('name the version of the document for clients that check it', () => {
    const checked = sceneOf(TEXT, { findings: [finding] }, { documentChanges: true });
    const [action] = codeActions(checked, toRange(finding.span), NOTHING);
    assert.deepEqual(action?.edit?.documentChanges?.[0], {
      textDocument: { uri: scene.document.uri, version: 1 },
      edits: finding.fixes[0]!.edits.map(({ span, newText }) => ({ range: toRange(span), newText })),
    });
  });

  it('are none for a client that takes commands only', () => {
    const old = sceneOf(TEXT, { findings: [finding] }, { codeActionLiterals: false });
    assert.deepEqual(codeActions(old, toRange(finding.span), NOTHING), []);
  });
});

describe('fix all', () => {
  const first = popFinding(TEXT);
  const second = popFinding(TEXT, 'pop(0)\n');
  const all = { diagnostics: [], only: ['source.fixAll'] };
  const anywhere = toRange(spanOf(TEXT, 'def'));

  it('applies each safe fix once, and equal edits once', () => {
    const scene = sceneOf(TEXT, { findings: [first, second] });
    const [action] = codeActions(scene, anywhere, all);
    assert.equal(action?.kind, 'source.fixAll.big-o-lens');
    assert.equal(
      applied(scene.document, action),
      `from collections import deque\n${TEXT.replaceAll('pop(0)', 'popleft()')}`,
    );
  });

  it('leaves out a fix that overlaps one before it', () => {
    const inside = findingIn(TEXT, 'pop', {
      fixes: [
        fix('Rename', [
          { span: spanOf(TEXT, 'solve'), newText: 'other' },
          { span: spanOf(TEXT, 'pop'), newText: 'x' },
        ]),
      ],
    });
    const scene = sceneOf(TEXT, { findings: [first, inside] });
    const text = applied(scene.document, codeActions(scene, anywhere, all)[0]!);
    assert.match(text, /def solve/);
  });

  it('is not offered for suggestions alone', () => {
    const suggestion = { ...first, fixes: first.fixes.slice(1) };
    assert.deepEqual(codeActions(sceneOf(TEXT, { findings: [suggestion] }), anywhere, all), []);
  });

  it('is resolved when it is chosen, for the text as it is then', () => {
    const lazy = sceneOf(TEXT, { findings: [first] }, { resolvesEdits: true });
    const [action] = codeActions(lazy, anywhere, all);
    assert.equal(action?.edit, undefined);
    const later = `\n${TEXT}`;
    const resolved = resolveCodeAction(sceneOf(later, { findings: [popFinding(later)] }), action!);
    assert.match(applied(sceneOf(later, {}).document, resolved), /popleft/);
  });
});

describe('the complexity comment', () => {
  const context: CodeActionContext = { diagnostics: [], only: ['refactor.rewrite.complexityComment'] };

  /** The text after the action at a place; null when it is not offered. */
  function commented(text: string, place = 'solve', name = 'solve'): string | null {
    const fn = functionIn(text, name, { time: bound('O(n log n)') });
    const scene = sceneOf(text, { functions: [fn] });
    const [action] = codeActions(scene, toRange(spanOf(text, place)), context);
    return action ? applied(scene.document, action) : null;
  }
  const comment = `# ${complexityComment(functionIn(TEXT, 'solve', { time: bound('O(n log n)') }))}\n`;

  it('goes above the function, and is there only once', () => {
    const once = commented(TEXT);
    assert.equal(once, comment + TEXT);
    assert.equal(commented(once), null);
  });

  it('is brought up to date where it is', () => {
    const old = '# note\n# Time: O(n^2), Space: O(1)\n# end\n';
    assert.equal(commented(old + TEXT), `# note\n${comment}# end\n${TEXT}`);
  });

  it('keeps the indentation, the decorators and the line ends', () => {
    const text = 'class Solution:\r\n\t@cache\r\n\t@other(1)\r\n\tdef solve(self):\r\n\t\tpass\r\n';
    const expected = text.replace('\t@cache', `\t${comment.trimEnd()}\r\n\t@cache`);
    assert.equal(commented(text, 'solve', 'Solution.solve'), expected);
    assert.equal(commented(expected, 'solve', 'Solution.solve'), null);
  });

  it('is offered inside the function only when asked for', () => {
    assert.equal(commented(TEXT, 'again'), comment + TEXT);
    const scene = sceneOf(TEXT, { functions: [functionIn(TEXT, 'solve')] });
    const inside = toRange(spanOf(TEXT, 'again'));
    assert.deepEqual(codeActions(scene, inside, { diagnostics: [], triggerKind: 2 }), []);
    assert.equal(codeActions(scene, inside, { diagnostics: [], triggerKind: 1 }).length, 1);
  });
});

describe('suppressing a finding', () => {
  function suppressed(text: string, part: string, place: string, rule = 'list-pop-front'): string | null {
    const finding = findingIn(text, part, { rule });
    const scene = sceneOf(text, { findings: [finding] });
    const actions = codeActions(scene, toRange(finding.span), NOTHING);
    const action = actions.find(({ title }) => title === `Disable ${rule} for this ${place}`);
    return action ? applied(scene.document, action) : null;
  }

  it('adds a comment at the end of the line', () => {
    const text = 'a.pop(0)  # why\r\nb\r\n';
    const once = 'a.pop(0)  # why  # big-o-lens: disable-line=list-pop-front\r\nb\r\n';
    assert.equal(suppressed(text, 'a.pop(0)', 'line'), once);
    assert.equal(suppressed(once, 'a.pop(0)', 'line', 'other'), once.replace('front\r', 'front, other\r'));
  });

  it('does not write into a line that goes on', () => {
    assert.equal(suppressed('a.pop(0) + \\\n1\n', 'a.pop(0)', 'line'), null);
    assert.equal(suppressed('a.pop(0); s = """\n"""\n', 'a.pop(0)', 'line'), null);
  });

  it('adds a comment for the file below what has to be first', () => {
    const text = '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# @lc app=leetcode id=1\na.pop(0)\n';
    assert.equal(
      suppressed(text, 'a.pop(0)', 'file'),
      text.replace('# @lc', '# big-o-lens: disable-file=list-pop-front\n# @lc'),
    );
  });
});
