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

/** The function, which answers only once for a node of a program; to be made once, when a module is loaded. */
export function remembered<Node extends object, Fact extends object | string | number | boolean | null>(
  find: (node: Node) => Fact,
): (node: Node) => Fact {
  const known = factsBy<Node, Fact>();
  return (node) => {
    let fact = known.get(node);
    if (fact === undefined) known.set(node, (fact = find(node)));
    return fact;
  };
}

/** Another program begins. What somebody still asks about the one before is found anew. */
export function forgetFacts(): void {
  for (const table of tables) if (table.size > 0) table.clear();
}
