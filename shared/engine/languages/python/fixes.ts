/** Quick fixes as text edits on Python. */
import type { Fix } from '../../../protocol/analysis.ts';
import type { FixRequest } from '../../ir/fix.ts';
import type { FixSource } from '../language.ts';

/** The edits of a fix; null where the text does not allow them. */
export function fixPython(_request: FixRequest, _source: FixSource): Fix | null {
  return null;
}
