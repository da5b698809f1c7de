/** The techniques that a solution uses, each with the places that show it. Names and comments play no part. */
import type { Technique } from '../../protocol/analysis.ts';
import type { ProgramAnalysis } from '../analysis/program.ts';

/** In the order of their first place. */
export function techniquesOf(_analysis: ProgramAnalysis): Technique[] {
  return [];
}
