/** All rules, sorted by their identifiers. */
import { rule as aliasedRows } from './aliased-rows.ts';
import { rule as listInsertFront } from './list-insert-front.ts';
import { rule as listMembershipInLoop } from './list-membership-in-loop.ts';
import { rule as listPopFront } from './list-pop-front.ts';
import { rule as mutableDefaultArgument } from './mutable-default-argument.ts';
import { rule as recursionWithoutMemo } from './recursion-without-memo.ts';
import type { Rule } from './rule.ts';
import { rule as stringConcatInLoop } from './string-concat-in-loop.ts';

export const rules: readonly Rule[] = [
  aliasedRows,
  listInsertFront,
  listMembershipInLoop,
  listPopFront,
  mutableDefaultArgument,
  recursionWithoutMemo,
  stringConcatInLoop,
];
