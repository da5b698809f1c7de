/** What a test asks about marks, and what the block that runs then does about them: read off the program once. */
import { rememberedFor } from '../ir/facts.ts';
import type { Expr, Stmt } from '../ir/ir.ts';
import type { RoleIndex } from '../ir/roles.ts';
import { lazy } from './lazy.ts';
import { isMarkedLater } from './later-marks.ts';
import { type Unmarked, marks, unmarkedBy } from './marks.ts';
import { unmarks } from './unmark.ts';

/** A thing that a test says is not marked yet. */
export interface AskedMark {
  readonly mark: Unmarked;
  /** The block marks it. */
  readonly isMarked: boolean;
  /** Only some ways through the block do. */
  readonly isLater: boolean;
  /** The block takes the mark back. */
  readonly isTakenBack: () => boolean;
}

export interface AskedMarks {
  /** What the test says is not marked, whatever the block does. */
  readonly facts: readonly Unmarked[];
  readonly asked: readonly AskedMark[];
}

const NOTHING: AskedMarks = { facts: [], asked: [] };

interface Reading {
  readonly roles: RoleIndex;
  readonly test: Expr;
  readonly block: readonly Stmt[];
}

/** Reads the test of a statement, known to `hold` or to fail, together with the block that runs then. */
export const askedMarks = rememberedFor(
  (_: Stmt, holds: boolean, { roles, test, block }: Reading): AskedMarks => {
    const facts = unmarkedBy(roles, test, holds);
    if (facts.length === 0) return NOTHING;
    const asked = facts.map((mark) => {
      const isMarked = marks(roles, block, mark);
      return {
        mark,
        isMarked,
        isLater: isMarked && isMarkedLater(roles, block, mark),
        isTakenBack: lazy(() => unmarks(roles, block, mark)),
      };
    });
    return { facts, asked };
  },
);
