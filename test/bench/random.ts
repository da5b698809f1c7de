/** Numbers that look random and are always the same. */

/** FNV-1a, finished with a mix so that the low bits depend on the whole text. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return mix(value);
}

export function hashed(seed: number, text: string): number {
  return hash(`${seed}/${text}`);
}

/** A generator of numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = mix(seed + 0x9e3779b9);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
