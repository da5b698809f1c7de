/** The languages that the engine reads, by their VS Code names; package.json names the same ones. */
export const LANGUAGES: readonly string[] = ['java', 'python'];

const NAMES: Readonly<Record<string, string>> = { java: 'Java', python: 'Python' };

export function isServed(languageId: string): boolean {
  return LANGUAGES.includes(languageId);
}

/** "Java, Python" */
export function servedNames(): string {
  return LANGUAGES.map((language) => NAMES[language] ?? language).join(', ');
}
