/** How a message of the protocol gets its JSON schema: the compiler holds the two together. */
import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';

/** All properties read-only, as the protocol's types are. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: Frozen<T[Name]> }
    : T;

/** The schema if it describes exactly `T`; else its type is what it describes instead, which no schema is. */
type Describing<T, S extends TSchema> = [Frozen<Static<S>>, Frozen<T>] extends [Frozen<T>, Frozen<Static<S>>]
  ? S
  : { readonly describes: Frozen<Static<S>>; readonly insteadOf: Frozen<T> };

export type Message<T> = TUnsafe<T> & { readonly $id: string };

/** `message<AnalysisRequest>()('AnalysisRequest', Type.Object({ ... }))`: a schema with a name in the documentation. */
export function message<T>(): <S extends TSchema>(name: string, schema: Describing<T, S>) => Message<T> {
  return (name, schema) => ({ ...schema, $id: name }) as Message<T>;
}

/** The same for what has no name of its own, such as a query. */
export function describing<T>(): <S extends TSchema>(schema: Describing<T, S>) => TUnsafe<T> {
  return (schema) => schema as unknown as TUnsafe<T>;
}

/** A reference to a message by its name. */
export function ref<T>({ $id }: Message<T>): TUnsafe<T> {
  return refTo<T>($id);
}

/** For a message that contains itself. */
export function refTo<T>(name: string): TUnsafe<T> {
  return Type.Unsafe<T>({ $ref: `${name}#` });
}

/** `T | null`. */
export function orNull<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  return Type.Unsafe<Static<S> | null>({ anyOf: [schema, { type: 'null' }] });
}

/** One of a list of words. */
export function oneOf<const W extends readonly string[]>(words: W): TUnsafe<W[number]> {
  return Type.Unsafe<W[number]>({ type: 'string', enum: words });
}

/** An object with any names, and values of one kind. */
export function record<K extends string, S extends TSchema>(values: S): TUnsafe<Record<K, Static<S>>> {
  return Type.Unsafe<Record<K, Static<S>>>({ type: 'object', additionalProperties: values });
}

/** No property but those that are described: a misspelt one is an error, not silence. */
export const EXACT = { additionalProperties: false } as const;
