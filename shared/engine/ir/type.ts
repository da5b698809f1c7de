/** The types of the intermediate representation: as light as sizes need them. */
export type Type =
  | { readonly kind: 'int' | 'float' | 'bool' | 'string' | 'none' | 'unknown' }
  /** One character: a number whose values are an alphabet. */
  | { readonly kind: 'char' }
  | { readonly kind: 'list' | 'array' | 'set' | 'deque' | 'heap' | 'iterator'; readonly element: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | { readonly kind: 'linked' | 'tree' | 'graph' }
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'function' };
