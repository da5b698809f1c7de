/** Answers OpenFeature's questions from a file that is read again whenever it has changed. */
import { readFile } from 'node:fs/promises';
import {
  type EvaluationContext,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  StandardResolutionReasons,
  TypeMismatchError,
} from '@openfeature/server-sdk';
import { every } from '../every.ts';
import type { Logger } from '../ports.ts';
import { type FlagName, type FlagRules, appliesTo, parseRules } from './rules.ts';

/** Milliseconds between looks at the file: mounted files are replaced in ways that watchers miss. */
const LOOK_EVERY = 1000;

/**
 * A provider for the file. It does not start without a good one; a file that is wrong or gone later is logged once, and
 * what was read last goes on to hold.
 */
export function createFileProvider(file: string, logger: Logger): Provider {
  const events = new OpenFeatureEventEmitter();
  let rules: FlagRules = {};
  let seen: string | null = null;
  let stop = async (): Promise<void> => Promise.resolve();

  const lookAgain = async (): Promise<void> => {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === seen) return;
    seen = text;
    try {
      if (text === null) throw new Error('The file is gone.');
      rules = parseRules(text);
    } catch (err) {
      logger.error({ err, file }, 'the flags can’t be read; they stay as they were');
      return;
    }
    logger.info({ flags: rules }, 'the flags have changed');
    events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: Object.keys(rules) });
  };
  const boolean = (
    name: string,
    otherwise: boolean,
    context: EvaluationContext,
  ): ResolutionDetails<boolean> => {
    const rule = rules[name as FlagName];
    if (rule === undefined) return { value: otherwise, reason: StandardResolutionReasons.DEFAULT };
    const value = appliesTo(rule, name, context.targetingKey ?? '');
    return { value, variant: value ? 'on' : 'off', reason: StandardResolutionReasons.TARGETING_MATCH };
  };
  const other = async (name: string): Promise<never> =>
    Promise.reject(new TypeMismatchError(`The flag '${name}' is on or off.`));
  return {
    metadata: { name: 'file' },
    runsOn: 'server',
    events,
    initialize: async () => {
      seen = await readFile(file, 'utf8');
      rules = parseRules(seen);
      stop = every(LOOK_EVERY, logger, lookAgain);
    },
    onClose: async () => stop(),
    resolveBooleanEvaluation: async (name, otherwise, context) =>
      Promise.resolve(boolean(name, otherwise, context)),
    resolveNumberEvaluation: other,
    resolveStringEvaluation: other,
    resolveObjectEvaluation: other,
  };
}
