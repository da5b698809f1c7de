/** The text edits of quick fixes in Java. */
import type { Fix } from '../../../protocol/analysis.ts';

/** None is made so far: findings stand without a fix. */
export function fixJava(): Fix | null {
  return null;
}
