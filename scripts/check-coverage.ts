/** Compares what c8 measured (coverage/coverage-summary.json) with what each part must reach; fails if one does not. */
import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(import.meta.dirname, '..');
const SUMMARY = join(ROOT, 'coverage', 'coverage-summary.json');

interface Share {
  readonly total: number;
  readonly covered: number;
}
type Measure = 'lines' | 'branches';
type Counts = Readonly<Record<Measure, Share>>;

/** The first part that a file lies in counts it. The client runs in VS Code only; its suites are test/vscode. */
const PARTS: readonly { readonly folder: string; readonly least: Readonly<Record<Measure, number>> }[] = [
  { folder: 'shared/engine/', least: { lines: 90, branches: 80 } },
  { folder: '', least: { lines: 80, branches: 75 } },
];

const summary = JSON.parse(readFileSync(SUMMARY, 'utf8')) as Record<string, Counts>;
const files = Object.entries(summary)
  .map(([path, counts]) => ({ file: relative(ROOT, path).split(sep).join('/'), counts }))
  .filter(({ file, counts }) => counts.lines.covered > 0 || hasCode(file));

for (const [index, { folder, least }] of PARTS.entries()) {
  const counted = files.filter(
    ({ file }) => PARTS.findIndex((part) => file.startsWith(part.folder)) === index,
  );
  for (const measure of ['lines', 'branches'] as const) {
    const reached = percent(counted.map(({ counts }) => counts[measure]));
    const enough = reached >= least[measure];
    const name = folder === '' ? 'everything else' : folder;
    console.log(
      `${enough ? 'ok' : 'TOO LOW'}  ${name}  ${measure} ${reached.toFixed(1)} % (at least ${least[measure]} %)`,
    );
    if (!enough) process.exitCode = 1;
  }
}

/** A file of types only is never loaded, so it always counts as not covered. */
function hasCode(file: string): boolean {
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext, removeComments: true };
  const { outputText } = ts.transpileModule(readFileSync(join(ROOT, file), 'utf8'), {
    compilerOptions: options,
  });
  return outputText.replace('export {};', '').trim() !== '';
}

function percent(shares: readonly Share[]): number {
  const sum = (key: keyof Share): number => shares.reduce((total, share) => total + share[key], 0);
  return sum('total') === 0 ? 100 : (100 * sum('covered')) / sum('total');
}
