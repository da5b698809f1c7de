/**
 * Worklists that walk a tree given by adjacency lists: what is taken out puts in its neighbours, without a mark that
 * would stop it from coming back. It ends because the way back is skipped (`if v != parent`) or because the lists hold
 * children only, so each node is put in once.
 */
import { type Cost, isZero } from '../../cost/cost.ts';
import { rememberedFor } from '../../ir/facts.ts';
import type { Assign, Call, Expr, ForEach, Stmt, While } from '../../ir/ir.ts';
import type { RoleIndex } from '../../ir/roles.ts';
import { leafNames } from '../../ir/targets.ts';
import { childExprs, childStmts, LOOPS, someCode } from '../../ir/walk.ts';
import { settle } from '../machine.ts';
import { marks } from '../marks.ts';
import { pathOf } from '../progress.ts';
import { quietly } from '../quiet.ts';
import { neighbourTable } from '../recursion/arguments.ts';
import { factsOf } from '../recursion/facts.ts';
import { find } from '../value.ts';
import type { Query } from './query.ts';

/** The number of nodes of the tree that the worklist at `path` walks; null where it may walk anything else. */
export function nodesWalked(q: Query, path: string): Cost | null {
  const found = walkOf(q.node, path, q);
  if (found.table === null || found.other || isMarked(q, found)) return null;
  const table = quietly(q.m, q.frame, found.table);
  if (table.kind !== 'ref') return null;
  const nodes = settle(q.m, find(table.object).size);
  if (isZero(nodes)) return null;
  q.m.assumptions.set('tree', {
    id: 'tree',
    text: 'the graph that the loop walks is a tree: each node is reached once',
    span: q.node.headerSpan,
  });
  return nodes;
}

/** Whether a mark bounds what is put into the worklist at `path`: neighbours of what is taken out, each once. */
export function isMarkedWalk(q: Query, path: string): boolean {
  const found = walkOf(q.node, path, q);
  return found.table !== null && !found.other && isMarked(q, found);
}

/** What the loop does with the worklist, found once. */
const walkOf = rememberedFor((node: While, path: string, { changes, m }: Query): Walk => {
  const layers = (changes.get(path) ?? []).flatMap((change) => (change.kind === 'copy' ? [change.from] : []));
  const walk = new Walk(path, layers, m.index.roles);
  walk.visit(node.body, []);
  return walk;
});

/** Something that was taken out, or a neighbour of it, is marked before anything is put in: the mark bounds the walk. */
function isMarked(q: Query, walk: Walk): boolean {
  const { roles } = q.m.index;
  const concerns = (key: Expr): boolean =>
    someCode(key, (node) => node.kind === 'name' && walk.taken.has(node.name));
  return factsOf(roles, q.node.body).some(
    (fact) =>
      fact.keys.some(concerns) &&
      fact.region.some((node) => someCode(node, (at) => at.kind === 'call' && walk.puts(at))) &&
      marks(roles, q.node.body, fact),
  );
}

/** What the body takes out of the worklist and what it puts in. */
class Walk {
  /** Names of what was taken out, of its parts, and of its neighbours. */
  readonly taken = new Set<string>();
  private readonly neighbours = new Map<string, Expr>();
  private readonly path: string;
  /** What the next layer is put into, where it takes the place of the one before. */
  private readonly layers: readonly string[];
  private readonly roles: RoleIndex;
  /** Loops in which each turn takes something out. */
  private readonly around = new Set<Stmt | Expr>();
  /** The adjacency lists over which iterators are put in. */
  private waiting: Expr | null = null;
  /** The adjacency lists whose elements are put in. */
  table: Expr | null = null;
  /** Something else is put in again and again. */
  other = false;

  constructor(path: string, layers: readonly string[], roles: RoleIndex) {
    this.path = path;
    this.layers = layers;
    this.roles = roles;
  }

  visit(body: readonly (Stmt | Expr)[], loops: readonly (Stmt | Expr)[]): void {
    for (const node of body) {
      if (node.kind === 'function' || node.kind === 'class' || node.kind === 'lambda') continue;
      if (node.kind === 'assign') this.assigned(node, loops);
      if (node.kind === 'forEach') this.note(node, node);
      if (node.kind === 'comprehension')
        for (const clause of node.clauses) if (clause.kind === 'for') this.note(clause, node);
      const inner = LOOPS.has(node.kind) ? [...loops, node] : loops;
      this.visit(childStmts(node), inner);
      this.visit(childExprs(node), inner);
      if (node.kind === 'call') this.pushed(node, loops);
      if (node.kind === 'assign') this.replaced(node.targets[0]!, node.value);
    }
  }

