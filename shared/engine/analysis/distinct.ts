/** Values that are others in every turn of a level. */
import type { Expr, Stmt } from '../ir/ir.ts';
import type { Level } from './levels.ts';
import type { Machine } from './machine.ts';
import { changesIn } from './progress.ts';
import { sameText } from './unmark.ts';
import type { Value } from './value.ts';
import { pathsIn } from './while/query.ts';

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

/** The key of a mark that no variable holds, `values[i]`, if the marked block leaves it as it is. */
export function keptKey(m: Machine, keys: readonly Expr[], block: readonly Stmt[]): Expr | null {
  const [key, ...others] = keys;
  if (key?.kind !== 'index' || others.length > 0) return null;
  const changes = changesIn(block, m.index);
  return pathsIn(key).some((path) => changes.has(path)) ? null : key;
}

/** What an expression reads is another in each turn of the mark whose key it is. */
export function distinctByMark({ levels, marks }: Machine, expr: Expr, value: Value): Value {
  if (marks === 0 || ('distinct' in value && value.distinct !== null)) return value;
  const level = levels.findLast(({ key }) => key !== null && sameText(key, expr));
  return level === undefined ? value : withDistinct(value, level);
}
