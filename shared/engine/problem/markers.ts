/** What a file says about the problem that it solves: the header that LeetCode tools write, and the file's name. */
import type { ProblemInfo } from '../../protocol/analysis.ts';
import { constraintsIn } from './constraints.ts';

/** Offsets of the text that is the solution; half-open. */
export interface SolutionRegion {
  readonly start: number;
  readonly end: number;
}

export interface Problem {
  readonly info: ProblemInfo;
  /** Between `@lc code=start` and `@lc code=end`; null when the text has no such markers. */
  readonly region: SolutionRegion | null;
}

/** `@lc app=leetcode id=1 lang=python3` */
const HEADER = /@lc\s+app=\S+\s+id=(\S+)/;
/** `# [1] Two Sum` */
const TITLE = /^[^\w\n[]*\[([^\]\s][^\]]*)\]\s+(\S.*)$/m;
/** `1.two-sum.py`, `15.3sum.py` */
const FILE = /^(\d+)\.([a-z0-9]+(?:-[a-z0-9]+)*)\.[A-Za-z0-9]+$/;
const START = /^.*@lc\s+code=start\b.*$/m;
const END = /^.*@lc\s+code=end\b.*$/m;

/** The problem that a text and its file's name speak of, or null when they speak of none. */
export function problemOf(text: string, fileName: string | null = null): Problem | null {
  const region = text.includes('@lc') ? regionOf(text) : null;
  const named = fileName === null ? null : FILE.exec(baseName(fileName));
  const id = HEADER.exec(text)?.[1] ?? null;
  const title = id === null ? null : TITLE.exec(text);
  const slug = named?.[2] ?? (title === null ? null : slugOf(title[2] ?? ''));
  const constraints = constraintsIn(text).map((constraint) => constraint.text);
  const info: ProblemInfo = { id: id ?? named?.[1] ?? null, slug, constraints };
  if (info.id === null && region === null && constraints.length === 0) return null;
  return { info, region };
}

/** Between the markers of LeetCode’s tools; null when there are none. */
export function regionOf(text: string): SolutionRegion | null {
  const opening = START.exec(text);
  if (opening === null) return null;
  const lineEnd = text.indexOf('\n', opening.index);
  const start = lineEnd < 0 ? text.length : lineEnd + 1;
  const closing = END.exec(text.slice(start));
  return { start, end: closing === null ? text.length : start + closing.index };
}

/** The last part of a path or of an address. */
function baseName(fileName: string): string {
  return decode(fileName.split(/[/\\]/).at(-1) ?? '');
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** "Two Sum" becomes "two-sum". */
function slugOf(title: string): string | null {
  const slug = title
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? null : slug;
}