  private assigned({ targets, value }: Assign, loops: readonly (Stmt | Expr)[]): void {
    if (this.isTaken(value)) {
      for (const target of targets) leafNames(target).forEach((name) => this.taken.add(name));
      if (value.kind === 'call') loops.forEach((loop) => this.around.add(loop));
    }
    this.picked(targets[0]!, value);
  }

  private isTaken(value: Expr): boolean {
    if (value.kind === 'name') return this.taken.has(value.name);
    if (value.kind === 'index' && pathOf(value.object) === this.path) return true;
    if (value.kind === 'index' || value.kind === 'field') return this.isTaken(value.object);
    return value.kind === 'call' && (this.isOn(value, 'pop') || this.isOn(value, 'popFirst'));
  }

  /** `for node in layer`. */
  private runOver(loop: Pick<ForEach, 'target' | 'iterable'>, node: Stmt | Expr): void {
    if (pathOf(loop.iterable) !== this.path) return;
    leafNames(loop.target).forEach((name) => this.taken.add(name));
    this.around.add(node);
  }

  /** A call with the role of the worklist: of its method, or of a function on it. */
  private isOn(call: Call, role: 'pop' | 'push' | 'popFirst' | 'pushFirst'): boolean {
    if (!this.roles.is(call, role)) return false;
    const { callee, args } = call;
    const on = role.endsWith('First') ? args[0]?.value : callee.kind === 'field' ? callee.object : undefined;
    const path = on === undefined ? null : pathOf(on);
    return path !== null && (path === this.path || (role.startsWith('push') && this.layers.includes(path)));
  }

  /** The call puts something into the worklist or its next layer. */
  puts(call: Call): boolean {
    return this.isOn(call, 'push') || this.isOn(call, 'pushFirst');
  }

  private note(loop: Pick<ForEach, 'target' | 'iterable'>, node: Stmt | Expr): void {
    this.runOver(loop, node);
    const table = this.listOfTaken(loop.iterable);
    if (table !== null) this.addNeighbours(loop.target, table);
  }

  /** `v = adj[u][i]`, or `v = next(it)` of an iterator over neighbours that waits in the worklist. */
  private picked(target: Expr, value: Expr): void {
    const at = value.kind === 'index' && value.object.kind === 'index' ? value.object : null;
    let table: Expr | null = null;
    if (at !== null && this.isTaken(at.index)) table = at.object;
    else if (value.kind === 'call' && this.roles.is(value, 'popFirst')) {
      const [from] = value.args;
      if (from !== undefined && this.isTaken(from.value)) table = this.waiting;
    }
    if (table !== null) this.addNeighbours(target, table);
  }

  private addNeighbours(target: Expr, table: Expr): void {
    for (const name of leafNames(target)) {
      this.neighbours.set(name, table);
      this.taken.add(name);
    }
  }

  private pushed(call: Call, loops: readonly (Stmt | Expr)[]): void {
    if (!this.puts(call)) return;
    for (const { value } of call.args) someCode(value, (node) => this.putIn(node));
    // One loop over the neighbours is the walk itself; any other repeats what is put in.
    const repeats = loops.filter((loop) => !this.around.has(loop));
    if (repeats.length > 1 || repeats.some((loop) => !this.isWalk(loop))) this.other = true;
  }

  /** `layer = [v for u in layer for v in adj[u]]`. */
  private replaced(target: Expr, value: Expr): void {
    if (value.kind === 'comprehension' && pathOf(target) === this.path)
      someCode(value.element, (part) => this.putIn(part));
  }

  /** Notes what a part of an element that is put in says; false, to go on to the next. */
  private putIn(node: Stmt | Expr): boolean {
    if (node.kind === 'spread') this.other = true;
    if (node.kind === 'binary' && node.op === '+' && node.right.kind === 'collection') this.other = true;
    // A set of bits that grows along the way: other ways to a node are other elements.
    if (node.kind === 'binary' && node.op === '|') this.other = true;
    if (node.kind === 'call') this.waiting ??= this.listOfTaken(node);
    if (node.kind === 'name') this.table = this.neighbours.get(node.name) ?? this.table;
    if (node.kind === 'index' && node.object.kind === 'index' && this.isTaken(node.object.index))
      this.table = node.object.object;
    return false;
  }

  private listOfTaken(expr: Expr): Expr | null {
    if (expr.kind === 'index' && this.isTaken(expr.index)) return expr.object;
    for (const name of this.taken) {
      const table = neighbourTable(expr, name);
      if (table !== null) return table;
    }
    return null;
  }

  private isWalk(loop: Stmt | Expr): boolean {
    return loop.kind === 'forEach' && leafNames(loop.target).some((name) => this.neighbours.has(name));
  }
}
