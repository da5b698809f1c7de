/**
 * How sure a bound is: the chance that its class is right, as boosted trees read it off the evidence. They were trained
 * on labelled programs (`npm run train:confidence`), and say nothing about the bound itself: that is derived.
 */
import type { AnalyzedFunction, ProgramAnalysis } from '../analysis/program.ts';
import { evidenceOf, type Kind, kindOf } from './calibration/evidence.ts';
import { chance } from './calibration/forest.ts';
import forests from './calibration/forests.json' with { type: 'json' };

/** No bound is certain, and none that was derived is hopeless. */
const LEAST = 0.02;
const MOST = 0.99;

/** Assumptions that stand where nothing was found: a bound on them is a guess, however often such guesses are right. */
const GUESSES: ReadonlySet<string> = new Set(['size', 'while', 'search', 'limit', 'depth']);
const MOST_OF_A_GUESS = 0.5;

/** The chance that the class of a function's bound is right, from 0 to 1. */
export function confidenceOf(analyzed: AnalyzedFunction, analysis: ProgramAnalysis, kind: Kind): number {
  const isGuess = analyzed.outcome.assumptions.some(({ id }) => GUESSES.has(kindOf(id)));
  const sure = chance(forests[kind], ...evidenceOf(analyzed, analysis, kind));
  return Math.round(Math.max(LEAST, Math.min(isGuess ? MOST_OF_A_GUESS : MOST, sure)) * 100) / 100;
}
