import assert from 'node:assert/strict';
import { createSettings } from '../../../server/settings.ts';

const URI = 'file:///a.py';

function collecting(ask: ((uri: string) => Promise<unknown>) | null, initial?: unknown) {
  const warnings: string[] = [];
  return { warnings, settings: createSettings(ask, initial, (message) => warnings.push(message)) };
}

describe('the settings of a client', () => {
  it('are asked for once a document, until they change', async () => {
    const asked: string[] = [];
    let enable = true;
    const { settings } = collecting(async (uri) => {
      asked.push(uri);
      return Promise.resolve({ enable });
    });
    assert.equal((await settings.of(URI)).enable, true);
    await settings.of(URI);
    await settings.of('file:///b.py');
    assert.deepEqual(asked, [URI, 'file:///b.py']);
    enable = false;
    settings.changed(null);
    assert.equal((await settings.of(URI)).enable, false);
    settings.forget(URI);
    await settings.of(URI);
    assert.equal(asked.length, 4);
  });

  it('that can’t be asked for come with initialize and are pushed', async () => {
    const { settings } = collecting(null, { codeLens: { helpers: true } });
    assert.equal((await settings.of(URI))['codeLens.helpers'], true);
    settings.changed({ bigOLens: { enable: false }, python: { enable: true } });
    assert.equal((await settings.of(URI)).enable, false);
  });

  it('that are wrong are told once', async () => {
    const { settings, warnings } = collecting(async () => Promise.resolve({ enable: 7 }));
    await settings.of(URI);
    await settings.of('file:///b.py');
    assert.deepEqual(warnings, ['bigOLens.enable is 7, but must be true or false; the default applies.']);
  });

  it('are the defaults when the client fails to tell them', async () => {
    const { settings, warnings } = collecting(async () => Promise.reject(new Error('no window')));
    assert.equal((await settings.of(URI)).enable, true);
    assert.match(warnings[0]!, /no window/);
  });
});
