/** Messages about analyses and progress. */
import { Type } from 'typebox';
import { BOUND_CLASSES, type BoundClass } from '../../protocol/analysis.ts';
import {
  type AnalysisCreated,
  type AnalysisListItem,
  type AnalysisQuery,
  type AnalysisRecord,
  type AnalysisRequest,
  type BatchAnswer,
  type BatchRequest,
  INTERVALS,
  KEEP,
  MAX_BATCH,
  type Page,
  type Progress,
  type ProgressQuery,
  type Tallies,
} from '../../protocol/service.ts';
import { Cursor, Limit, Owner, ProblemSchema, Time } from './common.ts';
import { EXACT, describing, message, oneOf, orNull, record, ref } from './message.ts';
import { SolutionAnalysisSchema } from './result.ts';

const KeepSchema = oneOf(KEEP);
const Text = Type.String();
const Language = Type.String({ minLength: 1, maxLength: 64, examples: ['python'] });

export const AnalysisRequestSchema = message<AnalysisRequest>()(
  'AnalysisRequest',
  Type.Object(
    {
      code: Type.String({ description: 'The program.' }),
      language: Language,
      fileName: Type.Optional(
        Type.String({
          maxLength: 255,
          pattern: '^[^/\\\\\\u0000]*$',
          description: 'Without folders; it may carry the problem’s number.',
        }),
      ),
      disabledRules: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })),
      keep: Type.Optional(KeepSchema),
      owner: Type.Optional(Owner),
    },
    EXACT,
  ),
);

export const AnalysisCreatedSchema = message<AnalysisCreated>()(
  'AnalysisCreated',
  Type.Object({ id: orNull(Text), createdAt: Time, kept: KeepSchema, result: ref(SolutionAnalysisSchema) }),
);

const SUMMARY = {
  language: Text,
  problem: orNull(Type.Object({ id: orNull(Text), slug: orNull(Text) })),
  time: Type.Object({ text: Text, class: oneOf(BOUND_CLASSES) }),
  space: Type.Object({ text: Text, class: oneOf(BOUND_CLASSES) }),
  verdict: oneOf(['yes', 'no', 'tight', 'unknown']),
  techniques: Type.Array(Text),
  findings: Type.Array(Text),
  engineVersion: Text,
};

const LISTED = { ...SUMMARY, id: Text, owner: Text, createdAt: Time, kept: KeepSchema };

export const AnalysisListItemSchema = message<AnalysisListItem>()('AnalysisListItem', Type.Object(LISTED));

export const AnalysisRecordSchema = message<AnalysisRecord>()(
  'AnalysisRecord',
  Type.Object({ ...LISTED, result: orNull(ref(SolutionAnalysisSchema)), code: orNull(Text) }),
);

export const AnalysisPageSchema = message<Page<AnalysisListItem>>()(
  'AnalysisPage',
  Type.Object({ items: Type.Array(ref(AnalysisListItemSchema)), next: orNull(Text) }),
);

export const BatchRequestSchema = message<BatchRequest>()(
  'BatchRequest',
  Type.Object({ items: Type.Array(ref(AnalysisRequestSchema), { minItems: 1, maxItems: MAX_BATCH }) }, EXACT),
);

const BatchItemSchema = Type.Union([
  Type.Object({
    status: Type.Unsafe<200 | 201>({ type: 'integer', enum: [200, 201] }),
    analysis: ref(AnalysisCreatedSchema),
  }),
  Type.Object({ status: Type.Integer({ minimum: 400 }), problem: ref(ProblemSchema) }),
]);

export const BatchAnswerSchema = message<BatchAnswer>()(
  'BatchAnswer',
  Type.Object({ items: Type.Array(BatchItemSchema) }),
);

export const AnalysisQuerySchema = describing<AnalysisQuery>()(
  Type.Object(
    {
      owner: Type.Optional(Owner),
      problem: Type.Optional(Type.String({ minLength: 1, maxLength: 200, examples: ['1', 'two-sum'] })),
      language: Type.Optional(Language),
      from: Type.Optional(Time),
      to: Type.Optional(Time),
      cursor: Type.Optional(Cursor),
      limit: Type.Optional(Limit),
    },
    EXACT,
  ),
);

export const ProgressQuerySchema = describing<ProgressQuery>()(
  Type.Object(
    {
      owner: Type.Optional(Owner),
      from: Type.Optional(Time),
      to: Type.Optional(Time),
      interval: Type.Optional(oneOf(INTERVALS)),
    },
    EXACT,
  ),
);

const Count = Type.Integer({ minimum: 0 });
const ByClass = Type.Unsafe<Partial<Record<BoundClass, number>>>({
  type: 'object',
  properties: Object.fromEntries(BOUND_CLASSES.map((name) => [name, Count])),
  additionalProperties: false,
});

const TALLIES = {
  analyses: Count,
  time: ByClass,
  space: ByClass,
  techniques: record<string, typeof Count>(Count),
  findings: record<string, typeof Count>(Count),
};
const TalliesSchema = message<Tallies>()('Tallies', Type.Object(TALLIES));

export const ProgressSchema = message<Progress>()(
  'Progress',
  Type.Object({
    owner: Text,
    from: Time,
    to: Time,
    interval: oneOf(INTERVALS),
    total: ref(TalliesSchema),
    intervals: Type.Array(Type.Object({ ...TALLIES, start: Time })),
  }),
);

export const ANALYSIS_SCHEMAS = [
  AnalysisRequestSchema,
  AnalysisCreatedSchema,
  AnalysisListItemSchema,
  AnalysisRecordSchema,
  AnalysisPageSchema,
  BatchRequestSchema,
  BatchAnswerSchema,
  TalliesSchema,
  ProgressSchema,
];
