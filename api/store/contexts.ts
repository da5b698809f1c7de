/** What each sealed text is bound to: opened for anything else, it does not open (`vault.ts`). */

/** So a body can't be moved to another record or another owner. */
export function bodyContext(id: string, owner: string): string {
  return `analysis:${owner}:${id}`;
}

export function signingKeyContext(kid: string): string {
  return `signing-key:${kid}`;
}
