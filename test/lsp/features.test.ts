/** What an editor gets of real programs. */
import assert from 'node:assert/strict';
import type { CodeAction, MarkupContent } from 'vscode-languageserver';
import { BARE, FULL, type OpenFile, itemsOf } from './client.ts';
import { type ServerProcess, startServerProcess, until } from './process.ts';
import { CACHE, FRONT_POP, SORTED, SORTED_JAVA, URI } from './programs.ts';

describe('features over standard input and output', () => {
  let server: ServerProcess;
  const opened: OpenFile[] = [];
  const open = async (text: string, languageId?: string) => {
    const file = await server.open(`file:///solutions/${opened.length}/program.py`, text, languageId);
    opened.push(file);
    return file;
  };
  const hoverText = async (file: OpenFile, part: string, plus = 0) =>
    ((await file.hover(file.at(part, plus)))?.contents as MarkupContent | undefined)?.value;

  before(async () => {
    server = await startServerProcess({
      capabilities: FULL,
      settings: { inlayHints: { enable: true }, analysis: { debounce: 0 } },
      initializationOptions: { showReport: true, languages: ['python', 7] },
    });
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
    assert.deepEqual(server.log, []);
  });

  it('a lens with both bounds on the entry, none on helpers', async () => {
    const titles = await (await open(SORTED)).lensTitles();
    assert.equal(titles.length, 1);
    assert.match(titles[0]!, /^1: .*O\(n log n\).* time .* space/);
  });

  it('lenses of a class of operations: the class, then each operation', async () => {
    const titles = await (await open(CACHE)).lensTitles();
    assert.deepEqual(
      titles.map((title) => title.split(':')[0]),
      ['0', '4', '7'],
    );
    assert.match(titles[0]!, /add .*ordered/);
  });

  it('a lens that opens the report at its function', async () => {
    const file = await open(SORTED);
    const [lens] = await file.lenses();
    assert.equal(lens?.command, undefined);
    const { command } = await server.connection.sendRequest<{ command: unknown }>('codeLens/resolve', lens);
    assert.partialDeepStrictEqual(command, {
      command: 'big-o-lens.showReport',
      arguments: [file.uri, 'Solution.twoSmallest'],
    });
  });

  it('hovers on a name, a loop and a call', async () => {
    const sorted = await open(SORTED);
    assert.match((await hoverText(sorted, 'twoSmallest', 3)) ?? '', /O\(n log n\)[^]*len\(nums\)/);
    assert.match((await hoverText(sorted, 'sorted(', 2)) ?? '', /sorted[^]*n log n/);
    const drain = await open(FRONT_POP);
    assert.match((await hoverText(drain, 'for x')) ?? '', /n/);
    assert.match((await hoverText(drain, 'pop(0)')) ?? '', /n/);
    assert.equal(await hoverText(drain, 'return'), undefined);
  });

  it('hints at the ends of the lines that cost the most', async () => {
    const file = await open(FRONT_POP);
    const hints = await file.hints();
    const { line } = file.at('queue.pop(0)');
    const hint = hints.find(({ position }) => position.line === line);
    assert.deepEqual(hint?.position, { line, character: '        total += queue.pop(0)'.length });
  });

  it('a finding, its quick fix, and the same text once it is applied', async () => {
    const file = await open(FRONT_POP);
    const [diagnostic] = itemsOf(await file.pull());
    assert.partialDeepStrictEqual(diagnostic, { code: 'list-pop-front', source: 'big-o-lens' });
    assert.match(diagnostic!.codeDescription!.href, /list-pop-front/);
    const actions = await file.actions(diagnostic!.range, { diagnostics: [diagnostic!], only: ['quickfix'] });
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    assert.deepEqual(preferred?.diagnostics, [diagnostic]);
    const fixed = await file.with(preferred);
    assert.match(fixed, /from collections import deque[^]*deque\([^]*popleft\(\)/);
    const after = await open(fixed);
    assert.deepEqual(itemsOf(await after.pull()), []);
    assert.match((await after.lensTitles())[0]!, /O\(n\) time/);
  });

  it('all safe fixes at once, resolved when chosen', async () => {
    const file = await open(FRONT_POP);
    const [action] = await file.actions(file.range('def'), { only: ['source.fixAll'] });
    assert.equal(action?.edit, undefined);
    assert.doesNotMatch(await file.with(action!), /pop\(0\)/);
  });

  it('a comment that switches the finding off', async () => {
    for (const place of ['line', 'file']) {
      const file = await open(FRONT_POP);
      const actions = await file.actions(file.range('queue.pop(0)'));
      const text = await file.with(titled(actions, `Disable list-pop-front for this ${place}`));
      assert.match(text, new RegExp(`# big-o-lens: disable-${place}=list-pop-front`));
      assert.deepEqual(itemsOf(await (await open(text)).pull()), []);
    }
  });

  it('the complexity comment, once', async () => {
    const file = await open(SORTED);
    const asked = { only: ['refactor.rewrite.complexityComment'] };
    const [action] = await file.actions(file.range('ordered'), asked);
    const text = await file.with(action!);
    assert.match(text, /^class Solution:\n {4}# Time: O\(n log n\), Space: O\(n\)\n {4}def twoSmallest/);
    const again = await open(text);
    assert.deepEqual(await again.actions(again.range('ordered'), asked), []);
    assert.equal((await again.analyze())?.time.text, (await file.analyze())?.time.text);
  });

  it('the same for Java', async () => {
    const file = await open(SORTED_JAVA, 'java');
    const titles = await file.lensTitles();
    assert.equal(titles.length, 1);
    assert.match(titles[0]!, /^2: .*O\(n log n\).* time .*O\(n\).* space/);
    assert.match((await hoverText(file, 'twoSmallest', 3)) ?? '', /O\(n log n\)[^]*len\(nums\)/);
    assert.match((await hoverText(file, 'Arrays.sort', 8)) ?? '', /sort[^]*n log n/);
    const [action] = await file.actions(file.range('ordered'), {
      only: ['refactor.rewrite.complexityComment'],
    });
    assert.match(await file.with(action!), /\n {4}\/\/ Time: O\(n log n\), Space: O\(n\)\n {4}public int/);
  });

  it('nothing for other languages', async () => {
    const file = await open(SORTED, 'markdown');
    assert.deepEqual(await file.lenses(), []);
    assert.deepEqual(itemsOf(await file.pull()), []);
    assert.equal(await file.analyze(), null);
  });

  it('says so of a file that is too large', async () => {
    const file = await open(`${SORTED}${'# padding\n'.repeat(30_000)}`);
    assert.match((await file.lensTitles())[0] ?? '', /^0: .*256 kB/);
    assert.match((await file.analyze())?.time.unknown ?? '', /maxFileSize/);
  });

  it('tells of each analysis', async () => {
    const file = await open(SORTED);
    await until(() => server.changed.some(({ uri }) => uri === file.uri), 'a notification');
  });
});

describe('features for a bare client', () => {
  it('pushes findings, has lenses that do nothing, plain hovers, and no actions', async () => {
    const server = await startServerProcess({
      capabilities: BARE,
      initializationOptions: { settings: { analysis: { debounce: 0 } } },
    });
    const file = await server.open(URI, FRONT_POP);
    const [lens] = await file.lenses();
    const { command } = await server.connection.sendRequest<{ command: { title: string; command: string } }>(
      'codeLens/resolve',
      lens,
    );
    assert.match(command.title, /time .* space/);
    assert.equal(command.command, '');
    const hover = await file.hover(file.at('drain'));
    assert.partialDeepStrictEqual(hover?.contents, { kind: 'plaintext' });
    assert.doesNotMatch((hover?.contents as MarkupContent).value, /\*\*|```/);
    assert.deepEqual(await file.actions(file.range('queue.pop(0)')), []);
    await until(() => server.published.length > 0, 'diagnostics');
    assert.partialDeepStrictEqual(server.published[0], { uri: URI, version: 1, diagnostics: [{}] });
    await file.replace('pop(0)', 'pop()');
    await until(() => server.published.length > 1, 'diagnostics of the change');
    assert.deepEqual(server.published[1], { uri: URI, version: 2, diagnostics: [] });
    assert.deepEqual(server.changed, []);
    assert.equal(await server.stop(), 0);
  });
});

function titled(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((other) => other.title === title);
  assert.ok(action, `"${title}" is not offered`);
  return action;
}
