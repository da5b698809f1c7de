import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, SETTINGS, parseSettings } from '../../../shared/protocol/settings.ts';

describe('settings', () => {
  it('have a default each, and the defaults are what nothing gives', () => {
    assert.deepEqual(Object.keys(DEFAULT_SETTINGS), Object.keys(SETTINGS));
    for (const nothing of [undefined, null, {}, [], 'text', 7]) {
      assert.deepEqual(parseSettings(nothing), { settings: DEFAULT_SETTINGS, warnings: [] });
    }
  });

  it('have defaults that the schema accepts', () => {
    assert.deepEqual(parseSettings(DEFAULT_SETTINGS), { settings: DEFAULT_SETTINGS, warnings: [] });
  });

  it('may be nested or dotted, at every level', () => {
    const forms = [
      { codeLens: { enable: false } },
      { 'codeLens.enable': false },
      { codeLens: {}, 'codeLens.enable': false },
    ];
    for (const form of forms) assert.equal(parseSettings(form).settings['codeLens.enable'], false);
  });

  it('that nobody has set are null in some editors', () => {
    assert.deepEqual(parseSettings({ enable: null, codeLens: null }).settings, DEFAULT_SETTINGS);
  });

  it('of the wrong form give the default and one sentence each', () => {
    const { settings, warnings } = parseSettings({
      enable: 'yes',
      analysis: { debounce: -1, maxFileSize: 1.5 },
      languages: { disabled: ['python', 7] },
      diagnostics: { severity: { 'list-pop-front': 'loud' } },
      trace: { server: 'everything' },
      hover: { enable: false },
    });
    assert.deepEqual(settings, { ...DEFAULT_SETTINGS, 'hover.enable': false });
    assert.deepEqual(warnings, [
      'bigOLens.enable is "yes", but must be true or false; the default applies.',
      'bigOLens.diagnostics.severity is {"list-pop-front":"loud"}, but must be an object whose values are one of error, warning, information, hint; the default applies.',
      'bigOLens.analysis.debounce is -1, but must be a whole number from 0 to 10000; the default applies.',
      'bigOLens.analysis.maxFileSize is 1.5, but must be a whole number from 1 to 10240; the default applies.',
      'bigOLens.languages.disabled is ["python",7], but must be a list of strings; the default applies.',
      'bigOLens.trace.server is "everything", but must be one of off, messages, verbose; the default applies.',
    ]);
  });

  it('are not taken from a prototype', () => {
    const inherited = Object.create({ enable: false }) as object;
    assert.equal(parseSettings(inherited).settings.enable, true);
  });
});
