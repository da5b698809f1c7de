/** Whether containers lead to each other. */
import { type HeapObject, type Value, find } from '../value.ts';

/** Whether an element of a container, or a field of it, leads to the object: nodes that hold nodes. */
export function holds(container: HeapObject, object: HeapObject, depth = 4): boolean {
  const leads = (value: Value): boolean => {
    if (value.kind === 'tuple') return value.parts.some(leads);
    if (value.kind !== 'ref') return false;
    const at = find(value.object);
    return at === object || (at.origin === 'local' && depth > 0 && holds(at, object, depth - 1));
  };
  if (container.elem !== null && leads(container.elem)) return true;
  for (const field of container.fields?.values() ?? []) if (leads(field)) return true;
  return false;
}
