/** What the symbols mean that a text mentions. */

/** Symbol and meaning. */
export type Legend = readonly (readonly [symbol: string, meaning: string])[];

/** The symbols that the costs mention, in the order of `symbols`. */
export function legendOf(symbols: Readonly<Record<string, string>>, costs: readonly string[]): Legend {
  const mentioned = new Set(costs.flatMap(namesIn));
  return Object.entries(symbols).filter(([symbol]) => mentioned.has(symbol));
}

/** The whole names in a cost, exponents too: "n²·2ᵐ" has n and m, "len(s)" no n. */
function namesIn(cost: string): string[] {
  const plain = Array.from(cost, (letter) => {
    const lowered = letter.normalize('NFKC');
    return lowered === letter ? letter : ` ${lowered}`;
  }).join('');
  return plain.split(/[^\p{L}\p{N}_.[\]]+/u);
}
