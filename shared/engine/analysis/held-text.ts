/** Texts that a program makes for itself. Strings are values here: what stands for the memory of one is an object that holds nothing. */
import { type Cost, ONE, classify } from '../cost/cost.ts';
import type { Expr } from '../ir/ir.ts';
import type { Frame } from './frame.ts';
import { allocate } from './heap.ts';
import { type Machine, chargeSpace, outermost } from './machine.ts';
import type { Str, Value } from './value.ts';

/** A new text that gets a name: it is held, unless it turns out to be a piece of the result. */
export function heldText(m: Machine, frame: Frame, source: Expr, value: Value): Value {
  if (value.kind !== 'str' || !isNew(source, value)) return value;
  return keepText(m, frame, source, value);
}

/** Notes the memory of a text under the place that makes it. */
export function keepText(m: Machine, frame: Frame, site: Expr, value: Str): Str {
  const size = sizeHeld(m, value);
  if (size === null) return value;
  const object = allocate(m, frame.context, site, 'array', size);
  object.className = 'text';
  // One at a time: the next one takes the place of the one before.
  object.frames = null;
  object.remade = null;
  return { ...value, joined: value.joined.includes(object) ? value.joined : [...value.joined, object] };
}

/**
 * What is made for a comparison alone is held while it lasts: `text in doubled + doubled`, `text == text[::-1]`. A piece
 * that is compared is taken to be compared in its place.
 */
export function holdCompared(m: Machine, source: Expr, value: Value): void {
  if (value.kind !== 'str' || !isNew(source, value) || isPiece(source)) return;
  const size = sizeHeld(m, value);
  if (size !== null) chargeSpace(m, size);
}

const isPiece = (source: Expr): boolean =>
  source.kind === 'slice' &&
  (source.start !== null || source.end !== null) &&
  source.object.kind !== 'binary';

/** What a call takes out of a container was there before. */
function isNew({ kind }: Expr, { drawnFrom }: Str): boolean {
  return kind === 'binary' || kind === 'slice' || (kind === 'call' && drawnFrom === null);
}

/**
 * What is read is the input. Numbers in digits are no longer than a register is wide; what a recursion returns was
 * counted where it was made.
 */
function sizeHeld(m: Machine, { size, input, read, given }: Str): Cost | null {
  if (input || read || given !== null || size === ONE) return null;
  const held = outermost(m, size);
  const kind = classify(held);
  return kind === 'constant' || kind === 'logn' ? null : held;
}
