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

/** What may be known of a node. */
type Answer = object | string | number | boolean | null;

/**
 * The function, which is asked only once about each node of a program; to be made once, when a module is loaded. What else
 * it is given is the same for all of the program.
 */
export function remembered<Node extends object, Fact extends Answer>(
  find: (node: Node) => Fact,
): (node: Node) => Fact;
export function remembered<Node extends object, Fact extends Answer, Given>(
  find: (node: Node, given: Given) => Fact,
): (node: Node, given: Given) => Fact;
export function remembered<Node extends object, Fact extends Answer, Given>(
  find: (node: Node, given: Given) => Fact,
): (node: Node, given: Given) => Fact {
  const known = factsBy<Node, Fact>();
  return (node, given) => {
    let fact = known.get(node);
    if (fact === undefined) known.set(node, (fact = find(node, given)));
    return fact;
  };
}

/** The same about a node and a name, or another node. */
export function rememberedFor<Node extends object, Key, Fact extends Answer>(
  find: (node: Node, key: Key) => Fact,
): (node: Node, key: Key) => Fact;
export function rememberedFor<Node extends object, Key, Fact extends Answer, Given>(
  find: (node: Node, key: Key, given: Given) => Fact,
): (node: Node, key: Key, given: Given) => Fact;
export function rememberedFor<Node extends object, Key, Fact extends Answer, Given>(
  find: (node: Node, key: Key, given: Given) => Fact,
): (node: Node, key: Key, given: Given) => Fact {
  const known = factsBy<Node, Map<Key, Fact>>();
  return (node, key, given) => {
    let facts = known.get(node);
    if (facts === undefined) known.set(node, (facts = new Map<Key, Fact>()));
    let fact = facts.get(key);
    if (fact === undefined) facts.set(key, (fact = find(node, key, given)));
    return fact;
  };
}

/** Another program begins. What somebody still asks about the one before is found anew. */
export function forgetFacts(): void {
  for (const table of tables) if (table.size > 0) table.clear();
}
