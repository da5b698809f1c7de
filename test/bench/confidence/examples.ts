/** Answers of the engine to labelled programs, with the evidence for each. */
import { readGrammar } from '../../../scripts/grammars.ts';
import { indexLibrary } from '../../../shared/engine/analysis/library-index.ts';
import { type AnalyzedFunction, analyzeProgram, dearest } from '../../../shared/engine/analysis/program.ts';
import { classify } from '../../../shared/engine/cost/cost.ts';
import { withoutTemporaries } from '../../../shared/engine/ir/temporaries.ts';
import type { Language } from '../../../shared/engine/languages/language.ts';
import { languages } from '../../../shared/engine/languages/registry.ts';
import { evidenceOf } from '../../../shared/engine/result/calibration/evidence.ts';
import { createParserPool } from '../../../shared/engine/syntax/parser.ts';
import type { BoundClass } from '../../../shared/protocol/analysis.ts';
import { type Kind, KINDS, partOf, type Row, statedClass } from '../accuracy/rows.ts';
import type { Example } from './boost.ts';

/** An answer that a label has judged. */
export interface Judged extends Example {
  readonly answer: BoundClass;
  /** One of four parts; all solutions of a problem are in the same one. */
  readonly part: number;
  /** Language, and the entry's kind: solutions and scripts are labelled by different people. */
  readonly group: string;
}

/** Every labelled bound of the rows whose language is served. */
export async function judgedRows(rows: readonly Row[]): Promise<Record<Kind, Judged[]>> {
  const judged: Record<Kind, Judged[]> = { time: [], space: [] };
  const pool = createParserPool(readGrammar);
  for (const language of languages) {
    const parser = await pool.load(language.grammar);
    const library = indexLibrary(language.library);
    for (const row of rows) {
      if (row.lang !== language.id) continue;
      const program = withoutTemporaries(language.lower(parser.parse(row.code)), library.roles);
      const analysis = analyzeProgram(program, library, false, null);
      for (const kind of KINDS) {
        const label = statedClass(row, kind);
        const best = dearest(analysis.functions, kind);
        if (label === null || best === null) continue;
        const answer = classify(best.outcome[kind]);
        judged[kind].push({
          evidence: new Map(evidenceOf(best, analysis, kind).flatMap((part) => [...part])),
          answer,
          right: answer === label,
          part: partOf(row),
          group: groupOf(language, best),
        });
      }
    }
  }
  return judged;
}

const groupOf = ({ id }: Language, { func }: AnalyzedFunction): string =>
  `${id} ${func === null ? 'scripts' : 'solutions'}`;
