/** What the history lists of an analysis. */
import type { Bound, SolutionAnalysis } from '../shared/protocol/analysis.ts';
import type { AnalysisSummary, BoundSummary } from '../shared/protocol/service.ts';

export function summaryOf(analysis: SolutionAnalysis): AnalysisSummary {
  const { language, problem, time, space, verdict, techniques, findings, engineVersion } = analysis;
  return {
    language,
    problem: problem === null ? null : { id: problem.id, slug: problem.slug },
    time: boundOf(time),
    space: boundOf(space),
    verdict: verdict.fits,
    techniques: techniques.map(({ name }) => name),
    findings: [...new Set(findings.map(({ rule }) => rule))],
    engineVersion,
  };
}

function boundOf({ text, class: name }: Bound): BoundSummary {
  return { text, class: name };
}
