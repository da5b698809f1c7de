/** `/analyses`: create one or many, list, read, delete. */
import { Type } from 'typebox';
import {
  API_V1,
  type AnalysisListItem,
  type BatchRequest,
  ROUTES_V1,
} from '../../shared/protocol/service.ts';
import { callerOf, ownerFor, ownerWithin, principalOf, spend } from '../http/access.ts';
import { endOfTurn } from '../http/end-of-turn.ts';
import { toProblem } from '../http/errors.ts';
import { goneSignal } from '../http/gone.ts';
import { pageOf, positionOf } from '../http/pages.ts';
import { ProblemError, problemOf } from '../http/problems.ts';
import type { Parts } from '../parts.ts';
import type { ListedAnalysis } from '../store/store.ts';
import { type AnalyseContext, type Answer, analyse, bodyOf, keep } from './analyse.ts';
import { type App, SECURED, at, idempotencyKeyOf, isoOf, timeOf } from './routes.ts';
import {
  AnalysisCreatedSchema,
  AnalysisPageSchema,
  AnalysisQuerySchema,
  AnalysisRecordSchema,
  AnalysisRequestSchema,
  BatchAnswerSchema,
  BatchRequestSchema,
} from '../../shared/schemas/v1/analyses.ts';
import { KEY_PROBLEMS, problems } from './answers.ts';
import { ref } from '../../shared/schemas/v1/message.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const TAGS = ['analyses'];
const IdParams = Type.Object({ id: Type.String({ pattern: '^[\\w-]{1,64}$' }) });
const IdempotencyHeader = Type.Object({ 'idempotency-key': Type.Optional(Type.String()) });

/** Analyses of one batch under way at a time: a batch does not fill the queue that all callers share. */
const BATCH_ABREAST = { narrow: 4, wide: 8 } as const;

export function addAnalyses(app: App, parts: Parts): void {
  addCreation(app, parts);
  addReading(app, parts);
}

function addCreation(app: App, parts: Parts): void {
  const access = { needs: 'analyses:write', limit: 'analyse' } as const;

  app.route({
    ...at('createAnalysis'),
    config: { access },
    schema: {
      summary: 'Analyse a program',
      description: 'Answers when the analysis is done. 201 if it is kept in the history, 200 if it is not.',
      tags: TAGS,
      security: SECURED,
      headers: IdempotencyHeader,
      body: ref(AnalysisRequestSchema),
      response: {
        200: ref(AnalysisCreatedSchema),
        201: ref(AnalysisCreatedSchema),
        ...problems(...KEY_PROBLEMS, 'unknown-language', 'program-too-large', 'idempotency-mismatch'),
        ...problems('overloaded', 'analysis-timeout'),
      },
    },
    handler: async (request, reply) => {
      const answer = await analyse(parts, request.body, {
        principal: principalOf(request),
        idempotencyKey: idempotencyKeyOf(request),
        correlationId: request.id,
        gone: goneSignal(reply),
      });
      const [kept] = answer.toSave === null ? [answer] : await keep(parts, [answer]);
      // What is in memory is ready while other requests wait to be read.
      await endOfTurn();
      const { id } = kept!.created;
      if (id !== null) reply.code(201).header('location', `${API_V1}${ROUTES_V1.listAnalyses.path}/${id}`);
      // A text is sent as it is: Fastify serialises objects only.
      return reply.type(JSON_TYPE).send(bodyOf(kept!) as never);
    },
  });

  app.route({
    ...at('createAnalyses'),
    config: { access },
    schema: {
      summary: 'Analyse up to 100 programs',
      description: 'One answer a program, in their order: what fails does not stop the others.',
      tags: TAGS,
      security: SECURED,
      headers: IdempotencyHeader,
      body: ref(BatchRequestSchema),
      response: { 200: ref(BatchAnswerSchema), ...problems(...KEY_PROBLEMS) },
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { items } = request.body;
      // The request itself has been counted as one.
      if (items.length > 1) await spend(parts, callerOf(principal), 'analyse', items.length - 1, reply);
      const outcomes = await analyseAll(parts, items, {
        principal,
        idempotencyKey: idempotencyKeyOf(request),
        correlationId: request.id,
        gone: goneSignal(reply),
      });
      const kept = await keep(
        parts,
        outcomes.filter((outcome): outcome is Answer => !(outcome instanceof ProblemError)),
      );
      const remaining = kept[Symbol.iterator]();
      const bodies = outcomes.map((outcome) => {
        if (!(outcome instanceof ProblemError)) return itemOf(remaining.next().value!);
        parts.metrics.problem(outcome.code);
        const problem = problemOf(outcome, request.url, request.id);
        return JSON.stringify({ status: outcome.status, problem });
      });
      return reply.type(JSON_TYPE).send(`{"items":[${bodies.join(',')}]}` as never);
    },
  });
}

