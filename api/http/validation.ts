/** How Fastify checks requests: bodies as they are, queries with numbers read from their texts. */
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

/** @param named schemas by their names, which others refer to */
export function createValidator(named: Readonly<Record<string, unknown>>): FastifySchemaCompiler<object> {
  const body = checker(named, false);
  const rest = checker(named, 'array');
  return ({ schema, httpPart }) => {
    // Their schemas are for the documentation: the few headers that count are checked where they are read.
    if (httpPart === 'headers') return () => true;
    return (httpPart === 'body' ? body : rest).compile(schema);
  };
}

function checker(named: Readonly<Record<string, unknown>>, coerceTypes: false | 'array'): Ajv {
  const ajv = new Ajv({ coerceTypes, useDefaults: true, strict: false });
  formats.default(ajv);
  for (const schema of Object.values(named)) ajv.addSchema(schema as object);
  return ajv;
}
