/**
 * `List<T> same = groups.getOrDefault(key, new ArrayList<>()); same.add(x); groups.put(key, same);` puts back what it has
 * looked up: it is the list of the map, made where there was none.
 */
import type { Assign, Call, Expr, Stmt } from '../../ir/ir.ts';
import { printExpr } from '../../ir/print.ts';
import { someAct } from '../../ir/walk.ts';

/** The statements of a block, with `putIfAbsent` in the place of what is looked up and put back. */
export function withoutPutBack(stmts: Stmt[]): Stmt[] {
  const out: Stmt[] = [];
  const putBack = new Set<Stmt>();
  for (const [i, stmt] of stmts.entries()) {
    if (putBack.has(stmt)) continue;
    const found = lookUpIn(stmt);
    const back = found === null ? null : found.putBack ? stmt : putBackIn(stmts.slice(i + 1), found);
    if (found === null || back === null) {
      out.push(stmt);
      continue;
    }
    out.push({ kind: 'expr', expr: putIfAbsent(found.call), span: stmt.span });
    if (found.putBack) continue;
    putBack.add(back);
    out.push({ ...found.stmt, value: found.place });
  }
  return out;
}

interface LookUp {
  readonly stmt: Assign;
  readonly call: Call;
  /** `groups[key]` */
  readonly place: Expr;
  /** The statement itself puts it back. */
  readonly putBack: boolean;
}

/** `same = groups.getOrDefault(key, new ArrayList<>())` */
function lookUpIn(stmt: Stmt): LookUp | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length > 1) return null;
  const { value, span } = stmt;
  const [target] = stmt.targets;
  if (value.kind !== 'call' || value.callee.kind !== 'field' || value.callee.name !== 'getOrDefault')
    return null;
  const [key, made] = value.args;
  if (key === undefined || made?.value.kind !== 'call' || made.value.style !== 'new') return null;
  const place: Expr = { kind: 'index', object: value.callee.object, index: key.value, span };
  const isName = target?.kind === 'name';
  const putBack = !isName && target !== undefined && printExpr(target) === printExpr(place);
  return isName || putBack ? { stmt, call: value, place, putBack } : null;
}

/** The statement `groups[key] = same`, before which neither of them is set. */
function putBackIn(after: readonly Stmt[], { stmt, place }: LookUp): Stmt | null {
  const [held, to] = [printExpr(stmt.targets[0]!), printExpr(place)];
  const names = new Set([held, ...(to.match(/\w+/g) ?? [])]);
  for (const one of after) {
    const target = one.kind === 'assign' && one.op === null ? one.targets[0]! : null;
    if (one.kind === 'assign' && target !== null && printExpr(target) === to)
      return printExpr(one.value) === held ? one : null;
    if (
      someAct(
        one,
        (node) => node.kind === 'assign' && node.targets.some((name) => names.has(printExpr(name))),
      )
    )
      return null;
  }
  return null;
}

function putIfAbsent(call: Call): Call {
  return call.callee.kind === 'field' ? { ...call, callee: { ...call.callee, name: 'putIfAbsent' } } : call;
}
