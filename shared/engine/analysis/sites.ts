/** Identities for allocation sites that have no node of their own. */
import { factsBy } from '../ir/facts.ts';
import type { Span } from '../ir/ir.ts';

interface Part {
  readonly site: string;
  readonly of: object;
}

const made = factsBy<object, Map<string, Part>>();

/** A stable object for a named part of another site. */
export function subSite(site: object, name: string): object {
  let parts = made.get(site);
  if (parts === undefined) {
    parts = new Map();
    made.set(site, parts);
  }
  let part = parts.get(name);
  if (part === undefined) {
    part = { site: name, of: site };
    parts.set(name, part);
  }
  return part;
}

/** Where in the text a site stands; null for what no node made. */
export function startOf(site: object): number | null {
  let at = site as Partial<Part> & { readonly span?: Span };
  while (at.of !== undefined) at = at.of;
  return at.span?.start ?? null;
}
