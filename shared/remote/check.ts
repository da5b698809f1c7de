/** Whether an answer is what the service's own schemas say. */
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { AnalysisCreated, AnalysisListItem, Page, Problem, TokenAnswer } from '../protocol/service.ts';
import { TokenAnswerSchema } from '../schemas/v1/account.ts';
import { ANALYSIS_SCHEMAS, AnalysisCreatedSchema, AnalysisPageSchema } from '../schemas/v1/analyses.ts';
import { ProblemSchema } from '../schemas/v1/common.ts';
import type { Message } from '../schemas/v1/message.ts';
import { RESULT_SCHEMAS } from '../schemas/v1/result.ts';

export type Check<T> = (value: unknown) => value is T;

const ajv = new Ajv({ strict: false });
formats.default(ajv);
for (const schema of [...RESULT_SCHEMAS, ...ANALYSIS_SCHEMAS, ProblemSchema, TokenAnswerSchema]) {
  ajv.addSchema(schema);
}

export const isAnalysisCreated = checkOf<AnalysisCreated>(AnalysisCreatedSchema);
export const isAnalysisPage = checkOf<Page<AnalysisListItem>>(AnalysisPageSchema);
export const isTokenAnswer = checkOf<TokenAnswer>(TokenAnswerSchema);
export const isProblem = checkOf<Problem>(ProblemSchema);

/** Schemas are compiled when they are first asked for. */
function checkOf<T>({ $id }: Message<T>): Check<T> {
  return (value): value is T => ajv.validate($id, value);
}
