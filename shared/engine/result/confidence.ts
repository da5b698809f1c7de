/**
 * How sure a bound is: the share of right answers that bounds of its kind reach on labelled programs, by their class,
 * the assumptions and the rules of reasoning that they used, and the length of the derivation.
 *
 * The rates were read off the reliability tables of the accuracy bench (`npm run bench:accuracy`).
 */
import type { BoundClass } from '../../protocol/analysis.ts';
import type { Outcome } from '../analysis/run.ts';

type Kind = 'time' | 'space';

/** Share of right answers of short derivations, by the class that was answered. */
const CLASS_RATE: Readonly<Record<Kind, Readonly<Record<BoundClass, number>>>> = {
  time: {
    constant: 0.8,
    logn: 0.86,
    sqrt: 0.85,
    linear: 0.96,
    nlogn: 0.94,
    quadratic: 0.85,
    cubic: 0.75,
    polynomial: 0.45,
    exponential: 0.8,
    other: 0.15,
  },
  space: {
    constant: 0.9,
    logn: 0.6,
    sqrt: 0.6,
    linear: 0.93,
    nlogn: 0.45,
    quadratic: 0.75,
    cubic: 0.35,
    polynomial: 0.2,
    exponential: 0.5,
    other: 0.1,
  },
};

/** What an assumption leaves of the confidence, by the kind of assumption (its id before the colon). */
const ASSUMPTION: Readonly<Record<string, number>> = {
  size: 0.3,
  while: 0.5,
  flag: 0.6,
  memo: 0.7,
  search: 0.3,
  tree: 0.9,
  unsupported: 0.7,
  limit: 0.4,
  depth: 0.5,
};

/** What a rule of reasoning leaves, where it errs more often than counting does. */
const RULE: Readonly<Record<string, number>> = {
  assumed: 0.6,
  layers: 0.6,
  worklist: 0.85,
  visited: 0.9,
  cursor: 0.9,
  callback: 0.95,
  geometric: 0.92,
  decrement: 0.8,
  'divide-and-conquer': 0.8,
  'shared-cursor': 0.85,
  'sum-of-parts': 0.93,
  unknown: 0.1,
};

/** What each further place of a long derivation leaves. */
const PLACE = 0.985;
const SHORT = 5;

/** The chance that the class is right, from 0 to 1. */
export function confidenceOf(outcome: Outcome, kind: Kind, answered: BoundClass): number {
  let confidence = CLASS_RATE[kind][answered];
  for (const assumption of outcome.assumptions) confidence *= ASSUMPTION[assumption.id.split(':')[0]!] ?? 1;
  for (const rule of new Set(outcome.sites.map((site) => site.rule))) confidence *= RULE[rule] ?? 1;
  const places = new Set(outcome.sites.map((site) => site.node)).size;
  confidence *= PLACE ** Math.max(0, places - SHORT) * 0.7 ** outcome.unexplained.size;
  return Math.round(Math.max(0.02, confidence) * 100) / 100;
}
