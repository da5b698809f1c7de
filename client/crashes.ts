/** When a server that ended by itself is started again, and when not. */

/** What to do after a crash: start again after a pause, or stop trying. */
export type AfterCrash =
  { readonly kind: 'restart'; readonly pauseMs: number } | { readonly kind: 'give up' };

/** This many crashes within the time mean that another start would not help. */
export const CRASH_LIMIT = 4;
export const CRASH_WINDOW_MS = 3 * 60_000;

/** The first restart is immediate, the next ones wait longer each. */
const PAUSES_MS = [0, 1_000, 4_000];

/** Counts crashes; `now` is in milliseconds. A server that ran well for the window's time starts from none. */
export function crashPolicy(): {
  readonly crashed: (now: number) => AfterCrash;
  readonly forget: () => void;
} {
  let times: readonly number[] = [];
  return {
    crashed: (now) => {
      times = [...times.filter((time) => now - time < CRASH_WINDOW_MS), now];
      if (times.length >= CRASH_LIMIT) return { kind: 'give up' };
      return { kind: 'restart', pauseMs: PAUSES_MS[times.length - 1] ?? 0 };
    },
    forget: () => {
      times = [];
    },
  };
}
