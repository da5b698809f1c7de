/** What leaves the machine, and what does not. */
import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { NO_REGION, outgoing } from '../../../server/remote/outgoing.ts';
import { parseSettings } from '../../../shared/protocol/settings.ts';

const HEAD = '# my notes: é😀\r\n\tprivate()\n# @lc code=start\n';
const REGION = 'def f(nums):\n    return sum(nums)\n';
const TAIL = '# @lc code=end\nprint(f([1]))\n';

function sentOf(text: string, remote: object) {
  const document = TextDocument.create('file:///1.x.py', 'python', 1, text);
  const settings = { remote, diagnostics: { disabledRules: ['list-pop-front'] } };
  return outgoing(document, '1.x.py', parseSettings(settings).settings);
}

describe('what is sent', () => {
  it('is nothing by default', () => {
    assert.equal(sentOf(HEAD + REGION + TAIL, {}), null);
  });

  it('is the file as it is', () => {
    assert.deepEqual(sentOf(HEAD + REGION + TAIL, { send: 'file' }), {
      code: HEAD + REGION + TAIL,
      language: 'python',
      fileName: '1.x.py',
      disabledRules: ['list-pop-front'],
      keep: 'summary',
    });
  });

  it('is the region where it stands, and blanks for what is above', () => {
    const sent = sentOf(HEAD + REGION + TAIL, { send: 'region', keepHistory: false });
    assert.ok(sent !== null && 'code' in sent);
    assert.equal(sent.keep, 'nothing');
    const above = sent.code.slice(0, HEAD.length);
    assert.match(above, /^ +\r\n +\n +\n$/);
    assert.equal(sent.code.slice(HEAD.length), REGION);
  });

  it('is nothing of a file without a region, with the reason', () => {
    for (const text of [REGION, `# @lc code=end\n${REGION}`]) {
      assert.deepEqual(sentOf(text, { send: 'region' }), { failure: NO_REGION });
    }
  });
});
