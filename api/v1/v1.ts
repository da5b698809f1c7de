/** Version 1 of the API: its messages, its routes, its documentation. A version 2 would stand beside it. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import swagger from '@fastify/swagger';
import type { FastifyPluginAsync } from 'fastify';
import { API_V1 } from '../../shared/protocol/service.ts';
import { VERSION } from '../../shared/protocol/version.ts';
import { addDocumentation } from '../http/documentation.ts';
import { tagReads } from '../http/etag.ts';
import { createValidator } from '../http/validation.ts';
import type { Parts } from '../parts.ts';
import { addAbout } from './about.ts';
import { addAnalyses } from './analyses.ts';
import { addKeys } from './keys.ts';
import { addOperations } from './operations.ts';
import { addProgress } from './progress.ts';
import { ACCOUNT_SCHEMAS } from '../../shared/schemas/v1/account.ts';
import { ANALYSIS_SCHEMAS } from '../../shared/schemas/v1/analyses.ts';
import { ProblemSchema } from '../../shared/schemas/v1/common.ts';
import { RESULT_SCHEMAS } from '../../shared/schemas/v1/result.ts';
import { addTokens } from './tokens.ts';

const DESCRIPTION =
  'Sends solutions to the analysis engine, keeps their history, and manages the keys that may do so. ' +
  'Errors are problem details (RFC 9457) with a stable `code`.';

/** To be registered under the prefix `API_V1`. */
export const v1: FastifyPluginAsync<{ readonly parts: Parts }> = async (scope, { parts }) => {
  for (const schema of [ProblemSchema, ...RESULT_SCHEMAS, ...ANALYSIS_SCHEMAS, ...ACCOUNT_SCHEMAS]) {
    scope.addSchema(schema);
  }
  scope.setValidatorCompiler(createValidator(scope.getSchemas()));
  // What a handler returns has the type of its schema, so there is nothing to leave out.
  scope.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Big-O Lens analysis service', version: VERSION, description: DESCRIPTION },
      servers: [{ url: parts.address }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or an API key itself.' },
        },
      },
    },
    // Components have the names of the messages.
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (json.$id as string | undefined) ?? `def-${i}`,
    },
  });
  const app = scope.withTypeProvider<TypeBoxTypeProvider>();
  tagReads(scope);
  addAnalyses(app, parts);
  addProgress(app, parts);
  addAbout(app, parts);
  addKeys(app, parts);
  addTokens(app, parts);
  addOperations(app, parts);
  addDocumentation(scope, API_V1);
};
