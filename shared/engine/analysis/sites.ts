/** Identities for allocation sites that have no node of their own. */
import { rememberedFor } from '../ir/facts.ts';
import type { Span } from '../ir/ir.ts';

interface Part {
  readonly site: string;
  readonly of: object;
}

/** A stable object for a named part of another site. */
export const subSite: (site: object, name: string) => object = rememberedFor(
  (site: object, name: string): Part => ({ site: name, of: site }),
);

/** Where in the text a site stands; null for what no node made. */
export function startOf(site: object): number | null {
  let at = site as Partial<Part> & { readonly span?: Span };
  while (at.of !== undefined) at = at.of;
  return at.span?.start ?? null;
}
