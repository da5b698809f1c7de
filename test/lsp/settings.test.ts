/** Settings take effect while the server runs. */
import assert from 'node:assert/strict';
import { BARE, FULL, itemsOf } from './client.ts';
import { startServerProcess, until } from './process.ts';
import { FRONT_POP, SORTED, URI } from './programs.ts';

describe('settings, live', () => {
  it('asked for: lenses of helpers, rules, severities, languages', async () => {
    const server = await startServerProcess({ capabilities: FULL });
    const sorted = await server.open('file:///a.py', SORTED);
    const drain = await server.open('file:///b.py', FRONT_POP);
    assert.equal((await sorted.lenses()).length, 1);
    const [finding] = itemsOf(await drain.pull());
    assert.ok(finding);

    await server.configure({
      codeLens: { helpers: true },
      diagnostics: { severity: { 'list-pop-front': 'hint' } },
    });
    await until(() => server.refreshes.length >= 3, 'the requests to ask again');
    assert.deepEqual([...server.refreshes].sort(), ['codeLens', 'diagnostic', 'inlayHint']);
    assert.equal((await sorted.lenses()).length, 2);
    assert.deepEqual(itemsOf(await drain.pull()), [{ ...finding, severity: 4 }]);

    await server.configure({ diagnostics: { disabledRules: ['list-pop-front'] } });
    assert.equal(itemsOf(await drain.pull()).length, 0);
    await server.configure({ languages: { disabled: ['python'] } });
    assert.deepEqual(await sorted.lenses(), []);
    assert.equal(await sorted.analyze(), null);
    await server.configure({ analysis: { maxFileSize: 'big' } });
    assert.equal((await sorted.lenses()).length, 1);
    assert.equal(server.log.length, 1);
    assert.match(server.log[0]!, /bigOLens\.analysis\.maxFileSize.*"big".*whole number/);
    assert.equal(await server.stop(), 0);
  });

  it('pushed: the whole of the editor’s settings, or ours alone', async () => {
    const server = await startServerProcess({ capabilities: BARE });
    const file = await server.open(URI, SORTED);
    const push = async (settings: unknown) =>
      server.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    for (const off of [
      { bigOLens: { codeLens: { enable: false } }, other: 1 },
      { 'codeLens.enable': false },
    ]) {
      assert.equal((await file.lenses()).length, 1);
      await push(off);
      assert.deepEqual(await file.lenses(), []);
      await push({});
    }
    await push('nonsense');
    assert.equal((await file.lenses()).length, 1);
    assert.equal(await server.stop(), 0);
  });
});
