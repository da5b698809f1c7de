/** Quick fixes as text edits on Java. */
import type { Fix } from '../../../protocol/analysis.ts';
import type { FixRequest } from '../../ir/fix.ts';
import { assertNever } from '../../ir/never.ts';
import type { FixSource } from '../language.ts';
import { type Editing, editing, type Made } from '../shared/fix-text.ts';
import { deque, listToSet, memoise, setCopy, stringParts } from './fix-edits.ts';

/** The edits of a fix; null where the text does not allow them. */
export function fixJava(request: FixRequest, source: FixSource): Fix | null {
  const made = make(request, editing(source));
  return made === null ? null : { ...made, safety: request.safety, preferred: false };
}

function make(request: FixRequest, at: Editing): Made {
  switch (request.kind) {
    case 'deque':
      return deque(request, at);
    case 'list-to-set':
      return listToSet(request, at);
    case 'set-copy':
      return setCopy(request, at);
    case 'string-parts':
      return stringParts(request, at);
    case 'memoise':
      return memoise(request, at);
    case 'append-reversed':
    case 'set-alongside':
    case 'fresh-default':
    case 'fresh-rows':
      return null;
    default:
      return assertNever(request);
  }
}
