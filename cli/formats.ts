/** The formats of `analyze`. */
import { reportText } from '../shared/engine/present/report.ts';
import type { SolutionAnalysis } from '../shared/protocol/analysis.ts';
import type { SourceFile, Unreadable } from './files.ts';
import type { Io } from './io.ts';
import type { SarifFile } from './sarif.ts';

export const FORMATS = ['text', 'json', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

export interface Output {
  readonly file: (file: SourceFile, text: string, analysis: SolutionAnalysis) => Promise<void>;
  readonly end: (unreadable: readonly Unreadable[]) => Promise<void>;
}

interface Options {
  readonly io: Io;
  /** The caller named one file: the answer is no list. */
  readonly single: boolean;
  readonly color: boolean;
}

export function outputOf(format: Format, options: Options): Output {
  return { text: textOutput, json: jsonOutput, sarif: sarifOutput }[format](options);
}

/** Reports as they are ready, with a blank line between. */
function textOutput({ io, color }: Options): Output {
  let files = 0;
  return {
    file: async ({ name }, _text, analysis) => {
      await io.write(`${files === 0 ? '' : '\n\n'}${reportText(analysis, { color, file: name })}\n`);
      files += 1;
    },
    end: async () => Promise.resolve(),
  };
}

/** One object for a single file, else a list. */
function jsonOutput({ io, single }: Options): Output {
  let files = 0;
  return {
    file: async ({ name: file }, _text, analysis) => {
      const json = JSON.stringify({ file, ...analysis }, null, 2);
      await io.write(single ? json : `${files === 0 ? '[' : ','}\n${json}`);
      files += 1;
    },
    end: async () => {
      if (!single) await io.write(files === 0 ? '[]\n' : '\n]\n');
      else if (files > 0) await io.write('\n');
    },
  };
}

/** One log with everything, at the end. */
function sarifOutput({ io }: Options): Output {
  const files: SarifFile[] = [];
  return {
    file: async ({ name }, text, { findings }) => {
      files.push({ name, text, findings });
      return Promise.resolve();
    },
    end: async (unreadable) => {
      const { sarifLog } = await import('./sarif.ts');
      await io.write(`${JSON.stringify(sarifLog(files, unreadable, io.cwd), null, 2)}\n`);
    },
  };
}
