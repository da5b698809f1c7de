/**
 * Switches: names that the program sets once, to a constant (`DEBUG = False`, `multipleTests = false`). Which branch such
 * a test takes is known, and what the other one does is no part of any run.
 */
import { remembered } from '../ir/facts.ts';
import type { ClassNode, Expr, Program, Stmt } from '../ir/ir.ts';
import { leavesOf, targetsOf } from '../ir/targets.ts';
import { type Code, walk } from '../ir/walk.ts';

const NONE: ReadonlyMap<string, boolean> = new Map();

/** Whether a test holds in every run, or in none; null where that is open. */
export function truthOf(program: Program, test: Expr): boolean | null {
  const switches = switchesOf(program);
  return switches.size === 0 ? null : truth(switches, test);
}

function truth(switches: ReadonlyMap<string, boolean>, test: Expr): boolean | null {
  switch (test.kind) {
    case 'name':
    case 'field':
      return switches.get(test.name) ?? null;
    case 'unary': {
      const inner = test.op === 'not' ? truth(switches, test.operand) : null;
      return inner === null ? null : !inner;
    }
    case 'logical': {
      const [left, right] = [truth(switches, test.left), truth(switches, test.right)];
      const decisive = test.op === 'or';
      if (left === decisive || right === decisive) return decisive;
      return left === null || right === null ? null : !decisive;
    }
    default:
      return null;
  }
}

const switchesOf = remembered(findSwitches);

/**
 * By the last name of the path alone: where two variables share it, neither is a switch. It is set where it is declared,
 * on the top level or in a class: what is set later was something else before.
 */
function findSwitches(program: Program): ReadonlyMap<string, boolean> {
  const declarations = new Set(declared(program.body).filter(isConstant));
  if (declarations.size === 0) return NONE;
  const values = new Map<string, boolean | null>();
  const setBy = (node: Code): void => {
    const value = node.kind === 'assign' && declarations.has(node) ? constantOf(node.value) : null;
    for (const target of targetsOf(node))
      for (const leaf of leavesOf(target))
        if (leaf.kind === 'name' || leaf.kind === 'field')
          values.set(leaf.name, leaf !== target || values.has(leaf.name) ? null : value);
  };
  walk(program.body, {
    stmt: setBy,
    expr: setBy,
    func: ({ params }) => {
      for (const { name } of params) values.set(name, null);
    },
  });
  return new Map([...values].filter((entry): entry is [string, boolean] => entry[1] !== null));
}

function declared(body: readonly Stmt[]): Stmt[] {
  const inClass = ({ fields, classes }: ClassNode): Stmt[] => [...fields, ...classes.flatMap(inClass)];
  return body.flatMap((stmt) => (stmt.kind === 'class' ? inClass(stmt.cls) : [stmt]));
}

const isConstant = (stmt: Stmt): boolean =>
  stmt.kind === 'assign' && stmt.op === null && constantOf(stmt.value) !== null;

function constantOf(value: Expr): boolean | null {
  if (value.kind === 'constant') return value.value;
  return value.kind === 'number' && (value.value === 0 || value.value === 1) ? value.value === 1 : null;
}
