import assert from 'node:assert/strict';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { movePosition } from '../../../server/moves.ts';
import { documentOf } from './sample.ts';

const TEXT = 'import math\n\nclass Solution:\n    def solve(self):\n        pass\n';

/** Replaces `old` by `text` and says where `solve` is then, by the changes and by looking. */
function moved(...edits: readonly (readonly [old: string, text: string])[]) {
  let document = documentOf(TEXT);
  const before = document.positionAt(TEXT.indexOf('solve'));
  const changes: TextDocumentContentChangeEvent[] = [];
  for (const [old, text] of edits) {
    const start = document.getText().indexOf(old);
    const range = { start: document.positionAt(start), end: document.positionAt(start + old.length) };
    changes.push({ range, text });
    document = TextDocument.update(document, [{ range, text }], document.version + 1);
  }
  const at = document.getText().indexOf('solve');
  return { moved: movePosition(before, changes), actual: at < 0 ? null : document.positionAt(at) };
}

describe('the move of a place', () => {
  const cases: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'lines added above': [['\nclass', '\nimport re\r\nimport os\n\nclass']],
    'lines removed above': [['import math\n\n', '']],
    'text added before it in its line': [['def', 'async def']],
    'a line broken before it': [['    def ', '    @cache\n    def ']],
    'lines joined before it': [['Solution:\n    ', 'S: ']],
    'text added behind it': [['(self)', '(self, nums)']],
    'text added below': [['pass', 'return\n']],
    'several edits': [
      ['import math', ''],
      ['class', '# one\n# two\nclass'],
      ['pass', 'return 1'],
      ['def', '  def'],
    ],
  };
  for (const [name, edits] of Object.entries(cases)) {
    it(`follows: ${name}`, () => {
      const { moved: position, actual } = moved(...edits);
      assert.deepEqual(position, actual);
    });
  }

  it('stays at the start of a text that replaces it, as when a name is typed anew', () => {
    assert.deepEqual(moved(['solve', 'find'], ['    def', 'def']).moved, { line: 3, character: 4 });
  });

  it('is not known where the whole text comes anew', () => {
    assert.deepEqual(movePosition({ line: 3, character: 8 }, [{ text: 'x' }]), { line: 3, character: 8 });
  });
});
