/** Texts with something put in, whose places are still those of the original. */

/** What to put in before an offset; in ascending order of their offsets. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

export interface Patched {
  readonly text: string;
  /** The place in the original of an offset of the patched text; what was put in has the place where it stands. */
  readonly original: (offset: number) => number;
}

export function patch(text: string, insertions: readonly Insertion[]): Patched {
  let patched = '';
  let last = 0;
  for (const { at, text: added } of insertions) {
    patched += text.slice(last, at) + added;
    last = at;
  }
  patched += text.slice(last);
  return { text: patched, original: (offset) => original(offset, insertions) };
}

function original(offset: number, insertions: readonly Insertion[]): number {
  let shift = 0;
  for (const { at, text } of insertions) {
    if (offset <= at + shift) break;
    if (offset < at + shift + text.length) return at;
    shift += text.length;
  }
  return offset - shift;
}
