/**
 * Parameters under another name. Where a function only gives a parameter a name of its own (`numbers = nums`) and one of the
 * two stays as it is, both are one variable, and those who compare names, of what a call hands on or a test asks for, should
 * find one name.
 */
import type { FunctionNode, Param, Stmt } from './ir.ts';
import { replaceInBlock } from './replace.ts';
import { leafNames, targetsOf } from './targets.ts';
import { type Code, isStmt, LOOPS, someStmtIn, walk } from './walk.ts';

type Body = Pick<FunctionNode, 'name' | 'params' | 'locals' | 'body'>;

/** The locals and the body of a function in which no parameter has a second name. */
export function withoutAliases(func: Body): Pick<FunctionNode, 'locals' | 'body'> {
  const { params, locals, body } = func;
  for (const stmt of body) {
    const alias = aliasIn(stmt, params);
    if (alias === null || !locals.includes(alias.name) || !isSame(func, stmt, alias)) continue;
    const { name, of } = alias;
    const others = body.filter((one) => one !== stmt);
    const renamed = replaceInBlock(others, (expr) =>
      expr.kind === 'name' && expr.name === name ? { ...expr, name: of } : expr,
    );
    return withoutAliases({ ...func, locals: locals.filter((local) => local !== name), body: renamed });
  }
  return { locals, body };
}

interface Alias {
  readonly name: string;
  readonly of: string;
}

function aliasIn(stmt: Stmt, params: readonly Param[]): Alias | null {
  if (stmt.kind !== 'assign' || stmt.op !== null || stmt.targets.length !== 1) return null;
  const [target] = stmt.targets;
  const { value } = stmt;
  if (value.kind !== 'name' || target?.kind !== 'name' || target.name === value.name) return null;
  const isParam = (name: string): boolean => params.some((param) => param.name === name);
  return isParam(value.name) && !isParam(target.name) ? { name: target.name, of: value.name } : null;
}

/**
 * Neither of the two is set again, or the parameter of a recursion is not looked at again: how its calls differ is told by
 * parameters. A name that a loop moves on, and hands on to calls of the function itself, starts where the parameter is; those
 * who ask how calls differ need both. Everywhere else a name that moves on stays what readers of the derivation know it by.
 */
function isSame(func: Body, at: Stmt, { name, of }: Alias): boolean {
  const { body } = func;
  if (isShadowed(body, name) || isShadowed(body, of)) return false;
  const others = body.filter((stmt) => stmt !== at);
  if (!isBound(others, name) && !isBound(others, of)) return true;
  const isTakenOver = !isNamed(others, of) && !isNamed(body.slice(0, body.indexOf(at)), name);
  if (!isTakenOver || !isNamed(others, func.name)) return false;
  return !others.some((stmt) => someStmtIn(stmt, (node) => isMovedForCalls(node, name, func)));
}

/** A loop that sets the name and calls the function. */
const isMovedForCalls = (node: Code, name: string, func: Body): boolean =>
  isStmt(node) && LOOPS.has(node.kind) && isBound([node], name) && isNamed([node], func.name);

/** A function inside has a variable of that name of its own. */
function isShadowed(body: readonly Stmt[], name: string): boolean {
  let found = false;
  walk(body, {
    func: (func) => ((found ||= func.locals.includes(name) || func.name === name), true),
    stmt: (stmt) => (found ||= stmt.kind === 'class' && stmt.cls.name === name),
  });
  return found;
}

function isNamed(body: readonly Stmt[], name: string): boolean {
  let found = false;
  walk(body, {
    expr: (expr) => ((found ||= (expr.kind === 'name' || expr.kind === 'field') && expr.name === name), true),
    func: () => true,
  });
  return found;
}

/** Something gives the name a value. */
function isBound(body: readonly Stmt[], name: string): boolean {
  let found = false;
  const note = (node: Code): true => (
    (found ||= targetsOf(node).some((one) => leafNames(one).includes(name))),
    true
  );
  walk(body, { stmt: note, expr: note, func: () => true });
  return found;
}
