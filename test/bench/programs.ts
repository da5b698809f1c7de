/** The programs that the bench runs: rows of corpora, or the project's own fixtures. */
import { languages } from '../../shared/engine/languages/registry.ts';
import { readFixtures } from '../support/fixture.ts';

export interface BenchProgram {
  readonly id: string;
  /** Where it comes from. */
  readonly set: string;
  readonly language: string;
  readonly code: string;
}

/** Every program of the fixtures, in a stable order. */
export function fixturePrograms(): BenchProgram[] {
  return languages.flatMap(({ id: language }) =>
    readFixtures(language).map(({ file, title, text }) => ({
      id: `${file}: ${title}`,
      set: 'fixtures',
      language,
      code: text,
    })),
  );
}
