/** The engine in the test's own thread, as an analyzer that can be made to fail. */
import { createEngine } from '../../../shared/engine/analyze.ts';
import { summaryOf } from '../../../api/summary.ts';
import type { AnalysisJob, AnalysisOutcome, Analyzer } from '../../../api/ports.ts';
import { readGrammar } from '../../../scripts/grammars.ts';

export interface TestAnalyzer extends Analyzer {
  readonly jobs: readonly AnalysisJob[];
  /** Answers all that follows with this; null: analyses again. */
  readonly answerWith: (outcome: AnalysisOutcome | Error | null) => void;
}

const engine = createEngine(readGrammar, ['python']);

export function testAnalyzer(): TestAnalyzer {
  const jobs: AnalysisJob[] = [];
  let fixed: AnalysisOutcome | Error | null = null;
  return {
    jobs,
    answerWith: (outcome) => {
      fixed = outcome;
    },
    analyse: async (job) => {
      jobs.push(job);
      if (fixed instanceof Error) throw fixed;
      if (fixed !== null) return fixed;
      const { text, language, fileName, disabledRules } = job;
      const analysis = (await engine).analyze(text, language, {
        disabledRules,
        ...(fileName === null ? {} : { fileName }),
      });
      return {
        kind: 'done',
        analysed: { json: Buffer.from(JSON.stringify(analysis)), summary: summaryOf(analysis) },
      };
    },
    close: async () => Promise.resolve(),
  };
}
