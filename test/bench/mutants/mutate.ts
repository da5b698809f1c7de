/** Programs with something deleted, doubled or swapped, as people leave them while they type, and worse. */
import { randomNumbers } from '../random.ts';

const MOST_CHANGES = 5;
const LONGEST_CUT = 40;

/** A damaged copy; the same seed damages in the same way. */
export function mutant(code: string, seed: number): string {
  const random = randomNumbers(seed);
  let text = code;
  for (let changes = 1 + below(random, MOST_CHANGES); changes > 0; changes--) {
    text = random() < 0.5 ? mutateBytes(text, random) : mutateTokens(text, random);
  }
  return text;
}

type Random = () => number;
type Change = 'delete' | 'double' | 'swap';
const CHANGES: readonly Change[] = ['delete', 'double', 'swap'];

/** Characters may break in the middle. */
function mutateBytes(text: string, random: Random): string {
  const bytes = [...Buffer.from(text)];
  const length = random() < 0.5 ? 1 : 1 + below(random, LONGEST_CUT);
  return Buffer.from(changed(bytes, length, random)).toString();
}

function mutateTokens(text: string, random: Random): string {
  const tokens = text.match(/\s+|\w+|[^\s\w]/gu) ?? [];
  const length = random() < 0.7 ? 1 : 1 + below(random, LONGEST_CUT / 2);
  return changed(tokens, length, random).join('');
}

/** A run of items deleted, doubled, or swapped with another run. */
function changed<T>(items: readonly T[], length: number, random: Random): T[] {
  const at = below(random, items.length);
  const run = items.slice(at, at + length);
  const before = items.slice(0, at);
  const after = items.slice(at + length);
  const change = CHANGES[below(random, CHANGES.length)]!;
  if (change === 'delete') return [...before, ...after];
  if (change === 'double') return [...before, ...run, ...run, ...after];
  const to = below(random, after.length);
  return [
    ...before,
    ...after.slice(to, to + length),
    ...after.slice(0, to),
    ...run,
    ...after.slice(to + length),
  ];
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}
