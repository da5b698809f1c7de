/** The languages that the engine serves. */
import type { Language } from './language.ts';
import { java } from './java/language.ts';
import { python } from './python/language.ts';

export const languages: readonly Language[] = [java, python];

const byName: ReadonlyMap<string, Language> = new Map(
  languages.flatMap((language) => [language.id, ...language.names].map((name) => [name, language] as const)),
);

/** The language of a name such as "python", "Python3" or "py"; null if it is not served. */
export function canonicalLanguage(name: string): Language | null {
  return byName.get(name.trim().toLowerCase()) ?? null;
}
