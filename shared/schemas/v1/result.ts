/** The schema of an analysis, as the engine gives it (shared/protocol/analysis.ts). */
import { Type } from 'typebox';
import {
  BOUND_CLASSES,
  type Bound,
  type Finding,
  type FunctionAnalysis,
  type SolutionAnalysis,
  type SourceSpan,
  type Step,
} from '../../protocol/analysis.ts';
import { message, oneOf, orNull, record, ref, refTo } from './message.ts';

const Text = Type.String();
const Texts = Type.Array(Text);
const OptionalText = orNull(Text);

export const SourceSpanSchema = message<SourceSpan>()(
  'SourceSpan',
  Type.Object(
    {
      start: Type.Integer(),
      end: Type.Integer(),
      line: Type.Integer(),
      column: Type.Integer(),
      endLine: Type.Integer(),
      endColumn: Type.Integer(),
    },
    { description: 'A half-open range of the program, in UTF-16 code units; lines and columns start at 0.' },
  ),
);
const Span = ref(SourceSpanSchema);

export const StepSchema = message<Step>()(
  'Step',
  Type.Object(
    {
      span: orNull(Span),
      text: Text,
      turns: OptionalText,
      each: OptionalText,
      total: Text,
      reason: Text,
      rule: Text,
      hot: Type.Boolean(),
      children: Type.Array(refTo<Step>('Step')),
    },
    { description: 'A step of a derivation: what runs, how often, what a turn costs, and why.' },
  ),
);

export const BoundSchema = message<Bound>()(
  'Bound',
  Type.Object({
    text: Type.String({ examples: ['O(n log n)'] }),
    class: oneOf(BOUND_CLASSES),
    symbols: record<string, typeof Text>(Text),
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
    assumptions: Texts,
    derivation: Type.Array(ref(StepSchema)),
    unknown: Type.Optional(
      Type.String({ description: 'Why the bound is unknown; absent when it is known.' }),
    ),
  }),
);

export const FunctionAnalysisSchema = message<FunctionAnalysis>()(
  'FunctionAnalysis',
  Type.Object({
    name: Text,
    span: Span,
    nameSpan: Span,
    role: oneOf(['entry', 'operation', 'helper']),
    standsAlone: Type.Boolean(),
    time: ref(BoundSchema),
    space: ref(BoundSchema),
    output: Text,
    hotLines: Type.Array(Type.Object({ line: Type.Integer(), total: Text, dominant: Type.Boolean() })),
    sites: Type.Array(
      Type.Object({
        kind: oneOf(['loop', 'call', 'recursion']),
        span: Span,
        label: Text,
        turns: OptionalText,
        each: Text,
        total: Text,
        reason: Text,
        allocates: OptionalText,
      }),
    ),
  }),
);

export const FindingSchema = message<Finding>()(
  'Finding',
  Type.Object({
    rule: Text,
    severity: oneOf(['error', 'warning', 'information', 'hint']),
    span: Span,
    message: Text,
    docs: Text,
    related: Type.Array(Type.Object({ span: Span, message: Text })),
    fixes: Type.Array(
      Type.Object({
        title: Text,
        edits: Type.Array(Type.Object({ span: Span, newText: Text })),
        safety: oneOf(['safe', 'suggestion']),
        preferred: Type.Boolean(),
      }),
    ),
  }),
);

export const SolutionAnalysisSchema = message<SolutionAnalysis>()(
  'SolutionAnalysis',
  Type.Object({
    language: Text,
    entry: OptionalText,
    time: ref(BoundSchema),
    space: ref(BoundSchema),
    functions: Type.Array(ref(FunctionAnalysisSchema)),
    findings: Type.Array(ref(FindingSchema)),
    techniques: Type.Array(Type.Object({ name: Text, spans: Type.Array(Span) })),
    problem: orNull(Type.Object({ id: OptionalText, slug: OptionalText, constraints: Texts })),
    verdict: Type.Object({ fits: oneOf(['yes', 'no', 'tight', 'unknown']), text: Text }),
    notUnderstood: Type.Array(Type.Object({ span: Span, reason: Text })),
    engineVersion: Text,
  }),
);

export const RESULT_SCHEMAS = [
  SourceSpanSchema,
  StepSchema,
  BoundSchema,
  FunctionAnalysisSchema,
  FindingSchema,
  SolutionAnalysisSchema,
];
