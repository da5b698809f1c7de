/**
 * Tables of what was read off a program, by the node that it is about, so that it is found once. They hold what is known
 * of one program only and are emptied when the next one is read: weak tables, which would empty themselves, take several
 * times as long to fill and keep the garbage collector busy.
 */
const tables: Map<object, unknown>[] = [];

/** A table that `forgetFacts` empties; to be made once, when a module is loaded. */
export function factsBy<Node extends object, Fact>(): Map<Node, Fact> {
  const table = new Map<Node, Fact>();
  tables.push(table);
  return table;
}

/** Another program begins. What somebody still asks about the one before is found anew. */
export function forgetFacts(): void {
  for (const table of tables) if (table.size > 0) table.clear();
}
