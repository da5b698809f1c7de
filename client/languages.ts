/** The languages that the engine reads, by their VS Code names; the activation events of package.json are the same. */
export const LANGUAGES: readonly string[] = ['python'];

const NAMES: Readonly<Record<string, string>> = { python: 'Python' };

export function isServed(languageId: string): boolean {
  return LANGUAGES.includes(languageId);
}

/** "Python" */
export function servedNames(): string {
  return LANGUAGES.map((language) => NAMES[language] ?? language).join(', ');
}
