/** The part of MongoDB's `$jsonSchema` that the service's validators use. */

export interface Schema {
  readonly bsonType?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
}

/** Where and how a value does not fit; null if it does. */
export function violation(value: unknown, schema: Schema, path = ''): string | null {
  if (schema.enum !== undefined && !schema.enum.includes(value)) return `${path} is not allowed`;
  if (schema.bsonType !== undefined && ![schema.bsonType].flat().includes(typeOf(value))) {
    return `${path} is ${typeOf(value)}`;
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? null : first(value, (item, i) => violation(item, items, `${path}/${i}`));
  }
  if (typeOf(value) !== 'object') return null;
  const object = value as Readonly<Record<string, unknown>>;
  const missing = schema.required?.find((name) => !(name in object));
  if (missing !== undefined) return `${path}/${missing} is missing`;
  return first(Object.keys(object), (name) => {
    const property = schema.properties?.[name];
    if (property !== undefined) return violation(object[name], property, `${path}/${name}`);
    return schema.additionalProperties === false ? `${path}/${name} is too much` : null;
  });
}

function first<T>(items: readonly T[], check: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const found = check(item, index);
    if (found !== null) return found;
  }
  return null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof Uint8Array) return 'binData';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  return typeof value;
}
