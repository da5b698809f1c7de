/** What the engine can do, for those who ask over HTTP. */
import { MAX_LENGTH } from '../shared/engine/analyze.ts';
import { RULE_PAGES } from '../shared/engine/findings.ts';
import { canonicalLanguage, languages } from '../shared/engine/languages/registry.ts';
import { rules } from '../shared/engine/rules/registry.ts';
import type { Catalog } from './parts.ts';

export const catalog: Catalog = {
  languages: languages.map(({ id, names }) => ({ id, names })),
  rules: rules.map(({ id, severity, doc }) => ({
    id,
    severity,
    what: doc.what,
    docs: `${RULE_PAGES}/${id}.md`,
  })),
  languageOf: (name) => canonicalLanguage(name)?.id ?? null,
  longestProgram: MAX_LENGTH,
};
