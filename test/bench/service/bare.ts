/**
 * What the service is compared with: Fastify with one route, which checks the same body and answers the same text.
 *
 *   node test/bench/service/bare.ts PORT FILE-WITH-THE-ANSWER
 */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { API_V1, ROUTES_V1, UNVERSIONED } from '../../../shared/protocol/service.ts';
import { ANALYSIS_SCHEMAS, AnalysisRequestSchema } from '../../../shared/schemas/v1/analyses.ts';

const [port, file] = process.argv.slice(2);
const answer = readFileSync(file!, 'utf8');

const app = Fastify();
for (const schema of ANALYSIS_SCHEMAS) app.addSchema(schema);
app.post(
  API_V1 + ROUTES_V1.createAnalysis.path,
  { schema: { body: { $ref: `${AnalysisRequestSchema.$id}#` } } },
  async (_, reply) => reply.type('application/json; charset=utf-8').send(answer),
);
app.get(UNVERSIONED.ready, () => ({ status: 'ok' }));
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.once('SIGTERM', () => void app.close());
