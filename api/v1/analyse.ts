/** What creating an analysis means, for a single one and for each of a batch. */
import { createHash, randomBytes } from 'node:crypto';
import type { AnalysisCreated, AnalysisRequest, Keep } from '../../shared/protocol/service.ts';
import type { Principal } from '../auth/permissions.ts';
import { ownerFor } from '../http/access.ts';
import { ProblemError } from '../http/problems.ts';
import { type NewAnalysis, keptOf } from '../history.ts';
import type { Parts } from '../parts.ts';
import type { Analysed, AnalysisContext, AnalysisJob, AnalysisOutcome } from '../ports.ts';
import { type StoredAnalysis, StoreUnavailable } from '../store/store.ts';
import { isoOf } from './routes.ts';

export type AnalyseParts = Pick<Parts, 'analyzer' | 'catalog' | 'config' | 'flags' | 'history' | 'now'>;

export interface AnalyseContext extends AnalysisContext {
  readonly principal: Principal;
  /** Null: every request makes a new analysis. Else the same key gives the same one. */
  readonly idempotencyKey: string | null;
}

/** An answer that is ready, and what of it has yet to be saved. */
export interface Answer {
  readonly created: Omit<AnalysisCreated, 'result'>;
  /** The `SolutionAnalysis` as JSON, in UTF-8. */
  readonly result: Uint8Array;
  /** Null: nothing is kept, or it is there already. */
  readonly toSave: NewAnalysis | null;
}

/** Characters from which a program is heavy: far more than a solution has. */
export const HEAVY_FROM = 20_000;

/** Seconds after which somebody may have switched heavy analyses on again. */
const HEAVY_RETRY = 300;

/** @throws ProblemError for whatever is wrong with the request, or too much for the service. */
export async function analyse(
  parts: AnalyseParts,
  request: AnalysisRequest,
  context: AnalyseContext,
): Promise<Answer> {
  const owner = ownerFor(context.principal, 'analyses:write', request.owner);
  const job = jobOf(parts, request);
  if (job.text.length >= HEAVY_FROM) await refuseHeavy(parts, context.principal);
  const kept = keptOf(request.keep, parts.config.KEEP);
  const fingerprint = context.idempotencyKey === null ? null : fingerprintOf(job, kept);
  const before = fingerprint === null ? null : await earlier(parts, idOf(context, owner), owner, fingerprint);

  const result = before === null ? null : parts.history.bodyOf(before).result;
  if (before !== null && result !== null) {
    return { created: createdOf(before), result: Buffer.from(result), toSave: null };
  }

  const { json, summary } = analysedOf(await parts.analyzer.analyse(job, context), parts);
  if (before !== null) return { created: createdOf(before), result: json, toSave: null };
  const createdAt = parts.now();
  if (kept === 'nothing') {
    return { created: createdOf({ id: null, createdAt, kept }), result: json, toSave: null };
  }
  const id = idOf(context, owner);
  const analysis = { id, owner, createdAt, kept, summary, result: json, code: job.text, fingerprint };
  return { created: createdOf(analysis), result: json, toSave: analysis };
}

/**
 * Saves what answers say is kept. Where neither the store nor the disk takes it, the answers stay, and say that
 * nothing is kept.
 */
export async function keep(parts: AnalyseParts, answers: readonly Answer[]): Promise<readonly Answer[]> {
  const records = answers.flatMap(({ toSave }) => (toSave === null ? [] : [toSave]));
  if (records.length === 0) return answers;
  try {
    await parts.history.save(records);
    return answers;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return answers.map((answer) =>
      answer.toSave === null
        ? answer
        : { ...answer, created: { ...answer.created, id: null, kept: 'nothing' }, toSave: null },
    );
  }
}

/** The body: the result is put in as it is, since reading and writing it again costs more than all else here. */
export function bodyOf({ created, result }: Answer): string {
  const text = Buffer.from(result.buffer, result.byteOffset, result.byteLength).toString();
  return `${JSON.stringify(created).slice(0, -1)},"result":${text}}`;
}

function createdOf(analysis: {
  readonly id: string | null;
  readonly createdAt: number;
  readonly kept: Keep;
}): Omit<AnalysisCreated, 'result'> {
  const { id, createdAt, kept } = analysis;
  return { id, createdAt: isoOf(createdAt), kept };
}

function jobOf({ catalog }: AnalyseParts, request: AnalysisRequest): AnalysisJob {
  const language = catalog.languageOf(request.language);
  if (language === null) {
    throw new ProblemError(
      'unknown-language',
      `There is no analysis for '${request.language}'; GET /v1/languages lists what is served.`,
    );
  }
  if (request.code.length > catalog.longestProgram) throw tooLarge(catalog.longestProgram);
  return {
    text: request.code,
    language,
    fileName: request.fileName ?? null,
    disabledRules: [...new Set(request.disabledRules)].sort(),
  };
}

function tooLarge(most: number): ProblemError {
  return new ProblemError('program-too-large', `Programs of up to ${most} characters are analysed.`);
}

/** The kill switch. @throws ProblemError while heavy programs are not analysed. */
async function refuseHeavy({ flags }: AnalyseParts, { owner }: Principal): Promise<void> {
  if (await flags.isOn('heavy-analyses', owner)) return;
  throw new ProblemError(
    'overloaded',
    `Programs of ${HEAVY_FROM} characters and more have to wait at present.`,
    {
      retryAfterSeconds: HEAVY_RETRY,
    },
  );
}

/** @throws ProblemError if there is none. */
function analysedOf(outcome: AnalysisOutcome, { catalog }: AnalyseParts): Analysed {
  switch (outcome.kind) {
    case 'done':
      return outcome.analysed;
    case 'too-large':
      throw tooLarge(catalog.longestProgram);
    case 'overloaded': {
      const { retryAfterSeconds } = outcome;
      throw new ProblemError('overloaded', 'Too many analyses are waiting.', { retryAfterSeconds });
    }
    case 'timed-out':
      throw new ProblemError('analysis-timeout', 'The analysis took longer than it may.', {
        retryAfterSeconds: 1,
      });
  }
}

/** 128 bits as hexadecimal digits; the same ones for the same caller, owner and key. */
function idOf({ idempotencyKey, principal }: AnalyseContext, owner: string): string {
  if (idempotencyKey === null) return randomBytes(16).toString('hex');
  return hashOf(['analysis', principal.owner, owner, idempotencyKey]).slice(0, 32);
}

function fingerprintOf(job: AnalysisJob, kept: Keep): string {
  return hashOf([job.text, job.language, job.fileName, job.disabledRules, kept]);
}

function hashOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

/** What the same request made before. @throws ProblemError if it was another request. */
async function earlier(
  { history }: AnalyseParts,
  id: string,
  owner: string,
  fingerprint: string,
): Promise<StoredAnalysis | null> {
  const found = await history.find(id, owner).catch((error: unknown) => {
    // Without the store nobody knows. The identifier is the same, so the analysis will be there once all the same.
    if (error instanceof StoreUnavailable) return null;
    throw error;
  });
  if (found !== null && found.fingerprint !== fingerprint) {
    throw new ProblemError('idempotency-mismatch', 'This Idempotency-Key was sent with another request.');
  }
  return found;
}
