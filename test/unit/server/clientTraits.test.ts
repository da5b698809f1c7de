import assert from 'node:assert/strict';
import { NO_TRAITS, clientTraits } from '../../../server/clientTraits.ts';

describe('traits of a client', () => {
  it('are none for capabilities of any wrong form', () => {
    for (const wrong of [null, undefined, 7, 'text', [], { textDocument: 5, workspace: null }]) {
      assert.deepEqual(clientTraits(wrong, wrong), NO_TRAITS);
    }
    assert.ok(
      Object.values({ ...NO_TRAITS, languages: NO_TRAITS.languages.length > 0 }).every((trait) => !trait),
    );
  });

  it('are read from their capabilities', () => {
    const traits = clientTraits(
      {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          diagnostics: { refreshSupport: true },
          codeLens: { refreshSupport: true },
          inlayHint: { refreshSupport: true },
          workspaceEdit: { documentChanges: true },
        },
        textDocument: {
          diagnostic: {},
          publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
          hover: { contentFormat: ['plaintext', 'markdown'] },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
            dataSupport: true,
            resolveSupport: { properties: ['edit'] },
          },
        },
      },
      { showReport: true, remote: { folder: 'here' }, languages: ['python', 7] },
    );
    assert.deepEqual(traits.languages, ['python']);
    assert.ok(Object.values(traits).every((trait) => trait));
  });
});
