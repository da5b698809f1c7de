/** Identities for allocation sites that have no node of their own. */
const made = new WeakMap<object, Map<string, object>>();

/** A stable object for a named part of another site. */
export function subSite(site: object, name: string): object {
  let parts = made.get(site);
  if (parts === undefined) {
    parts = new Map();
    made.set(site, parts);
  }
  let part = parts.get(name);
  if (part === undefined) {
    part = { site: name };
    parts.set(name, part);
  }
  return part;
}
