/**
 * `i = 0`, then `while i < n: ...; i += 1` that nothing else asks for its i, is the loop over a range: what is known of
 * those holds for it too.
 */
import type { Assign, Expr, FunctionNode, Span, Stmt, While } from '../../ir/ir.ts';
import { each, withBlocks, withExprs } from '../../ir/replace.ts';
import { type Code, forEachExpr, someCode, someStmtIn } from '../../ir/walk.ts';
import { countedLoop, type Reading } from '../shared/counted-loops.ts';
import { overElements } from './lower-element-loops.ts';
import { pythonRoles } from './roles.ts';

const READING: Reading = {
  roles: pythonRoles,
  isKept: () => true,
};

/** A loop, behind the statement that sets its variable at first. */
interface Candidate {
  readonly name: string;
  readonly start: Assign;
  readonly loop: While;
}

/** The body of a function with loops over ranges where its loops count. */
export function withCountedLoops(func: Pick<FunctionNode, 'body' | 'locals'>): readonly Stmt[] {
  const found: Candidate[] = [];
  const look = (block: readonly Stmt[]): readonly Stmt[] => {
    block.forEach((stmt, i) => {
      const candidate = stmt.kind === 'while' ? candidateOf(stmt, block, i) : null;
      if (candidate !== null && func.locals.includes(candidate.name)) found.push(candidate);
      withBlocks(stmt, look);
    });
    return block;
  };
  look(func.body);
  if (found.length === 0) return func.body;
  const all = countNames(func.body);
  const own = new Map<string, number>();
  for (const { name, start, loop } of found)
    own.set(name, (own.get(name) ?? 0) + (countNames([start, loop]).get(name) ?? 0));
  const counted = new Map<Stmt, Candidate>();
  for (const one of found) if (all.get(one.name) === own.get(one.name)) counted.set(one.loop, one);
  return counted.size === 0 ? func.body : inBlock(func.body, counted);
}

/** How often each name stands in some code, functions inside included. */
function countNames(nodes: readonly Stmt[]): Map<string, number> {
  const out = new Map<string, number>();
  forEachExpr(
    nodes,
    (expr) => {
      if (expr.kind === 'name') out.set(expr.name, (out.get(expr.name) ?? 0) + 1);
    },
    true,
  );
  return out;
}

function candidateOf(loop: While, block: readonly Stmt[], at: number): Candidate | null {
  const last = loop.body.at(-1);
  if (loop.otherwise.length > 0 || loop.update.length > 0 || loop.postTest) return null;
  if (last?.kind !== 'assign' || last.targets.length !== 1 || last.targets[0]?.kind !== 'name') return null;
  // How often an amount can be taken away is told by the division that it is.
  if (last.op === '-' && last.value.kind !== 'number') return null;
  const { name } = last.targets[0];
  for (let i = at - 1; i >= 0; i--) {
    const stmt = block[i]!;
    if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length !== 1) return null;
    const target = stmt.targets[0]!;
    if (target.kind !== 'name') return null;
    if (target.name !== name) continue;
    return goesOn(loop.body) || !isPlain(stmt.value) ? null : { name, start: stmt, loop };
  }
  return null;
}

/** A turn may go on to the next before its end. */
const goesOn = (body: readonly Stmt[]): boolean =>
  body.some(
    (stmt) =>
      stmt.kind === 'continue' ||
      (stmt.kind !== 'forEach' && stmt.kind !== 'while' && someStmtIn(stmt, (at) => at.kind === 'continue')),
  );

function inBlock(block: readonly Stmt[], counted: ReadonlyMap<Stmt, Candidate>): readonly Stmt[] {
  const gone = new Set<Stmt>();
  const made = each(block, (stmt) => {
    const candidate = counted.get(stmt);
    const inner = withBlocks(stmt, (part) => inBlock(part, counted));
    const over = candidate === undefined || inner.kind !== 'while' ? null : overRange(candidate, inner);
    if (over !== null) gone.add(candidate!.start);
    return over ?? inner;
  });
  return gone.size === 0 ? made : made.filter((stmt) => !gone.has(stmt));
}

/** The range begins with what the first statement says, which then stands in the head of the loop. */
function overRange({ start }: Candidate, loop: While): Stmt | null {
  const { test, headerSpan, span } = loop;
  const value = standingAt(start.value, headerSpan);
  const body = loop.body.slice(0, -1);
  const form = {
    init: [{ ...start, value, span: headerSpan }],
    test,
    update: loop.body.slice(-1),
    body,
    headerSpan: span,
    span,
  };
  const counted = countedLoop(form, READING);
  if (counted === null) return null;
  const over = { ...counted.over, headerSpan };
  return overElements(over) ?? over;
}

const isPlain = (expr: Expr): boolean => !someCode(expr, (node) => !PLAIN.has(node.kind));

const PLAIN: ReadonlySet<Code['kind']> = new Set([
  'number',
  'name',
  'binary',
  'unary',
  'call',
  'field',
  'index',
]);

const standingAt = (expr: Expr, span: Span): Expr => ({
  ...withExprs(expr, (part) => standingAt(part, span)),
  span,
});