function itemOf(answer: Answer): string {
  return `{"status":${answer.created.id === null ? 200 : 201},"analysis":${bodyOf(answer)}}`;
}

/** An answer or a problem each, in the order of the items. Rejects with what is nobody's fault but ours. */
async function analyseAll(
  parts: Parts,
  items: BatchRequest['items'],
  context: AnalyseContext,
): Promise<readonly (Answer | ProblemError)[]> {
  const outcomes: (Answer | ProblemError)[] = [];
  const entries = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of entries) {
      const key = context.idempotencyKey;
      const own = { ...context, idempotencyKey: key === null ? null : `${key}#${index}` };
      outcomes[index] = await analyse(parts, item, own).catch((error: unknown) => {
        const problem = toProblem(error as Error);
        if (problem.code === 'internal') throw error;
        return problem;
      });
    }
  };
  const wide = await parts.flags.isOn('wide-batches', context.principal.owner);
  await Promise.all(Array.from({ length: BATCH_ABREAST[wide ? 'wide' : 'narrow'] }, lane));
  return outcomes;
}

function addReading(app: App, parts: Parts): void {
  app.route({
    ...at('listAnalyses'),
    config: { access: { needs: 'analyses:read', limit: 'read' } },
    schema: {
      summary: 'List the history, newest first',
      tags: TAGS,
      security: SECURED,
      querystring: AnalysisQuerySchema,
      response: { 200: ref(AnalysisPageSchema), ...problems(...KEY_PROBLEMS, 'invalid-cursor') },
    },
    handler: async (request) => {
      const { owner, problem, language, from, to, cursor, limit = 50 } = request.query;
      const found = await parts.store.analyses.list(
        {
          owner: ownerFor(principalOf(request), 'analyses:read', owner),
          problem,
          language: language === undefined ? undefined : (parts.catalog.languageOf(language) ?? language),
          from: timeOf(from),
          to: timeOf(to),
        },
        positionOf(cursor),
        limit + 1,
      );
      return pageOf(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }), itemOfList);
    },
  });

  app.route({
    ...at('readAnalysis'),
    config: { access: { needs: 'analyses:read', limit: 'read' } },
    schema: {
      summary: 'Read an analysis',
      tags: TAGS,
      security: SECURED,
      params: IdParams,
      response: { 200: ref(AnalysisRecordSchema), ...problems(...KEY_PROBLEMS, 'not-found') },
    },
    handler: async (request, reply) => {
      const owner = ownerWithin(principalOf(request), 'analyses:read');
      const found = await parts.history.find(request.params.id, owner);
      if (found === null) throw notFound();
      const { result, code } = parts.history.bodyOf(found);
      const head = JSON.stringify({ ...itemOfList(found), code }).slice(0, -1);
      return reply.type(JSON_TYPE).send(`${head},"result":${result ?? 'null'}}` as never);
    },
  });

  app.route({
    ...at('deleteAnalysis'),
    config: { access: { needs: 'analyses:write', limit: 'manage' } },
    schema: {
      summary: 'Delete an analysis',
      tags: TAGS,
      security: SECURED,
      params: IdParams,
      response: { 204: Type.Null({ description: 'Deleted.' }), ...problems(...KEY_PROBLEMS, 'not-found') },
    },
    handler: async (request, reply) => {
      const owner = ownerWithin(principalOf(request), 'analyses:write');
      if (!(await parts.history.remove(request.params.id, owner))) throw notFound();
      return reply.code(204).send(null);
    },
  });
}

/** One that is somebody else's is as if it were not there. */
function notFound(): ProblemError {
  return new ProblemError('not-found', 'There is no such analysis, or it is not yours.');
}

function itemOfList({ id, owner, createdAt, kept, summary }: ListedAnalysis): AnalysisListItem {
  return { id, owner, createdAt: isoOf(createdAt), kept, ...summary };
}
