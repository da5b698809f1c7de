/** A problem is looked up by its number if the text is one, else by its slug: "1", "two-sum". */
export function isProblemNumber(problem: string): boolean {
  return /^\d+$/.test(problem);
}
