/** Which changes of a variable set it anew. */
import type { Expr } from '../ir/ir.ts';
import type { Change, Changes } from './progress.ts';

/**
 * Whether the variable is set anew by any of the changes, rather than moved on from where it was. One that only `falls`
 * towards a fixed end, and grows by steps, loses no more than a step by being set to a number.
 */
export function resets(changes: Changes, path: string, falls = false): boolean {
  const list = changes.get(path) ?? [];
  return list.some((change) => isReset(change, path, changes, falls)) || rootReset(changes, path);
}

function rootReset(changes: Changes, path: string): boolean {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return false;
  const owner = path.slice(0, dot);
  const list = changes.get(owner);
  return list?.some((change) => isReset(change, owner, changes, false)) === true;
}

function isReset(change: Change, path: string, changes: Changes, falls: boolean): boolean {
  switch (change.kind) {
    case 'step':
    case 'scale':
    case 'clamp':
    case 'bit':
    case 'cursor':
    case 'follow':
    case 'push':
    case 'pop':
    case 'clear':
      return false;
    case 'copy':
      return !copiesBack(change.from, path, changes, 3);
    case 'set':
      return !(falls && change.value !== null && isNumber(change.value));
  }
}

const isNumber = (expr: Expr): boolean =>
  expr.kind === 'number' || (expr.kind === 'unary' && isNumber(expr.operand));

/** `j = i ... i = j`: a cycle of copies goes on from where it was. */
function copiesBack(from: string, path: string, changes: Changes, depth: number): boolean {
  if (from === path) return true;
  if (depth === 0) return false;
  return (changes.get(from) ?? []).some(
    (c) => c.kind === 'copy' && copiesBack(c.from, path, changes, depth - 1),
  );
}
