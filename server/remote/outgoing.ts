/** What leaves the machine: exactly this, and only where the settings say so. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { regionOf } from '../../shared/engine/problem/markers.ts';
import type { AnalysisRequest } from '../../shared/protocol/service.ts';
import type { Settings } from '../../shared/protocol/settings.ts';

/** A request; a sentence that says why there is none; null where the settings want nothing to be sent. */
export type Outgoing = AnalysisRequest | { readonly failure: string } | null;

export const NO_REGION =
  'The file has no region between @lc code=start and @lc code=end, so nothing was sent.';

/** @param fileName without folders */
export function outgoing(document: TextDocument, fileName: string, settings: Settings): Outgoing {
  const code = partOf(document.getText(), settings['remote.send']);
  if (code === null) return null;
  if (code === '') return { failure: NO_REGION };
  return {
    code,
    language: document.languageId,
    fileName,
    disabledRules: settings['diagnostics.disabledRules'],
    keep: settings['remote.keepHistory'] ? 'summary' : 'nothing',
  };
}

/** Null: nothing; empty: there is no region. */
function partOf(text: string, send: Settings['remote.send']): string | null {
  switch (send) {
    case 'nothing':
      return null;
    case 'file':
      return text;
    case 'region': {
      const region = regionOf(text);
      if (region === null) return '';
      // Blank, not cut out: what the service says of lines and columns holds for the whole file.
      return blank(text.slice(0, region.start)) + text.slice(region.start, region.end);
    }
  }
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
