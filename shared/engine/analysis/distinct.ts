/** Values that are others in every turn of a level. */
import type { Level } from './levels.ts';
import type { Value } from './value.ts';

/** What is put in once differs in every part of it: down to `depth` tuples in tuples. */
export function distinctParts(value: Value, level: Level, depth: number): Value {
  const parts =
    value.kind === 'tuple' && depth > 0
      ? { ...value, parts: value.parts.map((part) => distinctParts(part, level, depth - 1)) }
      : value;
  return withDistinct(parts, level);
}

/** Marks a value as different in every turn of the level. */
export function withDistinct(value: Value, level: Level): Value {
  switch (value.kind) {
    case 'num':
    case 'str':
    case 'tuple':
    case 'ref':
      return value.distinct === level ? value : { ...value, distinct: level };
    default:
      return value;
  }
}
